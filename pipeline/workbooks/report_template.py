"""The workbook that a unit fills in: today's report, progress of what is open, and one page of guidance."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from pathlib import Path

from openpyxl.utils import get_column_letter
from openpyxl.workbook.protection import WorkbookProtection
from openpyxl.worksheet.worksheet import Worksheet

from pipeline.model import ABOUT_HEADING, META_SHEET, STANDS_HEADING, Incident, Kind
from pipeline.plan.model import HEADER, PROGRESS, REPORT, FieldSpec, Plan
from pipeline.workbooks import words
from pipeline.workbooks.cells import DATE, put, put_text, tall
from pipeline.workbooks.deterministic import save, workbook_bytes
from pipeline.workbooks.dropdowns import Lists, Prompt, choice_on
from pipeline.workbooks.earlier import Item, earlier_items, suspected_items
from pipeline.workbooks.guide_sheet import safety_line, write_guide
from pipeline.workbooks.style import INK, new_book, print_wide
from pipeline.workbooks.tables import Form, heading, in_order, write_meta

_ROWS = 40
_PROGRESS_ROWS = 12
_LABEL_WIDTH, _DATE_WIDTH, _ABOUT_WIDTH = 13, 18, 40


def write_report_template(  # noqa: PLR0913 (what stands in it)
    path: Path,
    plan: Plan,
    *,
    unit: str = "",
    day: date | None = None,
    incidents: Sequence[Incident] = (),
    asked: Collection[str] = (),
) -> None:
    """Write the form; for a unit, its name and its own open incidents already stand in it.

    `asked`: numbers of incidents that others reported in it; their words stay theirs.
    """
    book = new_book()
    report, progress = book.create_sheet(REPORT), book.create_sheet(PROGRESS)
    write_guide(book.create_sheet(words.GUIDE_SHEET), plan)
    write_meta(book.create_sheet(META_SHEET), _meta(plan, unit))
    lists = Lists(book)
    _report(Form(report, plan, lists), {"unit": unit, "report_date": day})
    items = earlier_items(incidents, unit, plan) if unit else ()
    _progress(Form(progress, plan, lists), (*items, *suspected_items(asked)))
    book.security = WorkbookProtection(lockStructure=True)
    save(workbook_bytes(book), path)


def _meta(plan: Plan, unit: str) -> dict[str, str]:
    return {
        "template": Kind.REPORT,
        "version": plan.info.version,
        "plan": plan.info.plan,
        "plan_digest": plan.template_digest,
        "unit": unit,
    }


# --- the report ---------------------------------------------------------------------------------


def _report(form: Form, known: Mapping[str, str | date | None]) -> None:
    sheet, plan = form.sheet, form.plan
    specs, labels = in_order(plan.fields_of(REPORT)), plan.fields_of(HEADER)
    gap = 2 + (len(labels) + 1) // 2
    form.table(gap + 1, specs, _ROWS)
    _banner(sheet, len(specs), safety_line(plan))
    _plain_band(sheet, range(2, gap + 1), len(specs))
    for index, spec in enumerate(labels):
        _labelled(form, (2 + index // 2, 1 + index % 2 * 2), spec, known.get(spec.key))
    _serials(sheet, gap + 2, specs)
    for letter, least in (("A", _LABEL_WIDTH), ("C", _LABEL_WIDTH), ("D", _DATE_WIDTH)):
        sheet.column_dimensions[letter].width = max(least, sheet.column_dimensions[letter].width)
    _finish(sheet, gap + 1, f"A1:{sheet.cell(gap + 1 + _ROWS, len(specs)).coordinate}")


def _banner(sheet: Worksheet, columns: int, text: str) -> None:
    """One line over the whole width, unmerged: the text runs over the blank cells beside it."""
    for column in range(1, columns + 1):
        put_text(sheet.cell(1, column), text if column == 1 else "", "警示")
    sheet.row_dimensions[1].height = 30


def _plain_band(sheet: Worksheet, rows: range, columns: int) -> None:
    """Locked cells around the labels, since their columns are open; the last row is a narrow gap."""
    for row in rows:
        sheet.row_dimensions[row].height = 26 if row < rows[-1] else 8
        for column in range(1, columns + 1):
            sheet.cell(row, column).style = "说明文字"


def _labelled(form: Form, at: tuple[int, int], spec: FieldSpec, value: str | date | None) -> None:
    """A label, its value in the cell to the right, and what helps choosing it."""
    cell = form.sheet.cell(at[0], at[1] + 1)
    put_text(form.sheet.cell(*at), heading(spec), "标签")
    cell.style = "填写"
    put(cell, value)
    cell.number_format = DATE if spec.type == "日期" else "General"
    if spec.key == "unit" and form.plan.reporting_units:
        name = form.lists.name(spec.label, form.plan.reporting_units)
        choice_on(form.sheet, cell.coordinate, name, Prompt(spec.label, spec.hint))
    else:
        form.help(cell.coordinate, spec)


def _serials(sheet: Worksheet, first: int, specs: Sequence[FieldSpec]) -> None:
    """1, 2, 3 …, as a serial alone makes no row."""
    for column in (c for c, spec in enumerate(specs, start=1) if spec.key == "serial"):
        for number in range(1, _ROWS + 1):
            put(sheet.cell(first + number - 1, column), number)


# --- progress -----------------------------------------------------------------------------------


def _progress(form: Form, own: Sequence[Item]) -> None:
    """The unit's own incidents, one a row; what it said about each, and how that stands, are to be read at the right.

    What is calm stands below the open ones for its reply alone.
    """
    sheet, specs = form.sheet, in_order(form.plan.fields_of(PROGRESS))
    rows = max(_PROGRESS_ROWS, len(own) + 6)
    form.table(2, specs, rows)
    is_open = any(item.is_open for item in own)
    put_text(sheet.cell(1, 1), words.PROGRESS_INTRO if is_open else words.PROGRESS_INTRO_BLANK, "导语")
    sheet.row_dimensions[1].height = 30
    about = len(specs) + 1
    for column, title in enumerate((ABOUT_HEADING, STANDS_HEADING) if own else (), start=about):
        put_text(sheet.cell(2, column), title, "次要列标题")
        sheet.column_dimensions[get_column_letter(column)].width = _ABOUT_WIDTH
    for row, item in enumerate(own, start=3):
        put_text(sheet.cell(row, 1), item.number)
        put_text(sheet.cell(row, about), item.about, "已有内容")
        put_text(sheet.cell(row, about + 1), item.told, "已有内容")
        sheet.row_dimensions[row].height = max(30, tall((item.about, item.told), (_ABOUT_WIDTH, _ABOUT_WIDTH)))
    _finish(sheet, 2, f"A1:{sheet.cell(2 + rows, len(specs) + 2 * bool(own)).coordinate}")


def _finish(sheet: Worksheet, head: int, printed: str) -> None:
    """Panes frozen under the headings, comfortable rows, and print set-up."""
    sheet.freeze_panes = f"B{head + 1}"
    sheet.sheet_format.defaultRowHeight, sheet.sheet_format.customHeight = 30, True
    sheet.sheet_view.showGridLines = False
    sheet.sheet_properties.tabColor = INK
    print_wide(sheet, head)
    sheet.print_area = printed
