"""`python -m pipeline` is the same program as the console script."""

from pipeline.cli.main import main

if __name__ == "__main__":
    main()
