"""The workbook that goes back: the sender's own without what leads elsewhere, or its values written anew.

What nobody may lose on the way are things of her own: where the library would drop them on writing, or nobody can
tell, her workbook is not written at all and `NotOwn` says why.
"""

import io
import re
import warnings
from collections.abc import Mapping
from datetime import datetime
from enum import Enum, auto
from pathlib import Path, PurePosixPath
from zipfile import ZipFile

from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.styles import PatternFill
from openpyxl.workbook.defined_name import DefinedNameDict
from openpyxl.workbook.protection import WorkbookProtection

from pipeline.model import RECEIPT_SHEET, CellPicture, RawWorkbook
from pipeline.plan.cells import CHECKED
from pipeline.workbooks.cells import put, put_text
from pipeline.workbooks.deterministic import NEVER, workbook_bytes
from pipeline.workbooks.style import ERROR_FILL, HINT_FILL, new_book
from pipeline.workbooks.zip_parts import BROKEN, is_picture, name_of, unpacked

_OPENPYXL_READS = (".xlsx", ".xlsm")
_LARGEST, _MOST_PICTURES = 6_000_000, 30_000_000
"""Bytes of a workbook's parts unpacked, beyond which they are not looked at in this process."""
_FOREIGN = re.compile(r"\[\d+\]|\|")
"""In a formula: another workbook, or a call to another program."""
_PICTURE = re.compile(r"(?:_xlfn\.)?DISPIMG\(", re.IGNORECASE)
"""In a formula: a picture that WPS set into the cell."""
_LOST_PARTS = (
    "xl/activex/",
    "xl/charts/",
    "xl/ctrlprops/",
    "xl/embeddings/",
    "xl/featurepropertybag/",
    "xl/slicers/",
    "xl/threadedcomments/",
)
_EXTENSION = re.compile(rb"xmlns(:[\w.-]+)?\s*=\s*[\"']http://schemas\.microsoft\.com/office/spreadsheetml/")
_EXTENDED = rb"<(?:%s)(?:sparklineGroup|conditionalFormatting|dataValidation|slicerList)"
"""Elements under the prefix of an extension; under any other they may be ordinary ones, which are kept."""
_LOST = {
    "xl/drawings/drawing": re.compile(rb"<(?:\w+:)?(?:sp|grpSp|cxnSp|graphicFrame|contentPart)[ />]"),
    "xl/drawings/vmldrawing": re.compile(rb"ObjectType=\"(?!Note|Pict)"),
}
"""Begin of a part's name → what in it openpyxl drops: text boxes, check boxes.

Pictures are stripped on purpose; formatted runs of text it keeps."""
_NOT_A_NAME = re.compile(r"[\[\]:*?/\\]")


class NotOwn(Enum):
    """Why the sender's own workbook is not what goes back."""

    LOSES = auto()
    """Something of hers would be gone."""
    UNSEEN = auto()
    """Too large, or damaged where no reader looks: nobody can tell what would be gone."""
    ANEW = auto()
    """Not a format that is written, or one too odd to load: its values are written anew."""


def own_workbook(source: Path, name: str, raw: RawWorkbook) -> Workbook | NotOwn:
    """The sender's workbook without macros, pictures and links, or why it is not written."""
    if PurePosixPath(name).suffix.lower() not in _OPENPYXL_READS:
        return NotOwn.ANEW
    parts = _parts(source)
    if parts is None or _loses_something(parts):
        return NotOwn.UNSEEN if parts is None else NotOwn.LOSES
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what openpyxl leaves out is left out on purpose
            book = load_workbook(io.BytesIO(source.read_bytes()), keep_links=False, rich_text=True)
    except Exception:  # noqa: BLE001 (it raises whatever the file provokes; the values are written anew instead)
        return NotOwn.ANEW
    _stripped(book)
    _without_pictures(book, raw)
    return book if book.worksheets else NotOwn.ANEW


def own_bytes(book: Workbook, made: datetime = NEVER) -> bytes | None:
    """The bytes of a sender's workbook; None if openpyxl read what it cannot write."""
    try:
        return workbook_bytes(book, made)
    except Exception:  # noqa: BLE001 (it raises whatever the file provokes; the values are written anew instead)
        return None


def _parts(source: Path) -> dict[str, bytes] | None:
    """Every part by its name in lower case; None if openpyxl may not be given this file.

    It unpacks whatever it is given, in this very process, and believes what the zip says of itself.
    """
    try:
        with ZipFile(source) as archive:
            infos = archive.infolist()
            pictures = sum(i.file_size for i in infos if is_picture(i))
            if pictures > _MOST_PICTURES or sum(i.file_size for i in infos) - pictures > _LARGEST:
                return None
            return {name_of(info): unpacked(archive, info) for info in infos if not info.is_dir()}
    except BROKEN:
        return None


def _loses_something(parts: Mapping[str, bytes]) -> bool:
    looked_at = (
        (data, lost) for part, data in parts.items() for begin, lost in _LOST.items() if part.startswith(begin)
    )
    sheets = (data for part, data in parts.items() if part.startswith("xl/worksheets/"))
    return (
        any(p.startswith(_LOST_PARTS) for p in parts)
        or any(lost.search(data) for data, lost in looked_at)
        or any(map(_is_extended, sheets))
    )


def _is_extended(sheet: bytes) -> bool:
    """Whether data bars, sparklines or lists stand in it that only newer programs know."""
    prefixes = {prefix[1:] + b":" if prefix else b"" for prefix in _EXTENSION.findall(sheet)}
    return bool(prefixes) and re.search(_EXTENDED % b"|".join(map(re.escape, prefixes)), sheet) is not None


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


def _without_pictures(book: Workbook, raw: RawWorkbook) -> None:
    """Blank the cells into which a picture was set: without it they would show an error."""
    for sheet in (s for s in raw.sheets if s.name in book.sheetnames):
        for r, row in enumerate(sheet.rows, start=1):
            for c in (c for c, value in enumerate(row, start=1) if isinstance(value, CellPicture)):
                put_text(book[sheet.name].cell(r, c), "")


def _drop_foreign_names(names: DefinedNameDict) -> None:
    for name in [n for n, defined in names.items() if _FOREIGN.search(defined.attr_text or "")]:
        del names[name]


def _clean(cell: Cell | MergedCell, *, returned_before: bool) -> None:
    if isinstance(cell, MergedCell):
        return
    formula = str(getattr(cell.value, "text", cell.value)) if cell.data_type == "f" else ""
    if _PICTURE.search(formula):
        cell.value = None
    elif _FOREIGN.search(formula):
        put_text(cell, formula)
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
