"""What is due: which nights and corrections have yet to be issued, and what outbox/ should hold."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pipeline.delivery.issued import IssuedStore, put_out
from pipeline.ledger.issues import Filed, Issue, Made
from pipeline.ledger.store import Ledger
from pipeline.model import ReportStatus
from pipeline.plan.model import Plan
from pipeline.register.book import Register
from pipeline.workbooks.naming import returned_paths

_IN_FIGURES = frozenset({ReportStatus.COUNTED, ReportStatus.TALLIED, ReportStatus.REVISED, ReportStatus.WITHDRAWN})
_ON_THEIR_NIGHT = frozenset({ReportStatus.REFERRED, ReportStatus.RESTRICTED})
"""Lanes of their own, whose papers go out on the night that read them."""


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
        if not frozenset(basis(register, day)) <= frozenset(issue.basis)
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


def unissued(ledger: Ledger) -> set[date]:
    """Nights that were run and not issued."""
    return set(ledger.nights()) - {i.day for i in ledger.issues()}


def anything_due(ledger: Ledger, plan: Plan, night: date) -> bool:
    """Whether an issue is due by that night, or a returned workbook of it has not gone out."""
    if unissued(ledger):
        return True
    known = ledger.register().as_of(night, night)
    return bool(due_issues(ledger, known)) or without_returns(ledger, plan, night) is not None


def basis(register: Register, day: date) -> tuple[str, ...]:
    """Keys of the rows that the issue of a day rests on."""
    rows = (*register.reports.values(), *register.progress)
    own = (r.key for r in rows if r.day == day and r.status in _IN_FIGURES)
    return tuple(sorted((*own, *(r.key for r in rows if r.night == day and r.status in _ON_THEIR_NIGHT))))


def without_returns(ledger: Ledger, plan: Plan, day: date) -> Issue | None:
    """The last issue of a day, if a workbook that goes back on that day is in none of its issues."""
    mine = [i for i in ledger.issues() if i.day == day]
    going = [t for t in ledger.workbooks(day) if t.goes_back] if mine else []
    names = returned_paths(going, plan, day).values()
    return mine[-1] if not frozenset(names) <= {n for i in mine for n in i.files} else None


def put_issues_out(ledger: Ledger, store: IssuedStore, outbox: Path, days: Iterable[date]) -> tuple[Path, ...]:
    """Make outbox/ hold what was issued for these days, as a killed run may have left it unfinished."""
    wanted = frozenset(days)
    files = standing([made for made in ledger.made() if made.day in wanted])
    return put_out(store, outbox, {name: (f.sha256, f.private) for name, f in files.items()})


def standing(made: Iterable[Made]) -> dict[str, Filed]:
    """Path below outbox/ → the file that the last of these put there."""
    return {name: filed for one in made for name, filed in one.files.items()}
