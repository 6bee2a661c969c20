"""What the rows of one incident say, read for a page: pure, unmasked, in the words that were written."""

from collections.abc import Iterator
from datetime import date, datetime

from pipeline.model import Deadline, Incident, Report, State
from pipeline.plan.model import Plan
from pipeline.tracking.answering import approved
from pipeline.tracking.progress import IDLE

PROGRESS_TYPES, VERIFIED, CLASSES, GRADES = "进展类型", "核实情况", "分类", "等级"
"""Names of the dictionaries read here."""

ANSWERING = frozenset({"answer", "told", "publish_first", "publish_next", "clarify", "adopt", "reject"})
"""Codes of progress that tell the asker or the public something."""
CHECKING = frozenset({"verify"})
"""Code of the progress that tells the result of a check."""
UNDECIDED = "unclear"
"""Code of a proposal that proposes no class."""


def summary(incident: Incident) -> str:
    """What the incident is about: the words of the report that opened it."""
    return incident.first.row.text("summary")


def request(incident: Incident) -> str:
    """What is asked for, in the words of the first report that says so; else the summary."""
    return next((t for r in incident.reports if (t := r.row.text("request"))), summary(incident))


def office(incident: Incident) -> str:
    """Who works on it: the lead unit a person named, else the unit asked for help, else who reported it."""
    helping = next((t for r in incident.reports if (t := r.row.text("help_unit"))), "")
    return decided(incident, "lead_unit") or helping or incident.first.unit


def decided(incident: Incident, key: str) -> str:
    """The last word of the persons who decide on a field, or ""; what nobody signed decides nothing."""
    return next((t for r in _signed(incident) if (t := r.row.text(key))), "")


def decided_day(incident: Incident, key: str) -> date | None:
    """The last date that was decided on a field."""
    return next((d for r in _signed(incident) if (d := day_of(r, key))), None)


def _signed(incident: Incident) -> Iterator[Report]:
    """The signed decisions, the last first."""
    return (r for r in reversed(incident.decisions) if r.row.text("decided_by"))


def day_of(report: Report, key: str) -> date | None:
    """A date of a row."""
    value = report.row.values.get(key)
    if isinstance(value, datetime):
        return value.date()
    return value if isinstance(value, date) else None


def code(report: Report, plan: Plan) -> str:
    """The code of the kind of progress a row tells of."""
    return plan.code(PROGRESS_TYPES, report.row.values.get("type"))


def progress_of(incident: Incident, plan: Plan, kinds: frozenset[str]) -> tuple[Report, ...]:
    """The progress of those kinds, in time order."""
    return tuple(p for p in incident.progress if code(p, plan) in kinds)


def acting(incident: Incident, plan: Plan) -> tuple[Report, ...]:
    """The progress in which something was done, a check apart, in time order."""
    return tuple(p for p in incident.progress if code(p, plan) not in IDLE | CHECKING)


def found(incident: Incident) -> datetime | None:
    """When the incident was first found."""
    moments = [found for r in incident.reports if (found := r.row.moment("found_at"))]
    return min(moments, default=None)


def first_received(incident: Incident) -> datetime:
    """When the first report of it came in."""
    return min(r.received for r in incident.reports)


def answers(incident: Incident, plan: Plan) -> Iterator[tuple[datetime, str]]:
    """What was answered and when: in the reports themselves, then in the progress."""
    for report in incident.reports:
        if text := report.row.text("answered"):
            yield report.received, text
    for progress in progress_of(incident, plan, ANSWERING):
        yield progress.happened, progress.row.text("content")
    for one in approved(incident.decisions, plan):
        if one.text:
            yield one.told or one.at, one.text


def class_of(incident: Incident, plan: Plan) -> str:
    """The class in force: what a person confirmed; a proposal that only a person can confirm does not count."""
    proposed = incident.assessment.proposed
    return incident.assessment.confirmed or ("" if proposed in plan.needs_person | {UNDECIDED} else proposed)


def to_confirm(incident: Incident, plan: Plan) -> bool:
    """Whether the rules propose a class that only a person can confirm."""
    return not incident.assessment.confirmed and incident.assessment.proposed in plan.needs_person


def is_question(incident: Incident, plan: Plan) -> bool:
    """Whether somebody waits for an answer: a class of questions, or nothing more shown yet."""
    return class_of(incident, plan) in plan.questions | {""} and not to_confirm(incident, plan)


def is_suggestion(incident: Incident, plan: Plan) -> bool:
    """Whether it is a suggestion to adopt or to answer with a reason."""
    return class_of(incident, plan) in plan.suggestions


def is_key(incident: Incident, plan: Plan) -> bool:
    """Whether its grade is described one by one."""
    return plan.is_described(incident.assessment.grade)


def rank(incident: Incident, plan: Plan) -> int:
    """Place of its grade among the plan's, 0 the lowest; -1 without a grade."""
    grade = incident.assessment.grade
    return plan.grades.index(grade) if grade in plan.grades else -1


def open_deadlines(incident: Incident) -> tuple[Deadline, ...]:
    """What is still due, soonest first."""
    return tuple(sorted((d for d in incident.deadlines if d.met is None), key=lambda d: d.due))


def told_on(incident: Incident, now: datetime, plan: Plan) -> date | None:
    """The day on which the asker was told, as far as that was by then."""
    return incident.told.astimezone(plan.zone).date() if incident.told and incident.told_by(now) else None


def waits_for_answer(incident: Incident, now: datetime) -> bool:
    """Whether the asker had not been told by then, or what was told has settled nothing."""
    return not incident.told_by(now) or incident.unresolved


def is_shown(incident: Incident) -> bool:
    """Whether it counts in the figures: not withdrawn, and not merged into another."""
    return incident.state not in (State.WITHDRAWN, State.MERGED)
