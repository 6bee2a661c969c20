"""Headings: where a table begins and which column is which, by name or alias."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipeline.findings import Finding, finding
from pipeline.model import ABOUT_HEADING, CHANGE_HEADING, RawCell, RawSheet
from pipeline.plan.model import FieldSpec, fold

SEARCHED_ROWS = 20
"""A heading row stands in the first twenty rows."""
SEARCHED_COLUMNS = 200
OURS = frozenset({CHANGE_HEADING, ABOUT_HEADING})
"""Headings that the program itself adds to what it returns."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table found in a sheet: field key → column index (0-based)."""

    sheet: RawSheet
    heading_row: int
    """0-based index of the heading row."""
    columns: Mapping[str, int]
    labels: Mapping[str, str]
    findings: tuple[Finding, ...]


def column_name(index: int) -> str:
    """0 → A, 26 → AA."""
    name = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        name = chr(65 + rest) + name
    return name


def address(row: int, column: int) -> str:
    """The physical address of a cell from its 0-based row and column."""
    return f"{column_name(column)}{row + 1}"


def find_table(sheet: RawSheet, fields: Sequence[FieldSpec], extra: Sequence[FieldSpec] = ()) -> Table | None:
    """The table whose heading row names most of the fields, the anchor among them; None if no row does.

    The anchor is the first required text or number: a row without it is no heading row.
    `extra` are fields that may stand in the table too, such as the unit in the export of an online form.
    """
    by_name = {name: f for f in (*extra, *fields) for name in f.names}
    anchor = next((f for f in fields if f.required and f.type in ("文字", "编号")), fields[0])
    best: tuple[int, int] | None = None
    for number, row in enumerate(sheet.rows[:SEARCHED_ROWS]):
        named = {by_name[n].key for c in row if isinstance(c, str) and (n := fold(c)) in by_name}
        if anchor.key in named and len(named) > 1 and (best is None or len(named) > best[0]):
            best = (len(named), number)
    return None if best is None else _table(sheet, best[1], by_name, fields)


def _table(sheet: RawSheet, heading_row: int, by_name: Mapping[str, FieldSpec], fields: Sequence[FieldSpec]) -> Table:
    columns: dict[str, int] = {}
    labels: dict[str, str] = {}
    findings: list[Finding] = []
    for index, cell in enumerate(sheet.rows[heading_row][:SEARCHED_COLUMNS]):
        name = heading_text(cell)
        if not name or fold(name) in OURS:
            continue
        spec = by_name.get(fold(name))
        place = {"sheet": sheet.name, "cell": address(heading_row, index), "stood": name}
        if spec is None:
            findings.append(finding("heading.unknown", **place))
        elif spec.key in columns:
            findings.append(finding("heading.twice", **place))
        else:
            columns[spec.key], labels[spec.key] = index, spec.label
    findings += [
        finding("heading.missing", sheet=sheet.name, cell=address(heading_row, 0), expected=f.label)
        for f in fields
        if f.required and f.key not in columns
    ]
    return Table(sheet, heading_row, columns, labels, tuple(findings))


def heading_text(cell: RawCell) -> str:
    """The text of a heading cell; "" for anything else."""
    return cell.strip() if isinstance(cell, str) else ""


def find_labelled(sheet: RawSheet, fields: Sequence[FieldSpec], above: int) -> dict[str, tuple[RawCell, str]]:
    """Field key → (value, address) for labels with their value in a cell to the right, above a heading row."""
    by_name = {name: f for f in fields for name in f.names}
    found: dict[str, tuple[RawCell, str]] = {}
    for r, row in enumerate(sheet.rows[:above]):
        for c, cell in enumerate(row[:SEARCHED_COLUMNS]):
            spec = by_name.get(fold(cell)) if isinstance(cell, str) else None
            if spec is not None and spec.key not in found:
                found[spec.key] = _right_of(row, r, c, by_name)
    return found


def _right_of(row: Sequence[RawCell], r: int, c: int, by_name: Mapping[str, FieldSpec]) -> tuple[RawCell, str]:
    """The first filled cell right of a label, before the next label; the cell beside it if all are blank."""
    for index in range(c + 1, min(len(row), c + 4)):
        cell = row[index]
        if isinstance(cell, str) and fold(cell) in by_name:
            break
        if cell is not None and cell != "":
            return cell, address(r, index)
    return None, address(r, c + 1)
