"""Tables: the rows under a heading, each read cell by cell and checked."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from pipeline.findings import Finding, errors, finding
from pipeline.model import Arrival, RawCell, Row, Value
from pipeline.plan.model import FieldSpec, Plan, fold
from pipeline.validation.cells import Place, is_blank, read_cell
from pipeline.validation.headings import Table, address
from pipeline.validation.known import Known
from pipeline.validation.rowchecks import Check, RowCase

NOT_CONTENT = frozenset({"serial", "incident", "confirmed"})
"""Fields that are prefilled or answer a question: alone they make no row."""


@dataclass(frozen=True, slots=True)
class Attribution:
    """Whose row it is and for which day."""

    unit: str
    day: date
    role: str = ""


@dataclass(frozen=True, slots=True)
class CheckedRow:
    """A row with its attribution and everything found in it."""

    row: Row
    to: Attribution
    findings: tuple[Finding, ...]

    @property
    def waits(self) -> bool:
        """Whether an error keeps it waiting."""
        return bool(errors(self.findings))


@dataclass(frozen=True, slots=True)
class TableReader:
    """Reads the rows of a table of one kind."""

    arrival: Arrival
    plan: Plan
    known: Known
    fields: Sequence[FieldSpec]
    checks: Sequence[Check]
    to: Callable[[Table, int], tuple[Attribution, tuple[Finding, ...]]]
    """Attributes the row of that index: by the workbook's head, or by the row's own unit and date."""

    def read(self, table: Table) -> tuple[CheckedRow, ...]:
        """Every row in which anything stands, below the heading row."""
        found = tuple(self._rows(table))
        return _serials_once(_texts_once(found))

    def _rows(self, table: Table) -> Iterator[CheckedRow]:
        head = table.sheet.rows[table.heading_row]
        for index in range(table.heading_row + 1, len(table.sheet.rows)):
            raw = table.sheet.rows[index]
            if self._has_content(table, raw) and raw != head:
                yield self._row(table, index, raw)

    def _has_content(self, table: Table, raw: Sequence[RawCell]) -> bool:
        return any(
            not is_blank(_cell(raw, column))
            for key, column in table.columns.items()
            if key not in NOT_CONTENT and any(f.key == key for f in self.fields)
        )

    def _row(self, table: Table, index: int, raw: Sequence[RawCell]) -> CheckedRow:
        to, attributed = self.to(table, index)
        values: dict[str, Value] = {}
        cells: dict[str, str] = {}
        findings: list[Finding] = list(attributed)
        for spec in self.fields:
            column = table.columns.get(spec.key)
            if column is None:
                values[spec.key] = spec.default or None
                continue
            cells[spec.key] = address(index, column)
            place = Place(table.sheet.name, cells[spec.key], spec, to.day, self.plan)
            values[spec.key], found = read_cell(_cell(raw, column), place)
            findings += found
        row = Row(self.arrival.sha256, self.arrival.name, table.sheet.name, index + 1, values, cells)
        case = RowCase(row, to.unit, to.day, self.arrival.received, self.plan, self.known)
        findings += [f for check in self.checks for f in check(case)]
        return CheckedRow(row, to, tuple(findings))


def _cell(raw: Sequence[RawCell], column: int) -> RawCell:
    return raw[column] if column < len(raw) else None


def _serials_once(rows: tuple[CheckedRow, ...]) -> tuple[CheckedRow, ...]:
    """A serial used twice for one unit and date cannot be revised later: the second one is asked to change."""
    seen: Counter[tuple[Attribution, str]] = Counter()
    result = []
    for row in rows:
        serial = row.row.text("serial")
        seen[row.to, serial] += 1
        twice = bool(serial) and seen[row.to, serial] > 1
        result.append(_with(row, "row.serial_twice", "serial", serial) if twice else row)
    return tuple(result)


def _texts_once(rows: tuple[CheckedRow, ...]) -> tuple[CheckedRow, ...]:
    """The same words twice in one workbook are pointed out."""
    first: dict[tuple[Attribution, str], int] = {}
    result = []
    for row in rows:
        text = fold(row.row.text("summary"))
        number = first.setdefault((row.to, text), row.row.number)
        again = bool(text) and number != row.row.number
        result.append(_with(row, "row.repeated_in_file", "summary", number) if again else row)
    return tuple(result)


def _with(row: CheckedRow, code: str, key: str, stood: object) -> CheckedRow:
    cell = row.row.cells.get(key, f"A{row.row.number}")
    more = finding(code, sheet=row.row.sheet, cell=cell, stood=stood)
    return CheckedRow(row.row, row.to, (*row.findings, more))
