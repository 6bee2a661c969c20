"""Trend charts as SVG pictures: what fourteen days look like, with the numbers printed beside the bars."""

from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from xml.sax.saxutils import escape

from pipeline.model import Attendance, Edition
from pipeline.plan.model import Plan
from pipeline.reporting import dates, facts
from pipeline.reporting.fonts import STACKS
from pipeline.reporting.voice import Voice

SIDE, WIDE = (214.0, 90.0), (442.0, 150.0)
"""Points; two stand side by side in the text block, or one above the other."""
TOP, BOTTOM = 34.0, 18.0
DARK, LIGHT, INK, RULE = "#b3121a", "#8a94a0", "#333333", "#c9c9c9"
LABEL = 42.0
"""Points that the label of a day has room in."""


Size = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture as a data URL, and what it shows in words."""

    alt: str
    source: str


@dataclass(frozen=True, slots=True)
class Series:
    """One kind of bar."""

    name: str
    colour: str
    values: tuple[int, ...]


def charts(edition: Edition, voice: Voice, *, wide: bool = False) -> tuple[Chart, ...]:
    """New and answered incidents a day, and units that did not report; none before there are two days."""
    size = WIDE if wide else SIDE
    days = _days(edition, voice.plan)
    if len(days) < 2:  # noqa: PLR2004 (a single day is no trend)
        return ()
    shown = [i for i in edition.incidents if facts.is_shown(i)]
    told = [i.told.astimezone(voice.plan.zone).date() for i in shown if i.told and i.told <= edition.now]
    opened = [i.day for i in shown]
    calls = [next(r for r in edition.roll_calls if r.day == day) for day in days]
    flow = (
        Series(voice.text("chart.new"), DARK, tuple(opened.count(d) for d in days)),
        Series(voice.text("chart.answered"), LIGHT, tuple(told.count(d) for d in days)),
    )
    absent = (
        Series(voice.text("chart.missing"), DARK, tuple(c.count(Attendance.MISSING) for c in calls)),
        Series(voice.text("chart.late"), LIGHT, tuple(c.count(Attendance.LATE) for c in calls)),
    )
    return (_chart(voice.text("chart.flow"), days, flow, size), _chart(voice.text("chart.roll"), days, absent, size))


def _days(edition: Edition, plan: Plan) -> tuple[date, ...]:
    """The days on which reports were due, and the issue's own; with a longer rhythm, every day on which any came."""
    seldom = {r.day for r in edition.roll_calls if (phase := plan.phase(r.day)) and phase.is_seldom}
    return tuple(r.day for r in edition.roll_calls if r.due or r.day == edition.day or r.day in seldom)


def _chart(title: str, days: Sequence[date], series: Sequence[Series], size: Size) -> Chart:
    told = "；".join(
        f"{dates.short(day)}{'、'.join(f'{s.name}{s.values[n]}' for s in series)}" for n, day in enumerate(days)
    )
    data = b64encode(_svg(title, days, series, size).encode()).decode()
    return Chart(f"{title}：{told}", f"data:image/svg+xml;base64,{data}")


def _svg(title: str, days: Sequence[date], series: Sequence[Series], size: Size) -> str:
    width, height = size
    base, high = height - BOTTOM, max(1, *(v for s in series for v in s.values))
    step = width / len(days)
    bar = min(width / 24, step * 0.8 / len(series))
    parts = [_text(0, 11, title, anchor="start", size=10.5), *_legend(series)]
    parts.append(f'<path d="M0 {base:g}H{width:g}" stroke="{RULE}" stroke-width="0.8"/>')
    labelled = max(1, -(-len(days) // int(width / LABEL)))
    for n, day in enumerate(days):
        middle = step * (n + 0.5)
        for k, one in enumerate(series):
            x = middle + (k - len(series) / 2) * bar
            tall = (base - TOP - 10) * one.values[n] / high
            parts.append(_bar((x, base), bar, tall, one.values[n], one.colour))
        if (len(days) - 1 - n) % labelled == 0:
            parts.append(_text(middle, height - 5, f"{day.month}.{day.day}", size=9))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" '
        f'width="{width:g}pt" height="{height:g}pt">{"".join(parts)}</svg>'
    )


def _bar(foot: tuple[float, float], width: float, height: float, value: int, colour: str) -> str:
    """A bar that stands on the base line, with its number above."""
    if not value:
        return ""
    x, base = foot
    top, left, wide = base - height, x + 0.6, width - 1.2
    shape = f'<rect x="{left:.2f}" y="{top:.2f}" width="{wide:.2f}" height="{height:.2f}" fill="{colour}"/>'
    return shape + _text(x + width / 2, top - 2.5, str(value), size=9)


def _legend(series: Sequence[Series]) -> list[str]:
    parts, x = [], 0.0
    for one in series:
        parts.append(f'<rect x="{x:g}" y="19" width="8" height="8" fill="{one.colour}"/>')
        parts.append(_text(x + 11, 26.5, one.name, anchor="start", size=9.5))
        x += 24 + 10.0 * len(one.name)
    return parts


def _text(x: float, y: float, words: str, *, anchor: str = "middle", size: float) -> str:
    families = ", ".join(f"'{name}'" for name in STACKS["sans"])
    return (
        f'<text x="{x:.2f}" y="{y:.2f}" font-size="{size:g}" font-family="{families}" text-anchor="{anchor}" '
        f'fill="{INK}">{escape(words)}</text>'
    )
