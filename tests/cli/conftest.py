"""What tests of commands share."""

import pytest

from pipeline.cli.faults import reported
from pipeline.cli.main import cli
from tests.cli.saying import Say


@pytest.fixture
def say(capsys: pytest.CaptureFixture[str]) -> Say:
    """Runs a command in this process: its exit code and all it printed."""

    def run(*arguments: object) -> tuple[int, str]:
        code = reported(lambda: cli.main([str(a) for a in arguments], standalone_mode=False))
        printed = capsys.readouterr()
        return code, printed.out + printed.err

    return run
