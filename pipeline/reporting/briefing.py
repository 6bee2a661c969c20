"""The briefing of a day as ready words: one model for the leaders' copy (masked) and the archive copy."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pipeline.model import Edition
from pipeline.plan.model import Plan
from pipeline.reporting import charts, dates, room
from pipeline.reporting.compared import compared
from pipeline.reporting.figures import Figures, figures, linked
from pipeline.reporting.linking import figures_in
from pipeline.reporting.register import Entry, entries
from pipeline.reporting.rollcall import Count, Roll, roll
from pipeline.reporting.sections import CUT, SHOWN, Body, cut, sections, to_tell
from pipeline.reporting.signals import signals
from pipeline.reporting.sources import LABELS, Sources, sources
from pipeline.reporting.voice import Voice

HEAD, MARK, BOX = 64.0, 8.5, 13.0
"""Millimetres of the head with the band of figures, of the mark of a correction, of the box around changes."""


@dataclass(frozen=True, slots=True)
class Head:
    """What stands above the red rule and just below it."""

    title: str
    correction: str
    issue: str
    site: str
    office: str
    day: str
    as_of: str
    compiler: str
    reviewer: str
    copy: str


@dataclass(frozen=True, slots=True)
class Briefing:
    """Everything the page prints."""

    head: Head
    overview: str
    signals: tuple[str, ...]
    """What shows only from afar: one situation in several units, a second wave."""
    supplements: tuple[str, ...]
    counts: tuple[Count, ...]
    body: Body
    apart: tuple[str, ...]
    """Counts of what goes another way: referrals not signed for, the restricted lane."""
    roll: Roll
    charts: tuple[charts.Chart, ...]
    wide: bool
    """Whether the charts stand one above the other, because the pages have room for it."""
    roomy: bool
    """Whether two pages hold the body on the grid of GB/T 9704-2012: 22 lines of 28 characters."""
    quality: tuple[str, ...]
    sources: Sources
    """What the numbers of the page count."""
    register: tuple[Entry, ...]
    """In the archive copy only."""


def build(edition: Edition, plan: Plan, *, archive: bool = False) -> Briefing:
    """The briefing of an edition; the leaders' copy, which two pages hold, unless `archive`.

    Its numbers are marked to lead to what they count (linking.py).
    """
    voice, numbers = Voice(plan, masked=not archive), linked(figures(edition, plan), LABELS)
    told, signalled = to_tell(edition, plan), tuple(signals(edition, voice))
    overview = _overview(edition, numbers, voice)
    supplements = tuple(voice.own(line) for line in edition.supplements)
    whole = sections(edition, told, numbers, voice)
    above = taken(edition, overview, (*signalled, *supplements, *_apart(numbers, voice)))
    body = cut(whole, dict.fromkeys(CUT, SHOWN), voice) if archive else room.fitted(whole, above, voice)
    called, quality = roll(edition, numbers, voice), tuple(_quality(numbers, voice))
    counts = _counts(numbers, voice)
    steps = (step.printed for step in body.next_steps.items)
    printed = "".join((overview, *(str(c.value) for c in counts), called.printed, *quality, *steps))
    sourced = sources(edition, numbers, figures_in(printed), [i.number for i in told], voice)
    roomy = room.roomy(whole, above)
    beside = (called.printed, "".join(quality))
    wide = not archive and room.wide(above + room.height(body, roomy=roomy), beside, sourced.printed)
    return Briefing(
        head=_head(edition, voice, archive=archive),
        overview=overview,
        signals=signalled,
        supplements=supplements,
        counts=counts,
        body=body,
        apart=_apart(numbers, voice),
        roll=called,
        charts=charts.charts(edition, voice, wide=wide),
        wide=wide,
        roomy=roomy,
        quality=quality,
        sources=sourced,
        register=entries(told, edition, voice) if archive else (),
    )


def taken(edition: Edition, overview: str, beside: tuple[str, ...]) -> float:
    """Millimetres that the head, the overview and lines beside the sections take."""
    marked = (MARK if edition.correction else 0.0) + (BOX if edition.changes else 0.0)
    return HEAD + marked + room.prose(overview) + sum(map(room.entry, beside))


def _head(edition: Edition, voice: Voice, *, archive: bool) -> Head:
    plan = voice.plan
    reviewer = plan.role("reviewer")
    return Head(
        title=voice.text("briefing.title"),
        correction=voice.text("briefing.correction", correction=edition.correction) if edition.correction else "",
        issue=voice.text("briefing.issue", year=edition.day.year, number=edition.number),
        site=plan.info.site,
        office=plan.info.office,
        day=dates.full(edition.day),
        as_of=dates.full_moment(edition.now, plan.zone),
        compiler=plan.info.office,
        reviewer=reviewer.holder if reviewer and reviewer.holder else voice.text("word.unset"),
        copy=voice.text("archive.mark") if archive else "",
    )


def _overview(edition: Edition, numbers: Figures, voice: Voice) -> str:
    """Two sentences: how it stands, and what changed since the issue before; a zero is told in words."""
    values = {name: figure.value for name, figure in numbers.items() if "." not in name}
    as_of = dates.moment(edition.now, voice.plan.zone)
    if values["reports"] or values["open"]:
        beside = _beside(values, voice)
        stands = "，".join((*_came(values, beside["on_the_spot"], voice), _at_work(values, beside["among"], voice)))
        first = voice.text("overview", as_of=as_of, stands=stands, told=_answered(values, voice), **values, **beside)
    else:
        first = voice.text("overview.quiet", as_of=as_of)
    return first + compared(edition, numbers, voice)


def _beside(values: Mapping[str, int], voice: Voice) -> dict[str, str]:
    """What stands in brackets, of the reports and of what is open: by the names that an older plan's text has."""
    tallied = values["tallied"]
    some = voice.text("overview.tallied", n=tallied) if tallied else ""
    among = "、".join(voice.text(f"overview.{n}", n=values[n]) for n in ("key", "unverified") if values[n])
    return {
        "on_the_spot": voice.text("overview.all_tallied") if tallied and tallied == values["reports"] else some,
        "among": voice.text("overview.among", what=among) if among else "",
    }


def _came(values: Mapping[str, int], on_the_spot: str, voice: Voice) -> Iterator[str]:
    """What was reported, and what of it is new."""
    reports, new = values["reports"], values["new"]
    if not reports:
        yield voice.text("overview.no_reports")
        return
    yield voice.text("overview.reports", n=reports) + on_the_spot
    yield voice.text("overview.new", n=new) if new else voice.text("overview.no_new")


def _at_work(values: Mapping[str, int], among: str, voice: Voice) -> str:
    """What is open, and what of it leaders should know."""
    return voice.text("overview.open", n=values["open"]) + among if values["open"] else voice.text("overview.no_open")


def _answered(values: Mapping[str, int], voice: Voice) -> str:
    """What was achieved so far: answered, in time, adopted; "" where nothing was answered yet."""
    if not values["answered"]:
        return ""
    adopted = voice.text("overview.adopted", adopted=values["adopted"]) if values["adopted"] else ""
    key = "overview.answered" if values["on_time"] else "overview.answered_late"
    return voice.text(key, answered=values["answered"], on_time=values["on_time"], adopted=adopted)


def _counts(numbers: Figures, voice: Voice) -> tuple[Count, ...]:
    names = ("new", "open", "answered_today", "waiting", "overdue", "roll.missing")
    return tuple(
        Count(voice.text(f"count.{n}"), numbers[n].value, n == "overdue" and numbers[n].value > 0) for n in names
    )


def _apart(numbers: Figures, voice: Voice) -> tuple[str, ...]:
    lanes = (("referral.count", "referred"), ("restricted.count", "restricted"))
    return tuple(voice.text(key, count=numbers[name].value) for key, name in lanes if numbers[name].value)


def _quality(numbers: Figures, voice: Voice) -> Iterator[str]:
    yield voice.text("quality.workbooks", n=numbers["workbooks"].value, reports=numbers["reports"].value)
    if numbers["returned"].value:
        yield voice.text("quality.returned", n=numbers["returned"].value)
    if numbers["partly"].value:
        held = numbers["rows_waiting"].value
        rows = voice.text("quality.rows", n=held) if held else ""
        yield voice.text("quality.partly", n=numbers["partly"].value, rows=rows)
    if numbers["in_doubt"].value:
        yield voice.text("quality.in_doubt", n=numbers["in_doubt"].value)
