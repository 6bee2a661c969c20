"""All pages of an issue: names from the plan, bytes from the press."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import chain

from pipeline.errors import OutputError
from pipeline.model import Edition, Incident
from pipeline.plan.model import Plan
from pipeline.reporting import approval, briefing, digest, facts, final, flash, html, period, referral, reminder, rollup
from pipeline.reporting.leaks import secrets, told
from pipeline.reporting.pdf import Attachment, Sheet
from pipeline.reporting.preflight import MIB, MOST, Proof
from pipeline.reporting.press import Press, Printed
from pipeline.reporting.provenance import to_json
from pipeline.reporting.voice import Voice

NUMBERED = frozenset({"archive", "briefing", "flash", "final"})
"""Kinds of pages that bear a page number; those to sign and slips are one page."""
ARCHIVE_MOST = 60 * MIB
"""Bytes of an archive copy, which holds its register three times."""


@dataclass(frozen=True, slots=True)
class Output:
    """One file of an issue."""

    name: str
    """Below the day's folder, with `/`."""
    data: bytes
    private: bool = False
    """Unmasked: for the owner's eyes only (mode 600)."""
    missing: str = ""
    """Characters that no font has; 〓 stands for them."""


@dataclass(frozen=True, slots=True)
class _Page:
    proof: Proof
    private: bool
    missing: str


@dataclass(frozen=True)
class _Day:
    """An edition with its plan, and what several of its pages need, made once."""

    edition: Edition
    plan: Plan

    @cached_property
    def secrets(self) -> tuple[str, ...]:
        return secrets(self.edition, self.plan)

    @cached_property
    def shown(self) -> briefing.Briefing:
        return briefing.build(self.edition, self.plan)


@dataclass(frozen=True, slots=True)
class Printing:
    """Pages that the press is at work on, so that the caller may do other things meanwhile."""

    pages: tuple[_Page, ...]
    made: Printed
    texts: tuple[Output, ...] = ()

    def outputs(self) -> tuple[Output, ...]:
        """Wait for the pages, each of which was looked at, and give them out."""
        made = zip(self.pages, self.made(), strict=True)
        return (*(Output(page.proof.name, data, page.private, page.missing) for page, data in made), *self.texts)


def begin_short(
    edition: Edition, plan: Plan, press: Press, *, finals: Iterable[Incident] = (), flashes: Iterable[Incident] = ()
) -> Printing:
    """Final reviews and flash reports: a page each, which keep the press busy while longer ones are made ready."""
    day = _Day(edition, plan)
    return _begun(chain((_final(i, day) for i in finals), (_flash(i, day) for i in flashes)), press)


def begin_issue(edition: Edition, plan: Plan, press: Press, *, registers: tuple[Attachment, ...] = ()) -> Printing:
    """The pages of an issue: both copies, digest and reminder, approval, slips."""
    day = _Day(edition, plan)
    return _begun(_issue(day, registers), press, *_texts(day))


def render_final(incident: Incident, edition: Edition, plan: Plan, press: Press) -> tuple[Output, ...]:
    """The final review of one incident."""
    return _begun([_final(incident, _Day(edition, plan))], press).outputs()


def render_period(first: date, last: date, edition: Edition, plan: Plan, press: Press) -> Output:
    """The review of what began on the days from `first` to `last`, as the edition knows it."""
    view = period.build(edition, first, last, plan)
    text, missing = html.render("period", view, plan, edition.now)
    name = Voice(plan).text("period.file", **{"from": first.isoformat(), "to": last.isoformat()})
    proof = Proof(Sheet(text, edition.now), name, (view.title,), numbered=True)
    return _begun([_Page(proof, private=True, missing=missing)], press).outputs()[0]


def render_rollup(view: rollup.Rollup, day: date, plan: Plan, press: Press) -> Output:
    """The roll-up of many sites, whose file stands in no site's outbox/."""
    text, missing = html.render("rollup", view, plan, view.stamp)
    name = Voice(plan).text("rollup.file", date=day.isoformat())
    proof = Proof(Sheet(text, view.stamp), name, (view.title, view.day), numbered=True)
    return _begun([_Page(proof, private=True, missing=missing)], press).outputs()[0]


def flash_name(incident: str, edition: Edition, plan: Plan) -> str:
    """The name of an incident's flash report, below the day's folder."""
    return _name("flash", edition, plan, incident)


def _flash(incident: Incident, day: _Day) -> _Page:
    view, number = flash.build(incident, day.edition, day.plan), incident.number
    return _page("flash", view, day, (number,), incident=number)


def _final(incident: Incident, day: _Day) -> _Page:
    view, number = final.build(incident, day.edition, day.plan), incident.number
    return _page("final", view, day, (number,), incident=number, private=True)


def _issue(day: _Day, registers: tuple[Attachment, ...]) -> Iterator[_Page]:
    edition, plan = day.edition, day.plan
    filed = briefing.build(edition, plan, archive=True)
    must = (filed.head.day, filed.head.issue)
    source = Attachment("provenance.json", to_json(edition, plan), "provenance", "Source")
    attached = (source, *registers)
    # the longest page first: it is being made while the others are still put into words
    yield _page("archive", filed, day, must, template="briefing", private=True, attached=attached)
    yield _page("briefing", day.shown, day, must)
    if sheet := approval.build(edition, plan):
        yield _page("approval", sheet, day, (sheet.day,), private=True)
    for report in (r for r in edition.referred if r.night == edition.day):
        view, number = referral.of_report(report, plan), report.incident
        yield _page("referral", view, day, (view.title,), template="slip", private=True, incident=number)
    for incident in (i for i in edition.restricted if any(r.night == edition.day for r in i.reports)):
        view = referral.of_incident(incident, plan)
        number = incident.number
        yield _page("restricted", view, day, (number,), template="slip", private=True, incident=number)


def _texts(day: _Day) -> Iterator[Output]:
    """The digest, and whom to remind; where a correction leaves nobody to remind, that is said in its place."""
    edition, voice = day.edition, Voice(day.plan)
    nobody = voice.text("roll.complete") if edition.correction and edition.roll_call.due else ""
    yield from _text("digest", digest.digest(day.shown, edition.number, voice), day)
    yield from _text("remind", reminder.reminder(edition, voice) or nobody, day)


def _text(kind: str, words: str, day: _Day) -> Iterator[Output]:
    name = _name(kind, day.edition, day.plan)
    if fault := told(words, day.secrets):
        raise OutputError(f"{name} 没有发出:{fault}。上一次发出的保持不变。")
    if words:
        yield Output(name, f"{words}\n".encode())


def _page(  # noqa: PLR0913 (a page is all of these)
    kind: str,
    view: object,
    day: _Day,
    must_contain: tuple[str, ...],
    *,
    template: str = "",
    private: bool = False,
    attached: tuple[Attachment, ...] = (),
    incident: str = "",
) -> _Page:
    edition, plan = day.edition, day.plan
    text, missing = html.render(template or kind, view, plan, edition.now)
    filed = kind == "archive"
    proof = Proof(
        Sheet(text, edition.now, filed, attached),
        _name(kind, edition, plan, incident),
        must_contain,
        incidents=tuple(i.number for i in edition.open_incidents if facts.is_shown(i)) if filed else (),
        numbered=kind in NUMBERED,
        most=ARCHIVE_MOST if filed else MOST,
        secrets=() if private else day.secrets,
    )
    return _Page(proof, private, missing)


def _name(kind: str, edition: Edition, plan: Plan, incident: str = "") -> str:
    voice = Voice(plan)
    correction = voice.text("briefing.correction", correction=edition.correction) if edition.correction else ""
    values = {"date": edition.day.isoformat(), "number": edition.number, "correction": correction}
    return voice.text(f"{kind}.file", **values, incident=incident)


def _begun(pages: Iterable[_Page], press: Press, *texts: Output) -> Printing:
    given: list[_Page] = []

    def proofs() -> Iterator[Proof]:
        for page in pages:
            given.append(page)
            yield page.proof

    made = press.begin(proofs())
    return Printing(tuple(given), made, texts)
