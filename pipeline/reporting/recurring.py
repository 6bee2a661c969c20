"""What came back in a period: causes that several incidents share, and situations that recur without one (R33)."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pipeline.model import Incident
from pipeline.numbering import listed
from pipeline.plan.answers import bare
from pipeline.reporting import facts
from pipeline.reporting.voice import Voice
from pipeline.tracking.answering import states_cause

CAUSES, SITUATIONS = 2, 3
"""From so many incidents on a cause is told, and from so many incidents or units on a situation."""


@dataclass(frozen=True, slots=True)
class Recurring:
    """A cause, or a situation, that several incidents share."""

    what: str
    count: int
    units: int
    """How many units reported it."""
    numbers: tuple[str, ...]
    """Of the incidents, those that follow each other as one."""


def recurring(incidents: Iterable[Incident], voice: Voice) -> Iterator[Recurring]:
    """Causes first, then situations, each with the most incidents first.

    R3: a cause counts only where the facts are verified; what has none, or none yet, is told by its situation.
    """
    by_cause: dict[str, list[Incident]] = defaultdict(list)
    by_situation: dict[str, list[Incident]] = defaultdict(list)
    for one in incidents:
        if cause := _cause(one, voice):
            by_cause[bare(cause)].append(one)
        elif one.assessment.situation:
            by_situation[one.assessment.situation].append(one)
    for same in _largest_first(by_cause):
        if len(same) >= CAUSES:
            yield _told(voice.say(_cause(same[0], voice)), same, voice)
    for same in _largest_first(by_situation):
        if max(len(same), len(_units(same))) >= SITUATIONS:
            yield _told(voice.text("period.same_situation", name=voice.situation(same[0])), same, voice)


def _cause(incident: Incident, voice: Voice) -> str:
    return facts.decided(incident, "cause") if states_cause(incident, voice.plan) else ""


def _largest_first(groups: dict[str, list[Incident]]) -> list[list[Incident]]:
    return sorted(groups.values(), key=len, reverse=True)


def _units(same: Iterable[Incident]) -> set[str]:
    return {r.unit for i in same for r in i.reports}


def _told(what: str, same: list[Incident], voice: Voice) -> Recurring:
    numbers = listed(sorted(i.number for i in same), voice.text("source.range"))
    return Recurring(what, len(same), len(_units(same)), tuple(numbers))
