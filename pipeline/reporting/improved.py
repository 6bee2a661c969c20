"""Improvements in words: what changes, who does it by when, and whether it was done (R33)."""

from datetime import date

from pipeline.reporting import dates
from pipeline.reporting.voice import Voice
from pipeline.tracking.improving import Improvement

KEPT, OPEN, OVERDUE = "done", "open", "overdue"
"""How an improvement may stand."""


def stands(one: Improvement, day: date) -> str:
    """How it stands on a day; one without a date is open."""
    if one.done is not None:
        return KEPT
    return OVERDUE if one.overdue(day) else OPEN


def state(one: Improvement, day: date, voice: Voice) -> str:
    """Whether it was done, as of a day: 已完成（3月29日）."""
    if one.done is not None:
        late = one.due is not None and one.done > one.due
        return voice.text("improved.late" if late else "improved.done", day=dates.full(one.done))
    return voice.text(f"improved.{stands(one, day)}" if one.due else "improved.undated")


def until(one: Improvement, voice: Voice) -> str:
    """By when it is to be done."""
    return dates.full(one.due) if one.due else voice.text("word.to_fill")
