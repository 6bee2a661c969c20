"""Records: every row against its seal, every table against the last seal, every event against the chain."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from pipeline.ledger.chain import broken, is_seal
from pipeline.ledger.records import Record
from pipeline.ledger.seals import SEALED_TABLES, Totals, row_seal
from pipeline.ledger.store import Ledger


@dataclass(frozen=True, slots=True)
class Dump:
    """Every row of a ledger as it stands."""

    tables: dict[str, tuple[Record, ...]]
    events: tuple[Record, ...]

    @property
    def seals(self) -> Sequence[Record]:
        """The events that end a step, but for those that tell none any more."""
        return [e for e in self.events if is_seal(e) and isinstance(e["data"], Mapping)]


@dataclass(frozen=True, slots=True)
class Suspects:
    """What is not as it was written."""

    rows: tuple[tuple[str, Record], ...]
    """(table, row) whose seal is not the digest of the rest."""
    tables: tuple[str, ...]
    """Tables whose rows, by their seals, are not those of the last seal."""
    events: tuple[int, ...]
    """Places among the events, from 0."""

    def __bool__(self) -> bool:
        return bool(self.rows or self.tables or self.events)


def dump_of(ledger: Ledger) -> Dump:
    """Everything, read once."""
    return Dump({table: tuple(ledger.records(table)) for table in SEALED_TABLES}, tuple(ledger.records("event")))


def suspects(dump: Dump) -> Suspects:
    """All that contradicts its seal or the chain."""
    rows = [(t, r) for t, every in dump.tables.items() for r in every if r["seal"] != row_seal(r)]
    return Suspects(tuple(rows), tuple(_unlike_sealed(dump)), tuple(broken(dump.events)))


def _unlike_sealed(dump: Dump) -> Iterator[str]:
    """Tables whose sum of seals is not that of the last seal."""
    sealed = last_totals(dump)
    for table, rows in dump.tables.items():
        if sealed is None or total(table, (row["seal"] for row in rows)) != sealed.sums[table]:
            yield table


def last_totals(dump: Dump) -> Totals | None:
    """What the last seal tells of the tables; None if it does not."""
    seals = dump.seals
    try:
        return Totals.read(seals[-1]["data"]) if seals else Totals()
    except (KeyError, ValueError):
        return None


def total(table: str, seals: Iterable[str]) -> int:
    """The digest of a table with these rows."""
    found = Totals()
    for seal in seals:
        if _is_digest(seal):
            found.add(table, seal)
    return found.sums[table]


def _is_digest(text: object) -> bool:
    return isinstance(text, str) and bool(text) and not set(text) - set("0123456789abcdef")
