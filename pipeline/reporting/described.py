"""An incident told in a block: what is said, verified, unknown and done, and where it is heading."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from pipeline.model import Edition, Incident, Report
from pipeline.plan.model import split
from pipeline.reporting import dates, facts
from pipeline.reporting.typesetting import typeset
from pipeline.reporting.voice import BLOCK, ROW, Voice

_REFERENCE = re.compile(r"[（(][^（()）]*(?:R\d+|[A-Z]{2}-\d+)[^（()）]*[)）]")
"""A note in brackets that names a requirement or a rule: for the clerk, not for leaders."""
LATEST = 3
"""How many of the latest steps a block tells."""
CERTAIN = frozenset({"verified", "untrue"})
"""Codes of a word on whether it was verified that leave nothing open."""
CHECKED = CERTAIN | {"partly"}
"""Codes of such a word that tell a result."""
PROMISED = frozenset({"promise"})
"""Code of the progress that tells what is still to be done."""


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

    @property
    def headline(self) -> str:
        """The words of its first paragraph."""
        return f"{self.title} {self.number} {self.grade} {self.about}，{self.unchanged}"

    @property
    def printed(self) -> str:
        """The words below its title, for the room they take."""
        return "".join(f"{label}：{text}。" for label, text in self.lines)


def described(incident: Incident, voice: Voice) -> Described:
    """An incident with what is known of it, in one line each, and what is not, in one line."""
    acted, trend = done(incident, voice), voice.say(facts.decided(incident, "trend"), BLOCK)
    lacking = [label for label, words in (("done", acted), ("trend", trend)) if not words]
    told = {
        "said": said(incident, voice),
        "verified": _checked(incident, voice),
        "unknown": _unknown(incident, voice, lacking),
        "done": acted,
        "trend": trend,
    }
    return Described(
        incident.number,
        voice.summary(incident, BLOCK),
        voice.grade(incident),
        voice.colour(incident),
        "，".join(_stands(incident, voice)),
        (*((voice.text(f"key.{label}"), words) for label, words in told.items() if words), *voice.outcomes(incident)),
    )


def _stands(incident: Incident, voice: Voice) -> Iterator[str]:
    yield from (voice.situation(incident), voice.office(incident), voice.state(incident))
    if incident.promised and not incident.told:
        yield voice.text("question.promised", day=dates.short(incident.promised))
    yield from voice.undated(incident)


def said(incident: Incident, voice: Voice) -> str:
    """What is being said, by how many reports, and how far it went."""
    channels = "、".join(dict.fromkeys(t for r in incident.reports if (t := r.row.text("channel"))))
    spread = [t for r in incident.reports if (t := r.row.text("spread"))]
    parts = [voice.text("said", reports=len(incident.reports), units=len({r.unit for r in incident.reports}))]
    parts += [voice.text("said.channels", channels=channels)] if channels else []
    parts += [voice.text("said.spread", spread=spread[-1])] if spread else []
    return "，".join(parts) + "。" + voice.say(causes(incident), BLOCK)


def key(working: Iterable[Incident], edition: Edition, voice: Voice) -> Iterator[Described]:
    """The key incidents, highest grade first; for leaders those without news are short."""
    found = sorted((i for i in working if facts.is_key(i, voice.plan)), key=lambda i: -facts.rank(i, voice.plan))
    before = {i.number: i for i in edition.previous.incidents} if edition.previous and voice.masked else {}
    for one in found:
        yield unchanged(one, before.get(one.number), voice)


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
    told = "；".join(plain(cause).rstrip("。；") for cause in incident.assessment.causes)
    return f"{told}。" if told else ""


def plain(sentence: str) -> str:
    """A sentence of a rule as a page prints it: without the reference to a requirement."""
    return typeset(unreferenced(sentence))


def unreferenced(sentence: str) -> str:
    """A sentence of a rule without the reference to a requirement."""
    return _REFERENCE.sub("", sentence)


def verified(incident: Incident, voice: Voice) -> str:
    """What is verified: the last result and the words of whoever checked; else what the reports say."""
    states = [t for r in incident.reports if (t := r.row.text("verified"))]
    if found := _checked(incident, voice):
        return found
    return voice.text("verified.as", state=states[-1]) if states else voice.text("verified.none")


def _checked(incident: Incident, voice: Voice) -> str:
    """What somebody verified, or ""."""
    checks = facts.progress_of(incident, voice.plan, facts.CHECKING)
    if checks:
        quoted = voice.quotes(incident)
        return voice.say(checks[-1].row.text("content"), BLOCK) if quoted else voice.text("verified.filed")
    said = [r for r in incident.reports if _state(r, voice) in CHECKED]
    sure = [r for r in said if _state(r, voice) in CERTAIN] or said
    return _as_reported(incident, sure[-1], voice) if sure else ""


def _as_reported(incident: Incident, report: Report, voice: Voice) -> str:
    """What a report says is verified: its own words, where they are not those the incident began with."""
    state, words = report.row.text("verified"), report.row.text("summary")
    if words == facts.summary(incident) or not voice.quotes(incident):
        return voice.text("verified.as", state=state)
    return voice.text("verified.told", state=state, what=voice.say(words, BLOCK))


def _state(report: Report, voice: Voice) -> str:
    return voice.plan.code(facts.VERIFIED, report.row.values.get("verified"))


def _outcome(step: Report, voice: Voice) -> str:
    """What a check found: the longest value of the dictionary in its words; without one it found something out."""
    values = (c for c in voice.plan.choices if c.dictionary == facts.VERIFIED)
    found = [
        (len(name), c.code) for c in values for name in (c.value, *split(c.aliases)) if name in step.row.text("content")
    ]
    return max(found, default=(0, "verified"))[1]


def _unknown(incident: Incident, voice: Voice, lacking: list[str]) -> str:
    """What is not known yet, in one line; R3: no cause is stated while it is unverified."""
    codes = {_state(r, voice) for r in incident.reports}
    codes |= {_outcome(p, voice) for p in facts.progress_of(incident, voice.plan, facts.CHECKING)}
    parts = []
    if not codes & CERTAIN:
        parts.append(voice.text("unknown.part" if codes & CHECKED else "unknown.all"))
    if lacking:
        names = "、".join(voice.text(f"lacking.{label}") for label in lacking)
        parts.append(voice.text("unknown.lacking", what=names))
    return "，".join(parts) + "。" if parts else ""


def done(incident: Incident, voice: Voice) -> str:
    """The latest steps, each with its time: their words, or only their kind where words may not be quoted."""
    zone, quoted = voice.plan.zone, voice.quotes(incident)
    steps = [
        (r.received, r.row.text("answered") if quoted else voice.text("late.answer"), "")
        for r in incident.reports
        if r.row.text("answered")
    ]
    steps += [
        (
            p.happened,
            p.row.text("content"),
            voice.text("done.promise") if facts.code(p, voice.plan) in PROMISED else "",
        )
        if quoted
        else (p.happened, p.row.text("type"), "")
        for p in facts.acting(incident, voice.plan)
    ]
    return "；".join(dates.told(at, voice.say(text, ROW), zone, mark) for at, text, mark in sorted(steps)[-LATEST:])
