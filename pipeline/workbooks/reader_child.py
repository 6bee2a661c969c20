"""The reading child: opens workbooks in a process of its own, which a hostile file may kill.

Run as a module, it answers each line of stdin, `{"path", "name", "seconds"}`, with one line on stdout, until
stdin ends. Lines are JSON because the parent must be able to read an answer without trusting it: unpickling
runs code and marshal may crash on bad bytes. An answer is

    {"sheets": [[name, visible, rows, merged], …], "pictures": n}    a workbook
    {"code": "file.password", "detail": ""}                          why it cannot be read
    {"fault": "Permission denied: …"}                                the machine's fault, not the file's

What nobody foresaw is left to end the process: the parent tries the file once more, then sets it aside.
"""

import csv
import json
import signal
import struct
import sys
import zlib
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from pipeline.workbooks.cell_codes import Cell, coded
from pipeline.workbooks.csv_text import csv_rows
from pipeline.workbooks.error_cells import Place, error_cells
from pipeline.workbooks.signature import Kind, kind, refusal

MOST_ROWS = 5_000
MOST_COLUMNS = 200
MOST_CELLS = 300_000
MOST_TEXT = 20_000_000
"""Characters in a workbook."""
_MOST_AREA = 4_000_000
"""Cells between A1 and the last one of a sheet, blank ones included: they are laid out in memory."""
_MEMORY = 3 * 2**29
_BROKEN = (
    *(CalamineError, OSError, OverflowError, ValueError, SyntaxError),  # the reader's, and the XML parser's
    *(BadZipFile, zlib.error, struct.error, EOFError, NotImplementedError, RuntimeError, csv.Error),
)

Rows = list[list[Cell]]
Sheet = tuple[str, bool, Rows, list[list[int]]]
Workbook = tuple[list[Sheet], int]
Answer = dict[str, object]


class TooLargeError(Exception):
    """The workbook exceeds a limit."""


def read(path: Path, name: str) -> Answer:
    """The workbook, or why it cannot be read; raises OSError where the file cannot be opened."""
    refused = refusal(path, name)
    if refused:
        return {"code": refused[0], "detail": refused[1]}
    try:
        answer = _text(path) if kind(path) is Kind.TEXT else _workbook(path)
        _check_size(answer)
    except UnicodeDecodeError:
        return {"code": "file.not_a_workbook", "detail": ""}
    except TooLargeError as fault:
        return {"code": "file.too_large", "detail": str(fault)}
    except _BROKEN as fault:
        return {"code": "file.damaged", "detail": str(fault)[:200]}
    return {"sheets": answer[0], "pictures": answer[1]}


def _text(path: Path) -> Workbook:
    return [("CSV", True, _trimmed([coded(v) for v in row] for row in csv_rows(path.read_bytes())), [])], 0


def _workbook(path: Path) -> Workbook:
    errors, pictures = _from_zip(path) if kind(path) is Kind.ZIP else ({}, 0)
    sheets = []
    with CalamineWorkbook.from_path(path) as book:
        for meta in book.sheets_metadata:
            if meta.typ == SheetTypeEnum.WorkSheet:
                sheet = book.get_sheet_by_name(meta.name)
                rows = _rows(sheet, errors.get(meta.name, {}))
                visible = meta.visible == SheetVisibleEnum.Visible
                merged = [[*first, *last] for first, last in sheet.merged_cell_ranges or ()]
                sheets.append((meta.name, visible, rows, merged))
    return sheets, pictures


def _from_zip(path: Path) -> tuple[dict[str, dict[Place, str]], int]:
    with ZipFile(path) as archive:
        names = [n.replace("\\", "/") for n in archive.namelist()]
        pictures = sum(n.startswith(("xl/media/", "Pictures/")) and not n.endswith("/") for n in names)
        return error_cells(archive), pictures


def _rows(sheet: CalamineSheet, errors: dict[Place, str]) -> Rows:
    last = sheet.end or (0, 0)
    if (last[0] + 1) * (last[1] + 1) > _MOST_AREA:
        raise TooLargeError(f"{sheet.name}: {last[0] + 1} × {last[1] + 1}")
    rows = [[coded(v) for v in row] for row in sheet.to_python(skip_empty_area=False)]
    for (row, column), text in errors.items():
        _widen(rows, row, column)
        rows[row][column] = ["e", text]
    return _trimmed(rows)


def _widen(rows: Rows, row: int, column: int) -> None:
    """Error cells do not count for the reader's area: a table may end in one."""
    if row >= MOST_ROWS or column >= MOST_COLUMNS:
        raise TooLargeError
    rows.extend([] for _ in range(row + 1 - len(rows)))
    rows[row].extend([None] * (column + 1 - len(rows[row])))


def _trimmed(rows: Iterable[list[Cell]]) -> Rows:
    """Without the blank cells at the end of rows and the blank rows at the end."""
    kept: Rows = []
    end = 0
    for row in rows:
        while row and row[-1] is None:
            row.pop()
        kept.append(row)
        end = len(kept) if row else end
    return kept[:end]


def _check_size(workbook: Workbook) -> None:
    cells = text = 0
    for name, _visible, rows, _merged in workbook[0]:
        widest = max(map(len, rows), default=0)
        if len(rows) > MOST_ROWS or widest > MOST_COLUMNS:
            raise TooLargeError(f"{name}: {len(rows)} × {widest}")
        cells += sum(map(len, rows))
        text += sum(len(v) for row in rows for v in row if isinstance(v, str))
    if cells > MOST_CELLS or text > MOST_TEXT:
        raise TooLargeError


def _limit_process() -> None:
    """No core dumps, which would hold what people wrote; so much memory and no more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent, who is interrupted too, ends this process
    if sys.platform != "win32":
        import resource

        for what, most in ((resource.RLIMIT_CORE, 0), (resource.RLIMIT_AS, _MEMORY)):
            with suppress(ValueError, OSError):  # the machine's own limit is lower still
                resource.setrlimit(what, (most, resource.getrlimit(what)[1]))


def _limit_time(seconds: float) -> None:
    """Processor time for the next file, in case the parent is no longer there to watch the clock."""
    if sys.platform != "win32":
        import resource

        usage = resource.getrusage(resource.RUSAGE_SELF)
        most = int(usage.ru_utime + usage.ru_stime + seconds) + 1
        with suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_CPU, (most, resource.getrlimit(resource.RLIMIT_CPU)[1]))


def _answers(requests: Iterable[bytes]) -> Iterator[Answer]:
    for line in requests:
        request = json.loads(line)
        _limit_time(request["seconds"])
        try:
            yield read(Path(request["path"]), request["name"])
        except OSError as fault:
            yield {"fault": str(fault)}


def main() -> None:
    """Answers until stdin ends."""
    _limit_process()
    for answer in _answers(sys.stdin.buffer):
        sys.stdout.buffer.write(json.dumps(answer).encode("ascii") + b"\n")
        sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
