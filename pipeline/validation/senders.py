"""Senders: whose each row is and for which day, and what each unit said for a day."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

from pipeline.model import Arrival, Kind, Submission
from pipeline.validation.cells import is_blank
from pipeline.validation.forms import answer
from pipeline.validation.header import ZERO, Head, HeadReader
from pipeline.validation.headings import SUBMITTED, Table
from pipeline.validation.tables import Attribution, CheckedRow, Sent

_OWN = frozenset({"unit", "report_date", SUBMITTED})
"""Columns of an online form's export, by which it is split by unit."""


@dataclass(frozen=True, slots=True)
class Sender:
    """Who sent a workbook: its head, or each row for itself."""

    table: Table
    reader: HeadReader
    head: Head

    @property
    def in_rows(self) -> bool:
        """Whether the rows name their unit or day, or when they were submitted."""
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
        arrival = self.reader.arrival
        said = answer(table, index, arrival, self.reader.plan)
        if said.day and is_blank({**self.reader.labelled, **cells}.get("report_date", (None, ""))[0]):
            cells["report_date"] = (said.day, table.address(index, SUBMITTED))  # it is for the day of its submission
        arrival = replace(arrival, received=said.submitted or arrival.received)
        reader = replace(self.reader, labelled={**self.reader.labelled, **cells}, arrival=arrival, in_row=own)
        head = reader.read()
        zero = (reader.contradiction(1),) if head.statement == ZERO and "statement" in own else None
        return Sent(self.attribution(head, said.day), (*said.findings, *head.findings), zero, said.submitted)

    def attribution(self, head: Head, submitted: date | None = None) -> Attribution:
        """Whose and when; a day that is not clear is that of its submission or the night's, until it is corrected."""
        return Attribution(head.unit, head.day or submitted or self.reader.arrival.night, head.role)


_HEAD = frozenset({"unit", "report_date", "reporter_role", "statement"})
_BEFORE_ALL = datetime.min.replace(tzinfo=UTC)


def submissions(
    arrival: Arrival,
    sender: Sender,
    report: Iterable[CheckedRow],
    progress: Iterable[CheckedRow],
    counted: Collection[str],
) -> tuple[Submission, ...]:
    """One per unit, date and role; a head that says that there is nothing is one without rows.

    Each answer to an online form is one for itself, the first submitted first.
    """
    by_sender: dict[tuple[Attribution, str], tuple[list[CheckedRow], list[CheckedRow]]] = {}
    if sender.head.unit and not sender.in_rows:
        by_sender[sender.attribution(sender.head), ""] = ([], [])
    for number, rows in enumerate((report, progress)):
        for row in rows:
            if row.to.unit:
                alone = row.row.key if row.submitted else ""
                by_sender.setdefault((row.to, alone), ([], []))[number].append(row)
    zero = sender.head.statement == ZERO and not sender.in_rows
    made = (_submission(arrival, sender, to, mine, counted, zero=zero) for (to, _), mine in by_sender.items())
    return tuple(sorted(made, key=lambda s: s.submitted or _BEFORE_ALL))


def _submission(  # noqa: PLR0913 (a unit's share of a workbook)
    arrival: Arrival,
    sender: Sender,
    to: Attribution,
    mine: tuple[list[CheckedRow], list[CheckedRow]],
    counted: Collection[str],
    *,
    zero: bool,
) -> Submission:
    good = [[r for r in rows if r.row.key in counted] for rows in mine]
    held = tuple(r.row for rows in mine for r in rows if r.row.key not in counted)
    rows = tuple(r.row for r in good[0] if not r.zero)
    nothing = zero or any(r.zero for r in good[0])
    submitted = next((r.submitted for r in mine[0]), None)
    return Submission(
        arrival, Kind.REPORT, to.unit, to.day, to.role,
        zero=nothing and not rows and not held, rows=rows, progress=tuple(r.row for r in good[1]), waiting=len(held),
        held=held, submitted=submitted,
        confirmed_date=submitted is not None and submitted.astimezone(sender.reader.plan.zone).date() == to.day,
    )  # fmt: skip
