"""How much of a busy day two pages hold: the sections of the leaders' copy lose their last items."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import ceil

from pipeline.reporting.described import Described
from pipeline.reporting.sections import CUT, SHOWN, Body, cut
from pipeline.reporting.voice import Voice

PAGES = 2 * 225.0 - 14.0
"""Millimetres of two text blocks, less what page breaks leave blank."""
ACROSS, PROSE = 35.5, 30.5
"""Chinese characters across an entry and across the overview; figures take about half as much."""
LINE, GAP, HEADING, PITCH = 5.65, 1.4, 8.9, 7.0
"""Millimetres of an entry's line, of the space around it, of a heading, of a line of prose."""
LEAST = {"described": 5, "asks": 3, "questions": 4, "next_steps": 3, "overdue": 2}
"""Items that a section keeps on the busiest day; the others keep one."""
_FIRST_OF_CJK = "\u2e80"


@dataclass(frozen=True, slots=True)
class Part:
    """A section: the height of each of its items in millimetres, and how many it keeps in any case."""

    heights: Sequence[float]
    least: int


def fitted(body: Body, taken: float, voice: Voice) -> Body:
    """The body as two pages hold it below a head that has `taken` so many millimetres.

    Where items are not enough, the key incidents of the lowest grade lose what is below their title.
    """
    key = body.described.items
    for told in range(len(key), -1, -1):
        brief = tuple(one if n < told else replace(one, lines=()) for n, one in enumerate(key))
        tried = replace(body, described=replace(body.described, items=brief))
        kept, missing = keep(_parts(tried), PAGES - taken - HEADING * body.headings - _beside(tried))
        if not missing:
            break
    return cut(tried, kept, voice)


def keep(parts: Mapping[str, Part], room: float) -> tuple[dict[str, int], float]:
    """How many items each section keeps, and how many millimetres are still missing.

    As long as it does not fit, the section that takes most room loses its last item.
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
    return kept, max(0.0, sum(taken.values()) - room)


def lines(text: str) -> int:
    """How many lines a text takes."""
    return ceil(_width(text) / ACROSS)


def prose(text: str) -> float:
    """Millimetres of a paragraph of the overview."""
    return ceil((2 + _width(text)) / PROSE) * PITCH


def entry(text: str) -> float:
    """Millimetres of an entry; none if nothing is said."""
    return lines(text) * LINE + GAP if text else 0.0


def _width(text: str) -> float:
    return sum(1 if c >= _FIRST_OF_CJK else 0.56 for c in text)


def _beside(body: Body) -> float:
    """Millimetres of the numbers that only point elsewhere."""
    return entry("、".join(body.below)) + entry("、".join(body.unverified))


def _parts(body: Body) -> dict[str, Part]:
    return {name: Part([_height(one) for one in getattr(body, name).items], LEAST.get(name, 1)) for name in CUT}


def _height(item: object) -> float:
    if isinstance(item, str):
        return entry(item)
    if isinstance(item, Described):
        return (lines(item.title) + 1 + lines(item.printed)) * LINE + 2 * GAP
    return entry(getattr(item, "printed"))
