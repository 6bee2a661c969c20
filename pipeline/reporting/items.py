"""The items of the briefing's sections: one frozen value a line or block, each with ready words."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from pipeline.model import Deadline, Edition, Incident, Report
from pipeline.reporting import dates, facts
from pipeline.reporting.voice import Voice

BRIEF, ROW, BLOCK = 28, 44, 90
"""Characters that a matter to decide, a table cell and a block have room for."""
LATEST = 3
"""How many of the latest steps a block tells."""


@dataclass(frozen=True, slots=True)
class Ask:
    """Something to decide: what, who, by when."""

    number: str
    what: str
    action: str
    who: str
    due: str


@dataclass(frozen=True, slots=True)
class Question:
    """A request and its answer."""

    number: str
    what: str
    office: str
    promised: str
    answer: str
    late: bool


@dataclass(frozen=True, slots=True)
class Described:
    """An incident told in a block: pairs of a label and what is known under it."""

    number: str
    title: str
    grade: str
    colour: int
    about: str
    lines: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Line:
    """An incident told in a line, with where it stands."""

    number: str
    what: str
    stands: str


@dataclass(frozen=True, slots=True)
class Late:
    """Something overdue."""

    number: str
    what: str
    office: str
    due: str
    late: str


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
            who, how = (report.row.text(key) for key in ("decided_by", "decided_how"))
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


def question(edition: Edition, incident: Incident, voice: Voice) -> Question:
    """A request with its promise and its answer."""
    zone = voice.plan.zone
    late = facts.overdue(incident, edition.now)
    promised = dates.short(incident.promised) if incident.promised else voice.text("word.no_promise")
    if facts.told_by(incident, edition.now) and incident.told:
        answer = voice.text("question.told", at=dates.moment(incident.told, zone))
    elif late:
        answer = voice.text("question.late", span=dates.span(edition.now - late[0].due))
    else:
        answer = voice.text("question.open")
    return Question(
        incident.number, voice.say(facts.summary(incident), BRIEF), voice.office(incident), promised, answer, bool(late)
    )


def described(incident: Incident, voice: Voice) -> Described:
    """An incident with what is said, verified, unknown, done, and where it is heading."""
    labels = ("said", "verified", "unknown", "done", "trend")
    texts = (said(incident, voice), verified(incident, voice), unknown(incident, voice), done(incident, voice), trend(incident, voice))
    return Described(
        incident.number,
        voice.say(facts.summary(incident), BLOCK),
        voice.grade(incident),
        voice.colour(incident),
        "　".join((voice.situation(incident), voice.office(incident), voice.state(incident))),
        tuple((voice.text(f"key.{label}"), text) for label, text in zip(labels, texts, strict=True)),
    )


def said(incident: Incident, voice: Voice) -> str:
    """What is being said, by how many reports, and how far it went."""
    channels = "、".join(dict.fromkeys(t for r in incident.reports if (t := r.row.text("channel"))))
    spread = [t for r in incident.reports if (t := r.row.text("spread"))]
    units = len({r.unit for r in incident.reports})
    return voice.text(
        "said", reports=len(incident.reports), units=units, channels=channels or voice.text("word.unknown"),
        spread=spread[-1] if spread else voice.text("word.unknown"), causes=causes(incident),
    )  # fmt: skip


def causes(incident: Incident) -> str:
    """The facts that made the grade, as one sentence."""
    return "".join(("；".join(c.rstrip("。;；") for c in incident.assessment.causes), "。")) if incident.assessment.causes else ""


def verified(incident: Incident, voice: Voice) -> str:
    """What is verified: the last result and the words of whoever checked."""
    checks = facts.progress_of(incident, voice.plan, frozenset({"verify"}))
    if checks:
        return voice.say(checks[-1].row.text("content"), BLOCK)
    states = [t for r in incident.reports if (t := r.row.text("verified"))]
    return voice.text("verified.as", state=states[-1]) if states else voice.text("verified.none")


def unknown(incident: Incident, voice: Voice) -> str:
    """What is not known yet; R3: no cause is stated while it is unverified."""
    codes = {voice.plan.code(facts.VERIFIED, r.row.values.get("verified")) for r in incident.reports}
    checked = bool(facts.progress_of(incident, voice.plan, frozenset({"verify"})))
    if codes <= {"verified", "untrue"}:
        return voice.text("unknown.none")
    return voice.text("unknown.part" if checked or "partly" in codes else "unknown.all")


def done(incident: Incident, voice: Voice) -> str:
    """The latest steps, each with its time."""
    zone = voice.plan.zone
    steps = [(r.received, r.row.text("answered")) for r in incident.reports if r.row.text("answered")]
    steps += [(facts.at(p), p.row.text("content")) for p in facts.progress_of(incident, voice.plan, facts.ACTING)]
    told = [f"{dates.moment(at, zone)}{voice.say(text, ROW)}" for at, text in sorted(steps)[-LATEST:]]
    return "；".join(told) or voice.text("done.none")


def trend(incident: Incident, voice: Voice) -> str:
    """Where it is heading, in the work group's words."""
    text = facts.decided(incident, "trend")
    return voice.say(text, BLOCK) if text else voice.text("trend.none")


def suggestion(incident: Incident, voice: Voice) -> Line:
    """A suggestion and what became of it."""
    kinds = facts.progress_of(incident, voice.plan, frozenset({"adopt", "reject"}))
    key = f"suggestion.{facts.code(kinds[-1], voice.plan)}" if kinds else "suggestion.open"
    why = voice.say(kinds[-1].row.text("content"), ROW) if kinds else ""
    return Line(incident.number, voice.say(facts.summary(incident), ROW), voice.text(key, why=why))


def late(edition: Edition, incident: Incident, voice: Voice) -> Iterator[Late]:
    """What is overdue of one incident: deadlines, and a promise that passed."""
    zone, office = voice.plan.zone, voice.office(incident)
    missed = facts.overdue(incident, edition.now)
    for item in missed:
        yield _late(incident, item, office, edition, voice)
    if promise_passed(incident, edition.day) and not any(d.item == "answer" for d in missed) and incident.promised:
        days = (edition.day - incident.promised).days
        what, due = voice.text("late.promise"), dates.short(incident.promised)
        yield Late(incident.number, what, office, due, voice.text("late.days", days=days))
    check = facts.decided_day(incident, "next_check")
    if check and check < edition.day and not any(facts.at(p).astimezone(zone).date() >= check for p in incident.progress):
        days = (edition.day - check).days
        yield Late(incident.number, voice.text("late.check"), office, dates.short(check), voice.text("late.days", days=days))


def promise_passed(incident: Incident, day: date) -> bool:
    """Whether the promised date is over and the asker was not told."""
    return incident.promised is not None and incident.promised < day and incident.told is None and incident.is_open


def _late(incident: Incident, item: Deadline, office: str, edition: Edition, voice: Voice) -> Late:
    due, length = dates.moment(item.due, voice.plan.zone), dates.span(edition.now - item.due)
    return Late(incident.number, voice.text(f"late.{item.item}"), office, due, voice.text("late.by", span=length))
