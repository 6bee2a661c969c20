"""Error cells: where `#N/A` and its like stand in a zipped workbook, which the reader would show as blank.

Pictures set into a cell by Excel are errors to every older program: `#VALUE!` with a hint that there is more.
"""

import struct
from collections.abc import Iterator, Mapping
from io import BytesIO
from posixpath import join, normpath
from typing import TYPE_CHECKING

from pipeline.workbooks.limits import MOST_CELLS, MOST_COLUMNS, MOST_ROWS, TooLargeError

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

Place = tuple[int, int]
"""Row and column, from 0."""
Cells = dict[Place, str]
"""Text of each error cell; "" for a picture."""

ERRORS = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
    0x2B: "#GETTING_DATA",
}
"""Errors by the number that .xls and .xlsb give them ([MS-XLS] 2.5.10)."""
_ROW, _ERROR, _FORMULA_ERROR, _SHEET = 0, 3, 11, 156
"""Kinds of records in an .xlsb ([MS-XLSB] 2.3.2)."""
_CALCEXT = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}value-type"
"""LibreOffice's own word for the type of a cell; the standard knows no errors."""


def error_cells(parts: Mapping[str, bytes]) -> dict[str, Cells]:
    """Sheet name → its error cells, from the parts by their name in lower case; cheap where there are none."""
    if "content.xml" in parts:
        data = parts["content.xml"]
        return dict(_open_document(data)) if b'value-type="error"' in data else {}
    suspects = {name: data for name, data in parts.items() if "/worksheets/" in name and _may_have_errors(name, data)}
    if not suspects:
        return {}
    names = _names_by_part(parts)
    pictures = b"_localImage" in parts.get("xl/richdata/rdrichvaluestructure.xml", b"")
    read = {p: _in_xml(d, pictures=pictures) if p.endswith(".xml") else _in_records(d) for p, d in suspects.items()}
    return {names[p]: dict(cells) for p, cells in read.items() if p in names}


def _may_have_errors(name: str, data: bytes) -> bool:
    return not name.endswith(".xml") or b't="e"' in data or b"t='e'" in data


# --- .xlsx --------------------------------------------------------------------------------------


def _names_by_part(parts: Mapping[str, bytes]) -> dict[str, str]:
    """Part of the zip, in lower case → the name on the sheet's tab."""
    book = "xl/workbook.xml" if "xl/workbook.xml" in parts else "xl/workbook.bin"
    links = parts.get(f"xl/_rels/{book.removeprefix('xl/')}.rels", b"")
    targets = {
        e.get("Id", ""): normpath(join("/xl", e.get("Target", "").replace("\\", "/"))).lstrip("/").lower()
        for e in _elements(links, "Relationship")
    }
    found = _sheets_in_records(parts.get(book, b"")) if book.endswith(".bin") else _sheets_in_xml(parts.get(book, b""))
    return {targets.get(link, ""): name for link, name in found}


def _sheets_in_xml(xml: bytes) -> Iterator[tuple[str, str]]:
    for element in _elements(xml, "sheet"):
        yield next((v for k, v in element.items() if k.endswith("}id")), ""), element.get("name", "")


def _elements(xml: bytes, tag: str) -> "Iterator[Element]":
    from defusedxml.ElementTree import fromstring  # only workbooks with an error cell come here

    if not xml:
        return
    for element in fromstring(xml).iter():
        if _local(element) == tag:
            yield element


def _in_xml(xml: bytes, *, pictures: bool) -> Iterator[tuple[Place, str]]:
    """Counts rows and cells itself: their addresses are optional."""
    from defusedxml.ElementTree import iterparse

    row = column = -1
    for event, element in iterparse(BytesIO(xml), events=("start", "end")):
        tag = _local(element)
        if event == "start" and tag == "row":
            row, column = int(element.get("r", row + 2)) - 1, -1
        elif event == "start" and tag == "c":
            column = _column(element.get("r", "")) if element.get("r") else column + 1
        elif event == "end" and tag == "c" and element.get("t") == "e" and min(row, column) >= 0:
            yield (row, column), "" if pictures and element.get("vm") else _value(element)
        elif event == "end" and tag == "row":
            element.clear()


def _value(cell: "Element") -> str:
    return next((e.text or "" for e in cell if _local(e) == "v"), "") or "#N/A"


def _column(address: str) -> int:
    """0 for `A7`, 27 for `AB7`."""
    number = 0
    for letter in address.rstrip("0123456789").upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def _local(element: "Element") -> str:
    return element.tag.rpartition("}")[2]


# --- .xlsb --------------------------------------------------------------------------------------


def _in_records(data: bytes) -> Iterator[tuple[Place, str]]:
    row = -1
    for kind, body in _records(data):
        if kind == _ROW:
            (row,) = struct.unpack_from("<I", body)
        elif kind in (_ERROR, _FORMULA_ERROR):
            column, _style, code = struct.unpack_from("<IIB", body)
            yield (row, column), ERRORS.get(code, "#N/A")


def _sheets_in_records(data: bytes) -> Iterator[tuple[str, str]]:
    for kind, body in _records(data):
        if kind == _SHEET:
            link, at = _wide(body, 8)
            yield link, _wide(body, at)[0]


def _wide(body: bytes, at: int) -> tuple[str, int]:
    """A text that is preceded by its length, and where it ends."""
    (count,) = struct.unpack_from("<I", body, at)
    end = at + 4 + 2 * count
    return body[at + 4 : end].decode("utf-16-le"), end


def _records(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Kind and body of each record; both numbers before it are written seven bits to a byte."""
    at = 0
    while at < len(data):
        kind, at = _seven_bits(data, at, 2)
        size, at = _seven_bits(data, at, 4)
        yield kind, data[at : at + size]
        at += size


def _seven_bits(data: bytes, at: int, most: int) -> tuple[int, int]:
    number = 0
    for n, byte in enumerate(data[at : at + most]):
        number |= (byte & 0x7F) << (7 * n)
        if byte < 0x80:  # noqa: PLR2004 (the eighth bit says that there is more)
            return number, at + n + 1
    return number, at + most


# --- .ods ---------------------------------------------------------------------------------------


def _open_document(xml: bytes) -> Iterator[tuple[str, Cells]]:
    """Raises TooLargeError where an error is repeated beyond what any table holds."""
    from defusedxml.ElementTree import iterparse

    name, row, column, cells = "", 0, 0, Cells()
    in_row: dict[int, str] = {}
    told = 0
    for event, element in iterparse(BytesIO(xml), events=("start", "end")):
        match event, _local(element):
            case "start", "table":
                name, row, cells = _of(element, "name") or "", 0, Cells()
            case "start", "table-row":
                column, in_row = 0, {}
            case "end", "table-cell" | "covered-table-cell":
                times = int(_of(element, "number-columns-repeated") or 1)
                if element.get(_CALCEXT) == "error":
                    text = "".join(element.itertext()).strip() or "#N/A"
                    in_row |= dict.fromkeys(_repeated(column, times, MOST_COLUMNS), text)
                column += times
            case "end", "table-row":
                times = int(_of(element, "number-rows-repeated") or 1)
                if in_row:
                    told = _at_most(told + times * len(in_row), MOST_CELLS)
                    cells |= {(r, c): text for r in _repeated(row, times, MOST_ROWS) for c, text in in_row.items()}
                row += times
                element.clear()
            case "end", "table":
                yield name, cells


def _repeated(first: int, times: int, most: int) -> range:
    return range(first, _at_most(first + times, most))


def _at_most(number: int, most: int) -> int:
    if number > most:
        raise TooLargeError(f"{number} for an error that is repeated")
    return number


def _of(element: "Element", attribute: str) -> str | None:
    return next((v for k, v in element.items() if k.rpartition("}")[2] == attribute), None)
