"""Parts of a zipped workbook: those a reader unpacks, checked before it does, and what else the zip holds."""

import re
import struct
import zlib
from copy import copy
from dataclasses import dataclass
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from pipeline.workbooks.limits import MOST_AREA, MOST_STRINGS, TooLargeError, UnsafeError

BROKEN = (
    *(BadZipFile, zlib.error, struct.error, EOFError, OSError, OverflowError),
    *(ValueError, NotImplementedError, RuntimeError),  # names in no encoding, ways of packing, passwords
)
"""What `zipfile` raises, here or in opening, where a zip is damaged."""
_READ = re.compile(
    r"(?:.*/)?(?:content\.xml|(?:workbook|sharedstrings|styles|worksheets/[^/]+)\.(?:xml|bin)"
    r"|workbook\.(?:xml|bin)\.rels|rdrichvaluestructure\.xml)"
)
"""What a reader unpacks; pictures, themes and embedded files it leaves alone."""
_PICTURES = ("xl/media/", "pictures/")
_MACROS = ("xl/vbaproject.bin", "xl/macrosheets/", "basic/", "scripts/")
_MACRO_SHEETS = "xl/macrosheets/"
_LINK = re.compile(r"xl/externallinks/[^/]+\.(?:xml|bin)")
_ODS_LINK = re.compile(rb"<table:(?:dde-source|table-source|cell-range-source)[ >]|=DDE\(")
_ENTITIES = tuple("<!ENTITY".encode(e) for e in ("utf-8", "utf-16-le", "utf-16-be"))
_LAST_ROW = re.compile(rb'<row [^>]*?r="(\d{1,9})"')
_WIDE = re.compile(rb'<c r="[A-Z]{3}')
_VALUED = re.compile(rb'<c (?:[^>]*? )?r="([A-Z]{1,3})(\d{1,9})"[^>]*(?<!/)>')
_TAIL = 4_000_000
"""Bytes at the end of a sheet in which its last row is looked for."""


@dataclass(frozen=True, slots=True)
class ZipParts:
    """What stands in the zip of a workbook, names in lower case with `/`."""

    data: dict[str, bytes]
    """The parts that a reader unpacks."""
    pictures: int
    macros: bool
    macro_sheets: bool
    links: int
    """Links to other workbooks or programs."""


def name_of(info: ZipInfo) -> str:
    """The name of a part as it is compared."""
    return info.filename.replace("\\", "/").lower()


def is_read(info: ZipInfo) -> bool:
    """Whether a reader would unpack this part."""
    return _READ.fullmatch(name_of(info)) is not None


def is_picture(info: ZipInfo) -> bool:
    """Whether this part is a picture."""
    return name_of(info).startswith(_PICTURES) and not info.is_dir()


def unpacked(archive: ZipFile, info: ZipInfo) -> bytes:
    """A part; raises BadZipFile where it is longer than the directory says or packed oddly, else one of BROKEN.

    Spreadsheet programs deflate a part or store it as it is (ECMA-376 part 2, annex C): other packers, each with its
    own faults and its own appetite, are never started. `ZipFile.read` would unpack all of it before it complains,
    and a checksum of the beginning would silence it.
    """
    if info.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
        raise BadZipFile(info.filename)
    longer = copy(info)
    longer.file_size += 1
    with archive.open(longer) as part:
        data = part.read(longer.file_size)
    if len(data) > info.file_size:
        raise BadZipFile(info.filename)
    return data


def zip_parts(archive: ZipFile) -> ZipParts:
    """Reads the parts; raises BadZipFile where one is not what the directory says, or one of our refusals.

    A part longer than the directory says is a bomb under a small name; unpacking it here stops at that length.
    """
    names = [name_of(i) for i in archive.infolist() if not i.is_dir()]
    data = {name_of(i): unpacked(archive, i) for i in archive.infolist() if is_read(i)}
    for name, part in data.items():
        _check(name, part)
    content = data.get("content.xml", b"")
    return ZipParts(
        data,
        sum(map(is_picture, archive.infolist())),
        any(n.startswith(_MACROS) for n in names),
        any(n.startswith(_MACRO_SHEETS) for n in names),
        sum(_LINK.fullmatch(n) is not None for n in names) + len(_ODS_LINK.findall(content)),
    )


def _check(name: str, part: bytes) -> None:
    if any(entity in part for entity in _ENTITIES):
        raise UnsafeError("<!ENTITY>")
    if name == "xl/sharedstrings.xml" and part.count(b"<si") > MOST_STRINGS:
        raise TooLargeError(name)
    if "/worksheets/" in name and name.endswith(".xml") and _is_suspect(part):
        _check_extent(name, part)


def _is_suspect(sheet: bytes) -> bool:
    """Whether anything stands, or is only formatted, so far out that it is worth a closer look."""
    rows = _LAST_ROW.findall(sheet, max(0, len(sheet) - _TAIL))
    return (bool(rows) and int(rows[-1]) > MOST_AREA // 200) or _WIDE.search(sheet) is not None


def _check_extent(name: str, sheet: bytes) -> None:
    """The reader lays out every cell between A1 and the last one: one value in a far corner asks for gigabytes."""
    rows = columns = 0
    for column, row in _VALUED.findall(sheet):
        rows, columns = max(rows, int(row)), max(columns, _number(column))
    if rows * columns > MOST_AREA:
        raise TooLargeError(f"{name}: {rows} × {columns}")


def _number(letters: bytes) -> int:
    """1 for `A`, 28 for `AB`."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number
