"""The plan, marked: the clerk's own workbook with coloured cells, comments, and a first sheet of findings."""

from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from pipeline.findings import Finding, errors
from pipeline.model import RawWorkbook
from pipeline.plan.cells import CHECKED
from pipeline.plan.text import PlanTables
from pipeline.workbooks import plan_words
from pipeline.workbooks.cells import put_text
from pipeline.workbooks.deterministic import save, workbook_bytes
from pipeline.workbooks.marked_copy import mark_cells
from pipeline.workbooks.own_copy import own_bytes, own_workbook
from pipeline.workbooks.plan_sheets import plan_book
from pipeline.workbooks.receipt import list_findings, put_first

_LIST_HEAD = 4


def write_marked_plan(source: Path, target: Path, tables: PlanTables, findings: Sequence[Finding]) -> None:
    """Write the marked copy of the plan workbook `source`, which holds these tables.

    Where something of the clerk's own would be lost, or might, it is the tables anew, and says so.
    """
    own = own_workbook(source, source.name, RawWorkbook(()))
    data = own_bytes(_marked(own, findings, plan_words.CHECK_INTRO)) if isinstance(own, Workbook) else None
    anew = plan_words.CHECK_INTRO_ANEW
    save(workbook_bytes(_marked(plan_book(tables), findings, anew)) if data is None else data, target)


def _marked(book: Workbook, findings: Sequence[Finding], intro: str) -> Workbook:
    by_sheet: dict[str, list[Finding]] = defaultdict(list)
    for found in findings:
        by_sheet[found.sheet].append(found)
    for name, mine in by_sheet.items():
        if name in book.sheetnames and isinstance(book[name], Worksheet):
            mark_cells(book[name], mine)
    _add_list(book, findings, intro)
    return book


def _add_list(book: Workbook, findings: Sequence[Finding], intro: str) -> None:
    sheet = put_first(book, CHECKED)
    wrong = len(errors(findings))
    put_text(sheet.cell(1, 1), plan_words.CHECK_TITLE, "标题")
    put_text(sheet.cell(2, 1), plan_words.CHECK_COUNT.format(errors=wrong, hints=len(findings) - wrong), "导语")
    put_text(sheet.cell(3, 1), intro, "导语")
    sheet.row_dimensions[1].height, sheet.row_dimensions[3].height = 32, 24
    list_findings(sheet, _LIST_HEAD, findings)
