"""Comparing: what differs between two records, and between two ordered dumps of a table."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from pipeline.ledger.records import Record

_KEYS = {
    "workbook": ("night", "name", "sha256"),
    "report": ("key",),
    "call": ("unit", "day", "sha256", "role"),
    "event": ("seq",),
    "night": ("day",),
    "issue": ("day", "correction"),
}
"""Table → the columns of its key."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A row that is not the same in two dumps; None where one has no such row."""

    table: str
    before: Record | None
    after: Record | None

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields that differ."""
        return tuple(changed_fields(self.before, self.after)) if self.before and self.after else ()


def differences(table: str, before: Iterable[Record], after: Iterable[Record]) -> Iterator[Difference]:
    """Every row that differs, by key."""
    mine, others = _by_key(table, before), _by_key(table, after)
    for key in sorted(mine.keys() | others.keys()):
        if mine.get(key) != others.get(key):
            yield Difference(table, mine.get(key), others.get(key))


def changed_fields(before: Mapping[str, object], after: Mapping[str, object], above: str = "") -> Iterator[str]:
    """Names of the fields that differ; of an object inside a field, `row.values.summary`."""
    for name in sorted(before.keys() | after.keys()):
        old, new = before.get(name), after.get(name)
        if isinstance(old, Mapping) and isinstance(new, Mapping):
            yield from changed_fields(old, new, f"{above}{name}.")
        elif old != new or (name in before) is not (name in after):
            yield f"{above}{name}"


def _by_key(table: str, records: Iterable[Record]) -> dict[tuple[str, ...], Record]:
    return {tuple(_sortable(record[name]) for name in _KEYS[table]): record for record in records}


def _sortable(value: object) -> str:
    return f"{value:012}" if isinstance(value, int) else str(value)
