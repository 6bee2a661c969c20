"""Trend charts: what fourteen days look like, drawn as pictures and told in words."""

from base64 import b64encode
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from pipeline.model import OPEN_STATES, Attendance, Edition, EventKind, Incident, State
from pipeline.plan.model import Plan
from pipeline.reporting import dates, drawing, facts
from pipeline.reporting.drawing import DARK, INK, LIGHT, Marks, Series
from pipeline.reporting.voice import Voice

SIDE, WIDE = (214.0, 94.0), (442.0, 110.0)
"""Points; two stand side by side in the text block, or one across it."""
UNITS = 6
"""Units of the table of the roll call: those that failed it most often."""
MARK = {Attendance.MISSING: "full", Attendance.LATE: "half", Attendance.CORRECTING: "ring"}
HOURS = (1, 4, 24, 48)
"""Bounds of the times to an answer."""


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture as a data URL, and what it shows in words."""

    alt: str
    source: str
    wide: bool = False
    """Whether it stands across the page."""


def charts(edition: Edition, voice: Voice, *, wide: bool = False) -> tuple[Chart, ...]:
    """New, answered and open incidents a day; the same by class; times to the answer; who failed the roll call.

    None before there are two days; two stand side by side, but those by day across the page where it is `wide`.
    """
    days = _days(edition, voice.plan)
    if len(days) < 2:  # noqa: PLR2004 (a single day is no trend)
        return ()
    shown = [i for i in edition.incidents if facts.is_shown(i)]
    found = (_flow(shown, days, edition, voice, wide=wide), _classes(shown, days, edition, voice))
    return tuple(c for c in (*found, _times(shown, days, edition, voice), _calls(edition, days, voice, wide=wide)) if c)


def _days(edition: Edition, plan: Plan) -> tuple[date, ...]:
    """The days on which reports were due, and the issue's own; with a longer rhythm, every day on which any came."""
    seldom = {r.day for r in edition.roll_calls if (phase := plan.phase(r.day)) and phase.is_seldom}
    return tuple(r.day for r in edition.roll_calls if r.due or r.day == edition.day or r.day in seldom)


def _flow(
    shown: Sequence[Incident], days: Sequence[date], edition: Edition, voice: Voice, *, wide: bool
) -> Chart | None:
    opened = [i.day for i in shown]
    told = [day for i in shown if (day := facts.told_on(i, edition.now, voice.plan))]
    series = (
        Series(voice.text("chart.new"), DARK, tuple(opened.count(d) for d in days)),
        Series(voice.text("chart.answered"), LIGHT, tuple(told.count(d) for d in days)),
        Series(
            voice.text("count.open"), INK, tuple(sum(_is_open(i, d, edition) for i in shown) for d in days), line=True
        ),
    )
    if not any(value for one in series for value in one.values):
        return None
    labels, title = [f"{d.month}.{d.day}" for d in days], voice.text("chart.flow")
    words = _words(title, map(dates.short, days), series)
    return _chart(words, drawing.bars(title, labels, series, WIDE if wide else SIDE), wide=wide)


def _classes(shown: Sequence[Incident], days: Sequence[date], edition: Edition, voice: Voice) -> Chart | None:
    """Of the days shown: new, answered, and what is open now, by class."""
    groups: dict[str, list[Incident]] = {}
    for incident in shown:
        groups.setdefault(voice.letter(incident), []).append(incident)
    labels, title = sorted(groups), voice.text("chart.classes")
    if not labels:
        return None
    told = {i.number: facts.told_on(i, edition.now, voice.plan) for i in shown}
    series = (
        Series(voice.text("chart.new"), DARK, tuple(sum(i.day >= days[0] for i in groups[c]) for c in labels)),
        Series(
            voice.text("chart.answered"),
            LIGHT,
            tuple(sum((day := told[i.number]) is not None and day >= days[0] for i in groups[c]) for c in labels),
        ),
        Series(voice.text("count.open"), INK, tuple(sum(i.is_open for i in groups[c]) for c in labels)),
    )
    return _chart(_words(title, labels, series), drawing.bars(title, labels, series, SIDE, words=True))


def _times(shown: Iterable[Incident], days: Sequence[date], edition: Edition, voice: Voice) -> Chart | None:
    """How long those had waited who were answered on the days shown."""
    waited = [
        i.told - i.opened
        for i in shown
        if i.told is not None and (day := facts.told_on(i, edition.now, voice.plan)) is not None and day >= days[0]
    ]
    if not waited:
        return None
    bounds = [timedelta(hours=hours) for hours in HOURS]
    title, labels = voice.text("chart.times"), voice.text("chart.times.labels").split("|")
    places = [min(sum(time > bound for bound in bounds), len(labels) - 1) for time in waited]
    series = (Series(voice.text("chart.answered"), DARK, tuple(places.count(n) for n in range(len(labels)))),)
    return _chart(_words(title, labels, series), drawing.bars(title, labels, series, SIDE, words=True))


def _calls(edition: Edition, days: Sequence[date], voice: Voice, *, wide: bool) -> Chart | None:
    """The units that failed the roll call most often, day by day."""
    calls = {r.day: r.attendance for r in edition.roll_calls}
    failed = {unit: [calls[d].get(unit) for d in days] for unit in dict.fromkeys(u for d in days for u in calls[d])}
    often = sorted(failed, key=lambda u: (-sum(a in MARK for a in failed[u]), -failed[u].count(Attendance.MISSING)))
    rows = [u for u in often[:UNITS] if any(a in MARK for a in failed[u])]
    if not rows:
        return None
    title, names = voice.text("chart.roll"), {a: voice.text(f"roll.{a}") for a in MARK}
    marks = [Marks(u, tuple(MARK.get(a, "") if a else "" for a in failed[u])) for u in rows]
    told = [
        u + "、".join(f"{dates.short(d)}{names[a]}" for d, a in zip(days, failed[u], strict=True) if a in names)
        for u in rows
    ]
    labels, legend = [f"{d.month}.{d.day}" for d in days], [(MARK[a], names[a]) for a in MARK]
    return _chart(
        f"{title}：{'；'.join(told)}",
        drawing.table(title, labels, marks, legend, (WIDE if wide else SIDE)[0]),
        wide=wide,
    )


def _is_open(incident: Incident, day: date, edition: Edition) -> bool:
    """Whether somebody still had something to do at the end of a day, as its changes of state tell."""
    if incident.day > day or day >= edition.day:
        return incident.day <= day and incident.is_open
    states = [e.data["to"] for e in incident.events if e.kind is EventKind.STATE and e.day <= day]
    return (State(str(states[-1])) if states else incident.state) in OPEN_STATES


def _words(title: str, labels: Iterable[str], series: Sequence[Series]) -> str:
    told = (f"{label}{'、'.join(f'{s.name}{s.values[n]}' for s in series)}" for n, label in enumerate(labels))
    return f"{title}：{'；'.join(told)}"


def _chart(alt: str, svg: str, *, wide: bool = False) -> Chart:
    return Chart(alt, f"data:image/svg+xml;base64,{b64encode(svg.encode()).decode()}", wide)
