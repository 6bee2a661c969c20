"""Error cells: where `#N/A` and its like stand in an .xlsx, which the reader would show as blank."""

from collections.abc import Iterator
from io import BytesIO
from posixpath import join, normpath
from typing import TYPE_CHECKING
from zipfile import ZipFile

from pipeline.workbooks.signature import part

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

Place = tuple[int, int]
"""Row and column, from 0."""


def error_cells(archive: ZipFile) -> dict[str, dict[Place, str]]:
    """Sheet name → place → text of each error cell; a workbook without any costs one look at its bytes."""
    suspects = {}
    for info in archive.infolist():
        name = info.filename.replace("\\", "/")
        if "/worksheets/" in name and name.endswith(".xml"):
            data = archive.read(info)
            if b't="e"' in data or b"t='e'" in data:
                suspects[name.lower()] = data
    if not suspects:
        return {}
    names = _names_by_part(archive)
    return {names[p]: dict(_errors(data)) for p, data in suspects.items() if p in names}


def _names_by_part(archive: ZipFile) -> dict[str, str]:
    """Part of the zip, in lower case → the name on the sheet's tab."""
    targets = {
        e.get("Id", ""): normpath(join("/xl", e.get("Target", ""))).lstrip("/").lower()
        for e in _elements(part(archive, "xl/_rels/workbook.xml.rels"), "Relationship")
    }
    named = {}
    for element in _elements(part(archive, "xl/workbook.xml"), "sheet"):
        link = next((v for k, v in element.items() if k.endswith("}id")), "")
        named[targets.get(link, "")] = element.get("name", "")
    return named


def _elements(xml: bytes, tag: str) -> "Iterator[Element]":
    from defusedxml.ElementTree import fromstring  # only workbooks with an error cell come here

    if not xml:
        return
    for element in fromstring(xml).iter():
        if _local(element) == tag:
            yield element


def _errors(xml: bytes) -> Iterator[tuple[Place, str]]:
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
            yield (row, column), _value(element)
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
