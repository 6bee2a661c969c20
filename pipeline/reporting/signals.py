"""The signals of a day in words: one situation in several units, and what may follow from a matter that was over."""

from collections.abc import Iterator, Sequence

from pipeline import numbering
from pipeline.model import Edition
from pipeline.reporting.voice import Voice
from pipeline.tracking.signals import Gathering, gatherings, secondary

RUNS = 4
"""Runs of numbers that are named; where there are more, the incidents are counted."""


def signals(edition: Edition, voice: Voice) -> Iterator[str]:
    """A line a signal: counts and numbers of incidents, no unit and no person."""
    for found in _grown(edition, voice):
        yield voice.text(
            "signal.gathering",
            days=voice.plan.info.gather_days,
            units=len(found.units),
            situation=_situation(found.situation, voice),
            numbers=listed(found.numbers, voice),
        )
    waves: dict[tuple[str, str], list[str]] = {}
    for incident in edition.open_incidents:
        for one in secondary(incident, edition.incidents, voice.plan) if incident.day == edition.day else ():
            waves.setdefault((one.first, voice.plan.label("状态", one.state)), []).append(one.number)
    for (first, state), numbers in sorted(waves.items()):
        yield voice.text("signal.secondary", numbers=listed(numbers, voice), first=first, state=state)


def _grown(edition: Edition, voice: Voice) -> Iterator[Gathering]:
    """Those that the issue before did not show, or that more units have come to since: a signal is not repeated."""
    before = edition.previous
    shown = gatherings(before.incidents, before.day, voice.plan) if before else ()
    size = {found.situation: len(found.units) for found in shown}
    for found in gatherings(edition.incidents, edition.day, voice.plan):
        if len(found.units) > size.get(found.situation, 0):
            yield found


def listed(numbers: Sequence[str], voice: Voice) -> str:
    """The numbers of a few runs, and where there are more how many incidents there are."""
    runs = numbering.listed(numbers, voice.text("source.range"))
    return "、".join(runs[:RUNS]) + (voice.text("next.more", n=len(numbers)) if len(runs) > RUNS else "")


def _situation(code: str, voice: Voice) -> str:
    return next((s.name for s in voice.plan.situations if s.code == code), code)
