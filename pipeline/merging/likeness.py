"""Likeness: how alike two reports are, in figures and in words."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import pairwise

from rapidfuzz import fuzz

from pipeline.model import Report

_WORDING, _SITUATION, _DAYS, _PLACE = 0.70, 0.14, 0.08, 0.08
"""Weights of the four parts of a score; they sum to 1."""
_OTHER_SITUATION = 0.25
"""What two different named situations leave of a score."""
_TOPICS, _ENOUGH_TOPICS, _SOME_WORDING = 0.85, 2, 0.15
"""All topics of the shorter report in the longer one speak as loud as this wording, from two topics on.

One of them must be a matter of its own, all wide ones count as one, and the place or some wording must agree.
"""


@dataclass(frozen=True, slots=True)
class Likeness:
    """A score from 0 to 1 and the parts it is made of."""

    score: float
    wording: float
    same_situation: bool
    days_apart: int
    same_place: bool
    topics: tuple[str, ...] = ()
    """Topics that both name."""

    @property
    def explained(self) -> str:
        """`情形相同,相隔 2 天,同一处所,措辞相似 0.81`."""
        parts = [
            "情形相同" if self.same_situation else "",
            f"相隔 {self.days_apart} 天" if self.days_apart else "同日",
            "同一处所" if self.same_place else "",
            f"都提到{'、'.join(self.topics)}" if self.topics else "",
            f"措辞相似 {self.wording:.2f}",
        ]
        return ",".join(p for p in parts if p)


@dataclass(frozen=True, slots=True)
class Subject:
    """What of a report is compared: its words, situation, places and day."""

    text: str
    situation: str
    places: frozenset[str]
    day: date
    topics: frozenset[str] = frozenset()
    wide: frozenset[str] = frozenset()
    """Those of the topics that many matters share."""


@dataclass(frozen=True, slots=True)
class Theme:
    """What classification knows of a report: its situation, the plan's topic words it names, and its bare words."""

    text: str
    """What it says, without the words with which anything is reported."""
    situation: str = ""
    topics: frozenset[str] = frozenset()
    wide: frozenset[str] = frozenset()


def subject(report: Report, theme: Theme) -> Subject:
    """A report as it is compared."""
    places = frozenset(p for p in report.row.text("places").split("、") if p)
    return Subject(theme.text, theme.situation, places | {report.unit}, report.report_date, theme.topics, theme.wide)


def wording(a: str, b: str) -> float:
    """How alike two texts are, 0 to 1: shared character pairs, and the shorter one within the longer one."""
    if not a or not b:
        return 0.0
    pairs_a, pairs_b = _pairs(a), _pairs(b)
    shared = len(pairs_a & pairs_b)
    within = shared / min(len(pairs_a), len(pairs_b))
    dice = 2 * shared / (len(pairs_a) + len(pairs_b))
    return max(dice, 0.6 * within + 0.4 * dice, fuzz.ratio(a, b) / 100 * 0.9)


@lru_cache(maxsize=1 << 14)  # each text is compared with many others
def _pairs(text: str) -> frozenset[str]:
    letters = [c for c in text if c.isalnum()]
    pairs = ("".join(p) for p in pairwise(letters))
    return frozenset(pairs) or frozenset(letters) or frozenset((text,))


def likeness(a: Subject, b: Subject, window_days: int) -> Likeness:
    """How likely two subjects are one matter."""
    words = wording(a.text, b.text)
    shared = tuple(sorted(a.topics & b.topics))
    days = abs((a.day - b.day).days)
    both_named = bool(a.situation and b.situation)
    same_situation = both_named and a.situation == b.situation
    same_place = bool(a.places & b.places)
    topical = _topical(a, b) if same_place or words >= _SOME_WORDING else 0.0
    other_topics = bool(a.topics and b.topics) and not shared  # of one situation, yet of two things in it
    score = (
        _WORDING * max(words, topical)
        + _SITUATION * (same_situation and not other_topics)
        + _DAYS * max(0.0, 1 - days / window_days)
        + _PLACE * same_place
    )
    if both_named and not same_situation:
        score *= _OTHER_SITUATION
    return Likeness(round(score, 4), round(words, 4), same_situation, days, same_place, shared)


def _topical(a: Subject, b: Subject) -> float:
    """How loud the shared topics speak, as a share of the wording; 0 where they do not name one matter."""
    shared, wide = a.topics & b.topics, a.wide | b.wide
    specific = len(shared - wide)
    if not specific or specific + bool(shared & wide) < _ENOUGH_TOPICS:
        return 0.0
    return _TOPICS * (1 + len(shared) / min(len(a.topics), len(b.topics))) / 2
