"""How much room a day takes on the page: two hold the body, and the annex begins right below it.

A day that leaves room is set on the grid of GB/T 9704-2012 throughout; on others only the overview is, and what is
told below it stands closer, in smaller type.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from math import ceil
from typing import Protocol

from pipeline.reporting.described import Described
from pipeline.reporting.linking import plain
from pipeline.reporting.sections import CUT, SHOWN, Body, cut, once
from pipeline.reporting.voice import Voice

TEXT = 225.0
"""Millimetres of a page's text block."""
BREAK = 14.0
"""Millimetres that a page break may leave blank above it."""
PAGES = 2 * TEXT - BREAK
"""Millimetres of the body: two text blocks."""
ANNEX, SIDE, WIDE = 26.0, 116.0, 160.0
"""Millimetres of the annex's headings, and of charts and colophon: all side by side, or those by day across."""
ROWS, COLUMNS, PITCH = 22, 28, TEXT / 22
"""The standard's grid: lines of a page, characters of a line, and millimetres from line to line."""
SPARE, FEW = 4, 8
"""Lines of the grid that page breaks may leave blank, and fewer than which are no second page."""
ACROSS, BLOCK = 36.8, 35.0
"""Chinese characters across an entry and a key incident; figures take half as much."""
LINE = 16 * 25.4 / 72
"""Millimetres of a line of an entry or a key incident."""
FINE, FINE_LINE = 42.0, 14 * 25.4 / 72
"""Characters across small print, and millimetres of a line of it."""
GAP, AROUND, HEADING = 1.4, 2.2, 8.8
"""Millimetres around an entry and around a key incident, and of a heading."""
LEAST = {"changes": 4, "described": 5, "asks": 3, "questions": 5, "next_steps": 2, "overdue": 2}
"""Items that a section keeps on a busy day; the others keep one."""
FEWER = (SHOWN, 4, 3, 2)
"""Items that no section keeps more than, where what it keeps at least does not fit."""
_FIRST_OF_CJK = "\u2e80"


class Printed(Protocol):
    """Something told in one entry."""

    @property
    def printed(self) -> str:
        """All its words."""


@dataclass(frozen=True, slots=True)
class Part:
    """A section: the height of each of its items in millimetres, and how many it keeps in any case."""

    heights: Sequence[float]
    least: int


def fitted(body: Body, taken: float, voice: Voice) -> Body:
    """The body as two pages hold it below a head that has `taken` so many millimetres.

    Where not everything has room, each incident is told in one place; then the sections lose their last items and
    the key incidents of the lowest grade say less below their titles; their titles stand alone as the last resort.
    """
    space = PAGES - taken - _fixed(body)
    parts = _parts(body)
    if sum(sum(part.heights) for part in parts.values()) <= space:
        return cut(body, {name: min(SHOWN, len(part.heights)) for name, part in parts.items()}, voice)
    tried, kept = body, dict.fromkeys(CUT, SHOWN)
    for tried, most in _tries(body, voice.text("key.filed")):
        kept, missing = keep(_parts(once(tried), most), space)
        if not missing:
            break
    return once(cut(tried, kept, voice))


def roomy(body: Body, above: float) -> bool:
    """Whether the body, whole, is set on the grid, below so many millimetres.

    It is where two pages hold it so, unless smaller type spares a second page of a few lines.
    """
    whole = all(len(getattr(body, name).items) <= SHOWN for name in CUT)
    over = _rows(body) - int((TEXT - above) / PITCH)
    few = 0 < over < FEW and above + height(body) <= TEXT
    return whole and over <= ROWS - SPARE and not few


def height(body: Body, *, roomy: bool = False) -> float:
    """Millimetres of the sections of a body."""
    if roomy:
        return _rows(body) * PITCH
    return _fixed(body) + sum(sum(part.heights) for part in _parts(body).values())


def wide(before: float, entries: Sequence[str], small: str) -> bool:
    """Whether an annex of those entries and small print, that far below the first head, may have wide charts.

    It may where it takes no page more than with charts side by side.
    """
    told = ANNEX + sum(map(entry, entries)) + lines(small, FINE) * FINE_LINE
    begun = before + (BREAK if before > TEXT else 0.0)
    return _pages(begun, told + WIDE) <= _pages(begun, told + SIDE)


def _pages(begun: float, annex: float) -> int:
    """Pages that are taken with an annex that stands on one page if one holds it."""
    full, used = divmod(begun, TEXT)
    return int(full) + (1 if used + annex <= TEXT else 2 if annex <= TEXT else 3)


def _tries(body: Body, filed: str) -> Iterator[tuple[Body, int]]:
    """Shorter and shorter bodies, and how many items their sections keep at the most where there is no room.

    From the last key incident on they lose how they were reported, the gravest only as the last resort; then all but
    their titles.
    """
    whole = body.described.items
    brief = [replace(one, lines=one.lines[1:]) for one in whole]
    titles = [replace(one, lines=(), unchanged=one.unchanged or filed) for one in whole]
    told, *all_brief = [(*whole[:n], *brief[n:]) for n in range(len(whole), -1, -1)]
    alone = [(*brief[:n], *titles[n:]) for n in range(len(whole) - 1, -1, -1)]
    for most in FEWER:
        for key in (told, *(all_brief + alone if most == FEWER[-1] else all_brief[:-1])):
            yield replace(body, described=replace(body.described, items=key)), most


def keep(parts: Mapping[str, Part], room: float) -> tuple[dict[str, int], float]:
    """How many items each section keeps, and how many millimetres are still missing.

    As long as it does not fit, the section that takes most room loses its last item; at the end the sections get
    back, in their order, what still fits.
    """
    kept = {name: min(SHOWN, len(part.heights)) for name, part in parts.items()}
    taken = {name: sum(part.heights[: kept[name]]) for name, part in parts.items()}
    while sum(taken.values()) > room:
        able = [name for name, part in parts.items() if kept[name] > part.least]
        if not able:
            break
        longest = max(able, key=lambda name: taken[name])
        kept[longest] -= 1
        taken[longest] -= parts[longest].heights[kept[longest]]
    left = room - sum(taken.values())
    for name, part in parts.items():
        while kept[name] < min(SHOWN, len(part.heights)) and part.heights[kept[name]] <= left:
            left -= part.heights[kept[name]]
            kept[name] += 1
    return kept, max(0.0, -left)


def lines(text: str, across: float = ACROSS) -> int:
    """How many lines a text takes where so many characters stand side by side."""
    return ceil(_width(text) / across)


def prose(text: str) -> float:
    """Millimetres of a paragraph of the overview."""
    return lines("一一" + text, COLUMNS) * PITCH


def entry(text: str) -> float:
    """Millimetres of an entry; none if nothing is said."""
    return lines(text) * LINE + GAP if text else 0.0


def _width(text: str) -> float:
    return sum(1 if c >= _FIRST_OF_CJK else 0.5 for c in plain(text))


def _fixed(body: Body) -> float:
    """Millimetres of the headings, and of the numbers that only point elsewhere."""
    return HEADING * body.headings + entry("、".join(body.unverified))


def _rows(body: Body) -> int:
    """Lines of the sections of a body on the grid."""
    items = (item for name in CUT for item in getattr(body, name).items)
    return body.headings + lines("、".join(body.unverified), COLUMNS) + sum(map(_of_item, items))


def _of_item(item: str | Described | Printed) -> int:
    title = lines(item.headline, COLUMNS) if isinstance(item, Described) else 0
    return title + lines(item if isinstance(item, str) else item.printed, COLUMNS)


def _parts(body: Body, most: int = SHOWN) -> dict[str, Part]:
    return {
        name: Part([_height(one) for one in getattr(body, name).items], min(LEAST.get(name, 1), most)) for name in CUT
    }


def _height(item: str | Described | Printed) -> float:
    if isinstance(item, str):
        return entry(item)
    if isinstance(item, Described):
        return (lines(item.headline, BLOCK) + lines(item.printed, BLOCK)) * LINE + AROUND
    return entry(item.printed)
