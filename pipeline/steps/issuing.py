"""Issuing: each issue is made, checked, kept by hash and recorded."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial

from pipeline.delivery.issued import IssuedStore
from pipeline.ledger.issues import Filed, Issue
from pipeline.ledger.store import Ledger
from pipeline.model import Edition, EventKind, Incident, Progress, ReportStatus, TakenIn
from pipeline.plan.model import Plan
from pipeline.register.book import Register
from pipeline.register.law import Law
from pipeline.reporting.press import Press
from pipeline.steps.due import Due, basis, due_issues, without_returns
from pipeline.steps.issue import File, compose, flash_place, manifest, newly_urgent
from pipeline.steps.returning import Returner

Corrections = tuple[tuple[date, int], ...]
"""(day, correction) of each."""


@dataclass(frozen=True, slots=True)
class Issuer:
    """Makes, keeps and records issues."""

    ledger: Ledger
    law: Law
    store: IssuedStore
    press: Press
    returned: Returner

    def issue(self, due: Due, register: Register, night: date) -> Issue:
        """Make one issue: every file beside and checked, kept by hash, then recorded.

        A correction shows what is known by the night that makes it, an issue what was known on its own day.
        """
        known_by = night if due.correction else due.day
        workbooks, issues = self.ledger.workbooks(due.day), self.ledger.issues()
        told = () if due.correction else _untold(issues, due.day)
        edition = self._edition(due, register, known_by, workbooks, told)
        urgent = newly_urgent(edition, self.law.plan, flashed_since(self.ledger, edition.previous, known_by))
        back, flashes = partial(self.returned, due.day, workbooks, edition.incidents), flash_files(self.ledger, due.day)
        files = self._filed(compose(edition, self.law.plan, self.press, urgent, back))
        files = flashes | _beside(files, urgent, edition, self.law.plan, flashes)
        filed = files | self._manifest(edition, issues, files, workbooks)
        known = basis(register.as_of(due.day, known_by), due.day)
        issue = Issue(due.day, due.correction, due.number, known_by, self.law.plan.digest, known, filed, told)
        self.ledger.record_issue(issue, edition.now, {i.number: i.assessment.grade for i in urgent})
        return issue

    def send_back(self, day: date, register: Register) -> Issue | None:
        """Workbooks that went back after their day was issued; the issue with them, if there are any."""
        workbooks, issues = self.ledger.workbooks(day), self.ledger.issues()
        last = without_returns(self.ledger, self.law.plan, day)
        if last is None:
            return None
        edition = register.edition(self.law, day, last.night, workbooks)
        edition = replace(edition, number=last.number, correction=last.correction)
        files = self._filed(self.returned(day, workbooks, edition.incidents))
        files |= self._manifest(edition, issues, files, workbooks)
        self.ledger.add_files(last, files, self.law.plan.digest, edition.now)
        return replace(last, files={**last.files, **files})

    def _filed(self, files: Iterable[File]) -> dict[str, Filed]:
        return {f.name: Filed(self.store.keep(f.data), f.private) for f in files}

    def _manifest(
        self, edition: Edition, issues: Iterable[Issue], files: dict[str, Filed], workbooks: Iterable[TakenIn]
    ) -> dict[str, Filed]:
        """The manifest over every file of the day, whichever of its issues made it."""
        before = {name: filed for i in issues if i.day == edition.day for name, filed in i.files.items()}
        listed = {n: f.sha256 for n, f in (before | files).items() if not n.endswith("/manifest.json")}
        return self._filed([manifest(edition, self.law.plan, listed, workbooks)])

    def _edition(
        self, due: Due, register: Register, known_by: date, workbooks: Iterable[TakenIn], told: Corrections
    ) -> Edition:
        return replace(
            register.edition(self.law, due.day, known_by, workbooks),
            number=due.number,
            correction=due.correction,
            changes=self._changes(due, register, known_by) if due.correction else (),
            supplements=tuple(self._supplement(day) for day, _ in told),
            previous=edition_before(self.ledger, self.law, register, due.day),
        )

    def _changes(self, due: Due, register: Register, known_by: date) -> tuple[str, ...]:
        """What a correction adds to the last issue of its day, in the plan's words."""
        texts, before = self.law.plan.texts, frozenset(self._last(due.day).basis)
        then = register.as_of(due.day, known_by)
        fresh = [r for r in then.reports.values() if r.status is ReportStatus.COUNTED and r.key not in before]
        fresh = [r for r in fresh if r.day == due.day and r.revises not in then.reports]
        opened = {e.incident for e in then.events if e.kind is EventKind.OPENED and e.report not in before}
        new = sorted({r.incident for r in fresh if r.incident in opened})
        more = sorted({r.incident for r in fresh} - opened)
        lines = [
            texts["changes.new"].format(count=len(new), numbers="、".join(new)) if new else "",
            texts["changes.more"].format(count=len(more), numbers="、".join(more)) if more else "",
        ]
        return tuple(line for line in lines if line) or (texts["changes.other"],)

    def _last(self, day: date) -> Issue:
        return [i for i in self.ledger.issues() if i.day == day][-1]

    def _supplement(self, day: date) -> str:
        return self.law.plan.texts["supplement.line"].format(month=day.month, day=day.day)


def edition_before(ledger: Ledger, law: Law, register: Register, day: date) -> Edition | None:
    """The issue before that of a day, as it stood last by then."""
    earlier = [i for i in ledger.issues() if i.day < day and i.night <= day]
    if not earlier:
        return None
    last = max(earlier, key=lambda i: (i.day, i.correction))
    before = register.edition(law, last.day, last.night)
    return replace(before, number=last.number, correction=last.correction)


def flashed_since(ledger: Ledger, before: Edition | None, known_by: date) -> dict[str, str]:
    """Incident → grade of the flash reports that went out after an issue and by a night."""
    since = [f for f in ledger.flashes() if f.day <= known_by and (before is None or f.day > before.day)]
    return {number: grade for flashed in since for number, grade in flashed.grades.items()}


def flash_files(ledger: Ledger, day: date) -> dict[str, Filed]:
    """The flash reports of a day: what is issued for it lists them."""
    return {name: filed for flashed in ledger.flashes() if flashed.day == day for name, filed in flashed.files.items()}


def _beside(
    files: dict[str, Filed], urgent: Iterable[Incident], edition: Edition, plan: Plan, flashes: Collection[str]
) -> dict[str, Filed]:
    """The files of an issue, none in the place of a flash report that went out before it."""
    places = {flash_place(i, edition, plan, ()): flash_place(i, edition, plan, flashes) for i in urgent}
    return {places.get(name, name): filed for name, filed in files.items()}


def _untold(issues: Sequence[Issue], day: date) -> Corrections:
    """Corrections of earlier days that no issue has told of yet."""
    told = {s for i in issues for s in i.supplements}
    made = ((i.day, i.correction) for i in issues if i.correction and i.day < day and i.night <= day)
    return tuple(c for c in made if c not in told)


def issue_due(issuer: Issuer, night: date, progress: Progress) -> tuple[Issue, ...]:
    """Make every issue that is due by a night, corrections first, so that the night's own can name them."""
    register = issuer.ledger.register()
    dues = [due for due in due_issues(issuer.ledger, register.as_of(night, night)) if due.day <= night]
    made = []
    for number, due in enumerate(dues, start=1):
        made.append(issuer.issue(due, register, night))
        progress("签发", number, len(dues))
    later = issuer.send_back(night, register)
    return (*made, later) if later else tuple(made)
