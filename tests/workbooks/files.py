"""Workbooks for the tests, written by hand where no library of ours writes that format."""

import struct
from collections.abc import Sequence
from pathlib import Path
from string import ascii_uppercase
from zipfile import ZIP_DEFLATED, ZipFile

import openpyxl

from pipeline.model import CellError

ERRORS = {"#NULL!": 0, "#DIV/0!": 7, "#VALUE!": 15, "#REF!": 23, "#NAME?": 29, "#NUM!": 36, "#N/A": 42}
_SECTOR = 512
_FREE, _END, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


Values = Sequence[Sequence[str | float | CellError]]


def ods(path: Path, rows: Sequence[Sequence[str]]) -> Path:
    """An OpenDocument spreadsheet with one sheet of text, `表`."""
    cells = "".join(
        "<table:table-row>"
        + "".join(f'<table:table-cell office:value-type="string"><text:p>{v}</text:p></table:table-cell>' for v in row)
        + "</table:table-row>"
        for row in rows
    )
    return ods_of(path, cells)


def ods_of(path: Path, cells: str) -> Path:
    """An OpenDocument spreadsheet whose only sheet, `表`, holds this XML."""
    names = " ".join(
        f'xmlns:{n}="urn:oasis:names:tc:opendocument:xmlns:{n}:1.0"' for n in ("office", "table", "text", "manifest")
    )
    names += ' xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    with ZipFile(path, "w") as archive:
        archive.writestr("mimetype", kind)
        archive.writestr(
            "content.xml",
            f"<office:document-content {names}><office:body><office:spreadsheet>"
            f'<table:table table:name="表">{cells}</table:table>'
            "</office:spreadsheet></office:body></office:document-content>",
        )
        archive.writestr(
            "META-INF/manifest.xml",
            f"<manifest:manifest {names}>"
            f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/>'
            "</manifest:manifest>",
        )
        archive.writestr("Pictures/1.png", b"")
    return path


def xls(path: Path, rows: Values, *, password: bool = False, links: int = 0) -> Path:
    """An Excel 97 workbook with one sheet, `表`: BIFF8 in an OLE container ([MS-XLS], [MS-CFB])."""
    path.write_bytes(_container(_biff(rows, password=password, links=links)))
    return path


def _biff(rows: Values, *, password: bool, links: int) -> bytes:
    bof = _record(0x809, struct.pack("<HHHHII", 0x600, 5, 0, 0, 0, 0))
    filepass = _record(0x2F, bytes(6)) if password else b""
    filepass += _record(0x1AE, struct.pack("<HH", 1, 0x0401)) + _record(0x1AE, struct.pack("<HHB", 0, 1, 0)) * links
    name = struct.pack("<BB", 1, 1) + "表".encode("utf-16-le")
    boundsheet_size = 4 + 6 + len(name)
    start = len(bof) + len(filepass) + boundsheet_size + 4
    book = bof + filepass + _record(0x85, struct.pack("<IH", start, 0) + name) + _record(0x0A, b"")
    cells = b"".join(_cell(r, c, v) for r, row in enumerate(rows) for c, v in enumerate(row) if v != "")
    return book + _record(0x809, struct.pack("<HHHHII", 0x600, 0x10, 0, 0, 0, 0)) + cells + _record(0x0A, b"")


def _cell(row: int, column: int, value: str | float | CellError) -> bytes:
    """An error in an even column is typed, in an odd one what a formula gave."""
    place = struct.pack("<HHH", row, column, 0)
    if isinstance(value, CellError):
        code = ERRORS[value.text]
        typed = _record(0x205, place + struct.pack("<BB", code, 1))
        formula = struct.pack("<BBBBBBHHIHB", 2, 0, code, 0, 0, 0, 0xFFFF, 0, 0, 2, 0x1C) + bytes([code])
        return _record(0x06, place + formula) if column % 2 else typed
    if isinstance(value, str):
        return _record(0x204, place + struct.pack("<HB", len(value), 1) + value.encode("utf-16-le"))
    return _record(0x203, place + struct.pack("<d", value))


def one_text_in_many_cells(path: Path) -> Path:
    """An .xlsx of 200 KB whose reader asks for gigabytes: one shared text of 30,000 characters in 100,000 cells."""
    book = openpyxl.Workbook()
    book.worksheets[0]["A1"] = 1
    book.save(path)
    cells = "".join(f'<c r="{c}{{0}}" t="s"><v>0</v></c>' for c in ascii_uppercase)
    rows = "".join(f'<row r="{r}">{cells.format(r)}</row>' for r in range(2, 4000))
    with ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    sheet = parts["xl/worksheets/sheet1.xml"]
    parts["xl/worksheets/sheet1.xml"] = sheet.replace(b"</sheetData>", f"{rows}</sheetData>".encode())
    parts["xl/sharedStrings.xml"] = f"<sst><si><t>{'长' * 30_000}</t></si></sst>".encode()
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return path


def xlsb(path: Path, rows: Values) -> Path:
    """An Excel binary workbook with one sheet, `表`, in records ([MS-XLSB])."""
    kind = "application/vnd.ms-excel.sheet.binary.macroEnabled.main"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    part = f'<Override PartName="/xl/workbook.bin" ContentType="{kind}"/>'
    link = '<Relationships xmlns="{}/relationships"><Relationship Id="rId1" Type="{}/{}" Target="{}"/></Relationships>'
    sheet = b"".join(_row(r, row) for r, row in enumerate(rows))
    with ZipFile(path, "w") as archive:
        archive.writestr(
            "[Content_Types].xml",
            f'<Types xmlns="{package}/content-types">{part}</Types>',
        )
        archive.writestr("_rels/.rels", link.format(package, office, "officeDocument", "xl/workbook.bin"))
        archive.writestr(
            "xl/_rels/workbook.bin.rels", link.format(package, office, "worksheet", "worksheets/sheet1.bin")
        )
        bundle = _binary(156, struct.pack("<II", 0, 1) + _wide("rId1") + _wide("表"))
        archive.writestr("xl/workbook.bin", _binary(131) + _binary(143) + bundle + _binary(144) + _binary(132))
        body = _binary(148, struct.pack("<IIII", 0, len(rows), 0, 9)) + _binary(145) + sheet + _binary(146)
        archive.writestr("xl/worksheets/sheet1.bin", _binary(129) + body + _binary(130))
    return path


def _row(number: int, row: Sequence[str | float | CellError]) -> bytes:
    return _binary(0, struct.pack("<I", number) + bytes(13)) + b"".join(_held(c, v) for c, v in enumerate(row))


def _held(column: int, value: str | float | CellError) -> bytes:
    place = struct.pack("<II", column, 0)
    if isinstance(value, CellError):
        return _binary(11 if column % 2 else 3, place + bytes([ERRORS[value.text], 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]))
    if isinstance(value, str):
        return _binary(6, place + _wide(value)) if value else b""
    return _binary(5, place + struct.pack("<d", value))


def _wide(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def _binary(kind: int, body: bytes = b"") -> bytes:
    """A record; both numbers are written seven bits to a byte."""
    number = bytes([kind]) if kind < 128 else bytes([kind & 127 | 128, kind >> 7])
    size = len(body)
    return number + (bytes([size]) if size < 128 else bytes([size & 127 | 128, size >> 7])) + body


def _record(number: int, data: bytes) -> bytes:
    return struct.pack("<HH", number, len(data)) + data


def _container(stream: bytes) -> bytes:
    """Sector 0 is the table of sectors, 1 the directory, the rest the workbook."""
    stream = stream.ljust(8 * _SECTOR, b"\0")
    stream += bytes(-len(stream) % _SECTOR)
    sectors = len(stream) // _SECTOR
    chain = [_FAT, _END, *range(3, 2 + sectors), _END]
    chain += [_FREE] * (_SECTOR // 4 - len(chain))
    head = struct.pack("<8s16xHHHHH6x", bytes.fromhex("d0cf11e0a1b11ae1"), 0x3E, 3, 0xFFFE, 9, 6)
    head += struct.pack("<9I", 0, 1, 1, 0, 4096, _END, 0, _END, 0) + struct.pack("<109I", 0, *[_FREE] * 108)
    entries = _entry("Root Entry", 5, 1, _END, 0) + _entry("Workbook", 2, _FREE, 2, len(stream)) + bytes(256)
    return head + struct.pack("<128I", *chain) + entries + stream


def _entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
    text = name.encode("utf-16-le")
    return struct.pack("<64sHBBIII36xIQ", text, len(text) + 2, kind, 1, _FREE, _FREE, child, start, size)
