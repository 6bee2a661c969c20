"""The review workbook: what the work group decides, prefilled with the proposals and their grounds."""

from collections.abc import Iterator, Mapping, Sequence

from pipeline.classification.outcomes import outcomes, proposal_field
from pipeline.model import META_SHEET, Edition, EventKind, Incident, Kind, State
from pipeline.plan.model import Plan
from pipeline.workbooks import labels, words
from pipeline.workbooks.cells import put_text, tall
from pipeline.workbooks.deterministic import workbook_bytes
from pipeline.workbooks.dropdowns import Lists
from pipeline.workbooks.style import new_book, print_wide
from pipeline.workbooks.tables import Form, write_meta

Known = Mapping[str, str]
"""Field key → what is already known for a row."""
_BLANK = 6
"""Rows left free below the prefilled ones."""


def review_bytes(edition: Edition, plan: Plan) -> bytes:
    """The review workbook of an issue as .xlsx: the same content gives the same bytes. Unmasked."""
    book = new_book()
    prefilled = {
        "分类审定": _classes(edition, plan),
        "合并审定": _pairs(edition),
        "答复审定": _answers(edition),
        "跟踪办结": _tracked(edition),
        "转介签收": ({"number": r.incident or r.key} for r in edition.referred),
        "零报告登记": iter(()),  # a unit that stood there already would count as having reported
    }
    sheets = [(book.create_sheet(name), list(rows)) for name, rows in prefilled.items() if plan.fields_of(name)]
    write_meta(book.create_sheet(META_SHEET), _meta(edition, plan))
    lists = Lists(book)
    title = f"{plan.texts.get('review_book.title', words.REVIEW_NAME)} {edition.day}"
    for sheet, rows in sheets:
        _fill(Form(sheet, plan, lists), rows, title)
    return workbook_bytes(book, edition.now)


def _meta(edition: Edition, plan: Plan) -> dict[str, str]:
    return {
        "template": Kind.REVIEW,
        "version": plan.info.version,
        "plan": plan.info.plan,
        "plan_digest": plan.template_digest,
        "unit": "",
        "day": edition.day.isoformat(),
    }


def _classes(edition: Edition, plan: Plan) -> Iterator[Known]:
    for incident in edition.open_incidents:
        if not incident.assessment.confirmed:
            yield {
                "incident": incident.number,
                "summary": labels.said(incident),
                "proposed": labels.proposed(incident, plan),
                "basis": labels.basis(incident, plan),
                "proposed_grade": labels.grade(incident, plan),
                **{spec.key: o.value for o in outcomes(incident, plan) if (spec := proposal_field(o.name, plan))},
            }


def _pairs(edition: Edition) -> Iterator[Known]:
    known = {incident.number: incident for incident in edition.incidents}
    asked: set[frozenset[str]] = set()
    for incident in edition.open_incidents:
        for other in (known[number] for number in incident.parked if number in known):
            pair = frozenset((incident.number, other.number))
            if pair in asked:
                continue  # once merged, two may each have been found like the other
            asked.add(pair)
            yield {
                "report_a": other.number,
                "summary_a": labels.said(other),
                "report_b": incident.number,
                "summary_b": labels.said(incident),
                "likeness": _likeness(incident, other.number),
            }
    for incident in edition.open_incidents:
        yield from _attached(incident, edition)


def _attached(incident: Incident, edition: Edition) -> Iterator[Known]:
    """What the night put to an incident by itself: a person may take it out again."""
    names = edition.parts
    called = {names.get((r.incident, r.key), ""): r for r in incident.reports}
    for event in incident.events:
        name = names.get((event.incident, event.report), "")
        if event.kind is EventKind.ATTACHED and event.night == edition.day and name in called:
            yield {
                "report_a": event.incident,
                "summary_a": incident.first.row.text("summary"),
                "report_b": name,
                "summary_b": called[name].row.text("summary"),
                "likeness": words.ATTACHED.format(explained=event.data["explained"]),
            }


def _likeness(incident: Incident, other: str) -> str:
    """What was written down when the pair was found doubtful."""
    found = (e.data for e in incident.events if e.kind is EventKind.PARKED and e.data["other"] == other)
    return next((str(data["explained"]) for data in found), "")


def _answers(edition: Edition) -> Iterator[Known]:
    for incident in edition.open_incidents:
        requests = dict.fromkeys(r.row.text("request") for r in incident.reports if r.row.text("request"))
        if requests and incident.told is None:
            yield {"incident": incident.number, "request": "\n".join(requests)}


def _tracked(edition: Edition) -> Iterator[Known]:
    return ({"incident": i.number} for i in edition.incidents if i.is_open or i.state is State.CALM)


def _fill(form: Form, rows: Sequence[Known], title: str) -> None:
    """A title, the headings, the prefilled rows and some blank ones."""
    sheet, specs = form.sheet, form.plan.fields_of(form.sheet.title)
    put_text(sheet.cell(1, 1), title, "标题")
    sheet.row_dimensions[1].height = 30
    form.table(2, specs, len(rows) + _BLANK)
    for number, row in enumerate(rows, start=3):
        for column, spec in enumerate(specs, start=1):
            if row.get(spec.key):
                put_text(sheet.cell(number, column), row[spec.key], "已有内容")
        sheet.row_dimensions[number].height = tall([row.get(s.key, "") for s in specs], [s.width for s in specs])
    sheet.freeze_panes = "B3"
    sheet.sheet_view.showGridLines = False
    print_wide(sheet, 2)
