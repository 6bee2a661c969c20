"""An incident told in a block: what is said, verified, unknown and done, and where it is heading."""

import re
from dataclasses import dataclass, replace

from pipeline.model import Incident
from pipeline.reporting import dates, facts
from pipeline.reporting.voice import BLOCK, ROW, Voice

_REFERENCE = re.compile(r"[（(][^（()）]*(?:R\d+|[A-Z]{2}-\d+)[^（()）]*[)）]")
"""A note in brackets that names a requirement or a rule: for the clerk, not for leaders."""
LATEST = 3
"""How many of the latest steps a block tells."""


@dataclass(frozen=True, slots=True)
class Described:
    """An incident told in a block: pairs of a label and what is known under it."""

    number: str
    title: str
    grade: str
    colour: int
    about: str
    lines: tuple[tuple[str, str], ...]
    unchanged: str = ""
    """A sentence instead of the lines, where nothing is new since the issue before."""


def described(incident: Incident, voice: Voice) -> Described:
    """An incident with what is said, verified, unknown, done, and where it is heading."""
    labels = ("said", "verified", "unknown", "done", "trend")
    texts = (
        said(incident, voice),
        verified(incident, voice),
        unknown(incident, voice),
        done(incident, voice),
        trend(incident, voice),
    )
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
        "said",
        reports=len(incident.reports),
        units=units,
        channels=channels or voice.text("word.unknown"),
        spread=spread[-1] if spread else voice.text("word.unknown"),
        causes=voice.say(causes(incident), BLOCK),
    )


def unchanged(incident: Incident, before: Incident | None, voice: Voice) -> Described:
    """The incident in one line, if it stands as in the issue before; else told in full."""
    whole = described(incident, voice)
    if before is None or _stand(incident) != _stand(before):
        return whole
    return replace(whole, lines=(), unchanged=voice.text("key.unchanged"))


def _stand(incident: Incident) -> tuple[object, ...]:
    """What makes news of an incident when it changes."""
    parts = (incident.reports, incident.progress, incident.decisions)
    return (incident.state, incident.assessment.grade, incident.told, *map(len, parts))


def causes(incident: Incident) -> str:
    """The facts that made the grade, as one sentence without the rules' references; "" if there are none."""
    plain = (_REFERENCE.sub("", cause).rstrip("。;；") for cause in incident.assessment.causes)
    told = "；".join(plain)
    return f"{told}。" if told else ""


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
    steps += [
        (facts.at(p), p.row.text("content")) for p in facts.progress_of(incident, voice.plan, facts.ACTING)
    ]
    told = [f"{dates.moment(at, zone)}{voice.say(text, ROW)}" for at, text in sorted(steps)[-LATEST:]]
    return "；".join(told) or voice.text("done.none")


def trend(incident: Incident, voice: Voice) -> str:
    """Where it is heading, in the work group's words."""
    text = facts.decided(incident, "trend")
    return voice.say(text, BLOCK) if text else voice.text("trend.none")
