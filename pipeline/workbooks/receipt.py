"""The receipt: what was taken, what waits and why, in one line for a chat and as the sheet 回执."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePosixPath

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from pipeline.findings import Finding
from pipeline.model import RECEIPT_SHEET, Fate, Kind, TakenIn
from pipeline.plan.model import Plan
from pipeline.workbooks import labels, words
from pipeline.workbooks.cells import link_to, put_text, tall
from pipeline.workbooks.deterministic import save, workbook_bytes
from pipeline.workbooks.earlier import Item
from pipeline.workbooks.naming import kind_of, sender_of
from pipeline.workbooks.style import add_styles, new_book, print_wide

CELL = re.compile(r"^([A-Z]{1,3})(\d+)$")
_REASONS = 4
"""How many reasons the line for a chat lists."""
_WIDTHS = (18, 18, 26, 44, 44)


def write_receipt(
    target: Path, taken: TakenIn, plan: Plan, how: str = words.RECEIPT_HOW_WHOLE, earlier: Sequence[Item] = ()
) -> None:
    """A workbook that holds the receipt alone, for a file that cannot be read, or not be marked without loss."""
    book = new_book()
    add_receipt(book, taken, plan, how, earlier, alone=True)
    save(workbook_bytes(book, taken.arrival.received), target)


def chat_line(taken: TakenIn) -> str:
    """One line that may be pasted into a chat; it quotes nothing from the cells."""
    errors = [f for f in taken.findings if (f.is_error if taken.is_returned else f.asks)]
    shown = list(dict.fromkeys(_reason(f, taken) for f in errors))
    reasons = "、".join(shown[:_REASONS]) + (words.AND_MORE if len(shown) > _REASONS else "")
    if not taken.is_returned:
        return words.LINE_ASKED.format(sender=sender_of(taken), result=_result(taken), reasons=reasons)
    if taken.fate is not Fate.PARTLY:
        sender = " ".join((sender_of(taken), PurePosixPath(taken.arrival.name).name)).strip()
        return words.LINE_WHOLE.format(sender=sender, reasons=reasons)
    kind = words.REPORT_NAME if kind_of(taken) is Kind.REPORT else words.REVIEW_NAME
    unit = sender_of(taken) if kind_of(taken) is Kind.REPORT else ""
    sender = f"{unit} {labels.day(taken.report_date) if taken.report_date else ''}{kind}".strip()
    return words.LINE.format(sender=sender, accepted=taken.accepted, waiting=len(taken.held), reasons=reasons)


def add_receipt(  # noqa: PLR0913 (what a receipt says)
    book: Workbook, taken: TakenIn, plan: Plan, how: str, earlier: Sequence[Item] = (), *, alone: bool = False
) -> None:
    """Put the receipt first and show it first; an earlier one gives way.

    `how` says what to do with a workbook that was taken in part; `earlier` is what the sender reported before;
    `alone`: her workbook does not go with it.
    """
    sheet = put_first(book, RECEIPT_SHEET)
    row = _summary(sheet, taken, plan, _how(taken, how))
    list_findings(sheet, row + 1, taken.findings, linked=not alone)
    if earlier:
        _list_earlier(sheet, row + len(taken.findings) + 3, earlier)


def _list_earlier(sheet: Worksheet, row: int, earlier: Sequence[Item]) -> None:
    """What the unit reported before, below the findings: a heading, the columns, one item a row."""
    put_text(sheet.cell(row, 1), words.EARLIER_TITLE, "导语")
    sheet.row_dimensions[row].height = 30
    for column, text in enumerate(words.EARLIER_COLUMNS, start=1):
        put_text(sheet.cell(row + 1, column), text, "列标题")
    for number, item in enumerate(earlier, start=row + 2):
        texts = (item.number, item.stands, item.about, item.reply, item.wanted)
        for column, text in enumerate(texts, start=1):
            put_text(sheet.cell(number, column), text, "格子")
        sheet.row_dimensions[number].height = tall(texts, _WIDTHS)


def put_first(book: Workbook, name: str) -> Worksheet:
    """A new sheet of that name, the first and the one shown, in the place of an earlier one."""
    if name in book.sheetnames:
        book.remove(book[name])
    if "列标题" not in book.named_styles:
        add_styles(book)
    for other in book.worksheets:
        other.sheet_view.tabSelected = False  # two selected sheets would be edited together
    sheet: Worksheet = book.create_sheet(name, 0)
    book.active = 0
    return sheet


def _how(taken: TakenIn, in_part: str) -> str:
    """What to do: with a workbook taken in part, as `in_part` says."""
    if not taken.is_returned:
        return words.RECEIPT_HOW_ASKED
    return in_part if taken.fate is Fate.PARTLY else words.RECEIPT_HOW_WHOLE


def _summary(sheet: Worksheet, taken: TakenIn, plan: Plan, how: str) -> int:
    """Labels in column A, values in B; returns the last row."""
    put_text(sheet.cell(1, 1), RECEIPT_SHEET)
    sheet.cell(1, 1).style = "标题"
    sheet.row_dimensions[1].height = 32
    for row, (label, value) in enumerate(zip(words.RECEIPT_LABELS, _facts(taken, plan), strict=True), start=2):
        put_text(sheet.cell(row, 1), label)
        put_text(sheet.cell(row, 2), value)
        sheet.cell(row, 1).style, sheet.cell(row, 2).style = "说明文字", "导语"
        sheet.row_dimensions[row].height = 22
    row = len(words.RECEIPT_LABELS) + 2
    put_text(sheet.cell(row, 1), how)
    sheet.cell(row, 1).style = "导语"
    sheet.row_dimensions[row].height = 34
    return row


def _facts(taken: TakenIn, plan: Plan) -> Iterator[str]:
    received = taken.arrival.received.astimezone(plan.zone)
    yield taken.arrival.name
    yield sender_of(taken) or words.UNKNOWN_UNIT
    yield labels.day(taken.report_date) if taken.report_date else "—"
    yield words.MOMENT.format(day=labels.day(received.date()), time=received.strftime("%H:%M"))
    yield _result(taken)
    yield chat_line(taken)


def _result(taken: TakenIn) -> str:
    if taken.fate is Fate.DUPLICATE:
        return words.RESULT_AGAIN
    if taken.fate is Fate.ACCEPTED:
        asked = sum(f.asks for f in taken.findings)
        return words.RESULT_ASKED.format(accepted=taken.accepted, asked=asked)
    whole = taken.fate is not Fate.PARTLY
    return words.RESULT_WHOLE if whole else words.RESULT.format(accepted=taken.accepted, waiting=len(taken.held))


def list_findings(sheet: Worksheet, head: int, findings: Sequence[Finding], *, linked: bool = True) -> None:
    """Every finding below the heading row `head`, errors first, each with a link to its cell if that is there."""
    for column, text in enumerate(words.RECEIPT_COLUMNS, start=1):
        put_text(sheet.cell(head, column), text)
        sheet.cell(head, column).style = "列标题"
    sheet.row_dimensions[head].height = 24
    for row, found in enumerate(sorted(findings, key=_order), start=head + 1):
        texts = (
            found.severity.value,
            found.where or words.WHOLE_FILE,
            found.stood,
            found.problem,
            found.remedy,
        )
        for column, text in enumerate(texts, start=1):
            cell = sheet.cell(row, column)
            cell.style = "格子" if column > 1 else found.severity.value
            put_text(cell, text)
        if linked and CELL.match(found.cell) and found.sheet:
            link_to(sheet.cell(row, 2), found.sheet, found.cell)
        sheet.row_dimensions[row].height = tall(texts, _WIDTHS)
    for letter, wide in zip("ABCDE", _WIDTHS, strict=True):
        sheet.column_dimensions[letter].width = wide
    sheet.sheet_view.showGridLines = False
    print_wide(sheet, head)


def _order(found: Finding) -> tuple[bool, str, int, str]:
    place = CELL.match(found.cell)
    return not found.is_error, found.sheet, int(place[2]) if place else 0, found.cell.rjust(8)


def _reason(found: Finding, taken: TakenIn) -> str:
    """`第5行发现时间` for a cell of a row that waits, else the problem itself."""
    place = CELL.match(found.cell)
    rows = {(row.sheet, row.number) for row in taken.held}
    label = dict(found.values).get("label", "")
    if place is None or (found.sheet, int(place[2])) not in rows:
        return found.problem.rstrip("?")
    return words.ROW.format(row=place[2], label=label or found.cell)
