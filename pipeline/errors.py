"""The exit codes, and the faults that stop a command: raised anywhere, caught once in the CLI."""

from enum import IntEnum
from errno import EACCES, EDQUOT, EIO, ENOSPC, EPERM, EROFS


class ExitCode(IntEnum):
    """What a command tells the shell; the same table stands in the README."""

    DONE = 0
    RETURNED = 1
    """Done, and this call returned a workbook, whole or in part."""
    USAGE = 2
    PLAN = 3
    LOCKED = 4
    LEDGER = 5
    OUTPUT = 6
    BUG = 70
    INTERRUPTED = 130


class SitrepError(Exception):
    """A fault with one sentence for the user and an exit code; never a mistake in a row."""

    code = ExitCode.BUG


_FULL = "磁盘满了,请腾出空间"
_CLOSED = "可能正被打开,或文件夹只读、没有写入权限;请关闭打开它的程序,或检查文件夹权限"
_TROUBLES = {
    ENOSPC: _FULL,
    EDQUOT: _FULL,
    EACCES: _CLOSED,
    EPERM: _CLOSED,
    EROFS: _CLOSED,
    EIO: "磁盘满了或出了错,请腾出空间,并检查磁盘和网络连接",
}


def trouble(error: OSError) -> str:
    """What is wrong with the disk, and what to do about it, for a clerk; "" for what is no fault of the disk."""
    return _TROUBLES.get(error.errno or 0, "")


class UsageError(SitrepError):
    """The command was asked for something that cannot be, such as a folder that is no site."""

    code = ExitCode.USAGE


class PlanError(SitrepError):
    """The plan in force cannot be used; nothing was processed, nothing was moved."""

    code = ExitCode.PLAN


class LockedError(SitrepError):
    """Another run holds the site's lock."""

    code = ExitCode.LOCKED


class LedgerError(SitrepError):
    """The ledger cannot be opened, or contradicts itself."""

    code = ExitCode.LEDGER


class OutputError(SitrepError):
    """A page could not be made or failed its check, or a file could not be written; a rerun goes on from there."""

    code = ExitCode.OUTPUT
