"""What persons must decide, and what they decided since the issue before."""

from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.model import Edition, Incident, Report
from pipeline.reporting import dates, facts
from pipeline.reporting.voice import BRIEF, ROW, Voice


@dataclass(frozen=True, slots=True)
class Ask:
    """Something to decide: what, who, by when."""

    number: str
    what: str
    action: str
    who: str
    due: str


def asks(edition: Edition, incident: Incident, voice: Voice) -> Iterator[Ask]:
    """What persons must decide about one incident."""
    words = voice.say(facts.summary(incident), BRIEF)
    due = facts.open_deadlines(incident)
    who, by = voice.text("ask.who"), voice.text("ask.soon")
    if due:
        day = due[0].due.astimezone(voice.plan.zone).date()
        by = voice.text("ask.by", day=dates.short(day)) if day > edition.day else voice.text("ask.now")
    for progress in facts.progress_of(incident, voice.plan, frozenset({"refer_out"}))[-1:]:
        yield Ask(incident.number, words, voice.say(progress.row.text("content"), ROW), who, by)
    if facts.to_confirm(incident):
        yield Ask(incident.number, voice.text("ask.to_verify", what=words), voice.text("ask.verify"), who, by)
    for other in incident.parked:
        yield Ask(incident.number, words, voice.text("ask.merge", other=other), who, by)


def decisions(edition: Edition, incident: Incident, voice: Voice) -> Iterator[str]:
    """What persons decided about an incident and the night of the edition read."""
    for report in incident.decisions:
        if report.night == edition.day and (what := "、".join(_decided(report, voice))):
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
    if row.text("answer"):
        yield voice.text("decision.answer")
    if unit := row.text("lead_unit"):
        yield voice.text("decision.lead", unit=unit)
    if state := row.text("state"):
        yield voice.text("decision.state", name=state)
