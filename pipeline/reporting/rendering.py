"""All pages of an issue: names from the plan, bytes from the press."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import chain

from pipeline.errors import OutputError
from pipeline.model import Edition, Incident
from pipeline.plan.model import Plan
from pipeline.reporting import approval, briefing, digest, facts, final, flash, html, period, referral, reminder
from pipeline.reporting.leaks import leaked, secrets
from pipeline.reporting.pdf import Attachment, Sheet
from pipeline.reporting.preflight import LEAKED, MIB, MOST, SHOWN, Proof
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
    pages = chain((final_page(i, edition, plan) for i in finals), (flash_page(i, edition, plan) for i in flashes))
    return _begun(pages, press)


def begin_issue(edition: Edition, plan: Plan, press: Press, *, registers: tuple[Attachment, ...] = ()) -> Printing:
    """The pages of an issue: both copies, digest and reminder, approval, slips."""
    pages = _issue(edition, plan, registers)
    return _begun(pages, press, *_texts(edition, plan))


def render_final(incident: Incident, edition: Edition, plan: Plan, press: Press) -> tuple[Output, ...]:
    """The final review of one incident."""
    return _begun([final_page(incident, edition, plan)], press).outputs()


def render_period(first: date, edition: Edition, plan: Plan, press: Press) -> Output:
    """The review of the days from `first` to the edition's."""
    view = period.build(edition, first, plan)
    text, missing = html.render("period", view, plan, edition.now)
    name = Voice(plan).text("period.file", **{"from": first.isoformat(), "to": edition.day.isoformat()})
    proof = Proof(Sheet(text, edition.now), name, (view.title,), numbered=True)
    return _begun([_Page(proof, private=True, missing=missing)], press).outputs()[0]


def flash_page(incident: Incident, edition: Edition, plan: Plan) -> _Page:
    """The flash report of one incident."""
    view, number = flash.build(incident, edition, plan), incident.number
    return _page("flash", view, edition, plan, (number,), incident=number)


def flash_name(incident: str, edition: Edition, plan: Plan) -> str:
    """The name of an incident's flash report, below the day's folder."""
    return _name("flash", edition, plan, incident)


def final_page(incident: Incident, edition: Edition, plan: Plan) -> _Page:
    """The final review of one incident."""
    view = final.build(incident, edition, plan)
    return _page("final", view, edition, plan, (incident.number,), incident=incident.number, private=True)


def _issue(edition: Edition, plan: Plan, registers: tuple[Attachment, ...]) -> Iterator[_Page]:
    filed = briefing.build(edition, plan, archive=True)
    must = (filed.head.day, filed.head.issue)
    source = Attachment("provenance.json", to_json(edition, plan), "provenance", "Source")
    attached = (source, *registers)
    # the longest page first: it is being made while the others are still put into words
    yield _page("archive", filed, edition, plan, must, template="briefing", private=True, attached=attached)
    yield _page("briefing", briefing.build(edition, plan), edition, plan, must)
    if sheet := approval.build(edition, plan):
        yield _page("approval", sheet, edition, plan, (sheet.day,), private=True)
    for report in (r for r in edition.referred if r.night == edition.day):
        view, number = referral.of_report(report, plan), report.incident
        yield _page("referral", view, edition, plan, (view.title,), template="slip", private=True, incident=number)
    for incident in (i for i in edition.restricted if any(r.night == edition.day for r in i.reports)):
        view = referral.of_incident(incident, plan)
        number = incident.number
        yield _page("restricted", view, edition, plan, (number,), template="slip", private=True, incident=number)


def _texts(edition: Edition, plan: Plan) -> Iterator[Output]:
    """The digest, and whom to remind; where a correction leaves nobody to remind, that is said in its place."""
    voice = Voice(plan)
    words = digest.digest(briefing.build(edition, plan), edition.number, voice)
    name = _name("digest", edition, plan)
    if found := leaked(words, secrets(edition, plan)):
        said = LEAKED.format(said="、".join(f"{secret[:SHOWN]}…" for secret in found))
        raise OutputError(f"{name} 没有发出:{said}。上一次发出的保持不变。")
    yield Output(name, f"{words}\n".encode())
    nobody = voice.text("roll.complete") if edition.correction and edition.roll_call.due else ""
    if line := reminder.reminder(edition, voice) or nobody:
        yield Output(_name("remind", edition, plan), f"{line}\n".encode())


def _page(  # noqa: PLR0913 (a page is all of these)
    kind: str,
    view: object,
    edition: Edition,
    plan: Plan,
    must_contain: tuple[str, ...],
    *,
    template: str = "",
    private: bool = False,
    attached: tuple[Attachment, ...] = (),
    incident: str = "",
) -> _Page:
    text, missing = html.render(template or kind, view, plan, edition.now)
    filed = kind == "archive"
    proof = Proof(
        Sheet(text, edition.now, filed, attached),
        _name(kind, edition, plan, incident),
        must_contain,
        incidents=tuple(i.number for i in edition.open_incidents if facts.is_shown(i)) if filed else (),
        numbered=kind in NUMBERED,
        most=ARCHIVE_MOST if filed else MOST,
        secrets=() if private else secrets(edition, plan),
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
