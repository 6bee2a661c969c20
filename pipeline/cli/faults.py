"""Faults: what stops a command becomes one sentence and an exit code; a bug becomes a log as well."""

import sys
import tempfile
import traceback
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import click

from pipeline.errors import ExitCode, LedgerError, SitrepError, trouble


def reported(run: Callable[[], object]) -> int:
    """Run a command and return its exit code; never a traceback at a user."""
    try:
        result = run()
    except (click.exceptions.Abort, KeyboardInterrupt):
        return _said("已中断;再运行一次会接着做完。", ExitCode.INTERRUPTED)
    except (click.ClickException, SitrepError) as error:
        return _explained(error)
    except Exception as error:  # noqa: BLE001 (the one boundary: whatever it is, the user gets a sentence and a log)
        if isinstance(error, OSError) and (why := trouble(error)):
            place = f"{error.filename}:" if error.filename else ""
            return _said(f"没有做完。{place}{why},再运行一次会接着做完;没有丢失任何文件", ExitCode.OUTPUT)
        return _said(f"程序出错,没有完成。请把这个记录交给维护人员:{_log()}", ExitCode.BUG)
    return int(result) if isinstance(result, int) else ExitCode.DONE


def _explained(error: click.ClickException | SitrepError) -> int:
    """What was asked wrongly, with the help beside it; or the fault's own sentence."""
    if isinstance(error, SitrepError):
        if isinstance(error, LedgerError):
            with suppress(OSError):
                _log()  # what is told as a fault of the ledger may be one of ours
        return _said(str(error), error.code)
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        return _said(error.format_message(), ExitCode.USAGE)
    return _said(f"{error.format_message()}\n用法请看:sitrep --help", ExitCode.USAGE)


def _said(sentence: str, code: ExitCode) -> int:
    sys.stderr.write(f"{sentence}\n")
    return int(code)


def _log() -> Path:
    """Write the traceback beside the ledger if there is one, else in the temporary folder."""
    folder = Path("ledger") if Path("ledger").is_dir() else Path(tempfile.gettempdir())
    path = folder / "sitrep-error.log"
    with path.open("a", encoding="utf-8") as file:
        file.write(f"{' '.join(sys.argv)}\n{traceback.format_exc()}\n")
    return path.resolve()
