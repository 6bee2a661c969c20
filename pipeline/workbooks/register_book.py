"""The register as a workbook: incidents, reports, progress, roll call and counts, with their sources."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from functools import partial
from zoneinfo import ZoneInfo

from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from pipeline.classification.outcomes import names, outcomes
from pipeline.model import Edition, Incident, RawCell, Report, ReportStatus
from pipeline.plan.model import PROGRESS, REPORT, UNSET, FieldSpec, Plan, split
from pipeline.tracking.changes import Change, changes
from pipeline.workbooks import labels, words
from pipeline.workbooks.cells import put, put_text, tall
from pipeline.workbooks.deterministic import workbook_bytes
from pipeline.workbooks.style import new_book, print_wide

Table = tuple[Sequence[str], Sequence[float], Iterable[Sequence[RawCell]]]
"""Headings, column widths, rows."""
Value = Callable[[Incident, Edition, Plan], RawCell]


def register_bytes(edition: Edition, plan: Plan) -> bytes:
    """The register of an issue as .xlsx: the same content gives the same bytes. Unmasked."""
    book = new_book()
    sheets = _SHEETS | {plan.texts["changed.sheet"]: _changes}
    if plan.texts.get("register.by.field"):
        sheets[plan.texts["register.by.title"]] = _file
    for name, table in sheets.items():
        _write(
            book,
            name,
            table(edition, plan),
            f"{plan.texts.get('register.title', '')} {edition.day}".strip(),
            plan,
        )
    return workbook_bytes(book, edition.now)


def _write(book: Workbook, name: str, table: Table, title: str, plan: Plan) -> None:
    sheet: Worksheet = book.create_sheet(name)
    headings, widths, rows = table
    for column, (heading, wide) in enumerate(zip(headings, widths, strict=True), start=1):
        put_text(sheet.cell(1, column), heading, "列标题")
        sheet.column_dimensions[get_column_letter(column)].width = wide
    last = 1
    for last, row in enumerate(rows, start=2):
        _put(sheet, last, row, plan.zone)
        texts = [value if isinstance(value, str) else "" for value in row]
        sheet.row_dimensions[last].height = tall(texts, widths)
    sheet.freeze_panes = "B2"
    sheet.row_dimensions[1].height = 28
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(headings))}{last}"
    print_wide(sheet, 1)
    if sheet.oddHeader:
        sheet.oddHeader.center.text = title.replace("&", "&&")


def _put(sheet: Worksheet, row: int, values: Sequence[RawCell], zone: ZoneInfo) -> None:
    for column, value in enumerate(values, start=1):
        cell = sheet.cell(row, column)
        cell.style = "格子"
        if value is not None:
            put(cell, value, zone)


# --- the sheets ---------------------------------------------------------------------------------


def incidents_of(edition: Edition, plan: Plan) -> Table:
    """The first sheet: an incident a row."""
    columns = list(_columns(plan))
    rows = ([value(i, edition, plan) for _, _, value in columns] for i in edition.incidents)
    return [heading for heading, _, _ in columns], [wide for _, wide, _ in columns], rows


def _columns(plan: Plan) -> Iterator[tuple[str, float, Value]]:
    """Heading, width and value of each column: those of every plan, and what this one adds."""
    spec = {f.key: f.label for f in plan.fields_of(REPORT)}
    for key, value in _INCIDENT.items():
        yield words.INCIDENT.get(key) or spec[key], _WIDE.get(key, 13), value
        if key == "number":
            for added in split(plan.texts.get("register.columns", "")):
                yield spec[added], 16, partial(_said, added)
        if key == "grade":
            for name in names(plan):
                yield name, 14, partial(_result, name)
                yield words.BASIS.format(name=name), 30, partial(_ground, name)


def _said(key: str, incident: Incident, _edition: Edition, _plan: Plan) -> str:
    return _each(r.row.text(key) for r in incident.reports)


def _result(name: str, incident: Incident, _edition: Edition, plan: Plan) -> str:
    return _each(o.value for o in outcomes(incident, plan) if o.name == name)


def _ground(name: str, incident: Incident, _edition: Edition, plan: Plan) -> str:
    return _each(labels.outcome(o) for o in outcomes(incident, plan) if o.name == name)


_INCIDENT: dict[str, Value] = {
    "number": lambda i, _e, _p: i.number,
    "opened": lambda i, _e, _p: i.opened,
    "situation": lambda i, _e, p: labels.situation(i, p),
    "class": lambda i, _e, p: labels.class_of(i, p),
    "confirmed": lambda i, _e, _p: words.YES if i.assessment.confirmed else words.NO,
    "grade": lambda i, _e, p: labels.grade(i, p),
    "state": lambda i, _e, p: labels.state(i, p),
    "units": lambda i, _e, _p: _each(r.unit for r in i.reports),
    "channel": lambda i, _e, _p: _each(r.row.text("channel") for r in i.reports),
    "reports": lambda i, _e, _p: len(i.reports),
    "summary": lambda i, _e, _p: i.first.row.text("summary"),
    "request": lambda i, _e, _p: _each(r.row.text("request") for r in i.reports),
    "told": lambda i, _e, _p: i.told,
    "promised": lambda i, _e, _p: i.promised,
    "deadlines": lambda i, e, p: "\n".join(_deadlines(i, e, p)),
    "overdue": lambda i, e, _p: sum(d.overdue(e.now) for d in i.deadlines) or None,
    "source": lambda i, _e, _p: labels.source(i.first, "summary"),
}
"""Columns of an incident: key of the wording, or of the report's field, and what stands there."""
_WIDE = {"number": 16, "opened": 17, "situation": 20, "units": 18, "summary": 46, "request": 26, "told": 17,
         "deadlines": 34, "source": 34}  # fmt: skip


def _deadlines(incident: Incident, edition: Edition, plan: Plan) -> Iterator[str]:
    for due in incident.deadlines:
        shown = due.due.astimezone(plan.zone).strftime("%Y-%m-%d %H:%M")
        yield labels.deadline(due, shown, plan, met=due.met is not None, late=due.overdue(edition.now))
    for key in incident.undated:
        yield f"{labels.item(key, plan)} {UNSET}"


def _file(edition: Edition, plan: Plan) -> Table:
    """The running file: all that was reported and done, by the field that the plan names, in time order."""
    key = plan.texts["register.by.field"]
    headings = [plan.field(REPORT, key).label, *words.RUNNING]
    lines: list[list[RawCell]] = []
    for i in edition.incidents:
        what = i.first.row.text(key)
        said = (_line(r.row.text(key), i.number, r, plan.texts["template.sheet"], "summary") for r in i.reports)
        lines += (*said, *(_line(what, i.number, p, p.row.text("type"), "content") for p in i.progress))
    lines += (_line(r.row.text(key), "", r, words.STATUS[r.status], "summary") for r in edition.tallied_so_far)
    rows = sorted(lines, key=lambda line: tuple(map(str, line)))
    return headings, [18, 17, 16, 14, 14, 60, 34], rows


def _line(what: str, number: str, report: Report, kind: str, key: str) -> list[RawCell]:
    row = report.row
    return [what, report.happened, number, report.unit, kind, row.text(key),
            labels.source(report, key)]  # fmt: skip


def _reports(edition: Edition, plan: Plan) -> Table:
    specs = plan.fields_of(REPORT)
    headings = [*words.REPORT, *(s.label for s in specs), words.SOURCE]
    placed = {r.key: (i.number, r) for i in edition.incidents for r in i.reports if r.status is not ReportStatus.MERGED}
    tallied = {r.key: ("", r) for r in edition.tallied if r.key not in placed}
    rows = (
        [
            edition.parts.get((r.incident, r.key), ""),
            number,
            *_said_by(r),
            words.STATUS[r.status],
            *_values(r, specs),
            labels.source(r, "summary"),
        ]
        for number, r in sorted((*placed.values(), *tallied.values()), key=_by_number)
    )
    return headings, [18, 16, 14, 13, 13, 17, 10, *(s.width + 2 for s in specs), 34], rows


def _said_by(report: Report) -> Sequence[RawCell]:
    return report.unit, report.report_date, report.role, report.received


def _by_number(placed: tuple[str, Report]) -> tuple[bool, str, datetime, str]:
    """By incident, the tallied ones last."""
    number, report = placed
    return not number, number, report.received, report.key


def _progress(edition: Edition, plan: Plan) -> Table:
    specs = [s for s in plan.fields_of(PROGRESS) if s.key != "incident"]
    headings = [*words.PROGRESS, *(s.label for s in specs), words.SOURCE]
    rows = (
        [i.number, p.unit, p.received, *_values(p, specs), labels.source(p, "content")]
        for i in edition.incidents
        for p in i.progress
    )
    return headings, [16, 14, 17, *(s.width + 2 for s in specs), 34], rows


def _values(report: Report, specs: Sequence[FieldSpec]) -> Iterator[RawCell]:
    return (report.row.values.get(spec.key) for spec in specs)


def _roll_call(edition: Edition, plan: Plan) -> Table:
    days = edition.roll_calls
    units = list(dict.fromkeys(unit for day in days for unit in day.attendance))
    rows = (
        [
            unit,
            *(
                labels.attendance(day.attendance[unit], plan) if unit in day.attendance else words.NOT_DUE
                for day in days
            ),
        ]
        for unit in units
    )
    return [words.UNIT, *(day.day.isoformat() for day in days)], [18, *(13 for _ in days)], rows


def _changes(edition: Edition, plan: Plan) -> Table:
    """What became of each incident since the issue before; one line where nothing did."""
    before = edition.previous
    found = changes(before, edition, plan.grades) if before else ()
    rows: list[Sequence[RawCell]] = [_change(c, plan) for c in found]
    said = plan.texts["overview.same" if before else "overview.first_issue"]
    return words.CHANGED, [14, 16, 34, 34, 16, 34], rows or [[said, *[None] * (len(words.CHANGED) - 1)]]


def _change(change: Change, plan: Plan) -> Sequence[RawCell]:
    was, now = change.before, change.after
    stands = [
        "·".join(filter(None, (labels.state(i, plan), labels.grade(i, plan), labels.class_of(i, plan)))) if i else ""
        for i in (was, now)
    ]
    return [
        plan.texts[f"changed.{change.kind}"],
        change.number,
        *stands,
        change.other,
        labels.source(now.first, "summary"),
    ]


def _counts(edition: Edition, plan: Plan) -> Table:
    def rows() -> Iterator[Sequence[RawCell]]:
        for title, counted in _counted(edition, plan):
            for name, count in sorted(Counter(counted).items(), key=lambda pair: (-pair[1], pair[0])):
                yield [title, name, count]

    return words.COUNTS, [18, 30, 10], rows()


def _counted(edition: Edition, plan: Plan) -> Iterator[tuple[str, Iterable[str]]]:
    """What is counted, never by person."""
    live = [r for i in edition.incidents for r in i.reports if r.status in _LIVE]
    yield words.INCIDENT["state"], (labels.state(i, plan) for i in edition.incidents)
    yield words.INCIDENT["class"], (labels.class_of(i, plan) for i in edition.incidents)
    yield words.INCIDENT["grade"], (labels.grade(i, plan) or words.NONE for i in edition.incidents)
    yield words.INCIDENT["situation"], (labels.situation(i, plan) or words.NONE for i in edition.incidents)
    yield plan.field(REPORT, "channel").label, (r.row.text("channel") for r in live)
    yield words.STATUS[ReportStatus.TALLIED], (r.unit for r in edition.tallied)


_LIVE = (ReportStatus.COUNTED, ReportStatus.TALLIED)
_SHEETS: dict[str, Callable[[Edition, Plan], Table]] = {
    "事件": incidents_of,
    "报告": _reports,
    "进展": _progress,
    "报送情况": _roll_call,
    "计数": _counts,
}


def _each(texts: Iterable[str]) -> str:
    return "、".join(dict.fromkeys(t for t in texts if t))
