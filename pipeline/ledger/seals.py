"""Seals: a digest of every row, and of every table as the sum of its rows' digests.

A table's digest grows by what a step wrote, without reading what was there: the cost of a seal is that of the
night's own rows, and a row that was changed behind the program's back is never sealed over. The sum does not
depend on the order of the rows.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

GENESIS = "0" * 64
"""The hash before the first event."""
SEALED_TABLES = ("workbook", "report", "call", "night", "issue")
"""The derived tables besides the events, which are a chain."""
_SIZE = 2**256


def canonical(value: object) -> str:
    """JSON in one way only: sorted keys, no blanks."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest_of(value: object) -> str:
    """The sha256 of a value's canonical JSON."""
    return hashlib.sha256(canonical(value).encode()).hexdigest()


def row_seal(record: Mapping[str, Any]) -> str:
    """The digest of a row: of all its columns but the seal itself."""
    return digest_of({name: value for name, value in record.items() if name != "seal"})


def chain_hash(previous: str, packed: Mapping[str, object]) -> str:
    """The hash of an event: sha256 over the hash before it and its canonical JSON."""
    return hashlib.sha256((previous + canonical(dict(packed))).encode()).hexdigest()


@dataclass(slots=True)
class Totals:
    """The digest of each sealed table, as a number."""

    sums: dict[str, int] = field(default_factory=lambda: dict.fromkeys(SEALED_TABLES, 0))

    @classmethod
    def read(cls, data: Mapping[str, object]) -> "Totals":
        """The totals that a seal's data tells."""
        return cls({table: int(str(data[table]), 16) for table in SEALED_TABLES})

    def add(self, table: str, seal: str) -> None:
        """A row that came."""
        self.sums[table] = (self.sums[table] + int(seal, 16)) % _SIZE

    def drop(self, table: str, seal: str) -> None:
        """A row as it stood before it changed."""
        self.sums[table] = (self.sums[table] - int(seal, 16)) % _SIZE

    def data(self) -> dict[str, str]:
        """As a seal's data tells them."""
        return {table: f"{total:064x}" for table, total in self.sums.items()}
