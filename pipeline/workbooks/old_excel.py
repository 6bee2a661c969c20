"""Old Excel: what the reader leaves out of an .xls or .et — error cells, links, macros ([MS-XLS])."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pipeline.workbooks.error_cells import ERRORS, Cells

_BOF, _EOF, _SHEET, _LINK = (0x0809, 0x0409, 0x0209), 0x0A, 0x85, 0x1AE
_FORMULA, _ERROR = 0x06, 0x205
_OWN_SHEETS, _ADD_INS = 0x0401, 0x3A01
"""What a link record says that leads nowhere else."""
_MACRO_SHEET, _MODULE = 1, 6
_STREAMS = ("Workbook", "Book", "WORKBOOK", "BOOK")
_VBA = "_VBA_PROJECT_CUR"


@dataclass(frozen=True, slots=True)
class OldExcel:
    """What stands in the file beside the cells that the reader hands over."""

    errors: tuple[Cells, ...] = ()
    """Of each sheet, in their order."""
    macros: bool = False
    links: int = 0


def old_excel(path: Path) -> OldExcel:
    """What an OLE container of a workbook holds; raises OSError or struct.error where it is damaged."""
    from olefile import OleFileIO  # only old workbooks come here

    with OleFileIO(str(path)) as ole:
        name = next((n for n in _STREAMS if ole.exists(n)), "")
        if not name:
            return OldExcel()
        data = ole.openstream(name).read()
        macros = ole.exists(_VBA)
    sheets = [body for kind, body in _records(data, 0) if kind == _SHEET]
    links = [struct.unpack_from("<H", body, 2)[0] for kind, body in _records(data, 0) if kind == _LINK]
    errors = tuple(dict(_errors(data, struct.unpack_from("<I", body)[0])) for body in sheets)
    macros = macros or any(body[5] in (_MACRO_SHEET, _MODULE) for body in sheets)
    return OldExcel(errors, macros, sum(link not in (_OWN_SHEETS, _ADD_INS) for link in links))


def _errors(data: bytes, start: int) -> Iterator[tuple[tuple[int, int], str]]:
    for kind, body in _records(data, start):
        if kind == _ERROR and body[7]:
            yield struct.unpack_from("<HH", body), ERRORS.get(body[6], "#N/A")
        elif kind == _FORMULA and body[6] == 2 and body[12:14] == b"\xff\xff":  # noqa: PLR2004 (its result is an error)
            yield struct.unpack_from("<HH", body), ERRORS.get(body[8], "#N/A")


def _records(data: bytes, start: int) -> Iterator[tuple[int, bytes]]:
    """Kind and body of the records from `start` to the end of that sheet; charts in it are passed over."""
    at, depth = start, 0
    while at + 4 <= len(data):
        kind, size = struct.unpack_from("<HH", data, at)
        depth += (kind in _BOF) - (kind == _EOF)
        if depth == 1:
            yield kind, data[at + 4 : at + 4 + size]
        if depth <= 0:
            return
        at += 4 + size
