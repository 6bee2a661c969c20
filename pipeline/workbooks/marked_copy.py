"""The sender's own workbook, marked: coloured cells, comments, a column of what to change, a receipt."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from openpyxl import Workbook
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font
from openpyxl.utils import column_index_from_string, get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from pipeline.findings import Finding, stopped
from pipeline.model import CHANGE_HEADING, RawSheet, RawWorkbook, TakenIn
from pipeline.plan.model import Plan, fold
from pipeline.validation.forms import is_form
from pipeline.validation.headings import SEARCHED_ROWS
from pipeline.validation.workbooks import report_table
from pipeline.workbooks import words
from pipeline.workbooks.cells import FORMULA_STARTS, LONGEST, clean, put_text, tall
from pipeline.workbooks.deterministic import save, workbook_bytes
from pipeline.workbooks.earlier import Item
from pipeline.workbooks.own_copy import NotOwn, fresh_workbook, own_bytes, own_workbook
from pipeline.workbooks.receipt import CELL, add_receipt, write_receipt
from pipeline.workbooks.style import ERROR_FILL, FONT, HINT_FILL, fill

_CHANGE_WIDTH = 46


_ALONE = {NotOwn.LOSES: words.RECEIPT_HOW_ALONE, NotOwn.UNSEEN: words.RECEIPT_HOW_UNSEEN}
"""What the receipt says that goes back alone."""


def write_marked_copy(  # noqa: PLR0913, PLR0917 (what a marked copy is made of)
    source: Path, target: Path, taken: TakenIn, plan: Plan, raw: RawWorkbook, earlier: Sequence[Item] = ()
) -> None:
    """Write the marked copy of the archived file `source`; `raw` is what was read in it.

    `earlier` is what the sender reported before.

    Where marking would take something of hers away, or might, the receipt alone goes back, with the address of each
    cell.
    """
    if any(table and is_form(table) for table in (report_table(sheet, plan) for sheet in raw.sheets)):
        return write_receipt(target, taken, plan, words.RECEIPT_HOW_FORM)  # one file of many units' rows
    own = own_workbook(source, taken.arrival.name, raw)
    if isinstance(own, NotOwn) and own in _ALONE:
        return write_receipt(target, taken, plan, _ALONE[own], earlier)
    received = taken.arrival.received
    data = (
        own_bytes(_marked(own, taken, plan, raw, words.RECEIPT_HOW, earlier), received)
        if isinstance(own, Workbook)
        else None
    )
    if data is None:
        anew = _marked(fresh_workbook(raw), taken, plan, raw, words.RECEIPT_HOW_ANEW, earlier)
        data = workbook_bytes(anew, received)
    return save(data, target)


def _marked(  # noqa: PLR0913, PLR0917 (what a marked copy is made of)
    book: Workbook, taken: TakenIn, plan: Plan, raw: RawWorkbook, how: str, earlier: Sequence[Item]
) -> Workbook:
    by_sheet: dict[str, list[Finding]] = defaultdict(list)
    for found in taken.findings:
        by_sheet[found.sheet].append(found)
    for name, findings in by_sheet.items():
        if name in book.sheetnames and isinstance(book[name], Worksheet):
            mark_cells(book[name], findings)
            _mark_rows(book[name], findings, _table(raw.sheet(name), plan))
    add_receipt(book, taken, plan, how, earlier)
    return book


@dataclass(frozen=True, slots=True)
class _Table:
    """Where the table of a sheet stands; rows and columns are 1-based."""

    head: int
    """The heading row; 1 where there is none."""
    last: int
    labels: Mapping[int, str]
    """Heading by column."""
    free: int
    """The column of what to change: an earlier one, else the first free one."""


def _table(sheet: RawSheet | None, plan: Plan) -> _Table:
    """The row of the first twenty in which most cells name a field is the heading row."""
    rows = sheet.rows if sheet else ()
    known = {name for spec in plan.fields for name in spec.names}
    named = [sum(isinstance(c, str) and fold(c) in known for c in row) for row in rows[:SEARCHED_ROWS]]
    head = named.index(max(named)) + 1 if any(count > 1 for count in named) else 1
    labels = {c: str(text) for c, text in enumerate(rows[head - 1] if rows else (), start=1) if text}
    ours = [c for c, text in labels.items() if fold(text) == fold(CHANGE_HEADING)]
    filled = [c for row in rows[head - 1 :] for c, cell in enumerate(row, start=1) if cell not in (None, "")]
    return _Table(head, len(rows), labels, ours[0] if ours else max(filled, default=0) + 1)


def mark_cells(sheet: Worksheet, findings: Sequence[Finding]) -> None:
    """Colour the cells of the findings, and say beside each what is wrong and what to do."""
    by_cell: dict[str, list[Finding]] = defaultdict(list)
    for found in findings:
        if CELL.match(found.cell):
            by_cell[_anchor(sheet, found.cell)].append(found)
    for address, about in by_cell.items():
        cell = sheet[address]
        _made_safe(cell)
        cell.fill = fill(ERROR_FILL if any(f.is_error for f in about) else HINT_FILL)
        text = clean("\n".join(_sentence(f) for f in about))
        cell.comment = Comment(text, words.AUTHOR, height=40 + 22 * (len(text) // 20 + len(about)), width=280)


def _made_safe(cell: Cell) -> None:
    """Cut a text that no cell can hold, and mark as text what would become a formula once somebody edits it."""
    text = cell.value
    if cell.data_type == "s" and isinstance(text, str):
        if len(text) > LONGEST:
            put_text(cell, text)
        if text.startswith(FORMULA_STARTS):
            cell.quotePrefix = True


def _anchor(sheet: Worksheet, address: str) -> str:
    """The cell that shows what stands at an address: the first one of a merged range."""
    if isinstance(sheet[address], MergedCell):
        for merged in sheet.merged_cells.ranges:
            if address in merged:
                return str(merged.start_cell.coordinate)
    return address


def _mark_rows(sheet: Worksheet, findings: Sequence[Finding], table: _Table) -> None:
    """The column of what to change, in words, right of everything in the table."""
    by_row: dict[int, list[str]] = defaultdict(list)
    wrong: set[int] = set()
    for found in sorted(findings, key=lambda f: not f.is_error):
        place = CELL.match(found.cell)
        if place and int(place[2]) > table.head:
            wrong |= {int(place[2])} if found.is_error else set()
            label = dict(found.values).get("label") or table.labels.get(column_index_from_string(place[1]), "")
            by_row[int(place[2])].append(_sentence(found, label))
    _unmerge(sheet, table)
    for row in range(table.head, table.last + 1):
        put_text(sheet.cell(row, table.free), "")
    if by_row:
        _write(sheet.cell(table.head, table.free), CHANGE_HEADING, ERROR_FILL, bold=True)
        sheet.column_dimensions[get_column_letter(table.free)].width = _CHANGE_WIDTH
        sheet.print_area = None  # it would leave the new column out
    for row, sentences in by_row.items():
        _write(sheet.cell(row, table.free), "\n".join(sentences), ERROR_FILL if row in wrong else HINT_FILL)
        height = tall(["\n".join(sentences)], [_CHANGE_WIDTH])
        sheet.row_dimensions[row].height = max(height, sheet.row_dimensions[row].height or 0)


def _unmerge(sheet: Worksheet, table: _Table) -> None:
    """Open merged ranges that reach into the new column."""
    for merged in list(sheet.merged_cells.ranges):
        if merged.min_col <= table.free <= merged.max_col and merged.max_row >= table.head:
            sheet.unmerge_cells(str(merged))


def _write(cell: Cell | MergedCell, text: str, colour: str, *, bold: bool = False) -> None:
    put_text(cell, text)
    cell.fill = fill(colour)
    cell.font = Font(name=FONT, bold=bold)
    cell.alignment = Alignment(horizontal="left", vertical="center", wrap_text=True, indent=1)


def _sentence(found: Finding, label: str = "") -> str:
    problem = f"{label}:{found.problem}" if label and label not in found.problem else found.problem
    return words.MARK.format(severity=found.severity.value, problem=stopped(problem), remedy=stopped(found.remedy))
