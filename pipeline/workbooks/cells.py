"""Cells: what a person typed goes in as text and never as a formula, whatever it begins with."""

import re
from collections.abc import Sequence
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.worksheet.hyperlink import Hyperlink

from pipeline.model import CellError, CellPicture, RawCell

LONGEST = 32_767
"""Characters that Excel holds in one cell."""
TEXT, DATE, DATETIME, TIME = "@", "yyyy-mm-dd", "yyyy-mm-dd hh:mm", "hh:mm"
WHEN = "General"
"""For a date with a time, or a time alone: every program shows and saves what is typed as what it is."""
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
FORMULA_STARTS = ("=", "+", "-", "@", "\t")


def clean(text: str) -> str:
    """A text as a cell can hold it: no control characters, `_x0041_` kept as those seven letters."""
    return _ESCAPE.sub("_x005F_", _NOT_XML.sub("", text).replace("\r\n", "\n").replace("\r", "\n"))[:LONGEST]


def put_text(cell: Cell | MergedCell, text: str, style: str = "") -> None:
    """Write a text as text; one that Excel would take for a formula keeps its quote mark on editing."""
    if style:
        cell.style = style
    if isinstance(cell, MergedCell):
        return  # what a merged range hides cannot be written
    cell.value = clean(text) or None
    if cell.value is not None:
        cell.data_type = "s"
        if text.startswith(FORMULA_STARTS):
            cell.quotePrefix = True


def link_to(cell: Cell | MergedCell, sheet: str, place: str) -> None:
    """Make a cell lead to a place of its own workbook: not an address outside, which programs warn of."""
    quoted = sheet.replace("'", "''")
    cell.hyperlink = Hyperlink(ref=cell.coordinate, location=f"'{quoted}'!{place}")


def put(cell: Cell | MergedCell, value: RawCell, zone: ZoneInfo | None = None) -> None:
    """Write a value; an aware moment is shown in `zone`, since a workbook knows no zones."""
    if isinstance(value, CellError):
        put_text(cell, value.text)
    elif isinstance(value, str):
        put_text(cell, value)
    elif isinstance(cell, Cell) and not isinstance(value, CellPicture):
        if isinstance(value, datetime) and value.tzinfo:
            value = value.astimezone(zone).replace(tzinfo=None)
        cell.value = value
        cell.number_format = _format_of(value)


def _format_of(value: RawCell) -> str:
    if isinstance(value, datetime):
        return DATETIME
    if isinstance(value, date):
        return DATE
    return TIME if isinstance(value, time) else "General"


def width(text: str) -> int:
    """How wide a text is, in the half-width characters that column widths count."""
    return max((sum(2 if ord(c) > 0xFF else 1 for c in line) for line in text.splitlines()), default=0)  # noqa: PLR2004 (Latin-1 ends there)


def tall(texts: Sequence[str], widths: Sequence[float]) -> float:
    """Height in points of a row whose texts wrap at those widths."""
    lines = (
        sum(max(1, -(-width(t) // int(w - 2))) for t in text.split("\n")) for text, w in zip(texts, widths, strict=True)
    )
    return min(max(lines, default=1) * 17 + 8, 400)
