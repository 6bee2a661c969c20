"""Issuing: which issues and corrections are due, what each consists of, and how it reaches outbox/."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from pipeline.delivery.issued import IssuedStore, put_out
from pipeline.issue import File, compose, manifest
from pipeline.law import Law
from pipeline.ledger.store import Filed, Issue, Ledger
from pipeline.model import Edition, ReportStatus, TakenIn
from pipeline.register import Register
from pipeline.reporting.press import Press

_IN_FIGURES = frozenset(
    {ReportStatus.COUNTED, ReportStatus.TALLIED, ReportStatus.REVISED, ReportStatus.WITHDRAWN}
)
Returned = Callable[[date, Sequence[TakenIn]], tuple[File, ...]]
"""Makes the workbooks that go back to their senders."""


@dataclass(frozen=True, slots=True)
class Due:
    """An issue of a day that has yet to be made."""

    day: date
    correction: int
    number: int


def due_issues(ledger: Ledger, register: Register) -> tuple[Due, ...]:
    """Nights that were run and not issued, and days whose issue lacks rows that came since; corrections first."""
    last = {i.day: i for i in ledger.issues()}
    corrections = [
        Due(day, issue.correction + 1, issue.number)
        for day, issue in last.items()
        if basis(register, day) > issue.basis
    ]
    number = {day.year: 0 for day in ledger.nights()}
    for issue in last.values():
        number[issue.day.year] = max(number[issue.day.year], issue.number)
    first = []
    for day in ledger.nights():
        if day not in last:
            number[day.year] += 1
            first.append(Due(day, 0, number[day.year]))
    return (*corrections, *first)


def basis(register: Register, day: date) -> int:
    """How many rows of a day its issue rests on."""
    rows = (*(r for r in register.reports.values() if r.status in _IN_FIGURES), *register.progress)
    return sum(1 for row in rows if row.day == day)


@dataclass(frozen=True, slots=True)
class Issuer:
    """Makes, keeps and records issues."""

    ledger: Ledger
    law: Law
    store: IssuedStore
    press: Press
    returned: Returned

    def issue(self, due: Due, register: Register, night: date, corrected: Sequence[date]) -> Issue:
        """Make one issue: every file beside and checked, kept by hash, then recorded."""
        workbooks = self.ledger.workbooks(due.day)
        edition = self._edition(due, register, night, workbooks, corrected)
        files = [*compose(edition, self.law.plan, self.press), *self.returned(due.day, workbooks)]
        filed = {f.name: Filed(self.store.keep(f.data), f.private) for f in files}
        before = {n: f for i in self.ledger.issues() if i.day == due.day for n, f in i.files.items()}
        listed = {n: f.sha256 for n, f in (before | filed).items() if not n.endswith("/manifest.json")}
        note = manifest(edition, self.law.plan, listed, workbooks)
        filed[note.name] = Filed(self.store.keep(note.data), note.private)
        issue = Issue(
            due.day, due.correction, due.number, night, self.law.plan.digest, basis(register, due.day), filed
        )
        self.ledger.record_issue(issue)
        return issue

    def _edition(
        self, due: Due, register: Register, night: date, workbooks: Iterable[TakenIn], corrected: Sequence[date]
    ) -> Edition:
        known_by = night if due.correction else due.day
        edition = register.edition(self.law, due.day, known_by, workbooks)
        before = self._before(due, register)
        return replace(
            edition,
            number=due.number,
            correction=due.correction,
            changes=self._changes(before, edition) if due.correction else (),
            supplements=tuple(self._supplement(d) for d in corrected) if not due.correction else (),
            previous=before,
        )

    def _before(self, due: Due, register: Register) -> Edition | None:
        """The issue before: of the day itself for a correction, of an earlier day otherwise."""
        issues = [i for i in self.ledger.issues() if i.day < due.day or (due.correction and i.day == due.day)]
        if not issues:
            return None
        last = issues[-1]
        before = register.edition(self.law, last.day, last.night)
        return replace(before, number=last.number, correction=last.correction)

    def _changes(self, before: Edition | None, after: Edition) -> tuple[str, ...]:
        """What a correction adds, in the plan's words."""
        old = {i.number: len(i.reports) for i in before.incidents} if before else {}
        texts = self.law.plan.texts
        new = [i.number for i in after.incidents if i.number not in old]
        more = [i.number for i in after.incidents if i.number in old and len(i.reports) > old[i.number]]
        lines = [
            texts["changes.new"].format(count=len(new), numbers="、".join(new)) if new else "",
            texts["changes.more"].format(count=len(more), numbers="、".join(more)) if more else "",
        ]
        return tuple(line for line in lines if line) or (texts["changes.other"],)

    def _supplement(self, day: date) -> str:
        return self.law.plan.texts["supplement.line"].format(month=day.month, day=day.day)


def issue_due(issuer: Issuer, night: date, progress: Callable[[str, int, int], None]) -> tuple[Issue, ...]:
    """Make every issue that is due, corrections of earlier days first, so that tonight's can name them."""
    register = issuer.ledger.register()
    dues = due_issues(issuer.ledger, register)
    corrected = [d.day for d in dues if d.correction and d.day < night]
    made = []
    for number, due in enumerate(dues, start=1):
        known_by = max(night, due.day)
        made.append(issuer.issue(due, register, known_by, corrected if due.day == night else ()))
        progress("签发", number, len(dues))
    return tuple(made)


def put_issues_out(ledger: Ledger, store: IssuedStore, outbox: Path, days: Iterable[date]) -> tuple[Path, ...]:
    """Make outbox/ hold what was issued for these days, as a killed run may have left it unfinished."""
    wanted = frozenset(days)
    files: dict[str, tuple[str, bool]] = {}
    for issue in ledger.issues():
        if issue.day in wanted:
            files |= {name: (f.sha256, f.private) for name, f in issue.files.items()}
    return put_out(store, outbox, files)
