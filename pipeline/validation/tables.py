"""Tables: the rows under a heading, each read cell by cell and checked."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from pipeline.addresses import address
from pipeline.findings import Finding, errors, finding
from pipeline.model import Arrival, RawCell, Row, Value
from pipeline.plan.model import FieldSpec, Plan, fold
from pipeline.validation.case import Check, RowCase
from pipeline.validation.cells import Place, is_blank, read_cell
from pipeline.validation.forms import is_form
from pipeline.validation.headings import SUBMITTED, Table
from pipeline.validation.known import Known

NOT_CONTENT = frozenset({"serial", "incident", "confirmed"})
"""Fields that are prefilled or answer a question: alone they make no row."""

_ALONE = ("statement", SUBMITTED)
"""What makes a row though it has no content: somebody says that there is nothing, or sent a form without a word."""


@dataclass(frozen=True, slots=True)
class Attribution:
    """Whose row it is and for which day."""

    unit: str
    day: date
    role: str = ""


@dataclass(frozen=True, slots=True)
class Sent:
    """What is said about a row beside its own cells: who sent it, and what was wrong with that."""

    to: Attribution
    findings: tuple[Finding, ...] = ()
    zero: tuple[Finding, ...] | None = None
    """The row itself says that there is nothing; what to say if something stands in it all the same."""
    submitted: datetime | None = None
    """UTC, of an answer to an online form: when it was submitted."""


@dataclass(frozen=True, slots=True)
class CheckedRow:
    """A row with its attribution and everything found in it."""

    row: Row
    to: Attribution
    findings: tuple[Finding, ...]
    zero: bool = False
    """The row says that there is nothing to report."""
    submitted: datetime | None = None
    """UTC, of an answer to an online form: when it was submitted."""

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
    sent: Callable[[Table, int], Sent]
    """Attributes the row of that index: by the workbook's head, or by the row's own unit and date."""
    not_content: frozenset[str] = NOT_CONTENT

    def read(self, table: Table) -> tuple[CheckedRow, ...]:
        """Every row in which anything stands, below the heading row."""
        rows = tuple(self._rows(table))
        if is_form(table):  # its serials are the platform's, and the same words submitted again are laid as such
            return rows
        return _serials_once(_texts_once(rows))

    def _rows(self, table: Table) -> Iterator[CheckedRow]:
        content = [f.key for f in self.fields if f.key in table.columns and f.key not in self.not_content]
        for index, raw in table.rows():
            filled = any(not is_blank(table.cell(raw, key)) for key in content)
            if filled or any(key in table.columns and not is_blank(table.cell(raw, key)) for key in _ALONE):
                yield self._row(table, index, raw, self.sent(table, index), filled=filled)

    def _row(self, table: Table, index: int, raw: Sequence[RawCell], sent: Sent, *, filled: bool) -> CheckedRow:
        if sent.zero is not None and not filled:
            row = Row(self.arrival.sha256, self.arrival.name, table.sheet.name, index + 1, {}, {})
            return CheckedRow(row, sent.to, sent.findings, zero=True, submitted=sent.submitted)
        values: dict[str, Value] = {}
        cells: dict[str, str] = {}
        findings: list[Finding] = [*sent.findings, *(sent.zero or ())]
        for spec in self.fields:
            if spec.key not in table.columns:
                values[spec.key] = spec.default or None
                continue
            cells[spec.key] = table.address(index, spec.key)
            place = Place(table.sheet.name, cells[spec.key], spec, sent.to.day, self.plan)
            values[spec.key], found = read_cell(table.cell(raw, spec.key), place)
            findings += found
        row = Row(self.arrival.sha256, self.arrival.name, table.sheet.name, index + 1, values, cells)
        unread = frozenset(k for k in cells if values[k] is None and not is_blank(table.cell(raw, k)))
        to, received = sent.to, sent.submitted or self.arrival.received
        case = RowCase(row, self.fields, to.unit, to.day, received, self.plan, self.known, unread)
        findings += [f for check in self.checks for f in check(case)]
        asked = tuple(f for f in findings if not case.is_answered(f))
        return CheckedRow(row, sent.to, asked, submitted=sent.submitted)


def merged_findings(table: Table, rows: Sequence[CheckedRow], fields: Sequence[FieldSpec]) -> Iterator[Finding]:
    """Merged cells in the rows of a table: all but the first of them are blank."""
    labels = {table.columns[f.key]: f.label for f in fields if f.key in table.columns}
    numbers = {r.row.number - 1 for r in rows}
    for top, left, bottom, right in table.sheet.merged:
        columns = [c for c in range(left, right + 1) if c in labels]
        if top >= table.first_row and columns and not numbers.isdisjoint(range(top, bottom + 1)):
            cell = address(top, left)
            yield finding("cell.merged", sheet=table.sheet.name, cell=cell, label=labels[columns[0]])


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
    return replace(row, findings=(*row.findings, finding(code, sheet=row.row.sheet, cell=cell, stood=stood)))
