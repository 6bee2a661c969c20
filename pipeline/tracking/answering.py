"""Answering: the replies that persons approved for an incident, which were given, and what they promise."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from pipeline.model import Incident, Report, Row
from pipeline.plan import answers
from pipeline.plan.model import Plan
from pipeline.tracking.progress import TOLD, Step, steps

_KEYS = ("answer", "answer_key", "answered_at", "promise_date")
_LAST = time(23, 59)


@dataclass(frozen=True, slots=True)
class Approved:
    """One signed decision about a reply."""

    decision: Report
    at: datetime
    """UTC: when it was signed, as far as its date and its receipt tell."""
    text: str
    """What may go out, or "" where it only promises, or only tells when the reply before was given."""
    replaces: bool
    told: datetime | None
    """UTC: when the asker got the reply; the plan's column is that moment, not the one of approval (R2)."""
    opinion: bool
    """Whether it says itself how the matter is handled: a promised date alone is no handling opinion (R28)."""


def is_reply(row: Row) -> bool:
    """Whether a decision is about a reply."""
    return any(row.values.get(key) for key in _KEYS)


def approved(decisions: Iterable[Report], plan: Plan) -> tuple[Approved, ...]:
    """The signed decisions about replies, in order."""
    signed = (d for d in decisions if d.row.text("decided_by") and is_reply(d.row))
    return tuple(_approved(d, plan) for d in sorted(signed, key=lambda d: d.order))


def approved_steps(decisions: Iterable[Report], plan: Plan) -> Iterator[Step]:
    """What they do to an incident: an answer approved, the asker told, a promise made.

    An approved reply meets the deadline of its day (R28); the asker is told only at the moment that stands under
    答复时间 (R2), and only of a reply that somebody approved.
    """
    every, standing = tuple(decisions), ""
    opinion = any(d.row.text("opinion") and d.row.text("decided_by") for d in every)
    for one in approved(every, plan):
        standing = one.text or standing
        if one.text:
            yield Step("answer", one.at, one.decision)
        if one.told and standing:
            yield Step("told", one.told, one.decision)
        if one.decision.row.values.get("promise_date"):
            yield Step("promise" if one.opinion or opinion or standing else "other", one.at, one.decision)


def all_steps(progress: Iterable[Report], decisions: Iterable[Report], plan: Plan) -> tuple[Step, ...]:
    """The progress of an incident and what was approved for it, in time order."""
    found = (*steps(progress, plan), *approved_steps(decisions, plan))
    return tuple(sorted(found, key=lambda s: (s.at, s.report.order)))


def open_answers(decisions: Iterable[Report], progress: Iterable[Report], plan: Plan) -> tuple[Approved, ...]:
    """The approved replies that were not given yet; R5: two of them contradict each other."""
    standing: list[Approved] = []
    every = approved(decisions, plan)
    for one in (a for a in every if a.text):
        kept = [] if one.replaces else [s for s in standing if not answers.is_same(s.text, one.text)]
        standing = [*kept, one]
    given = [s.at for s in steps(progress, plan) if s.code in TOLD] + [a.at for a in every if a.told]
    last = max(given, default=None)
    return tuple(s for s in standing if last is None or s.at > last)


def open_answers_of(incident: Incident, plan: Plan) -> tuple[Approved, ...]:
    """The approved replies of an incident that were not given yet."""
    return open_answers(incident.decisions, incident.progress, plan)


def last_answer(decisions: Iterable[Report], plan: Plan) -> Approved | None:
    """The reply that was approved last."""
    return next((a for a in reversed(approved(decisions, plan)) if a.text), None)


def is_unverified(reports: Sequence[Report], progress: Iterable[Report], plan: Plan) -> bool:
    """R3: whether nobody has verified anything of it, so that no cause may be stated."""
    said = {plan.code("核实情况", r.row.values.get("verified")) for r in reports}
    checked = any(s.code == "verify" for s in steps(progress, plan))
    return not checked and not said & {"verified", "partly", "untrue"}


def is_grounded(reports: Sequence[Report], progress: Iterable[Report], confirmed: str, plan: Plan) -> bool:
    """R3: whether a cause may be stated.

    Somebody verified something of it, or confirmed, on evidence, a class that only a person may give.
    """
    return confirmed in plan.needs_person or not is_unverified(reports, progress, plan)


def states_cause(incident: Incident, plan: Plan) -> bool:
    """R3: whether pages may state the cause of an incident."""
    return is_grounded(incident.reports, incident.progress, incident.assessment.confirmed, plan)


def _approved(decision: Report, plan: Plan) -> Approved:
    row, day = decision.row, answers.signed_on(decision.row, decision.report_date)
    text = answers.reply(row, plan, day)
    told = _moment(decision, row.moment("answered_at"), plan)
    at = _signed(decision, day, plan)
    return Approved(decision, at, text, answers.replaces(row, plan), told, bool(text or row.text("draft")))


def _signed(decision: Report, day: date, plan: Plan) -> datetime:
    """Its receipt; what was signed on an earlier day and typed in later was signed by the end of that day."""
    return min(decision.received, datetime.combine(day, _LAST, plan.zone).astimezone(decision.received.tzinfo))


def _moment(decision: Report, told: datetime | None, plan: Plan) -> datetime | None:
    """A day without a clock time ends with that day, or with the receipt."""
    if told is None or told.astimezone(plan.zone).time() != time():
        return told
    end = datetime.combine(told.astimezone(plan.zone).date(), _LAST, plan.zone)
    return min(decision.received, end.astimezone(decision.received.tzinfo))
