"""Settling: which files of the inbox have arrived, and which are still being written.

The caller looks twice, 0.2 s apart; a file counts when both looks agree and it can be complete.
"""

import os
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from stat import S_ISREG

BETWEEN_LOOKS = timedelta(seconds=0.2)
"""How long the caller waits between two looks."""
_CSV_REST = timedelta(seconds=2)
"""A CSV has no end that could be looked for, so it must have been left alone for so long."""

_OTHERS = frozenset({"desktop.ini", "thumbs.db"})
_ZIP = b"PK\x03\x04"
_END_RECORD = b"PK\x05\x06"
_END_SIZE = 22
_LONGEST_COMMENT = 0xFFFF
_EPOCH = datetime.fromtimestamp(0, UTC)


@dataclass(frozen=True, slots=True)
class Seen:
    """A file of the inbox at one look."""

    name: str
    """Path below the inbox, with `/`."""
    path: Path
    """Where it lies; differs from the name where that was not written in UTF-8."""
    size: int
    modified: int
    """Nanoseconds since 1970."""
    complete: bool
    """Not empty, readable, and with its end record if it is a zip."""


def look(inbox: Path) -> tuple[Seen, ...]:
    """Every file a person put there, by name; links are not followed."""
    return tuple(sorted(_look(inbox, ""), key=lambda seen: seen.name))


def settled(first: Sequence[Seen], second: Sequence[Seen], now: datetime) -> tuple[Seen, ...]:
    """Those of the second look that stood unchanged in the first and may be taken in."""
    unchanged = set(first)
    return tuple(seen for seen in second if seen in unchanged and seen.complete and _has_rested(seen, now))


def _has_rested(seen: Seen, now: datetime) -> bool:
    """A time to come is some other clock's: it does not hold a file up for longer than one of the past."""
    age = (now - _EPOCH) / timedelta(seconds=1) - seen.modified / 1e9
    return not seen.name.lower().endswith(".csv") or abs(age) >= _CSV_REST / timedelta(seconds=1)


def _look(folder: Path, above: str) -> Iterator[Seen]:
    with os.scandir(folder) as entries:
        for entry in entries:
            name = _readable(entry.name)
            if name.startswith((".", "~$")) or name.lower() in _OTHERS:
                continue
            if not entry.is_dir(follow_symlinks=False):
                yield from _seen(folder / entry.name, above + name)
            else:
                with suppress(OSError):  # one folder never stops the others
                    yield from _look(folder / entry.name, f"{above}{name}/")


def _seen(path: Path, name: str) -> Iterator[Seen]:
    try:
        status = path.lstat()
    except OSError:  # gone since the folder was listed, or in a folder that may be listed and no more
        return
    if S_ISREG(status.st_mode):
        complete = _is_complete(path, status.st_size)
        yield Seen(name, path, status.st_size, status.st_mtime_ns, complete)


def _is_complete(path: Path, size: int) -> bool:
    try:
        with path.open("rb") as file:
            if file.read(len(_ZIP)) != _ZIP:
                return size > 0
            file.seek(max(0, size - _LONGEST_COMMENT - _END_SIZE))
            return _has_end_record(file.read())
    except OSError:  # whoever writes it keeps it locked, or it is gone
        return False


def _has_end_record(tail: bytes) -> bool:
    """Whether a whole end record stands there ([APPNOTE] 4.3.16); a copy under way may end in zeros."""
    at = tail.rfind(_END_RECORD)
    return at >= 0 and len(tail) >= at + _END_SIZE


def _readable(name: str) -> str:
    """The name as text: one unpacked from a Chinese zip may be bytes in GB18030."""
    try:
        return os.fsencode(name).decode("utf-8")
    except UnicodeDecodeError:
        return os.fsencode(name).decode("gb18030", errors="replace")
