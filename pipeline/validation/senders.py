"""Senders: whose each row is and for which day, and what each unit said for a day."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

from pipeline.model import Arrival, Kind, Submission
from pipeline.validation.header import ZERO, Head, HeadReader
from pipeline.validation.headings import Table
from pipeline.validation.tables import Attribution, CheckedRow, Sent

_OWN = frozenset({"unit", "report_date"})
"""Columns of an online form's export, by which it is split by unit."""


@dataclass(frozen=True, slots=True)
class Sender:
    """Who sent a workbook: its head, or each row for itself."""

    table: Table
    reader: HeadReader
    head: Head

    @property
    def in_rows(self) -> bool:
        """Whether the rows name their unit or day."""
        return not _OWN.isdisjoint(self.table.columns)

    def of(self, table: Table, index: int) -> Sent:
        """The sender of the row of that index; what a row does not say is in the head."""
        if not self.in_rows:
            return Sent(self.attribution(self.head))
        if table is not self.table:  # a second table beside an export has the head's sender, if there is one
            return Sent(self.attribution(self.head), self.head.findings)
        raw = table.sheet.rows[index]
        own = frozenset(k for k in table.columns if k in _HEAD)
        cells = {k: (table.cell(raw, k), table.address(index, k)) for k in own}
        reader = replace(self.reader, labelled={**self.reader.labelled, **cells}, in_row=own)
        head = reader.read()
        zero = (reader.contradiction(1),) if head.statement == ZERO and "statement" in own else None
        return Sent(self.attribution(head), head.findings, zero)

    def attribution(self, head: Head) -> Attribution:
        """Whose and when; a day that is not clear is the night's, until it is corrected."""
        return Attribution(head.unit, head.day or self.reader.arrival.night, head.role)


_HEAD = frozenset({"unit", "report_date", "reporter_role", "statement"})


def submissions(
    arrival: Arrival,
    sender: Sender,
    report: Iterable[CheckedRow],
    progress: Iterable[CheckedRow],
    counted: Collection[str],
) -> tuple[Submission, ...]:
    """One per unit, date and role; a head that says that there is nothing is one without rows."""
    by_sender: dict[Attribution, tuple[list[CheckedRow], list[CheckedRow]]] = {}
    if sender.head.unit and not sender.in_rows:
        by_sender[sender.attribution(sender.head)] = ([], [])
    for number, rows in enumerate((report, progress)):
        for row in rows:
            if row.to.unit:
                by_sender.setdefault(row.to, ([], []))[number].append(row)
    zero = sender.head.statement == ZERO and not sender.in_rows
    return tuple(_submission(arrival, to, mine, counted, zero=zero) for to, mine in by_sender.items())


def _submission(
    arrival: Arrival,
    to: Attribution,
    mine: tuple[list[CheckedRow], list[CheckedRow]],
    counted: Collection[str],
    *,
    zero: bool,
) -> Submission:
    good = [[r for r in rows if r.row.key in counted] for rows in mine]
    waiting = sum(map(len, mine)) - sum(map(len, good))
    rows = tuple(r.row for r in good[0] if not r.zero)
    nothing = zero or any(r.zero for r in good[0])
    return Submission(
        arrival, Kind.REPORT, to.unit, to.day, to.role,
        zero=nothing and not rows and not waiting, rows=rows, progress=tuple(r.row for r in good[1]), waiting=waiting,
    )  # fmt: skip
