"""The register: all that is known after some nights, as values, and how one more night grows it. Pure."""
