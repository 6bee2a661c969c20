"""Auditing: every check in order, and the nights laid again where that names what was changed."""

import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path

from pipeline.audit.issues import check_issued, check_outbox
from pipeline.audit.lines import check_lines
from pipeline.audit.naming import Memory, named, remember
from pipeline.audit.originals import check_originals, entries_of
from pipeline.audit.places import code_of, of_table
from pipeline.audit.records import Dump, dump_of, suspects
from pipeline.delivery.issued import IssuedStore
from pipeline.errors import ExitCode, LedgerError, UsageError
from pipeline.findings import Finding, finding
from pipeline.intake.archive import Archive
from pipeline.intake.journal import Entry
from pipeline.ledger.issues import Flashed, Issue
from pipeline.ledger.replacing import stands
from pipeline.ledger.store import Ledger
from pipeline.model import Progress, Step
from pipeline.site import Site
from pipeline.steps.replaying import Replay
from pipeline.workbooks.reading import Reader


@dataclass(frozen=True, slots=True)
class Audited:
    """What an audit looked at and found."""

    files: int
    """Lines of the journal."""
    rows: int
    events: int
    issues: int
    findings: tuple[Finding, ...]

    @property
    def code(self) -> ExitCode:
        """5 where the archive or the ledger is not whole, 6 where only the outbox is not."""
        return code_of(self.findings)


def audit(site: Site, progress: Progress, reader: Reader | None = None) -> Audited:
    """Verify a site and change nothing; it holds the lock, for a night would change what is being read.

    A reader is started only where nights have to be laid again, unless a caller that audits often lends its own.
    """
    if not site.require().archive.is_dir() and not stands(site.database):
        raise UsageError("还没有运行过(没有台账,也没有存档),没有可以核对的")
    with site.locked(), ExitStack() as doors:
        archive, store = Archive(site.archive), IssuedStore(site.issued)
        entries, odd = entries_of(archive)
        progress("存档", 0, 3)
        found = [*odd, *check_originals(archive, entries)]
        whole = not found
        progress("台账", 1, 3)
        try:
            ledger = doors.enter_context(Ledger(site.database, looking=True))
            dump, (issues, flashes) = dump_of(ledger), _issued(ledger)
        except LedgerError as fault:
            found.append(finding("audit.ledger", reason=str(fault)))
            return Audited(len(entries), 0, 0, 0, tuple(found))
        found += (finding("audit.guard", stood=name) for name in ledger.unguarded())
        wrong = suspects(dump)
        if wrong:
            memory = _memory(archive, entries, reader or doors.enter_context(Reader())) if whole else Memory()
            lines = {e.seq: e.hash for e in entries if isinstance(e, Step)}
            found += named(wrong, dump, replace(memory, lines=lines))
        changed = {dump.events[place]["seq"] for place in wrong.events}
        found += check_lines(entries, dump, changed) if entries else _without_lines(dump, odd)
        progress("签发", 2, 3)
        found += check_issued(store, (*flashes, *issues))
        found += check_outbox(site.outbox, store, (*flashes, *issues))
    rows = sum(len(rows) for rows in dump.tables.values())
    return Audited(len(entries), rows, len(dump.events), len(issues), tuple(dict.fromkeys(found)))


def _issued(ledger: Ledger) -> tuple[tuple[Issue, ...], tuple[Flashed, ...]]:
    """Issues and flash reports; none where a row was changed so that it cannot be read, which its seal tells."""
    try:
        issues = ledger.issues()
    except LedgerError:
        issues = ()
    try:
        return issues, ledger.flashes()
    except LedgerError:
        return issues, ()


def _without_lines(dump: Dump, odd: Sequence[Finding]) -> list[Finding]:
    """A journal that is empty, or gone, though the ledger knows files."""
    return [] if odd or not dump.events else [of_table("audit.line_gone", "event", dump.events[-1])]


def _memory(archive: Archive, entries: Sequence[Entry], reader: Reader) -> Memory:
    """The nights of the archive laid again, without their pages."""
    with tempfile.TemporaryDirectory() as folder, Ledger(f"sqlite:///{Path(folder) / 'ledger.sqlite'}") as ledger:
        try:
            Replay(archive, ledger, reader, IssuedStore(Path(folder)), None).run(entries, lambda *_: None)
        except LedgerError:
            return Memory()
        return remember(dump_of(ledger))
