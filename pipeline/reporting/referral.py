"""A referral slip: one report that left the pipeline at once, for the protection contact's eyes only."""

from dataclasses import dataclass
from datetime import date, datetime

from pipeline.model import Incident, Report
from pipeline.plan.lists import LEADING
from pipeline.plan.model import Plan
from pipeline.plan.phrasing import phrases_in
from pipeline.reporting import dates
from pipeline.reporting.voice import Voice


@dataclass(frozen=True, slots=True)
class Slip:
    """Everything the page prints."""

    title: str
    site: str
    to: str
    rule: str
    """The sentence that says how to handle this page."""
    lines: tuple[tuple[str, str], ...]
    signatures: tuple[str, ...]


def of_report(report: Report, plan: Plan) -> Slip:
    """The slip of a referred report."""
    voice = Voice(plan, masked=False)
    contact = f"{plan.info.contact}　{plan.info.contact_phone}"
    return _slip(
        "referral",
        contact,
        _lines((report,), report.received.astimezone(plan.zone).date().year, voice),
        voice,
    )


def of_incident(incident: Incident, plan: Plan) -> Slip:
    """The slip of an incident in the restricted lane, for that lane's own recipient."""
    voice = Voice(plan, masked=False)
    number = ((voice.text("slip.number"), incident.number),)
    lines = number + _lines(incident.reports, incident.day.year, voice)
    to = "restricted.to_next" if _concerns_leaders(incident, plan) else "restricted.to"
    return _slip("restricted", voice.text(to), lines, voice)


def _concerns_leaders(incident: Incident, plan: Plan) -> bool:
    """Whether a report speaks of whoever would else receive it, or stands above them."""
    told = (r.row.text(key) for r in incident.reports for key in ("summary", "request", "note"))
    return any(phrases_in(text, plan, LEADING) for text in told)


def _slip(kind: str, to: str, lines: tuple[tuple[str, str], ...], voice: Voice) -> Slip:
    title, rule = voice.text(f"{kind}.title"), voice.text(f"{kind}.rule")
    return Slip(title, voice.plan.info.site, to, rule, lines, tuple(voice.text(f"{kind}.signatures").split("|")))


def _lines(reports: tuple[Report, ...], year: int, voice: Voice) -> tuple[tuple[str, str], ...]:
    """What each report says, cell by cell in the order of the form, and where it stands."""
    lines: list[tuple[str, str]] = []
    for report in reports:
        row = report.row
        lines.append((voice.text("slip.from"), f"{report.unit}　{report.role}".strip()))
        lines.append((voice.text("slip.received"), f"{year}年{dates.moment(report.received, voice.plan.zone)}"))
        specs = [s for s in voice.plan.fields_of(row.sheet) if s.key in row.cells and row.text(s.key)]
        lines += [(spec.label, _shown(report, spec.key, voice)) for spec in specs]
        lines.append((voice.text("slip.source"), f"{row.file}　{row.where('summary')}"))
    return tuple(lines)


def _shown(report: Report, key: str, voice: Voice) -> str:
    value = report.row.values[key]
    if isinstance(value, datetime):
        return dates.full_moment(value, voice.plan.zone)
    return dates.full(value) if isinstance(value, date) else voice.say(str(value))
