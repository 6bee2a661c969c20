"""Signatures: what a file is by its bytes, and why it cannot be read, before a reader opens it.

Every check is cheap and opens nothing but the zip directory, so that a bomb, a password or a picture named
`.xlsx` is told by name instead of as a reader's error.
"""

import re
import struct
from enum import Enum
from pathlib import Path, PurePosixPath
from zipfile import ZipFile

from pipeline.workbooks.csv_text import marked
from pipeline.workbooks.limits import MOST_BYTES, MOST_READ_BYTES, MOST_TEXT
from pipeline.workbooks.zip_parts import is_read, unpacked

SUFFIXES = frozenset({".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".et", ".csv"})

_BOMB_BYTES = 20 * 2**20
_BOMB_RATIO = 200
"""Sheets formatted down to the last row pack 40 : 1, a bomb 1000 : 1."""

_ZIP = b"PK"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLD_EXCEL = re.compile(rb"\x09[\x00\x02\x04\x08][\x04\x06\x08\x10]\x00")
"""Excel 2 to 4, and streams without their container: a workbook, but none that is read."""
_OOXML = re.compile(rb"(?:spreadsheetml|ms-excel)\.[\w.]*main")
_ODS = b"opendocument.spreadsheet"
_BOOK_STREAM = re.compile(rb"(?i)b\0o\0o\0k\0\0\0")
_ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")
_GLOBALS = re.compile(rb"\x09\x08[\x08\x10]\x00\x00[\x05\x06]\x05\x00")
_FILEPASS = 0x2F
_MARKUP = (b"<!doctype", b"<html", b"<?xml", b"%pdf", b"{\\rtf")

Refusal = tuple[str, str]
"""Finding code and detail."""


class Kind(Enum):
    """How a file begins."""

    ZIP = _ZIP
    OLE = _OLE
    TEXT = b""


_MOST_OF_A = {Kind.ZIP: MOST_BYTES, Kind.OLE: MOST_READ_BYTES, Kind.TEXT: 4 * MOST_TEXT}
"""Bytes of a file; a character of a text takes four at the most."""


def kind(path: Path) -> Kind:
    """What the first bytes say; anything that is no container may be text."""
    with path.open("rb") as file:
        head = file.read(len(_OLE))
    return next(k for k in Kind if head.startswith(k.value))


def refusal(path: Path, name: str) -> Refusal | None:
    """Why the file cannot be read, or None; `name` is what the sender called it. May raise one of BROKEN."""
    suffix = PurePosixPath(name).suffix.lower()
    if suffix not in SUFFIXES:
        return "file.unknown_type", suffix or name
    if path.stat().st_size > _MOST_OF_A[kind(path)]:
        return "file.too_large", ""
    match kind(path):
        case Kind.ZIP:
            return _refused_zip(path)
        case Kind.OLE:
            return _refused_ole(path.read_bytes())
        case Kind.TEXT:
            return _refused_text(path.read_bytes(), suffix)


def _refused_text(data: bytes, suffix: str) -> Refusal | None:
    if suffix == ".csv":
        return ("file.not_a_workbook", suffix) if _is_no_text(data) else None
    if _OLD_EXCEL.match(data):
        return "file.unknown_type", f"{suffix}, Excel 4"
    return "file.not_a_workbook", suffix


def _refused_zip(path: Path) -> Refusal | None:
    with ZipFile(path) as archive:
        return _refused_parts(archive)


def _refused_parts(archive: ZipFile) -> Refusal | None:
    parts = archive.infolist()
    size, packed = sum(p.file_size for p in parts), sum(p.compress_size for p in parts)
    read = sum(p.file_size for p in parts if is_read(p))
    if size > MOST_BYTES or read > MOST_READ_BYTES or (size > _BOMB_BYTES and size > _BOMB_RATIO * packed):
        return "file.too_large", ""
    if any(p.flag_bits & 1 for p in parts):
        return "file.password", ""
    if b"encryption-data" in part(archive, "META-INF/manifest.xml"):
        return "file.password", ""
    if _OOXML.search(part(archive, "[Content_Types].xml")) or _ODS in part(archive, "META-INF/manifest.xml"):
        return None
    return "file.not_a_workbook", ""


def part(archive: ZipFile, name: str) -> bytes:
    """A part of the zip by its name in any case and with either slash; b"" where there is none."""
    folded = name.lower()
    found = (i for i in archive.infolist() if i.filename.replace("\\", "/").lower() == folded)
    info = next(found, None)
    return b"" if info is None else unpacked(archive, info)


def _refused_ole(data: bytes) -> Refusal | None:
    if _ENCRYPTED_STREAM in data or _has_filepass(data):
        return "file.password", ""
    if not _BOOK_STREAM.search(data):
        return "file.not_a_workbook", ""
    return None


def _has_filepass(data: bytes) -> bool:
    """Whether FILEPASS is among the first records of the workbook stream ([MS-XLS] 2.4.117)."""
    start = _GLOBALS.search(data)
    at = start.start() if start else len(data)
    for _ in range(8):
        if at + 4 > len(data):
            return False
        record, length = struct.unpack_from("<HH", data, at)
        if record == _FILEPASS:
            return True
        at += 4 + length
    return False


def _is_no_text(data: bytes) -> bool:
    return (b"\0" in data and not marked(data).startswith("utf-16")) or data.lstrip()[:16].lower().startswith(_MARKUP)
