"""The workbook that goes back: the sender's own without what leads elsewhere, or its values written anew."""

import io
import re
import warnings
from pathlib import Path, PurePosixPath
from zipfile import BadZipFile, ZipFile

from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.styles import PatternFill
from openpyxl.workbook.defined_name import DefinedNameDict
from openpyxl.workbook.protection import WorkbookProtection

from pipeline.model import RECEIPT_SHEET, RawWorkbook
from pipeline.plan.cells import CHECKED
from pipeline.workbooks.cells import put, put_text
from pipeline.workbooks.style import ERROR_FILL, HINT_FILL, new_book

_OPENPYXL_READS = (".xlsx", ".xlsm")
_LARGEST = 30_000_000
"""Bytes of a workbook's parts unpacked; a larger one is written anew from its values."""
_FOREIGN = re.compile(r"\[\d+\]|\|")
"""In a formula: another workbook, or a call to another program."""
_NOT_A_NAME = re.compile(r"[\[\]:*?/\\]")


def own_workbook(source: Path, name: str) -> Workbook | None:
    """The sender's workbook without macros, pictures and links; None if it must be written anew."""
    if PurePosixPath(name).suffix.lower() not in _OPENPYXL_READS or _too_large(source):
        return None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what openpyxl leaves out is left out on purpose
            book = load_workbook(io.BytesIO(source.read_bytes()), keep_links=False)
    except Exception:  # noqa: BLE001 (it raises whatever the file provokes; the values are written anew instead)
        return None
    _stripped(book)
    return book if book.worksheets else None


def _too_large(source: Path) -> bool:
    try:
        with ZipFile(source) as archive:
            return sum(member.file_size for member in archive.infolist()) > _LARGEST
    except (BadZipFile, OSError):
        return True


def _stripped(book: Workbook) -> None:
    """Open to editing, nothing that leads elsewhere, no marks of an earlier return."""
    book.security = WorkbookProtection()
    _drop_foreign_names(book.defined_names)
    returned_before = not {RECEIPT_SHEET, CHECKED}.isdisjoint(book.sheetnames)
    for sheet in book.worksheets:
        sheet.protection.sheet = False
        _drop_foreign_names(sheet.defined_names)
        sheet._images, sheet._charts = [], []  # type: ignore[attr-defined]  # noqa: SLF001 (no other way)
        for cell in list(sheet._cells.values()):  # noqa: SLF001 (iter_rows would make blank ones)
            _clean(cell, returned_before=returned_before)


def _drop_foreign_names(names: DefinedNameDict) -> None:
    for name in [n for n, defined in names.items() if _FOREIGN.search(defined.attr_text or "")]:
        del names[name]


def _clean(cell: Cell | MergedCell, *, returned_before: bool) -> None:
    if isinstance(cell, MergedCell):
        return
    if cell.data_type == "f" and _FOREIGN.search(str(getattr(cell.value, "text", cell.value))):
        put_text(cell, str(getattr(cell.value, "text", cell.value)))
    if returned_before and cell.has_style and cell.fill.fgColor.rgb in (ERROR_FILL, HINT_FILL):
        cell.fill = PatternFill()
    if returned_before and cell.comment and cell.comment.text.startswith("【"):
        cell.comment = None


def fresh_workbook(raw: RawWorkbook) -> Workbook:
    """A plain workbook with the values at their addresses."""
    book = new_book()
    for number, sheet in enumerate((s for s in raw.sheets if s.name != RECEIPT_SHEET), start=1):
        title = _NOT_A_NAME.sub("_", sheet.name)[:31].strip("'") or str(number)
        target = book.create_sheet(title)
        target.sheet_format.defaultColWidth = 16
        target.sheet_state = "visible" if sheet.visible else "hidden"
        for r, row in enumerate(sheet.rows, start=1):
            for c, value in enumerate(row, start=1):
                if value is not None and value != "":
                    put(target.cell(r, c), value)
    return book
