"""Counts of a period: what was asked, answered and in time, group by group, and how soon; counted with pandas."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING

from pipeline.model import OPEN_STATES, Attendance, EventKind, Incident, RollCall, State
from pipeline.reporting import dates, facts
from pipeline.reporting.late import ANSWERS
from pipeline.reporting.voice import Voice
from pipeline.tracking.progress import asks

if TYPE_CHECKING:
    import pandas as pd

NOTHING = "—"
WEEK, MONTH = "week", "month"
_HOUR = 3600
_DAYS, _WEEKS = 14, 13
"""A period of at most so many days is told day by day, of so many weeks week by week; else month by month."""
_HOPS = (("found", "received"), ("received", "answered"), ("found", "answered"))
_OVER = frozenset({State.CALM, State.REVIEWED})
_FIGURES = ("count", "asking", "told", "rate", "on_time", "in_time", "hours")
Line = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Count:
    """A table of the page: its title, its headings, and a line a group, the whole last."""

    title: str
    headings: Line
    lines: tuple[Line, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Span:
    """The days of a period, and how its page divides them."""

    first: date
    last: date

    def holds(self, day: date) -> bool:
        """Whether a day is one of them."""
        return self.first <= day <= self.last

    @property
    def part(self) -> str:
        """What it is divided into."""
        return WEEK if self.last - self.first < timedelta(weeks=_WEEKS) else MONTH

    @property
    def daily(self) -> bool:
        """Whether even its single days may be told."""
        return self.last - self.first < timedelta(days=_DAYS)

    def named(self, day: date, voice: Voice) -> str:
        """The week or the month of a day."""
        year, week, _ = day.isocalendar()
        if self.part == WEEK:
            return voice.text("period.week", year=year, week=week)
        return voice.text("period.month", year=day.year, month=day.month)


def share(part: int, whole: int) -> str:
    """A share in whole percent: less than all is never 100%, and something never 0%; nothing of nothing."""
    if not whole:
        return NOTHING
    percent = (200 * part + whole) // (2 * whole)
    return f"{min(max(percent, int(part > 0)), 100 if part == whole else 99)}%"


def table(incidents: Iterable[Incident], span: Span, voice: Voice) -> "pd.DataFrame":
    """One row an incident: its groups, whether it was answered, on time, and after how many hours."""
    import pandas as pd

    return pd.DataFrame([_row(i, span, voice) for i in incidents])


def _row(incident: Incident, span: Span, voice: Voice) -> dict[str, object]:
    phase = voice.plan.phase(incident.day)
    asking, told = asks(incident.reports, voice.plan), incident.told
    answer = [d for d in incident.deadlines if d.item in ANSWERS]
    on_time = asking and told is not None and all(d.met is not None and d.met <= d.due for d in answer)
    hours = (told - incident.opened).total_seconds() / _HOUR if asking and told and not reopened(incident) else None
    return {
        "phase": phase.name if phase else voice.text("period.no_phase"),
        "situation": voice.situation(incident),
        "grade": voice.grade(incident),
        span.part: span.named(incident.day, voice),
        "asking": asking,
        "told": asking and told is not None,
        "on_time": on_time,
        "hours": hours,
        "adopted": any(facts.code(p, voice.plan) == "adopt" for p in incident.progress),
    }


def groups(found: "pd.DataFrame", key: str, voice: Voice, order: Sequence[str] = ()) -> Count:
    """Of each group how many, how many asked, were answered, on time, and the median of hours to the answer.

    The groups stand in that order, else as they come.
    """
    by_name = dict(iter(found.groupby(key, sort=False)))
    names = sorted(by_name, key=lambda name: order.index(name) if name in order else len(order))
    lines = [_line(str(name), by_name[name], voice) for name in names]
    whole = _line(voice.text("period.whole"), found, voice)
    heads = (f"period.column.{name}" for name in (key, *_FIGURES))
    return Count(voice.text(f"period.by.{key}"), tuple(map(voice.text, heads)), (*lines, whole))


def by_size(found: "pd.DataFrame", key: str) -> list[str]:
    """The groups, the one with the most incidents first."""
    sizes = found.groupby(key, sort=False).size().sort_values(ascending=False, kind="stable")
    return [str(name) for name in sizes.index]


def _line(name: str, rows: "pd.DataFrame", voice: Voice) -> Line:
    asking, told, on_time = (int(rows[key].sum()) for key in ("asking", "told", "on_time"))
    hours = rows["hours"].dropna()
    took = voice.text("period.hours", hours=f"{hours.median():.1f}") if len(hours) else NOTHING
    counts = (str(len(rows)), str(asking), str(told), share(told, asking), str(on_time), share(on_time, told))
    return name, *counts, took


def hops(incidents: Iterable[Incident], voice: Voice) -> Count:
    """How long the hops took: of how many incidents both moments are known, and the median (R2).

    What was taken up again has no single way from one moment to the other.
    """
    moments = [_moments(i) for i in incidents if not reopened(i)]
    lines = []
    for begin, end in _HOPS:
        took = [(b - a).total_seconds() for of in moments if (a := of[begin]) and (b := of[end]) and b >= a]
        name = f"{voice.text(f'hop.{begin}')} → {voice.text(f'hop.{end}')}"
        lines += [(name, str(len(took)), dates.span(timedelta(seconds=median(took))))] if took else []
    headings = tuple(voice.text(f"period.column.{name}") for name in ("hop", "known", "median"))
    return Count(voice.text("period.by.hop"), headings, tuple(lines), voice.text("period.hop.note"))


def _moments(incident: Incident) -> dict[str, datetime | None]:
    received = facts.first_received(incident)
    return {"found": facts.found(incident), "received": received, "answered": incident.told}


def reopened(incident: Incident) -> bool:
    """Whether it was taken up again after it was calm or reviewed."""
    states = [State(str(e.data["to"])) for e in incident.events if e.kind is EventKind.STATE]
    return any(before in _OVER and after in OPEN_STATES for before, after in pairwise(states))


def attendance(calls: Iterable[RollCall], span: Span, voice: Voice) -> Count:
    """The roll calls of a period: day by day, or the sums of its weeks or months."""
    sums: dict[str, Counter[Attendance]] = {}
    for call in (c for c in calls if c.due and span.holds(c.day)):
        named = dates.short(call.day) if span.daily else span.named(call.day, voice)
        sums.setdefault(named, Counter()).update(call.attendance.values())
    heading = voice.text(f"period.column.{'day' if span.daily else span.part}")
    headings = (heading, *(voice.plan.label("报送情况", a) for a in Attendance))
    lines = tuple((named, *(str(found[a]) for a in Attendance)) for named, found in sums.items())
    return Count(voice.text("period.by.roll_call"), headings, lines)
