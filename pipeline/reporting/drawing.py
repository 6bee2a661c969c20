"""Pictures as SVG: bars with a line, and a table of marks; each number printed, each kind told by shape and name."""

from collections.abc import Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

from pipeline.reporting.fonts import STACKS

Size = tuple[float, float]
DARK, LIGHT, INK, RULE = "#b3121a", "#8a94a0", "#333333", "#c9c9c9"
TOP, BOTTOM = 34.0, 18.0
LABEL, WIDE_LABEL = 26.0, 38.0
"""Points that a label below the bars needs: the day of a month, or words."""
SQUARE, NAMES, EDGE = 10.0, 62.0, 6.0
"""Points of a line of a table of marks, of the names before it, and beyond its last column."""
MARKS = {
    "full": f'<rect x="-3.6" y="-3.6" width="7.2" height="7.2" fill="{DARK}"/>',
    "half": f'<path d="M-3.6 3.6V-3.6L3.6 3.6Z" fill="{LIGHT}"/>'
    f'<rect x="-3.4" y="-3.4" width="6.8" height="6.8" fill="none" stroke="{LIGHT}" stroke-width="0.8"/>',
    "ring": f'<circle r="2.9" fill="none" stroke="{INK}" stroke-width="0.9"/>',
}


@dataclass(frozen=True, slots=True)
class Series:
    """One kind of bar, or a line across them."""

    name: str
    colour: str
    values: tuple[int, ...]
    """One a label."""
    hollow: bool = False
    """Told from a dark one without colour."""
    line: bool = False


@dataclass(frozen=True, slots=True)
class Marks:
    """A line of a table: whose it is, and the mark of each column, "" for none."""

    name: str
    marks: tuple[str, ...]


def bars(title: str, labels: Sequence[str], series: Sequence[Series], size: Size, *, words: bool = False) -> str:
    """Bars side by side over each label; a line has its last number printed."""
    width, height = size
    base, high = height - BOTTOM, max(1, *(v for s in series for v in s.values))
    step, standing = width / len(labels), [s for s in series if not s.line]
    bar = min(width / 24, step * 0.8 / len(standing))
    tall = (base - TOP - 10) / high
    parts = [_text(0, 11, title, anchor="start", size=10.5), *_legend(series)]
    parts.append(f'<path d="M0 {base:g}H{width:g}" stroke="{RULE}" stroke-width="0.8"/>')
    every = max(1, -(-len(labels) // int(width / (WIDE_LABEL if words else LABEL))))
    for one in series:
        if one.line:
            points = [(step * (n + 0.5), base - tall * v) for n, v in enumerate(one.values)]
            parts.append(_line(points, one.values[-1], one.colour))
    for n, label in enumerate(labels):
        middle = step * (n + 0.5)
        for k, one in enumerate(standing):
            parts.append(_bar((middle + (k - len(standing) / 2) * bar, base), bar, tall, one, n))
        if (len(labels) - 1 - n) % every == 0:
            parts.append(_text(middle, height - 5, label, size=9))
    return _picture(parts, size)


def table(
    title: str, columns: Sequence[str], rows: Sequence[Marks], legend: Sequence[tuple[str, str]], wide: float
) -> str:
    """Marks in a table; the legend is (mark, name)."""
    step, parts, x = (wide - NAMES - EDGE) / len(columns), [_text(0, 11, title, anchor="start", size=10.5)], 0.0
    for mark, name in legend:
        parts += [_placed(mark, x + 4, 23), _text(x + 11, 26.5, name, anchor="start", size=9.5)]
        x += 24 + 10.0 * len(name)
    top, every = TOP + 10, max(1, -(-len(columns) // int((wide - NAMES - EDGE) / LABEL)))
    for n, column in enumerate(columns):
        if (len(columns) - 1 - n) % every == 0:
            parts.append(_text(NAMES + step * (n + 0.5), TOP + 5, column, size=9))
    for k, row in enumerate(rows):
        y = top + SQUARE * (k + 0.5)
        parts.append(f'<path d="M0 {y - SQUARE / 2:g}H{wide:g}" stroke="{RULE}" stroke-width="0.4"/>')
        parts.append(_text(0, y + 3.2, row.name, anchor="start", size=9))
        parts += [_placed(mark, NAMES + step * (n + 0.5), y) for n, mark in enumerate(row.marks) if mark]
    return _picture(parts, (wide, top + SQUARE * len(rows) + 3))


def _bar(foot: Size, width: float, tall: float, one: Series, place: int) -> str:
    """A bar that stands on the base line, with its number above."""
    if not (value := one.values[place]):
        return ""
    x, base = foot
    box = (x + 0.6, base - tall * value, width - 1.2, tall * value)
    return _box(box, one) + _text(x + width / 2, box[1] - 2.5, str(value), size=9)


def _box(box: tuple[float, float, float, float], one: Series) -> str:
    left, top, wide, high = box
    if not one.hollow:
        return f'<rect x="{left:.2f}" y="{top:.2f}" width="{wide:.2f}" height="{high:.2f}" fill="{one.colour}"/>'
    path = f"M{left + 0.5:.2f} {top + high:.2f}v{-high + 0.5:.2f}h{wide - 1:.2f}v{high - 0.5:.2f}z"
    return f'<path d="{path}" fill="#fff" stroke="{one.colour}"/>'


def _line(points: Sequence[Size], last: int, colour: str) -> str:
    path = "L".join(f"{x:.2f} {y:.2f}" for x, y in points)
    x, y = points[-1]
    dots = "".join(f'<circle cx="{a:.2f}" cy="{b:.2f}" r="1.6" fill="#fff" stroke="{colour}"/>' for a, b in points)
    drawn = f'<path d="M{path}" fill="none" stroke="{colour}" stroke-width="1"/>{dots}'
    return drawn + _text(x, y - 4, str(last), size=9)


def _legend(series: Sequence[Series]) -> list[str]:
    parts, x = [], 0.0
    for one in series:
        if one.line:
            parts.append(f'<path d="M{x:g} 23h9" stroke="{one.colour}"/>')
            parts.append(f'<circle cx="{x + 4.5:g}" cy="23" r="1.6" fill="#fff" stroke="{one.colour}"/>')
        else:
            parts.append(_box((x, 19, 8, 8), one))
        parts.append(_text(x + 11, 26.5, one.name, anchor="start", size=9.5))
        x += 24 + 10.0 * len(one.name)
    return parts


def _placed(mark: str, x: float, y: float) -> str:
    return f'<g transform="translate({x:.2f} {y:.2f})">{MARKS[mark]}</g>'


def _picture(parts: Sequence[str], size: Size) -> str:
    width, height = size
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" '
        f'width="{width:g}pt" height="{height:g}pt">{"".join(parts)}</svg>'
    )


def _text(x: float, y: float, words: str, *, anchor: str = "middle", size: float) -> str:
    families = ", ".join(f"'{name}'" for name in STACKS["sans"])
    return (
        f'<text x="{x:.2f}" y="{y:.2f}" font-size="{size:g}" font-family="{families}" text-anchor="{anchor}" '
        f'fill="{INK}">{escape(words)}</text>'
    )
