"""Subjects: what of a report is compared with what of another."""

from dataclasses import dataclass
from datetime import date

from pipeline.model import Report


@dataclass(frozen=True, slots=True)
class Theme:
    """What classification knows of a report: its situation, the plan's topic words it names, and its bare words."""

    text: str
    """What it says, without the words with which anything is reported."""
    situation: str = ""
    topics: frozenset[str] = frozenset()
    wide: frozenset[str] = frozenset()
    """Those of the topics that many matters share."""
    proposed: bool = False
    """Whether the situation is what the rules propose, and not what the reporter named."""
    points_back: bool = False
    """Whether it speaks of something as told before: `那段视频`."""
    spellings: tuple[str, ...] = ()
    """The words under which what it is about may be told."""


@dataclass(frozen=True, slots=True)
class Subject:
    """A report as it is compared: its words, situation, places, channel and day."""

    theme: Theme
    places: frozenset[str]
    """The unit that reports, and those it names."""
    day: date
    channel: str = ""


def subject(report: Report, theme: Theme) -> Subject:
    """A report as it is compared."""
    return Subject(theme, places_of(report), report.report_date, report.row.text("channel"))


def places_of(report: Report) -> frozenset[str]:
    """The unit that reports, and those it names."""
    return frozenset((*report.row.text("places").split("、"), report.unit)) - {""}
