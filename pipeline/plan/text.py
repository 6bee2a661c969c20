"""The plan as text: one CSV a sheet, or one JSON text, and the digest of what it says."""

import csv
import hashlib
import io
import json
import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from pipeline.errors import PlanError
from pipeline.findings import finding

PlanTables = Mapping[str, tuple[tuple[str, ...], ...]]
"""Sheet name → its rows as text; the first row holds the headings, row `n` of the sheet is `rows[n - 1]`."""

_NUMBERED = re.compile(r"^\d+-")


def read_folder(path: Path) -> dict[str, tuple[tuple[str, ...], ...]]:
    """The tables of a folder of CSV files, in the order of their names; `03-字典.csv` is the sheet 字典."""
    tables: dict[str, tuple[tuple[str, ...], ...]] = {}
    for file in sorted(path.glob("*.csv")):
        sheet = _NUMBERED.sub("", file.stem)
        if sheet in tables:
            raise PlanError(f"{path} 里有两个文件都是工作表“{sheet}”,请只留一个")
        tables[sheet] = _rows(file)
    return tables


def read_sheet(path: Path, sheet: str) -> tuple[tuple[str, ...], ...]:
    """One sheet of such a folder; no rows if there is no file of it."""
    return next((_rows(file) for file in path.glob(f"*{sheet}.csv") if _NUMBERED.sub("", file.stem) == sheet), ())


def write_folder(tables: PlanTables, path: Path) -> None:
    """Write each sheet as `NN-sheet.csv`: UTF-8 with a mark so that Excel opens it, LF line ends."""
    path.mkdir(parents=True, exist_ok=True)
    for number, (sheet, rows) in enumerate(tables.items(), start=1):
        target = path / f"{number:02}-{sheet}.csv"
        beside = target.with_suffix(".part")
        beside.write_bytes(_csv(rows).encode("utf-8-sig"))
        beside.replace(target)


def dumps(tables: PlanTables) -> str:
    """All tables as one JSON text."""
    normal = {sheet: normal_rows(rows) for sheet, rows in tables.items()}
    return json.dumps(normal, ensure_ascii=False, separators=(",", ":"))


def loads(text: str) -> dict[str, tuple[tuple[str, ...], ...]]:
    """The tables that `dumps` wrote."""
    return {str(sheet): normal_rows(rows) for sheet, rows in json.loads(text).items()}


def digest(tables: PlanTables) -> str:
    """The sha256 of what the sheets say; trailing blanks and the order of the sheets do not count."""
    return hashlib.sha256(dumps(dict(sorted(tables.items()))).encode()).hexdigest()


def normal_rows(rows: Iterable[Iterable[str]]) -> tuple[tuple[str, ...], ...]:
    """Rows without trailing blank cells and trailing blank rows, line breaks inside a cell as LF."""
    kept = [_normal_row(row) for row in rows]
    while kept and not kept[-1]:
        kept.pop()
    return tuple(kept)


def _normal_row(row: Iterable[str]) -> tuple[str, ...]:
    cells = [cell.replace("\r\n", "\n").replace("\r", "\n").rstrip() for cell in row]
    while cells and not cells[-1]:
        cells.pop()
    return tuple(cells)


def _csv(rows: Iterable[Iterable[str]]) -> str:
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\n").writerows(normal_rows(rows))
    return out.getvalue()


def _rows(file: Path) -> tuple[tuple[str, ...], ...]:
    """What a file holds; a PlanError if it is no CSV."""
    try:
        return normal_rows(csv.reader(io.StringIO(_decoded(file.read_bytes()), newline="")))
    except (csv.Error, UnicodeDecodeError) as error:
        raise PlanError(finding("plan.text_unreadable", stood=file.name).sentence) from error


def _decoded(data: bytes) -> str:
    """UTF-8, or GB18030, which Excel in China writes when asked for a plain CSV."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("gb18030")
