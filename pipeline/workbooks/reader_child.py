"""The reading child: opens workbooks in a process of its own, which a hostile file may kill.

Run as a module, it answers each line of stdin, `{"path", "name", "seconds"}`, with one line on stdout, until
stdin ends. Lines are JSON because the parent must be able to read an answer without trusting it: unpickling
runs code and marshal may crash on bad bytes. An answer is

    {"sheets": [[name, visible, rows, merged], …], "pictures": n, "macros": false, "links": n}    a workbook
    {"code": "file.password", "detail": ""}                                      why it cannot be read
    {"fault": "Permission denied: …"}                                    the machine's fault, not the file's

What nobody foresaw is left to end the process: the parent tries the file once more, then sets it aside.
"""

import csv
import json
import signal
import struct
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from zipfile import ZipFile

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from pipeline.workbooks.cell_codes import PICTURE, Cell, coded
from pipeline.workbooks.csv_text import csv_rows
from pipeline.workbooks.error_cells import Cells, error_cells
from pipeline.workbooks.limits import (
    MEMORY,
    MOST_AREA,
    MOST_CELLS,
    MOST_COLUMNS,
    MOST_ROWS,
    MOST_SHEETS,
    MOST_TEXT,
    TooLargeError,
    UnsafeError,
)
from pipeline.workbooks.old_excel import old_excel
from pipeline.workbooks.signature import Kind, kind, refusal
from pipeline.workbooks.zip_parts import BROKEN, zip_parts

_BROKEN = (*BROKEN, CalamineError, SyntaxError, csv.Error)
"""What a damaged file provokes, in the zip, the reader, the XML parser or the CSV one."""
_READERS_LIMIT = "limit exceeded"
"""In what the reader says of a sheet that repeats a cell a billion times."""

Rows = list[list[Cell]]
Sheet = tuple[str, bool, Rows, list[list[int]]]
Answer = dict[str, object]


@dataclass(frozen=True, slots=True)
class _Beside:
    """What stands in a file beside the cells that the reader hands over."""

    errors: dict[str, Cells] = field(default_factory=dict)
    """By sheet."""
    pictures: int = 0
    macros: bool = False
    macro_sheets: bool = False
    """Sheets of the macro language that viruses are written in; the reader may stumble over them."""
    links: int = 0


def read(path: Path, name: str) -> Answer:
    """The workbook, or why it cannot be read; raises OSError where the file cannot be opened."""
    found = kind(path)  # opens it: what fails from here on is the file's own fault
    try:
        if refused := refusal(path, name):
            return {"code": refused[0], "detail": refused[1]}
        return _text(path) if found is Kind.TEXT else _workbook(path)
    except UnicodeDecodeError:  # of a zip, the name of a part
        return {"code": "file.not_a_workbook" if found is Kind.TEXT else "file.damaged", "detail": ""}
    except TooLargeError as fault:
        return {"code": "file.too_large", "detail": str(fault)}
    except UnsafeError as fault:
        return {"code": "file.unsafe", "detail": str(fault)}
    except _BROKEN as fault:
        code = "file.too_large" if _READERS_LIMIT in str(fault) else "file.damaged"
        return {"code": code, "detail": str(fault)[:200]}


def _text(path: Path) -> Answer:
    rows = _Size().trimmed([coded(v) for v in row] for row in csv_rows(path.read_bytes()))
    return _answer([("CSV", True, rows, [])], _Beside())


def _answer(sheets: list[Sheet], beside: _Beside) -> Answer:
    return {"sheets": sheets, "pictures": beside.pictures, "macros": beside.macros, "links": beside.links}


def _workbook(path: Path) -> Answer:
    zipped = _in_zip(path) if kind(path) is Kind.ZIP else None
    size, sheets = _Size(), []
    with _opened(path, zipped) as book:
        if len(book.sheets_metadata) > MOST_SHEETS:
            raise TooLargeError(f"{len(book.sheets_metadata)} sheets")
        beside = zipped or _in_old(path, [m.name for m in book.sheets_metadata])
        for meta in book.sheets_metadata:
            if meta.typ == SheetTypeEnum.WorkSheet:
                sheet = book.get_sheet_by_name(meta.name)
                rows = size.trimmed(_rows(sheet, beside.errors.get(meta.name, {})))
                visible = meta.visible == SheetVisibleEnum.Visible
                merged = [[*first, *last] for first, last in sheet.merged_cell_ranges or ()]
                sheets.append((meta.name, visible, rows, merged))
    return _answer(sheets, beside)


def _opened(path: Path, zipped: _Beside | None) -> CalamineWorkbook:
    try:
        return CalamineWorkbook.from_path(path)
    except CalamineError as fault:
        if zipped and zipped.macro_sheets:
            raise UnsafeError(str(fault)) from fault
        raise


def _in_zip(path: Path) -> _Beside:
    with ZipFile(path) as archive:
        parts = zip_parts(archive)
    errors = error_cells(parts.data)
    return _Beside(errors, parts.pictures, parts.macros, parts.macro_sheets, parts.links)


def _in_old(path: Path, names: Sequence[str]) -> _Beside:
    """A container that only the reader makes sense of is read without its errors."""
    with suppress(OSError, struct.error, LookupError):
        old = old_excel(path)
        errors = dict(zip(names, old.errors, strict=True)) if len(names) == len(old.errors) else {}
        return _Beside(errors, macros=old.macros, links=old.links)
    return _Beside()


def _rows(sheet: CalamineSheet, errors: Cells) -> Iterator[list[Cell]]:
    """Row by row from A1, the error cells set in: the reader shows them as blank, and a table may end in one."""
    last, before = sheet.end or (0, 0), [None] * (sheet.start or (0, 0))[1]
    if (last[0] + 1) * (last[1] + 1) > MOST_AREA:
        raise TooLargeError(f"{sheet.name}: {last[0] + 1} × {last[1] + 1}")
    if any(row >= MOST_ROWS or column >= MOST_COLUMNS for row, column in errors):
        raise TooLargeError(sheet.name)
    by_row: dict[int, dict[int, str]] = {}
    for (row, column), text in errors.items():
        by_row.setdefault(row, {})[column] = text
    beyond = 0
    for number, values in enumerate(sheet.iter_rows()):
        cells = [] if values.count("") == len(values) else [*before, *map(coded, values)]
        yield _with_errors(cells, by_row.pop(number, {})) if by_row else cells
        beyond = number + 1
    for number in range(beyond, max(by_row, default=-1) + 1):
        yield _with_errors([], by_row.get(number, {}))


def _with_errors(cells: list[Cell], errors: dict[int, str]) -> list[Cell]:
    for column, text in errors.items():
        cells.extend([None] * (column + 1 - len(cells)))
        cells[column] = ["e", text] if text else PICTURE
    return cells


class _Size:
    """The size of a workbook as it is read; beyond a limit reading stops."""

    def __init__(self) -> None:
        self._cells = self._text = 0

    def trimmed(self, rows: Iterable[list[Cell]]) -> Rows:
        """Without the blank cells at the end of rows and the blank rows at the end; raises TooLargeError."""
        kept: Rows = []
        blank = 0
        for row in rows:
            while row and row[-1] is None:
                row.pop()
            if not row:
                blank += 1
                continue
            self._count(len(kept) + blank + 1, row)
            kept.extend([] for _ in range(blank))
            kept.append(row)
            blank = 0
        return kept

    def _count(self, rows: int, row: list[Cell]) -> None:
        self._cells += len(row)
        self._text += sum(len(v) for v in row if isinstance(v, str))
        if rows > MOST_ROWS or len(row) > MOST_COLUMNS or self._cells > MOST_CELLS or self._text > MOST_TEXT:
            raise TooLargeError(f"{rows} × {len(row)}")


def _limit_process() -> None:
    """No core dumps, which would hold what people wrote; so much memory and no more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent, who is interrupted too, ends this process
    if sys.platform != "win32":
        import resource

        for what, most in ((resource.RLIMIT_CORE, 0), (resource.RLIMIT_AS, MEMORY)):
            with suppress(ValueError, OSError):  # the machine's own limit is lower still
                resource.setrlimit(what, (most, resource.getrlimit(what)[1]))


def _limit_time(seconds: float) -> None:
    """Time for the next file, in case the parent is no longer there to watch the clock; 0 for no file."""
    if sys.platform != "win32":
        import resource

        usage = resource.getrusage(resource.RUSAGE_SELF)
        most = int(usage.ru_utime + usage.ru_stime + seconds) + 1
        with suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_CPU, (most, resource.getrlimit(resource.RLIMIT_CPU)[1]))
        signal.setitimer(signal.ITIMER_REAL, seconds and seconds + 1)


def _answers(requests: Iterable[bytes]) -> Iterator[Answer]:
    for line in requests:
        request = json.loads(line)
        _limit_time(request["seconds"])
        try:
            yield read(Path(request["path"]), request["name"])
        except OSError as fault:
            yield {"fault": str(fault)}
        _limit_time(0)


def main() -> None:
    """Answers until stdin ends."""
    _limit_process()
    for answer in _answers(sys.stdin.buffer):
        sys.stdout.buffer.write(json.dumps(answer).encode("ascii") + b"\n")
        sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
