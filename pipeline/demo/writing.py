"""Writing: workbooks as people fill them in, each in a copy of the site's own template."""

import io
import re
import struct
import zlib
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, time
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.drawing.image import Image
from openpyxl.worksheet.worksheet import Worksheet

from pipeline.demo.story import Cells, Paper
from pipeline.model import META_SHEET
from pipeline.plan.model import PROGRESS, REPORT
from pipeline.workbooks.deterministic import workbook_bytes

_OLD_LABELS = {"希望解决什么": "诉求", "核实情况": "事实状态", "提出人": "发布者身份", "材料编号": "佐证编号"}
_UNIT, _ROLE = "◇单位◇", "◇角色◇"
"""What stands in the zero report of a day until a unit's own name and role take their places."""
_CLOCK, _DAY = re.compile(r"[0-9]{1,2}:[0-9]{2}"), re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_UNDATED = (1980, 1, 1, 0, 0, 0)
Place = tuple[int, int]
"""Row and column, from 1."""
AnyCell = Cell | MergedCell


class Desk:
    """Where workbooks are filled in: a template is opened once, and wiped after each use."""

    def __init__(self, template: Path) -> None:
        """Open the template of the site, and lay an older version of it beside."""
        self._form, self._old = _Form(load_workbook(template)), _Form(load_workbook(template))
        self._old.age()

    def fill(self, paper: Paper, progress: Iterable[Cells]) -> bytes:
        """One unit's workbook; the progress rows hold their incident numbers already."""
        form = self._old if paper.old else self._form
        return form.filled(paper.head, paper.rows, progress, picture=paper.picture)

    def zero_reports(self, heads: Iterable[Cells]) -> dict[str, bytes]:
        """Unit → zero report, for heads of one day: copies of one workbook with two words changed."""
        by_unit = {head["单位"]: head for head in heads}
        if not by_unit:
            return {}
        any_head = next(iter(by_unit.values()))
        blank = self._form.filled({**any_head, "单位": _UNIT, "上报人角色": _ROLE}, (), ())
        with ZipFile(io.BytesIO(blank)) as archive:
            members = {name: archive.read(name) for name in archive.namelist()}
        return {unit: _zipped(_named(members, head)) for unit, head in by_unit.items()}


class _Form:
    """A workbook to be filled in and wiped again."""

    def __init__(self, book: Workbook) -> None:
        for sheet in book.worksheets:
            sheet.column_dimensions.max_outline = 0  # openpyxl sets it on saving: the first copy would differ
        self._sheets = {name: sheet_of(book, name) for name in (REPORT, PROGRESS)}
        self._book, self._report = book, self._sheets[REPORT]
        above = self._report.iter_rows(min_row=2, max_row=4, max_col=4)
        self._head = {
            _label(c): self._report.cell(r, n + 1) for r, row in enumerate(above, 2) for n, c in enumerate(row, 1)
        }
        self._tables = {name: headings(sheet) for name, sheet in self._sheets.items()}

    def age(self) -> None:
        """Make it what an earlier version handed out: other words for some columns, another digest."""
        for sheet, table in ((self._sheets[name], table) for name, table in self._tables.items()):
            for name in table.keys() & _OLD_LABELS.keys():
                sheet.cell(*table[name]).value = _OLD_LABELS[name]
        for key, value in sheet_of(self._book, META_SHEET).iter_rows(max_col=2):
            value.value = {"version": "2020.2", "plan_digest": "0" * 64}.get(str(key.value), value.value)

    def filled(self, head: Cells, rows: Iterable[Cells], progress: Iterable[Cells], *, picture: bool = False) -> bytes:
        """The bytes of the workbook with these cells typed in."""
        typed = [(self._head[name], text) for name, text in head.items()]
        typed += [*self._typed(REPORT, rows), *self._typed(PROGRESS, progress)]
        before = [(cell, cell.value, cell.number_format) for cell, _ in typed]
        for cell, text in typed:
            type_in(cell, text)
        if picture:
            self._report.add_image(Image(io.BytesIO(_png())), "B48")
        made = workbook_bytes(self._book)
        for cell, value, number_format in before:
            cell.value, cell.number_format = value, number_format
        self._report._images = []  # type: ignore[attr-defined]  # noqa: SLF001 (no other way to take it off)
        return made

    def _typed(self, name: str, rows: Iterable[Cells]) -> Iterator[tuple[AnyCell, str]]:
        for number, row in enumerate(rows, start=1):
            for heading, text in row.items():
                top, column = self._tables[name][heading]
                yield self._sheets[name].cell(top + number, column), text


def sheet_of(book: Workbook, name: str) -> Worksheet:
    """A sheet of cells by its name."""
    sheet = book[name]
    assert isinstance(sheet, Worksheet)  # noqa: S101 (tells the type checker that it is no chart)
    return sheet


def headings(sheet: Worksheet) -> dict[str, Place]:
    """Label → place of its heading, of the row among the first ten that has the most labels."""
    rows = [
        {_label(c): (r, n) for n, c in enumerate(row, 1) if c.value}
        for r, row in enumerate(sheet.iter_rows(max_row=10), 1)
    ]
    return max(rows, key=len)


def _label(cell: AnyCell) -> str:
    """What a heading says, without the mark of a required column."""
    return str(cell.value or "").rstrip("*")


def type_in(cell: AnyCell, text: str) -> None:
    """Type a text as a spreadsheet takes it: a date and a clock time in ordinary digits become such values."""
    if isinstance(cell, MergedCell):
        return
    if _DAY.fullmatch(text):
        cell.value = date.fromisoformat(text)
    elif _CLOCK.fullmatch(text):
        hour, minute = text.split(":")
        cell.value, cell.number_format = time(int(hour), int(minute)), "h:mm"
    else:
        cell.value = text


def _named(members: Mapping[str, bytes], head: Cells) -> dict[str, bytes]:
    names = {_UNIT: head["单位"], _ROLE: head["上报人角色"]}
    made = dict(members)
    for mark, name in names.items():
        made = {m: data.replace(mark.encode(), name.encode()) for m, data in made.items()}
    return made


def _zipped(members: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with ZipFile(out, "w") as archive:
        for name, data in members.items():
            archive.writestr(ZipInfo(name, _UNDATED), data, ZIP_DEFLATED)
    return out.getvalue()


def _png() -> bytes:
    """A small grey picture."""
    width, height = 64, 48
    pixels = zlib.compress((b"\0" + b"\xb4" * width) * height)
    parts = ((b"IHDR", struct.pack(">2I5B", width, height, 8, 0, 0, 0, 0)), (b"IDAT", pixels), (b"IEND", b""))
    chunks = (struct.pack(">I", len(d)) + k + d + struct.pack(">I", zlib.crc32(k + d)) for k, d in parts)
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)
