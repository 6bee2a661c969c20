"""Linking: how alike each report of a night is to known incidents, and to the other reports of the night."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from pipeline.merging.blocks import Blocks
from pipeline.merging.casebook import Casebook, Standing
from pipeline.merging.grouping import Pair
from pipeline.merging.likeness import Likeness, blended, likeness
from pipeline.merging.rarity import Rarity, grams_in, pairs_in, rarity_of
from pipeline.model import Report
from pipeline.numbering import running

_LATELY = 14
"""What was first told within so many days may be the talk of these days, and is no usual word for that."""


def links(casebook: Casebook, reports: Iterable[Report], night: date) -> Mapping[Pair, Likeness]:
    """Each report of the night with every incident, and every other report of it, that shares a block with it."""
    fresh = [casebook.read(report) for report in reports]
    told = {s.report.key: casebook.subject(s.report).theme.spellings for s in fresh}
    wanted = frozenset().union(*(s.grams for s in fresh), *map(grams_in, told.values()))
    rarity = _rarity(casebook, wanted, night)
    everything = sorted((*casebook.standing, *fresh), key=lambda s: (s.report.report_date, s.report.key))
    blocks, sizes = Blocks(everything, wanted, rarity), Counter(s.incident for s in casebook.standing)
    found: dict[Pair, Likeness] = {}
    for one in fresh:
        near = blocks.near(one, told[one.report.key], casebook.plan.info.window_days)
        new = [other for other in near if frozenset((one.report.key, other.report.key)) not in found]
        found |= _linked(casebook, one, new, rarity, sizes)
    return found


def _linked(
    casebook: Casebook, one: Standing, near: Iterable[Standing], rarity: Rarity, sizes: Mapping[str, int]
) -> dict[Pair, Likeness]:
    """One report with reports near it: those of one incident together, by the likest few of them."""
    key, mine = one.report.key, casebook.subject(one.report)
    found: dict[Pair, Likeness] = {}
    of_incident: dict[str, list[Likeness]] = defaultdict(list)
    for other in near:
        like = likeness(mine, casebook.subject(other.report), rarity)
        if other.incident:
            of_incident[other.incident].append(like)
        else:
            found[frozenset((key, other.report.key))] = like
    for number, likes in of_incident.items():
        found[frozenset((key, number))] = _of_all(likes, sizes[number])
    return found


def _of_all(likes: Sequence[Likeness], size: int) -> Likeness:
    best = max(likes, key=lambda like: like.score)
    return replace(best, score=blended([like.score for like in likes], size))


def _rarity(casebook: Casebook, wanted: frozenset[str], night: date) -> Rarity:
    """What is rare, by all that was known before the night: what may be one matter is counted once."""
    matters = _matters(casebook.asked)
    grams: dict[str, set[str]] = defaultdict(set)
    first: dict[str, date] = {}
    for standing in (*casebook.remembered, *casebook.standing):
        if standing.report.night < night:
            matter = matters.get(standing.incident, standing.incident)
            grams[matter] |= standing.grams & wanted
            first[matter] = min(first.get(matter, night), standing.report.night)
    old = [g for matter, g in grams.items() if (night - first[matter]).days > _LATELY]
    new = [g for matter, g in grams.items() if (night - first[matter]).days <= _LATELY]
    return rarity_of(old, new, pairs_in(casebook.lens.wide))


def _matters(asked: Iterable[Pair]) -> Mapping[str, str]:
    """Incident → the oldest of those that may be one matter with it."""
    found: dict[str, str] = {}
    for older, younger in sorted((sorted(pair, key=running) for pair in asked), key=lambda p: (running(p[1]), p[0])):
        found[younger] = min(found.get(younger, younger), found.get(older, older), key=running)
    return found
