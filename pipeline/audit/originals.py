"""Originals: every file of the archive against its digest, and every line of the journal against how it is written."""

from collections.abc import Iterator

from pipeline.audit.places import of_arrival
from pipeline.errors import LedgerError
from pipeline.findings import Finding, finding
from pipeline.intake.archive import Archive, digest
from pipeline.intake.journal import Entry
from pipeline.model import Arrival
from pipeline.plan import text
from pipeline.plan.loading import of_plan


def entries_of(archive: Archive) -> tuple[tuple[Entry, ...], tuple[Finding, ...]]:
    """The lines of the journal, and those that are not as this program writes them; none can be used then."""
    odd = tuple(finding("audit.line", stood=number) for number in archive.journal.odd_lines())
    try:
        return archive.journal.entries(), odd
    except LedgerError:
        return (), odd


def check_originals(archive: Archive, entries: tuple[Entry, ...]) -> Iterator[Finding]:
    """Every original and plan of the archive, and those that the journal names."""
    names = {e.sha256: of_arrival(e) for e in reversed(entries) if isinstance(e, Arrival)}
    for sha256, name in sorted(names.items()):
        if not archive.has(sha256):
            yield finding("audit.original_gone", name=name, path=_path(archive, sha256))
    for path in sorted(archive.root.glob("[0-9a-f][0-9a-f]/*")):
        if digest(path) != path.name or path.parent.name != path.name[:2]:
            yield finding("audit.original", name=names.get(path.name, ""), path=_path(archive, path.name))
    yield from _plans(archive, entries)


def _plans(archive: Archive, entries: tuple[Entry, ...]) -> Iterator[Finding]:
    kept = {path.name for path in (archive.root / "plans").glob("[0-9a-f]*")}
    for plan_digest in sorted(kept | {e.plan_digest for e in entries}):
        if not _is_as_kept(archive, plan_digest):
            path = f"ledger/archive/plans/{plan_digest}"
            yield finding("audit.plan", name=plan_digest[:12], path=path)


def _is_as_kept(archive: Archive, plan_digest: str) -> bool:
    """Whether the bytes are those that are written for tables of that digest."""
    try:
        kept = archive.plan(plan_digest)
        tables = text.loads(kept)
    except (OSError, ValueError, AttributeError, TypeError):  # gone, or no longer the JSON of tables
        return False
    return text.dumps(tables) == kept and text.digest(of_plan(tables)) == plan_digest


def _path(archive: Archive, sha256: str) -> str:
    return f"ledger/archive/{archive.path(sha256).relative_to(archive.root).as_posix()}"
