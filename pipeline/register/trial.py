"""A trial of a plan: which incidents of the register it would judge otherwise than another, and by which rule."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import zip_longest

from pipeline.model import Deadline, EventKind, Incident, Verdict
from pipeline.register.book import Register, judge
from pipeline.register.law import Law
from pipeline.tracking.folding import Moment, fold
from pipeline.tracking.rounds import Case

SITUATION, CLASS, GRADE, DEADLINE = "situation", "class", "grade", "deadline"
_RULED_BY = {SITUATION: "情形规则", CLASS: "分类规则", GRADE: "分级规则"}
"""What is compared → the table that says so."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that comes out otherwise."""

    what: str
    """`situation`, `class`, `grade`, or `deadline`."""
    old: str
    new: str
    """Codes as the plans have them; of a deadline the sentence that explains it; "" for none."""
    old_rule: str = ""
    new_rule: str = ""
    item: str = ""
    """Key of the deadline."""


@dataclass(frozen=True, slots=True)
class Changed:
    """One incident that comes out otherwise; it holds nothing that anybody wrote."""

    number: str
    differences: tuple[Difference, ...]
    settled: bool
    """Whether it is over, so that it stays as it was judged."""
    held: str = ""
    """The grade it keeps, since a grade never falls by itself, where the new plan would give a lower one."""


@dataclass(frozen=True, slots=True)
class Trial:
    """What a trial found."""

    incidents: int
    """How many were judged by both plans."""
    changed: tuple[Changed, ...]


def try_out(register: Register, old: Law, new: Law, day: date) -> Trial:
    """Judge every incident known by that night afresh by both plans; what persons decided stands in both."""
    then = register.as_of(day, day)
    before, after = _judged(then, old, day), _judged(then, new, day)
    both = [number for number in before if number in after]
    found = (_changed(before[n], after[n], new) for n in both)
    return Trial(len(both), tuple(c for c in found if c.differences))


Judged = tuple[Case, Incident]


def _judged(register: Register, law: Law, day: date) -> Mapping[str, Judged]:
    """Each incident as the plan sees it by itself, whatever was said of it on earlier nights."""
    at = Moment(law.plan, law.calendar, day, register.now(law.plan, day))
    cases = {n: case for n, case in register.cases(law.plan).items() if not case.merged}
    return {n: (case, fold(case, judge(_unjudged(case), law, at), at)) for n, case in cases.items()}


def _unjudged(case: Case) -> Case:
    return replace(case, events=tuple(e for e in case.events if e.kind is not EventKind.ASSESSED))


def _changed(before: Judged, after: Judged, new: Law) -> Changed:
    (case, was), (_, now) = before, after
    differences = (*_assessed(was, now), *_deadlines(was.deadlines, now.deadlines))
    reached = str(case.assessed["ruled"]) if case.assessed else ""
    regraded = any(d.what == GRADE for d in differences)
    return Changed(case.number, differences, case.settled, reached if regraded and _falls(reached, now, new) else "")


def _falls(reached: str, now: Incident, law: Law) -> bool:
    """Whether the rules now give a lower grade than they once did."""
    grades, ruled = law.plan.grades, now.assessment.ruled
    return {reached, ruled} <= set(grades) and grades.index(ruled) < grades.index(reached)


def _assessed(was: Incident, now: Incident) -> Iterator[Difference]:
    old, new = was.assessment, now.assessment
    said = {
        SITUATION: (old.situation, new.situation),
        CLASS: (old.seen, new.seen),
        GRADE: (old.grade, new.grade),
    }
    for what, (before, after) in said.items():
        if before != after:
            by = _RULED_BY[what]
            yield Difference(what, before, after, _rule(old.verdicts, by), _rule(new.verdicts, by))


def _rule(verdicts: tuple[Verdict, ...], table: str) -> str:
    return next((v.rule for v in verdicts if v.table == table), "")


def _deadlines(old: tuple[Deadline, ...], new: tuple[Deadline, ...]) -> Iterator[Difference]:
    """Deadlines item by item: those of both that say the same are left out, the rest stand side by side."""
    for item in dict.fromkeys(d.item for d in (*old, *new)):
        was = {d.explained: d.rule for d in old if d.item == item}
        now = {d.explained: d.rule for d in new if d.item == item}
        gone, fresh = [d for d in was if d not in now], [d for d in now if d not in was]
        for before, after in zip_longest(gone, fresh, fillvalue=""):
            yield Difference(DEADLINE, before, after, was.get(before, ""), now.get(after, ""), item)
