"""The store: loads a register, and commits a night in one transaction."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import TracebackType
from typing import Any, Self

from sqlalchemy import Connection, Engine, Table, create_engine, delete, insert, select, update
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import NullPool

from pipeline.errors import LedgerError
from pipeline.ledger import schema
from pipeline.ledger.codec import (
    pack_call,
    pack_event,
    pack_report,
    pack_workbook,
    unpack_call,
    unpack_event,
    unpack_report,
    unpack_workbook,
)
from pipeline.ledger.upgrade import upgrade
from pipeline.model import Event, Report, TakenIn
from pipeline.register.book import Register

GENESIS = "0" * 64


@dataclass(frozen=True, slots=True)
class Filed:
    """One issued file: the hash of its bytes, and whether only its owner may read it."""

    sha256: str
    private: bool


@dataclass(frozen=True, slots=True)
class Issue:
    """What was issued for a day: its number and every file, by path below outbox/."""

    day: date
    correction: int
    number: int
    night: date
    plan_digest: str
    basis: tuple[str, ...]
    """Keys of the rows of the day it rests on: others make a correction due."""
    files: Mapping[str, Filed]
    supplements: tuple[tuple[date, int], ...] = ()
    """The corrections of earlier days that it tells of: (day, correction)."""


class Ledger:
    """One site's ledger; use as a context manager."""

    def __init__(self, url: str) -> None:
        """Open it by its database URL, making or upgrading its tables."""
        self._engine: Engine = create_engine(url, poolclass=NullPool, json_serializer=_json)
        try:
            upgrade(self._engine, url)
            self._connection: Connection = self._engine.connect()
        except SQLAlchemyError as error:
            self._engine.dispose()
            raise LedgerError(f"台账数据库打不开:{url}({error.__class__.__name__})") from error

    def __enter__(self) -> Self:
        """The ledger itself."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        """Close the connection; what was not committed is gone."""
        self._connection.close()
        self._engine.dispose()

    # reading ---------------------------------------------------------------------------------

    def register(self) -> Register:
        """Everything known, in the order it was read."""
        lanes: dict[str, list[Report]] = {"report": [], "progress": [], "decision": []}
        for record in self._all(schema.report, "key"):
            lanes[record["lane"]].append(unpack_report(record))
        reports, progress, decisions = (sorted(rows, key=lambda r: r.order) for rows in lanes.values())
        calls = self._all(schema.call, "night", "received", "sha256", "unit", "day", "role")
        return Register(
            {r.key: r for r in reports},
            tuple(progress),
            tuple(decisions),
            tuple(map(unpack_call, calls)),
            tuple(unpack_event(r) for r in self._all(schema.event, "seq")),
        )

    def taken(self) -> frozenset[tuple[date, str, str]]:
        """(night, name, sha256) of every file that has its fate."""
        t = schema.workbook
        rows = self._connection.execute(select(t.c.night, t.c.name, t.c.sha256))
        return frozenset((date.fromisoformat(n), name, sha) for n, name, sha in rows)

    def workbooks(self, night: date) -> tuple[TakenIn, ...]:
        """What became of the files of a night."""
        t = schema.workbook
        query = select(t).where(t.c.night == night.isoformat()).order_by(t.c.received, t.c.sha256, t.c.name)
        return tuple(unpack_workbook(dict(r._mapping)) for r in self._connection.execute(query))  # noqa: SLF001 (SQLAlchemy's public name)

    def nights(self) -> tuple[date, ...]:
        """The nights that were run for an issue, oldest first."""
        return tuple(date.fromisoformat(r["day"]) for r in self._all(schema.night, "day"))

    def issues(self) -> tuple[Issue, ...]:
        """Every issue, by day and correction."""
        return tuple(
            Issue(
                date.fromisoformat(r["day"]), r["correction"], r["number"], date.fromisoformat(r["night"]),
                r["plan_digest"], tuple(r["basis"]), {n: Filed(*f) for n, f in r["files"].items()},
                tuple((date.fromisoformat(d), n) for d, n in r["supplements"]),
            )
            for r in self._all(schema.issue, "day", "correction")
        )  # fmt: skip

    def verify_chain(self) -> int:
        """How many events there are; a LedgerError names the first one that is not as it was written."""
        previous = GENESIS
        records = self._all(schema.event, "seq")
        for number, record in enumerate(records, start=1):
            said = pack_event(unpack_event(record))
            hashed = chain_hash(previous, said)
            if (record["seq"], record["previous"], record["hash"]) != (number, previous, hashed):
                raise LedgerError(f"台账的第 {number} 条事件与写入时不符,请从备份恢复台账,或由存档重建")
            previous = hashed
        return len(records)

    # writing ---------------------------------------------------------------------------------

    def commit_night(  # noqa: PLR0913 (what a night leaves behind)
        self,
        before: Register,
        after: Register,
        taken: Iterable[TakenIn],
        night: date,
        plan_digest: str,
        *,
        interim: bool = False,
    ) -> None:
        """One transaction: workbooks, rows, calls and events of a night, and unless interim that it was run."""
        known = self.nights()
        with self._begin():
            self._add(schema.workbook, [pack_workbook(t) for t in taken])
            self._put_reports(before, after)
            self._add(schema.call, [pack_call(c) for c in after.calls[len(before.calls) :]])
            self._add(schema.event, self._chained(after.events[len(before.events) :]))
            if night not in known and not interim:
                self._add(schema.night, [{"day": night.isoformat(), "plan_digest": plan_digest}])

    def record_issue(self, issue: Issue) -> None:
        """Note an issue with the hashes of its files, before they are put into outbox/."""
        with self._begin():
            record = {
                "day": issue.day.isoformat(),
                "correction": issue.correction,
                "number": issue.number,
                "night": issue.night.isoformat(),
                "plan_digest": issue.plan_digest,
                "basis": list(issue.basis),
                "supplements": [[day.isoformat(), correction] for day, correction in issue.supplements],
                "files": _packed(issue.files),
            }
            self._add(schema.issue, [record])

    def add_files(self, issue: Issue, files: Mapping[str, Filed]) -> None:
        """Note what went out after an issue, beside its files: workbooks returned later on its day."""
        t = schema.issue
        mine = (t.c.day == issue.day.isoformat()) & (t.c.correction == issue.correction)
        with self._begin():
            self._connection.execute(update(t).where(mine).values(files=_packed({**issue.files, **files})))

    def _put_reports(self, before: Register, after: Register) -> None:
        t, known = schema.report, before.rows()
        lanes = {"report": after.reports.values(), "progress": after.progress, "decision": after.decisions}
        new = [(lane, r) for lane, rows in lanes.items() for r in rows if known.get(r.key) != r]
        for key in (r.key for _, r in new if r.key in known):
            self._connection.execute(delete(t).where(t.c.key == key))
        self._add(t, [pack_report(r, lane) for lane, r in new])

    def _chained(self, events: Sequence[Event]) -> list[dict[str, object]]:
        """Events with their sequence and hash, following the last one."""
        t = schema.event
        last = self._connection.execute(select(t.c.seq, t.c.hash).order_by(t.c.seq.desc()).limit(1)).first()
        seq, previous = (last.seq, last.hash) if last else (0, GENESIS)
        records = []
        for number, event in enumerate(events, start=seq + 1):
            packed = pack_event(event)
            digest = chain_hash(previous, packed)
            records.append({**packed, "seq": number, "previous": previous, "hash": digest})
            previous = digest
        return records

    def _add(self, table: Table, records: list[dict[str, Any]]) -> None:
        if records:
            self._connection.execute(insert(table), records)

    def _all(self, table: Table, *order: str) -> list[dict[str, Any]]:
        query = select(table).order_by(*(table.c[name] for name in order))
        names = table.columns.keys()
        rows = [dict(zip(names, row, strict=True)) for row in self._connection.execute(query)]
        self._connection.rollback()
        return rows

    def _begin(self) -> "_Transaction":
        return _Transaction(self._connection)


class _Transaction:
    """A transaction of the one connection; a fault of the database is a LedgerError."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def __enter__(self) -> None:
        self._connection.rollback()  # ends the read that came before

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        try:
            if kind is None:
                self._connection.commit()
                return
            self._connection.rollback()
        except SQLAlchemyError as fault:
            error = fault
        if isinstance(error, SQLAlchemyError):
            raise LedgerError(f"台账写不进去,本次没有改动任何记录({error.__class__.__name__})") from error


def chain_hash(previous: str, packed: Mapping[str, object]) -> str:
    """The hash of an event: sha256 over the hash before it and its canonical JSON."""
    return hashlib.sha256((previous + _json(dict(packed), sort=True)).encode()).hexdigest()


def _packed(files: Mapping[str, Filed]) -> dict[str, list[object]]:
    return {name: [f.sha256, f.private] for name, f in files.items()}


def _json(value: object, *, sort: bool = False) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=sort, separators=(",", ":"))
