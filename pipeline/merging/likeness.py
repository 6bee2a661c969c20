"""Likeness: how likely two reports are one matter, in figures and in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from pipeline.merging.rarity import Rarity
from pipeline.merging.subjects import Subject, Theme
from pipeline.merging.wording import rare_wording, weighed_wording

_WORDING, _SITUATION, _DAYS, _PLACE, _CHANNEL = 0.70, 0.13, 0.07, 0.07, 0.03
"""Weights of the five parts of a score; they sum to 1."""
_SECOND = 0.25
"""What the lower one of two wordings closes of the gap that the higher one leaves."""
_WEEK = 7
"""Two reports so many days apart keep half of the weight of days."""
_OTHER_SITUATION, _OTHER_PROPOSED = 0.25, 0.9
"""What two different situations leave of a score: named by the reporters, or proposed by the rules for one of them."""
_TOPICS, _ENOUGH_TOPICS, _SOME_WORDING = 0.85, 2, 0.15
"""All topics of the shorter report in the longer one speak as loud as this wording, from two topics on.

One of them must be a matter of its own, all wide ones count as one, and the place or some wording must agree.
"""
_POINTED_BACK, _MONTH = 0.5, 30
"""The score of two that share a topic, one of which speaks of it as told before: worth a question, for some days."""
COMPARED = 16
"""With so many others, those that share the most with it, a report is compared in full."""
_FEW, _BEST = 3, 0.85
"""Groups are compared by the few likest of their pairs; the likest one has this share of the score."""


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
    same_channel: bool = False
    other_situation: bool = False
    """Whether both have a situation, and not the same."""
    points_back: bool = False
    """Whether the score rests on one of them speaking of a topic as told before."""
    runs: Mapping[str, float] = field(default_factory=dict)
    """Rare runs of characters that both have → what each says; told as a number, for they are free text."""

    @property
    def explained(self) -> str:
        """`情形相同,相隔 2 天,同一处所,同一渠道,都提到涨价,有 3 处少见的相同字句,措辞相似 0.81`."""
        parts = [
            "情形相同" if self.same_situation else "",
            "情形不同" if self.other_situation else "",
            f"相隔 {self.days_apart} 天" if self.days_apart else "同日",
            "同一处所" if self.same_place else "",
            "同一渠道" if self.same_channel else "",
            f"都提到{'、'.join(self.topics)}" if self.topics else "",
            "其中一份像在说已报过的事" if self.points_back else "",
            f"有 {len(self.runs)} 处少见的相同字句" if self.runs else "",
            f"措辞相似 {self.wording:.2f}",
        ]
        return ",".join(p for p in parts if p)


def likeness(a: Subject, b: Subject, rarity: Rarity) -> Likeness:
    """How likely two subjects are one matter."""
    one, other = a.theme, b.theme
    rare, runs = rare_wording(one.text, other.text, rarity)
    words = _both(weighed_wording(one.text, other.text, rarity), rare)
    places, days = a.places & b.places, abs((a.day - b.day).days)
    both_named = bool(one.situation and other.situation)
    same_situation = both_named and one.situation == other.situation
    same_channel = bool(a.channel) and a.channel == b.channel
    topics = tuple(sorted(one.topics & other.topics))
    topical = _topical(one, other, rarity) if places or words >= _SOME_WORDING else 0.0
    other_topics = bool(one.topics and other.topics) and not topics  # of one situation, yet of two things in it
    score = (
        _WORDING * max(words, topical)
        + _SITUATION * (same_situation and not other_topics)
        + _DAYS / (1 + days / _WEEK)
        + _PLACE * max(map(rarity.news, places), default=0.0)
        + _CHANNEL * (rarity.news(a.channel) if same_channel else 0.0)
    )
    if both_named and not same_situation:
        score *= _OTHER_PROPOSED if one.proposed or other.proposed else _OTHER_SITUATION
    later = [s.theme for s, before in ((a, b), (b, a)) if s.day >= before.day]
    back = bool(topics) and (same_situation or not both_named) and any(theme.points_back for theme in later)
    asked = _POINTED_BACK / (1 + days / _MONTH) if back else 0.0
    return Likeness(
        round(max(score, asked), 4),
        words,
        same_situation,
        days,
        bool(places),
        topics,
        same_channel,
        both_named and not same_situation,
        asked > score,
        runs,
    )


def blended(scores: Sequence[float], size: int) -> float:
    """How alike two groups are, given the scores of some of their pairs: by the likest few, not the likest alone.

    `size`: how many pairs there are; those without a score are not alike at all.
    """
    few = sorted(scores, reverse=True)[:_FEW]
    return round(_BEST * few[0] + (1 - _BEST) * sum(few) / min(_FEW, size), 4)


def mostly(scores: Sequence[float], a: int, b: int) -> float:
    """How alike two groups of so many members are: by the likest pairs, more than half of them, so that no chain forms.

    A member is compared with so many others at the most; pairs that were not compared count as unlike.
    """
    size = min(a, COMPARED) * min(b, COMPARED)
    more = min(size, size // 2 + 1)
    return round(sum(sorted(scores, reverse=True)[:more]) / more, 4)


def _both(one: float, other: float) -> float:
    """Two ways to see one wording: the higher one, and a little more where the lower one agrees."""
    lower, higher = sorted((one, other))
    return round(higher + _SECOND * (1 - higher) * lower, 4)


def _topical(a: Theme, b: Theme, rarity: Rarity) -> float:
    """How loud the shared topics speak, as a share of the wording; 0 where they do not name one matter."""
    shared = a.topics & b.topics
    wide = (a.wide | b.wide | set(filter(rarity.is_usual, shared))) & shared
    specific = len(shared - wide)
    if not specific or specific + bool(wide) < _ENOUGH_TOPICS:
        return 0.0
    return _TOPICS * (1 + len(shared) / min(len(a.topics), len(b.topics))) / 2
