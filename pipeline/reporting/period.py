"""The review of a period (R33): what was asked, how soon it was answered, what was learned; counted with pandas."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from pipeline.model import Attendance, Edition, Incident
from pipeline.plan.model import Plan
from pipeline.reporting import dates, facts
from pipeline.reporting.late import ANSWERS
from pipeline.reporting.voice import Voice

if TYPE_CHECKING:
    import pandas as pd

_HOUR = 3600
Line = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Count:
    """A table of the page: its title, its headings, and a line a group, the whole last."""

    title: str
    headings: Line
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class PeriodReview:
    """Everything the page prints, in its order."""

    title: str
    site: str
    period: str
    day: str
    overview: str
    counts: tuple[Count, ...]
    lessons: tuple[tuple[str, str, str], ...]
    """Incident number, what was learned, and what changes by whom and when."""
    signatures: tuple[str, ...]


def build(edition: Edition, first: date, plan: Plan) -> PeriodReview:
    """The review of the days from `first` to the edition's; withdrawn incidents are not counted."""
    voice = Voice(plan, masked=False)
    mine = [i for i in edition.incidents if first <= i.day <= edition.day and facts.is_shown(i)]
    table = _table(mine, voice)
    values = {"from": dates.full(first), "to": dates.full(edition.day)}
    return PeriodReview(
        title=voice.text("period.title"),
        site=plan.info.site,
        period=voice.text("period.days", **values),
        day=dates.full(edition.day),
        overview=_overview(table, voice),
        counts=(
            *(_count(table, key, voice) for key in ("situation", "grade", "week") if len(table)),
            _attendance(edition, first, voice),
        ),
        lessons=tuple(_lessons(mine, voice)),
        signatures=tuple(voice.text("final.signers").split("|")),
    )


def _table(incidents: Iterable[Incident], voice: Voice) -> "pd.DataFrame":
    """One row an incident: its groups, whether it was answered, on time, and after how many hours."""
    import pandas as pd

    columns = ["situation", "grade", "week", "told", "on_time", "hours", "adopted"]
    return pd.DataFrame([_row(i, voice) for i in incidents], columns=columns)


def _row(incident: Incident, voice: Voice) -> tuple[str, str, str, bool, bool, float | None, bool]:
    year, week, _ = incident.day.isocalendar()
    answer = [d for d in incident.deadlines if d.item in ANSWERS]
    told = incident.told
    hours = (told - incident.opened).total_seconds() / _HOUR if told else None
    adopted = any(facts.code(p, voice.plan) == "adopt" for p in incident.progress)
    on_time = bool(told) and all(d.met is not None and d.met <= d.due for d in answer)
    named = voice.text("period.week", year=year, week=week)
    return voice.situation(incident), voice.grade(incident), named, told is not None, on_time, hours, adopted


def _overview(table: "pd.DataFrame", voice: Voice) -> str:
    """Two sentences that reward answering."""
    if table.empty:
        return voice.text("period.none")
    told = int(table["told"].sum())
    values = {"count": len(table), "told": told, "on_time": int(table["on_time"].sum())}
    median = table["hours"].median()
    soon = voice.text("period.median", hours=f"{median:.1f}") if told else ""
    return voice.text("period.overview", **values, adopted=int(table["adopted"].sum())) + soon


def _count(table: "pd.DataFrame", key: str, voice: Voice) -> Count:
    """How many of each group, answered, on time, and the median of hours to the answer."""
    grouped = table.groupby(key, sort=key == "week")
    found = grouped.agg(
        count=("told", "size"), told=("told", "sum"), on_time=("on_time", "sum"), hours=("hours", "median")
    )
    if key != "week":
        found = found.sort_values("count", ascending=False, kind="stable")
    lines = [_line(str(name), row) for name, row in zip(found.index, found.itertuples(index=False), strict=True)]
    whole = (len(table), table["told"].sum(), table["on_time"].sum(), table["hours"].median())
    headings = tuple(voice.text(f"period.column.{name}") for name in (key, "count", "told", "on_time", "hours"))
    return Count(voice.text(f"period.by.{key}"), headings, (*lines, _line(voice.text("period.whole"), whole)))


def _line(name: str, row: Sequence[float]) -> Line:
    count, told, on_time, hours = row
    shown = "—" if hours != hours else f"{hours:.1f}"  # noqa: PLR0124 (pandas says "not a number" for no answer)
    return name, str(int(count)), str(int(told)), str(int(on_time)), shown


def _attendance(edition: Edition, first: date, voice: Voice) -> Count:
    """The roll calls of the period, as far as the edition holds them."""
    calls = [c for c in edition.roll_calls if c.due and c.day >= first]
    headings = (voice.text("period.column.day"), *(voice.plan.label("报送情况", a) for a in Attendance))
    lines = tuple((dates.short(c.day), *(str(c.count(a)) for a in Attendance)) for c in calls)
    return Count(voice.text("period.by.roll_call"), headings, lines)


def _lessons(incidents: Iterable[Incident], voice: Voice) -> Iterable[tuple[str, str, str]]:
    for incident in incidents:
        learned, changes = facts.decided(incident, "lessons"), facts.decided(incident, "improvement")
        if learned or changes:
            who = facts.decided(incident, "improver")
            due = facts.decided_day(incident, "due")
            by = "，".join(p for p in (who, dates.full(due) if due else "") if p)
            yield incident.number, learned, f"{changes}（{by}）" if by else changes
    undecided = [i.number for i in incidents if facts.to_confirm(i, voice.plan)]
    if undecided:
        yield "、".join(undecided), voice.text("period.undecided"), ""
