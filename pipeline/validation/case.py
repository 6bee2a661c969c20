"""The case of one row: what its checks may ask."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from pipeline.findings import Finding, finding
from pipeline.model import Row
from pipeline.plan.model import FieldSpec, Plan
from pipeline.validation.known import Known

_ASKS = "row."
"""Findings with such a code ask whether a row is right; `confirmed` answers them."""
_NEVER_ANSWERED = frozenset({"row.safety"})


@dataclass(frozen=True, slots=True)
class RowCase:
    """A row with what its checks may ask of its surroundings."""

    row: Row
    fields: Sequence[FieldSpec]
    unit: str
    report_date: date
    received: datetime
    plan: Plan
    known: Known
    unread: frozenset[str] = frozenset()
    """Keys of cells in which something stands that could not be read, which has a finding of its own."""

    def finding(self, code: str, key: str, stood: object = "", **values: object) -> Finding:
        """A finding about one field of the row."""
        label = next((f.label for f in self.fields if f.key == key), "")
        cell = self.row.cells.get(key, f"A{self.row.number}")
        return finding(code, file="", sheet=self.row.sheet, cell=cell, stood=stood, label=label, **values)

    def code(self, key: str, dictionary: str) -> str:
        """The dictionary code of a choice of this row."""
        return self.plan.code(dictionary, self.row.values.get(key))

    def moment(self, key: str) -> datetime | None:
        """A date-time of this row."""
        value = self.row.values.get(key)
        return value if isinstance(value, datetime) else None

    def shown(self, moment: datetime) -> str:
        """A moment as its writer reads the clock."""
        local = moment.astimezone(self.plan.zone)
        return f"{local:%Y-%m-%d}" if (local.hour, local.minute) == (0, 0) else f"{local:%Y-%m-%d %H:%M}"

    def day_of(self, moment: datetime) -> date:
        """The day of a moment as its writer reads the calendar."""
        return moment.astimezone(self.plan.zone).date()

    def texts(self) -> Iterator[tuple[str, str]]:
        """Key and value of each cell that holds text."""
        return ((k, v) for k, v in self.row.values.items() if isinstance(v, str) and k in self.row.cells)

    def prose(self) -> Iterator[tuple[str, str]]:
        """Key and value of each cell in which anything may be written."""
        free = {f.key for f in self.fields if f.type == "文字"}
        return ((k, v) for k, v in self.texts() if k in free)

    def is_answered(self, found: Finding) -> bool:
        """Whether the writer confirmed what this finding asks about."""
        asks = found.code.startswith(_ASKS) and not found.is_error and found.code not in _NEVER_ANSWERED
        return asks and self.code("confirmed", "是否") == "yes"


Check = Callable[[RowCase], Iterator[Finding]]
