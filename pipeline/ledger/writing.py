"""Writing: one transaction of the ledger, which seals every row it writes and ends with a seal over all of them."""

from collections.abc import Iterable, Mapping, Sequence
from types import TracebackType
from typing import Any, Self

from sqlalchemy import Connection, Table, func, insert, select, update
from sqlalchemy.exc import SQLAlchemyError

from pipeline.errors import LedgerError
from pipeline.ledger import schema
from pipeline.ledger.chain import Link, linked, said_by
from pipeline.ledger.records import REMEDY, Record, legible, reason, records
from pipeline.ledger.seals import Totals, chain_hash, row_seal
from pipeline.model import Event, EventKind


class Writing:
    """A transaction of the one connection; a fault of the database is a LedgerError, and nothing was written."""

    def __init__(self, connection: Connection) -> None:
        """It begins when it is entered."""
        self._connection = connection
        self._totals = Totals()

    def __enter__(self) -> Self:
        with legible():
            self._connection.rollback()  # ends the read that came before
            self._totals = self._sealed_before()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        try:
            if kind is None:
                self._connection.commit()
                return
            self._connection.rollback()
        except SQLAlchemyError as fault:
            error = fault
        if isinstance(error, SQLAlchemyError):
            raise LedgerError(f"台账写不进去,本次没有改动任何记录({reason(error)})") from error

    def add(self, table: Table, rows: Sequence[Record]) -> None:
        """New rows."""
        if rows:
            self._connection.execute(insert(table), [self._sealed(table, row) for row in rows])

    def change(self, table: Table, row: Record) -> None:
        """A row as it stands now: the columns that may change. One that is not as it was written is not sealed over."""
        mine = [column == row[column.name] for column in table.primary_key]
        for before in records(self._connection, table, *mine):
            if before["seal"] != row_seal(before):
                key = " ".join(str(row[c.name]) for c in table.primary_key)
                raise LedgerError(f"台账 {table.name} 表的 {key} 与写入时不符,没有继续;{REMEDY}")
            self._totals.drop(table.name, before["seal"])
        sealed = self._sealed(table, row)
        now = {name: sealed[name] for name in schema.CHANGING[table.name]}
        self._connection.execute(update(table).where(*mine).values(now))

    def chain(self, events: Iterable[Event]) -> None:
        """New events, after the last one."""
        t = schema.event
        last = self._connection.execute(select(t.c.seq, t.c.hash).order_by(t.c.seq.desc()).limit(1)).first()
        if following := linked(events, Link(last.seq, last.hash) if last else Link()):
            self._connection.execute(insert(t), following)

    def seal(self, event: Event) -> None:
        """The seal that ends the transaction: an event that tells the step, and the digest of every table after it."""
        data = {**event.data, **self._totals.data()}
        self.chain([Event(event.kind, "", event.at, event.day, event.night, data=data)])

    def _sealed_before(self) -> Totals:
        """The totals of the last seal, which has to be as it was written."""
        t = schema.event
        last = select(func.max(t.c.seq)).where(t.c.kind == EventKind.SEALED.value).scalar_subquery()
        for seal in records(self._connection, t, t.c.seq == last):
            if chain_hash(seal["previous"], said_by(seal)) != seal["hash"]:
                raise LedgerError(f"台账的第 {seal['seq']} 条事件与写入时不符,没有继续;{REMEDY}")
            return Totals.read(seal["data"])
        return Totals()

    def _sealed(self, table: Table, row: Record) -> Mapping[str, Any]:
        seal = row_seal(row)
        self._totals.add(table.name, seal)
        return {**row, "seal": seal}
