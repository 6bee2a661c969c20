"""The roll-up of many sites: what each counts on one day, and what several have in common; no words of anybody."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from pipeline.model import Edition
from pipeline.plan.model import Plan
from pipeline.reporting import dates, facts
from pipeline.reporting.figures import figures
from pipeline.reporting.voice import Voice

COLUMNS = ("new", "open", "key", "answered_today", "waiting", "overdue", "roll.missing")
"""Figures of a site, in the order of the page; each is that of the site's own issue."""
SEVERAL = 2
"""Sites in which a situation is told as a common one."""


@dataclass(frozen=True, slots=True)
class Grave:
    """An incident of the grade of a flash report: its number and what the plan calls it, no word of a report."""

    number: str
    situation: str
    grade: str
    state: str


@dataclass(frozen=True, slots=True)
class SiteDay:
    """What a site hands up for a day."""

    site: str
    now: datetime
    """Until when its data reach."""
    figures: Mapping[str, int]
    """By the names of `COLUMNS`."""
    situations: Mapping[str, int]
    """Name of a situation → how many incidents of it are at work."""
    grave: tuple[Grave, ...]


@dataclass(frozen=True, slots=True)
class Absent:
    """A site that is not in the sums, and why."""

    site: str
    why: str


@dataclass(frozen=True, slots=True)
class Rollup:
    """Everything the page prints."""

    title: str
    day: str
    as_of: str
    overview: str
    headings: tuple[str, ...]
    lines: tuple[tuple[str, ...], ...]
    """A line a site, as they were asked for, and the sum last."""
    common: tuple[tuple[str, int, int], ...]
    """Situation, in how many sites, how many incidents; the most sites first."""
    grave: tuple[tuple[str, ...], ...]
    """Site, number, situation, grade and state; by site, the highest grade first."""
    absent: tuple[tuple[str, str], ...]
    """Site, and why it is not in the sums."""
    stamp: datetime


def of_site(edition: Edition, plan: Plan) -> SiteDay:
    """What the issue of a site counts; incidents of restricted lanes are in no figure."""
    voice, numbers = Voice(plan), figures(edition, plan)
    working = [i for i in edition.open_incidents if facts.is_shown(i)]
    names = [voice.situation(i) for i in working if i.assessment.situation]
    urgent = plan.grades[plan.grades.index(plan.info.flash_grade) :]
    grave = sorted((i for i in working if i.assessment.grade in urgent), key=lambda i: (-facts.rank(i, plan), i.number))
    return SiteDay(
        site=plan.info.site,
        now=edition.now,
        figures={name: numbers[name].value for name in COLUMNS},
        situations={name: names.count(name) for name in dict.fromkeys(names)},
        grave=tuple(Grave(i.number, voice.situation(i), voice.grade(i), voice.state(i)) for i in grave),
    )


def build(day: date, told: Sequence[SiteDay], absent: Sequence[Absent], plan: Plan) -> Rollup:
    """The page of the sites that were told, by the words of one plan; there is at least one."""
    voice = Voice(plan)
    sums = {name: sum(one.figures[name] for one in told) for name in COLUMNS}
    stamp = max(one.now for one in told)
    values = {name.replace("roll.", ""): value for name, value in sums.items()}
    return Rollup(
        title=voice.text("rollup.title"),
        day=dates.full(day),
        as_of=dates.full_moment(stamp, plan.zone),
        overview=voice.text("rollup.overview", sites=len(told) + len(absent), told=len(told), **values),
        headings=(voice.text("rollup.column.site"), *(voice.text(_label(name)) for name in COLUMNS)),
        lines=(
            *((one.site, *(str(one.figures[name]) for name in COLUMNS)) for one in told),
            (voice.text("period.whole"), *(str(sums[name]) for name in COLUMNS)),
        ),
        common=_common(told),
        grave=tuple((one.site, g.number, g.situation, g.grade, g.state) for one in told for g in one.grave),
        absent=tuple((one.site, one.why) for one in absent),
        stamp=stamp,
    )


def _label(name: str) -> str:
    return f"figure.{name}" if name == "key" else f"count.{name}"


def _common(told: Sequence[SiteDay]) -> tuple[tuple[str, int, int], ...]:
    names = dict.fromkeys(name for one in told for name in one.situations)
    found = [(name, [n for one in told if (n := one.situations.get(name))]) for name in names]
    several = [(name, len(counts), sum(counts)) for name, counts in found if len(counts) >= SEVERAL]
    return tuple(sorted(several, key=lambda one: (-one[1], -one[2])))
