"""Taking in: settled files of the inbox into the archive and its journal, and out of the inbox at the end.

The order, which a kill at any point leaves in one of these states:

1. every original is in the archive (an original without a journal line is of no account: its file still
   lies in the inbox and the next run takes it again),
2. then all are journalled in one write (some lines may be there and the last one torn: the next run finds
   the whole ones and adds the others),
3. the caller commits the night and issues it,
4. then `clear` removes from the inbox what the archive has.

So a file leaves the inbox only when the archive holds its very bytes, and a run that is repeated journals
nothing twice.
"""

from collections.abc import Collection, Sequence
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Self
from zoneinfo import ZoneInfo

from pipeline.intake.archive import Archive, digest
from pipeline.intake.settling import Seen, look
from pipeline.model import Arrival

_NANO = 10**9
_BELIEVED = timedelta(days=31)
"""How long before its night a file may have been saved; a clock that lost its battery is years behind."""


def take_in(  # noqa: PLR0913 (the facts of a night, all by name)
    files: Sequence[Seen],
    archive: Archive,
    *,
    night: date,
    cutoff: datetime,
    zone: ZoneInfo,
    plan_digest: str,
) -> tuple[Arrival, ...]:
    """Archives and journals settled files for a night; one that was journalled for it keeps its first line.

    `cutoff` is UTC. A file that is locked, gone or changed by now is left for the next run.
    """
    known = {(a.name, a.sha256): a for a in archive.journal.read() if a.night == night}
    taken: dict[tuple[str, str], Arrival] = {}
    for seen in files:
        sha256 = _archived(seen, archive)
        if sha256:
            received = _receipt(seen, night, cutoff, zone)
            new = Arrival(seen.name, sha256, night, received, plan_digest)
            taken[seen.name, sha256] = known.get((seen.name, sha256), new)
    archive.journal.append([a for key, a in taken.items() if key not in known])
    return tuple(taken.values())


def clear(inbox: Path, arrivals: Collection[Arrival], archive: Archive) -> tuple[Seen, ...]:
    """Removes from the inbox what was taken in, and returns what had to stay, as it was seen.

    Only a file whose present bytes are those in the archive goes: one replaced meanwhile is a new arrival, and
    neither goes nor had to stay. Folders stay, empty or not.
    """
    taken = {(a.name, a.sha256) for a in arrivals if archive.has(a.sha256)}
    names = {name for name, _ in taken}
    return tuple(seen for seen in look(inbox) if seen.name in names and _has_to_stay(seen, taken))


class _LostError(Exception):
    """The file cannot be read to its end: locked, gone, or the share has failed."""


class _Source:
    """A file of the inbox; a fault in reading it is its own, one in writing the archive is the night's."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def __enter__(self) -> Self:
        try:
            self._file = self._path.open("rb")
        except OSError as fault:
            raise _LostError from fault
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def read(self, size: int) -> bytes:
        try:
            return self._file.read(size)
        except OSError as fault:
            raise _LostError from fault


def _archived(seen: Seen, archive: Archive) -> str:
    """The sha256 of the copy, or "" for a file that cannot be had as it was seen."""
    try:
        with _Source(seen.path) as source:
            sha256 = archive.keep(source)
    except _LostError:
        return ""
    return sha256 if _stands(seen) else ""


def _stands(seen: Seen) -> bool:
    try:
        status = seen.path.lstat()
    except OSError:
        return False
    return (status.st_size, status.st_mtime_ns) == (seen.size, seen.modified)


def _has_to_stay(seen: Seen, taken: Collection[tuple[str, str]]) -> bool:
    try:
        if (seen.name, digest(seen.path)) in taken and _stands(seen):
            seen.path.unlink()
    except FileNotFoundError:  # gone already
        return False
    except OSError:  # open in somebody's Excel, or the share may be read only
        return True
    return False


def _receipt(seen: Seen, night: date, cutoff: datetime, zone: ZoneInfo) -> datetime:
    """Its time of change if that lies in the night's day; the day's start if it was saved before, as overnight.

    A time to come, or one that only a clock that was never set can tell, says nothing: it is the cut-off.
    """
    start = datetime.combine(night, time(), zone)
    end = datetime.combine(night + timedelta(days=1), time(), zone)
    seconds = seen.modified // _NANO
    if (start - _BELIEVED).timestamp() <= seconds < end.timestamp():
        return max(start.astimezone(UTC), datetime.fromtimestamp(seconds, UTC))
    return cutoff
