"""The nightly job, on one screen: the numbered list of the README, step by step."""

import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.delivery.issued import IssuedStore
from pipeline.errors import OutputError
from pipeline.intake.archive import Archive
from pipeline.intake.settling import BETWEEN_LOOKS, Seen, look, settled
from pipeline.intake.taking import clear, take_in
from pipeline.model import Arrival, Progress, TakenIn
from pipeline.plan.loading import of_plan
from pipeline.plan.text import dumps
from pipeline.register.law import Law
from pipeline.reporting.press import Press
from pipeline.site import Site, law_of
from pipeline.tracking.rollcall import cutoff
from pipeline.workbooks.reading import Reader

if TYPE_CHECKING:
    from pipeline.ledger.issues import Flashed, Issue
    from pipeline.ledger.store import Ledger

Pending = dict[date, tuple[Arrival, ...]]
"""Journalled files without a fate, by night."""


@dataclass(frozen=True, slots=True)
class NightResult:
    """What a run did."""

    day: date
    taken: tuple[TakenIn, ...]
    issues: tuple["Issue", ...]
    written: tuple[Path, ...]
    waiting: tuple[str, ...] = ()
    """Files of the inbox that were not taken in: empty, half copied, open, or not to be read."""
    stayed: tuple[Seen, ...] = ()
    """Files, as they lie there, that were taken in and could not be removed from the inbox."""
    flashed: "Flashed | None" = None
    """Flash reports that an interim run put out."""

    @property
    def returned(self) -> tuple[TakenIn, ...]:
        """What went back to its sender, whole or in part."""
        return tuple(t for t in self.taken if t.is_returned)

    @property
    def asked(self) -> tuple[TakenIn, ...]:
        """What counts whole, and whose sender is asked or told something."""
        return tuple(t for t in self.taken if t.goes_back and not t.is_returned)


def run_night(  # noqa: PLR0913 (what a night is told)
    site: Site, day: date, now: datetime, progress: Progress, *, interim: bool = False, press: Press | None = None
) -> NightResult:
    """Run the night of a day; run again after a kill, it goes on where it stopped.

    A press is started when there is something to print, unless a caller that runs many nights lends its own.
    """
    law = law_of(site)
    site.prepare()
    if not site.inbox.is_dir():  # a share that is away is no evening on which nobody reported
        raise OutputError(f"收件夹 {site.inbox} 不在了,请接好网络共享或建好这个文件夹,再运行一次;没有签发任何汇报")
    with ExitStack() as doors:
        doors.enter_context(site.locked())
        reader = doors.enter_context(Reader())
        archive, store = Archive(site.archive), IssuedStore(site.issued)
        _keep_plan(archive, law)
        arrivals: tuple[Arrival, ...] = ()
        first, looked = look(site.inbox), time.monotonic()
        if first:
            reader.start(len(first))
            if not interim:
                press = press or doors.enter_context(Press())
            _load()  # while files settle, and the press and the reader warm up
        from pipeline.ledger.store import Ledger
        from pipeline.steps.due import anything_due, put_issues_out, unissued
        from pipeline.steps.laying import journal_steps, lay_night

        ledger = doors.enter_context(Ledger(site.database))
        journal_steps(archive.journal, ledger)  # of a run that was killed
        if first:
            time.sleep(max(0.0, looked + BETWEEN_LOOKS.total_seconds() - time.monotonic()))
            arrivals = _take_in(first, site, archive, law, day, now)
        pending = _pending(archive, ledger, day, interim=interim)
        taken: list[TakenIn] = []
        issues: list[Issue] = []
        shown = {day, *_issued_last(ledger)}
        if pending or (not interim and anything_due(ledger, law.plan, day)):
            from pipeline.steps.issuing import Issuer, issue_due
            from pipeline.steps.returning import Returner

            returner, killed = Returner(archive, reader, law.plan), unissued(ledger)
            for night in sorted({*pending, *killed, day}):
                brief = interim and night == day
                taken += ledger.workbooks(night) if night in killed and not brief else ()  # nobody was told of them
                if night in pending:
                    taken += lay_night(pending[night], night, law, ledger, archive, reader, progress, interim=brief)
                if not brief:
                    press = press or doors.enter_context(Press())
                    issues += issue_due(Issuer(ledger, law, store, press, returner), night, progress)
        flashed = _flash(ledger, law, store, day, lambda: press or doors.enter_context(Press())) if interim else None
        journal_steps(archive.journal, ledger)
        written = put_issues_out(ledger, store, site.outbox, {*shown, *(i.day for i in issues)})
        stayed = clear(site.inbox, arrivals, archive)
        waiting = tuple(seen.name for seen in look(site.inbox) if seen not in stayed)
    return NightResult(day, tuple(taken), tuple(issues), written, waiting, stayed, flashed)


def _flash(ledger: "Ledger", law: Law, store: IssuedStore, day: date, press: Callable[[], Press]) -> "Flashed | None":
    """Put out what is urgent; the press is asked for only then."""
    from pipeline.steps.flashing import flash, flash_due

    due = flash_due(ledger, law, day)
    return flash(due, ledger, law, store, press()) if due else None


def _issued_last(ledger: "Ledger") -> set[date]:
    """Days that the last night to issue anything issued: a kill may have left their files out of outbox/."""
    issues = ledger.issues()
    last = max((i.night for i in issues), default=None)
    return {i.day for i in issues if i.night == last}


def _load() -> None:
    """Import what a night with files will need: SQL, Excel and the templates of pages."""
    from pipeline.ledger import store
    from pipeline.steps import issuing, returning

    del store, issuing, returning


def _take_in(  # noqa: PLR0913, PLR0917 (what is seen, where it goes, and when)
    first: Sequence[Seen], site: Site, archive: Archive, law: Law, day: date, now: datetime
) -> tuple[Arrival, ...]:
    """Copy what settled since the first look into the archive and its journal."""
    plan = law.plan
    files = settled(first, look(site.inbox), now.astimezone(UTC))
    return take_in(files, archive, night=day, cutoff=cutoff(day, plan), zone=plan.zone, plan_digest=plan.digest)


def _keep_plan(archive: Archive, law: Law) -> None:
    """The plan that is applied, without a clerk's notes beside it: its digest is over every byte that is kept."""
    archive.keep_plan(law.plan.digest, dumps(of_plan(law.tables)))


def _pending(archive: Archive, ledger: "Ledger", day: date, *, interim: bool) -> Pending:
    """What a night, or one that was killed, has still to read; a day that was never run is pending even if empty.

    So is an earlier one that only interim runs have read.
    """
    known, nights = ledger.taken(), ledger.nights()
    unrun = {night for night, _, _ in known if night < day} | (set() if interim else {day})
    pending: Pending = {night: () for night in unrun if night not in nights}
    for arrival in archive.journal.read():
        if (arrival.night, arrival.name, arrival.sha256) not in known:
            pending[arrival.night] = (*pending.get(arrival.night, ()), arrival)
    return pending
