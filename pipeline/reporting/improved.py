"""Improvements in words: what changes, who does it by when, and whether it was done (R33)."""

from collections.abc import Callable
from datetime import date

from pipeline.reporting import dates
from pipeline.reporting.voice import Voice
from pipeline.tracking.improving import Improvement

DONE, OPEN, OVERDUE = "done", "open", "overdue"
"""How an improvement may stand."""
Shown = Callable[[date], str]
"""How a day is written."""


def stands(one: Improvement, day: date) -> str:
    """How it stands on a day; one without a date is open."""
    if one.done is not None:
        return DONE
    return OVERDUE if one.overdue(day) else OPEN


def state(one: Improvement, day: date, voice: Voice, shown: Shown = dates.full) -> str:
    """Whether it was done, as of a day: 已完成（2021年3月29日）."""
    if one.done is not None:
        late = one.due is not None and one.done > one.due
        return voice.text("improved.late" if late else "improved.done", day=shown(one.done))
    return voice.text(f"improved.{stands(one, day)}" if one.due else "improved.undated")


def until(one: Improvement, voice: Voice, shown: Shown = dates.full) -> str:
    """By when it is to be done."""
    return shown(one.due) if one.due else voice.text("word.to_fill")
