"""Workbooks for the tests, written by hand where no library of ours writes that format."""

import struct
from collections.abc import Sequence
from pathlib import Path
from zipfile import ZipFile

_SECTOR = 512
_FREE, _END, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def ods(path: Path, rows: Sequence[Sequence[str]]) -> Path:
    """An OpenDocument spreadsheet with one sheet of text, `表`."""
    cells = "".join(
        "<table:table-row>"
        + "".join(f'<table:table-cell office:value-type="string"><text:p>{v}</text:p></table:table-cell>' for v in row)
        + "</table:table-row>"
        for row in rows
    )
    names = " ".join(
        f'xmlns:{n}="urn:oasis:names:tc:opendocument:xmlns:{n}:1.0"' for n in ("office", "table", "text", "manifest")
    )
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


def xls(path: Path, rows: Sequence[Sequence[str | float]], *, password: bool = False) -> Path:
    """An Excel 97 workbook with one sheet, `表`: BIFF8 in an OLE container ([MS-XLS], [MS-CFB])."""
    path.write_bytes(_container(_biff(rows, password=password)))
    return path


def _biff(rows: Sequence[Sequence[str | float]], *, password: bool) -> bytes:
    bof = _record(0x809, struct.pack("<HHHHII", 0x600, 5, 0, 0, 0, 0))
    filepass = _record(0x2F, bytes(6)) if password else b""
    name = struct.pack("<BB", 1, 1) + "表".encode("utf-16-le")
    boundsheet_size = 4 + 6 + len(name)
    start = len(bof) + len(filepass) + boundsheet_size + 4
    book = bof + filepass + _record(0x85, struct.pack("<IH", start, 0) + name) + _record(0x0A, b"")
    cells = b"".join(_cell(r, c, v) for r, row in enumerate(rows) for c, v in enumerate(row) if v != "")
    return book + _record(0x809, struct.pack("<HHHHII", 0x600, 0x10, 0, 0, 0, 0)) + cells + _record(0x0A, b"")


def _cell(row: int, column: int, value: str | float) -> bytes:
    place = struct.pack("<HHH", row, column, 0)
    if isinstance(value, str):
        return _record(0x204, place + struct.pack("<HB", len(value), 1) + value.encode("utf-16-le"))
    return _record(0x203, place + struct.pack("<d", value))


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
