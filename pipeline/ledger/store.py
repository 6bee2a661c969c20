"""The store: loads a register, and commits a night in one transaction."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from types import TracebackType
from typing import Any, Self

from sqlalchemy import URL, Connection, Engine, Table, create_engine, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import NullPool

from pipeline.errors import LedgerError
from pipeline.ledger import guards, schema
from pipeline.ledger.chain import broken, is_seal, step_of
from pipeline.ledger.codec import (
    pack_call,
    pack_report,
    pack_workbook,
    unpack_call,
    unpack_event,
    unpack_report,
    unpack_workbook,
)
from pipeline.ledger.issues import (
    Filed,
    Flashed,
    Issue,
    Made,
    flashed_in,
    grades_in,
    pack_issue,
    told_of,
    told_of_flashes,
    told_of_grades,
    unpack_issue,
)
from pipeline.ledger.records import Record, legible, reason, records
from pipeline.ledger.upgrade import look_at, upgrade
from pipeline.ledger.writing import Writing
from pipeline.model import Event, EventKind, Report, Step, StepKind, TakenIn, Value
from pipeline.register.book import Register


class Ledger:
    """One site's ledger; use as a context manager."""

    def __init__(self, url: str, *, looking: bool = False) -> None:
        """Open it by its database URL, making or upgrading its tables; only to look, nothing of it is changed."""
        options = {"postgresql_readonly": True} if looking else {}
        self._engine: Engine = create_engine(url, poolclass=NullPool, json_serializer=_json, execution_options=options)
        try:
            if looking:
                look_at(self._engine)
            else:
                upgrade(self._engine, url)
            self._connection: Connection = self._engine.connect()
        except SQLAlchemyError as error:
            self._engine.dispose()
            raise LedgerError(unopened(self._engine.url, error)) from error

    def __enter__(self) -> Self:
        """The ledger itself."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        """Close the connection; what was not committed is gone."""
        self._connection.close()
        self._engine.dispose()

    # reading ---------------------------------------------------------------------------------

    @legible()
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
            tuple(unpack_event(r) for r in self._all(schema.event, "seq") if not is_seal(r)),
        )

    @legible()
    def taken(self) -> frozenset[tuple[date, str, str]]:
        """(night, name, sha256) of every file that has its fate."""
        t = schema.workbook
        rows = self._connection.execute(select(t.c.night, t.c.name, t.c.sha256))
        return frozenset((date.fromisoformat(n), name, sha) for n, name, sha in rows)

    @legible()
    def workbooks(self, night: date) -> tuple[TakenIn, ...]:
        """What became of the files of a night."""
        t = schema.workbook
        query = select(t).where(t.c.night == night.isoformat()).order_by(t.c.received, t.c.sha256, t.c.name)
        return tuple(unpack_workbook(dict(r._mapping)) for r in self._connection.execute(query))  # noqa: SLF001 (SQLAlchemy's public name)

    @legible()
    def nights(self) -> tuple[date, ...]:
        """The nights that were run for an issue, oldest first."""
        return tuple(date.fromisoformat(r["day"]) for r in self._all(schema.night, "day"))

    @legible()
    def issues(self) -> tuple[Issue, ...]:
        """Every issue, by day and correction."""
        return tuple(map(unpack_issue, self._all(schema.issue, "day", "correction")))

    @legible()
    def steps(self, after: int = 0) -> tuple[Step, ...]:
        """Every step that was committed, in order; those whose seal stands after that place in the chain."""
        t = schema.event
        seals = (t.c.kind == EventKind.SEALED.value, t.c.seq > after)
        return tuple(step_of(r) for r in records(self._connection, t, *seals))

    @legible()
    def flashes(self) -> tuple[Flashed, ...]:
        """Every step that put flash reports out, in order."""
        t = schema.event
        seals = records(self._connection, t, t.c.kind == EventKind.SEALED.value)
        return tuple(flashed_in(r) for r in seals if r["data"]["step"] == StepKind.FLASH)

    @legible()
    def flashed_by_issues(self, day: date) -> Mapping[str, str]:
        """Incident → the grade on its flash report, of those that the issues of a day put out themselves."""
        t = schema.event
        seals = list(records(self._connection, t, t.c.kind == EventKind.SEALED.value))
        mine = (s["data"] for s in seals if s["data"]["step"] == StepKind.ISSUE and s["data"]["of"] == day.isoformat())
        return {number: grade for data in mine for number, grade in grades_in(data).items()}

    def made(self) -> tuple[Made, ...]:
        """Every flash report and issue: of two with the same path the later one stands in outbox/."""
        return (*self.flashes(), *self.issues())

    def records(self, table: str) -> Iterator[Record]:
        """The rows of a table as they stand, by key: the ordered dump that a rebuild is compared by."""
        return records(self._connection, schema.metadata.tables[table])

    @legible()
    def unguarded(self) -> tuple[str, ...]:
        """Names of the triggers that keep rows from being changed and are not there."""
        return guards.missing(self._connection)

    def verify_chain(self) -> int:
        """How many events there are; a LedgerError names the first one that is not as it was written."""
        every = list(self.records("event"))
        for place in broken(every):
            raise LedgerError(
                f"台账的第 {every[place]['seq']} 条事件与写入时不符,请从备份恢复台账,或用 sitrep rebuild 由存档重建"
            )
        return len(every)

    # writing ---------------------------------------------------------------------------------

    def commit_night(  # noqa: PLR0913 (what a night leaves behind)
        self,
        before: Register,
        after: Register,
        taken: Sequence[TakenIn],
        night: date,
        plan_digest: str,
        *,
        now: datetime,
        interim: bool = False,
    ) -> None:
        """One transaction: workbooks, rows, calls and events of a night, and unless interim that it was run."""
        known, kind = self.nights(), StepKind.INTERIM if interim else StepKind.NIGHT
        with Writing(self._connection) as writing:
            writing.add(schema.workbook, [pack_workbook(t) for t in taken])
            _put_reports(writing, before, after)
            writing.add(schema.call, [pack_call(c) for c in after.calls[len(before.calls) :]])
            writing.chain(after.events[len(before.events) :])
            if night not in known and not interim:
                writing.add(schema.night, [{"day": night.isoformat(), "plan_digest": plan_digest}])
            writing.seal(_step(kind, night, plan_digest, now, laid=len(taken)))

    def record_issue(self, issue: Issue, now: datetime, flashed: Mapping[str, str] | None = None) -> None:
        """Note an issue with the hashes of its files, before they are put into outbox/; the figures are as of now.

        `flashed` are the incidents whose flash report it put out, with their grades.
        """
        packed, grades = pack_issue(issue), told_of_grades(flashed or {})
        with Writing(self._connection) as writing:
            writing.add(schema.issue, [packed])
            writing.seal(_step(StepKind.ISSUE, issue.night, issue.plan_digest, now, **told_of(packed), **grades))

    def record_flashes(self, flashed: Flashed, now: datetime) -> None:
        """Note flash reports with the hashes of their files, before they are put into outbox/."""
        with Writing(self._connection) as writing:
            writing.seal(_step(StepKind.FLASH, flashed.day, flashed.plan_digest, now, **told_of_flashes(flashed)))

    def add_files(self, issue: Issue, files: Mapping[str, Filed], plan_digest: str, now: datetime) -> None:
        """Note what went out after an issue, beside its files: workbooks returned later on its day, by that plan."""
        packed = pack_issue(replace(issue, files={**issue.files, **files}))
        with Writing(self._connection) as writing:
            writing.change(schema.issue, packed)
            writing.seal(_step(StepKind.RETURN, issue.night, plan_digest, now, **told_of(packed)))

    def _all(self, table: Table, *order: str) -> list[dict[str, Any]]:
        query = select(table).order_by(*(table.c[name] for name in order))
        names = table.columns.keys()
        rows = [dict(zip(names, row, strict=True)) for row in self._connection.execute(query)]
        self._connection.rollback()
        return rows


def unopened(url: URL, error: Exception) -> str:
    """What is said of a database that does not open; a password in its URL is not."""
    return f"台账数据库打不开:{url.render_as_string(hide_password=True)}({reason(error)})"


def _put_reports(writing: Writing, before: Register, after: Register) -> None:
    """The rows that are new, and those that stand otherwise than before."""
    known = before.rows()
    lanes = {"report": after.reports.values(), "progress": after.progress, "decision": after.decisions}
    rows = [(lane, r) for lane, every in lanes.items() for r in every if known.get(r.key) != r]
    writing.add(schema.report, [pack_report(r, lane) for lane, r in rows if r.key not in known])
    for lane, report in rows:
        if report.key in known:
            writing.change(schema.report, pack_report(report, lane))


def _step(kind: StepKind, night: date, plan_digest: str, now: datetime, **more: Value) -> Event:
    return Event(EventKind.SEALED, "", now, night, night, data={"step": kind.value, "plan": plan_digest, **more})


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
