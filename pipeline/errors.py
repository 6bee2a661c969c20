"""The exit codes, and the faults that stop a command: raised anywhere, caught once in the CLI."""

from enum import IntEnum


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
    """A page could not be made or failed its check; nothing was issued."""

    code = ExitCode.OUTPUT
