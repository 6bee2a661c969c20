"""Pictures as SVG: bars below a line, and a table of marks; each kind told by its shape and its name.

Numbers stand where they touch nothing, the latest first; what the picture shows is told in words beside it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

from pipeline.reporting.fonts import STACKS

Size = tuple[float, float]
Box = tuple[float, float, float, float]
"""Left, top, width and height."""
DARK, LIGHT, INK, RULE = "#b3121a", "#8a94a0", "#333333", "#c9c9c9"
TOP, BOTTOM = 34.0, 18.0
BAR, STRIPE, SHARE = 13.0, 2.2, 0.36
"""Points of a bar's width at the most and from stripe to stripe; the share of the height that a line has."""
NUMBER, DIGIT, CAP, NEAR = 11.0, 5.2, 6.5, 0.8
"""Points kept above for a number, of a digit's width and height, and by which two may overlap."""
LABEL, WIDE_LABEL = 26.0, 38.0
"""Points that a label below the bars needs: the day of a month, or words."""
SQUARE, NAMES, EDGE = 11.0, 62.0, 6.0
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
    """Dark is full, light is striped, ink is hollow."""
    values: tuple[int, ...]
    """One a label."""
    line: bool = False


@dataclass(frozen=True, slots=True)
class Marks:
    """A line of a table: whose it is, and the mark of each column, "" for none."""

    name: str
    marks: tuple[str, ...]


def bars(title: str, labels: Sequence[str], series: Sequence[Series], size: Size, *, words: bool = False) -> str:
    """Bars side by side over each label, and above them a line on a scale of its own."""
    width, height = size
    base, step = height - BOTTOM, width / len(labels)
    standing, lines = [s for s in series if not s.line], [s for s in series if s.line]
    top = TOP + (base - TOP) * SHARE if lines else TOP
    parts = [_text(0, 11, title, anchor="start", size=10.5), *_legend(series)]
    parts += [_line(one, step, (TOP + NUMBER, top)) for one in lines]
    parts.append(f'<path d="M0 {base:g}H{width:g}" stroke="{RULE}" stroke-width="0.8"/>')
    parts += _standing(standing, step, (top + NUMBER, base))
    every = max(1, -(-len(labels) // int(width / (WIDE_LABEL if words else LABEL))))
    for n, label in enumerate(labels):
        if (len(labels) - 1 - n) % every == 0:
            parts.append(_text(step * (n + 0.5), height - 5, label, size=9))
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
    return _picture(parts, (wide, top + SQUARE * len(rows) + 2))


def _standing(series: Sequence[Series], step: float, between: Size) -> list[str]:
    """Bars from the base line up, each with its number above it."""
    top, base = between
    wide = min(BAR, step * 0.8 / len(series))
    tall = (base - top) / max(1, *(v for one in series for v in one.values))
    drawn: list[tuple[Box, Series, int]] = []
    for n in range(len(series[0].values)):
        left = step * (n + 0.5) - wide * len(series) / 2
        for k, one in enumerate(series):
            if value := one.values[n]:
                drawn.append(((left + k * wide + 0.6, base - tall * value, wide - 1.2, tall * value), one, value))
    return [_box(box, one) for box, one, _ in drawn] + _numbers([(box, value) for box, _, value in drawn])


def _numbers(bars: Sequence[tuple[Box, int]]) -> list[str]:
    """The number of each bar above it, the latest first; one that another number or bar is in the way of is not."""
    found, taken = [], [box for box, _ in bars]
    for (left, top, wide, _), value in reversed(bars):
        middle, half = left + wide / 2, DIGIT * len(str(value)) / 2
        place = (middle - half, top - 2.5 - CAP, 2 * half, CAP)
        if not any(_touch(place, other) for other in taken):
            taken.append(place)
            found.append(_text(middle, top - 2.5, str(value), size=9))
    return found


def _touch(one: Box, other: Box) -> bool:
    return all(one[n] + NEAR < other[n] + other[n + 2] and other[n] + NEAR < one[n] + one[n + 2] for n in range(2))


def _box(box: Box, one: Series) -> str:
    """A bar: full, striped if light, or hollow, so that paper without colour tells them apart."""
    left, top, wide, high = box
    if one.colour == DARK:
        return f'<rect x="{left:.2f}" y="{top:.2f}" width="{wide:.2f}" height="{high:.2f}" fill="{DARK}"/>'
    around = f"M{left + 0.5:.2f} {top + high:.2f}v{-high + 0.5:.2f}h{wide - 1:.2f}v{high - 0.5:.2f}z"
    stripes = int(high / STRIPE) if one.colour == LIGHT else 0
    across = "".join(f"M{left:.2f} {top + high - STRIPE * n:.2f}h{wide:.2f}" for n in range(1, stripes + 1))
    return f'<path d="{around}{across}" fill="#fff" stroke="{one.colour}"/>'


def _line(one: Series, step: float, between: Size) -> str:
    """A line with a dot a label; its highest and its last number are printed."""
    top, base = between
    tall = (base - top) / max(1, *one.values)
    points = [(step * (n + 0.5), base - tall * value) for n, value in enumerate(one.values)]
    path = "L".join(f"{x:.2f} {y:.2f}" for x, y in points)
    dots = "".join(f'<circle cx="{x:.2f}" cy="{y:.2f}" r="1.6" fill="#fff" stroke="{one.colour}"/>' for x, y in points)
    last, peak = len(points) - 1, one.values.index(max(one.values))
    told = (peak, last) if (last - peak) * step > LABEL else (last,)
    numbers = "".join(_text(points[n][0], points[n][1] - 4, str(one.values[n]), size=9) for n in told)
    return f'<path d="M{path}" fill="none" stroke="{one.colour}" stroke-width="1"/>{dots}{numbers}'


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
