"""What persons must decide, and what they decided since the issue before."""

from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.model import Edition, Incident, Report
from pipeline.numbering import part_of
from pipeline.plan.model import Plan
from pipeline.reporting import dates, facts
from pipeline.reporting.voice import ROW, SUMMARY, Voice
from pipeline.tracking.answering import open_answers_of
from pipeline.tracking.asking import Waits, waits
from pipeline.tracking.pairs import decision_of
from pipeline.tracking.signals import secondary

ELSEWHERE = "　" * 7
"""As wide as the words that point to where the incident is told."""


@dataclass(frozen=True, slots=True)
class Ask:
    """An incident to decide on: what it is, what to decide, who, by when."""

    number: str
    what: str
    actions: tuple[str, ...]
    stands: str
    """That it is still to be verified, or ""."""
    who: str
    due: str

    @property
    def action(self) -> str:
        """All there is to decide, in one line."""
        return "；".join(self.actions)

    @property
    def printed(self) -> str:
        """All its words, for the room they take."""
        return f"{self.number} {self.what or ELSEWHERE} {self.action} {self.stands}，{self.who}，{self.due}"


def ask(edition: Edition, incident: Incident, voice: Voice) -> Ask | None:
    """What persons must decide about one incident, or None."""
    actions = tuple(_actions(edition, incident, voice))
    if not actions:
        return None
    stands = voice.text("word.to_verify") if facts.to_confirm(incident, voice.plan) else ""
    due = until(edition, incident, voice)
    return Ask(incident.number, voice.summary(incident, SUMMARY), actions, stands, voice.text("ask.who"), due)


def order(incident: Incident, plan: Plan) -> tuple[bool, int, str]:
    """What only a person can confirm first, then the higher grade."""
    return not facts.to_confirm(incident, plan), -facts.rank(incident, plan), incident.number


def _actions(edition: Edition, incident: Incident, voice: Voice) -> Iterator[str]:
    for progress in facts.progress_of(incident, voice.plan, frozenset({"refer_out"}))[-1:]:
        quoted = voice.quotes(incident)
        yield voice.say(progress.row.text("content"), ROW) if quoted else voice.text("ask.refer_out")
    if facts.to_confirm(incident, voice.plan):
        yield voice.text("ask.verify")
    if len(open_answers_of(incident, voice.plan)) > 1:
        yield voice.text("ask.voice")
    why = waits(incident, voice.plan)
    if why is Waits.AGAIN:
        yield voice.text("ask.again")
    if why is Waits.GRAVE and facts.waits_for_answer(incident, edition.now):
        yield voice.text("approval.grave")
    follows = {s.first for s in secondary(incident, edition.incidents, voice.plan)} if incident.parked else set()
    for other in incident.parked:
        yield voice.text("ask.secondary" if other in follows else "ask.merge", other=other)


def until(edition: Edition, incident: Incident, voice: Voice) -> str:
    """By when it is to be decided: the soonest deadline, or the next meeting."""
    due = facts.open_deadlines(incident)
    if not due:
        return voice.text("ask.soon")
    day = due[0].due.astimezone(voice.plan.zone).date()
    return voice.text("ask.by", day=dates.short(day)) if day > edition.day else voice.text("ask.now")


def decisions(edition: Edition, incident: Incident, voice: Voice) -> Iterator[str]:
    """What persons decided about an incident and the night of the edition read."""
    for report in incident.decisions:
        told = (*_decided(report, voice), *_paired(report, incident, voice))
        if report.night == edition.day and (what := "、".join(told)):
            day = facts.day_of(report, "decided_on")
            who, how = (voice.say(report.row.text(key)) for key in ("decided_by", "decided_how"))
            signed = "，".join(t for t in (who, how, dates.short(day) if day else "") if t)
            yield voice.text("decision", number=incident.number, what=what, signed=signed)


def _decided(report: Report, voice: Voice) -> Iterator[str]:
    row = report.row
    if kind := row.text("decided_class"):
        yield voice.text("decision.class", name=voice.label_of(kind))
    if grade := row.text("decided_grade"):
        yield voice.text("decision.grade", name=grade)
    if row.text("answer") or row.text("answer_key"):
        yield voice.text("decision.answer")
    if promised := facts.day_of(report, "promise_date"):
        yield voice.text("decision.promise", day=dates.short(promised))
    if unit := row.text("lead_unit"):
        yield voice.text("decision.lead", unit=unit)
    if state := row.text("state"):
        yield voice.text("decision.state", name=state)


def _paired(report: Report, incident: Incident, voice: Voice) -> Iterator[str]:
    """What was decided about a pair of incidents, or a report of one, once: under the first of the two."""
    first, second = report.row.text("report_a"), report.row.text("report_b")
    code = decision_of(report, voice.plan) if part_of(first)[0] == incident.number else ""
    if code:
        out = code == "apart" and part_of(second)[1]  # a single report is taken out by either word
        yield voice.text(f"decision.{'split' if out else code}", other=second)
