"""Naming: which field of a row or event was changed, proven by the digest of what stood there before."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pipeline.audit.places import bracketed, of_table
from pipeline.audit.records import Dump, Suspects, last_totals, total
from pipeline.findings import Finding, finding
from pipeline.ledger.chain import Link, is_seal, said_by
from pipeline.ledger.comparing import changed_fields
from pipeline.ledger.records import Record
from pipeline.ledger.seals import chain_hash, digest_of, row_seal

_TOLD = ("basis", "supplements", "files")


@dataclass(frozen=True, slots=True)
class Memory:
    """What the archive says the rows and events were, made by laying its nights again; empty if it could not be."""

    rows: Mapping[str, Record] = field(default_factory=dict)
    """Seal → row."""
    tables: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Table → the seals of its rows, of the tables that were laid again."""
    events: Sequence[Record] = ()
    lines: Mapping[int, str] = field(default_factory=dict)
    """Place in the chain → the hash that the journal tells of it."""


def remember(dump: Dump) -> Memory:
    """A memory of what was laid again; issues are not."""
    tables = {t: frozenset(r["seal"] for r in rows) for t, rows in dump.tables.items() if t != "issue"}
    return Memory({r["seal"]: r for rows in dump.tables.values() for r in rows}, tables, dump.events)


def named(found: Suspects, dump: Dump, memory: Memory) -> Iterator[Finding]:
    """One finding for every row and event, with its fields where they can be proven; then tables and what they lack."""
    for table, row in found.rows:
        fields = _issue_fields(row, dump) if table == "issue" else _row_fields(row, memory)
        yield of_table("audit.row", table, memory.rows.get(row["seal"], row), bracketed(fields))
    for place in found.events:
        yield _event(place, dump, memory)
    tampered = {table for table, _ in found.rows}
    for table in found.tables:
        told = list(_come_and_gone(table, dump, memory))
        yield from told
        if not told and table not in tampered and not found.events:  # a seal that was changed is among the events
            yield of_table("audit.table", table)


def _row_fields(row: Record, memory: Memory) -> tuple[str, ...]:
    was = memory.rows.get(row["seal"])
    if was is not None:
        return tuple(changed_fields(was, row))
    return ("seal",) if row_seal(row) in memory.rows else ()


def _issue_fields(row: Record, dump: Dump) -> tuple[str, ...]:
    """By what the seals tell of issues: a scalar that makes the row whole again, or lists by their last digests."""
    for seal in dump.seals:
        said = seal["data"]
        told = {"day": said.get("of"), "correction": said.get("correction"), "number": said.get("number")}
        for name, value in {**told, "night": seal["night"], "plan_digest": said.get("plan")}.items():
            if row[name] != value and row_seal({**row, name: value}) == row["seal"]:
                return (name,)
    mine = [s["data"] for s in dump.seals if s["data"].get("of") == row["day"]]
    last = next((d for d in reversed(mine) if d.get("correction") == row["correction"]), None)
    if last is None:
        return ()
    return tuple(name for name in _TOLD if last.get(f"{name}_digest") != digest_of(row[name])) or ("seal",)


def _come_and_gone(table: str, dump: Dump, memory: Memory) -> Iterator[Finding]:
    """Rows that were laid and are not there, and the other way round; of issues as their seals tell."""
    rows = dump.tables[table]
    if table == "issue":
        told = {(s["data"]["of"], s["data"]["correction"]) for s in dump.seals if "of" in s["data"]}
        there = {(r["day"], r["correction"]): r for r in rows}
        for day, correction in sorted(told - there.keys()):
            yield of_table("audit.row_gone", table, {"day": day, "correction": correction})
        for key in sorted(there.keys() - told):
            yield of_table("audit.row_added", table, there[key])
    elif _remembers(table, dump, memory):
        known = {r["seal"] for r in rows} | {row_seal(r) for r in rows}
        for seal in sorted(memory.tables[table] - known):
            yield of_table("audit.row_gone", table, memory.rows[seal])
        for row in rows:
            if row["seal"] == row_seal(row) and row["seal"] not in memory.tables[table]:
                yield of_table("audit.row_added", table, row)


def _remembers(table: str, dump: Dump, memory: Memory) -> bool:
    """Whether the nights laid again make the very table that was sealed last: another program may read otherwise."""
    sealed = last_totals(dump)
    return sealed is not None and table in memory.tables and total(table, memory.tables[table]) == sealed.sums[table]


def _event(place: int, dump: Dump, memory: Memory) -> Finding:
    record, before = dump.events[place], _before(place, dump)
    if record["seq"] > before.seq + 1 and record["previous"] != before.hash:
        return finding("audit.event_gone", stood=before.seq + 1)
    return finding("audit.event", stood=record["seq"], fields=bracketed(_event_fields(place, dump, memory)))


def _event_fields(place: int, dump: Dump, memory: Memory) -> tuple[str, ...]:
    """What has to be put back so that the event's hash comes out: its links, or one of its fields."""
    record, before = dump.events[place], _before(place, dump)
    after = dump.events[place + 1]["previous"] if place + 1 < len(dump.events) else memory.lines.get(record["seq"])
    said = said_by(record)
    if chain_hash(before.hash, said) == record["hash"]:
        return ("previous",) if record["previous"] != before.hash else ("seq",)
    if after is not None and after != record["hash"] and chain_hash(before.hash, said) == after:
        return ("hash",)
    for was in (*_substituted(said, dump), *(said_by(e) for e in memory.events if not is_seal(e))):
        if chain_hash(before.hash, was) == record["hash"]:
            return tuple(changed_fields(was, said))
    return ()


def _before(place: int, dump: Dump) -> Link:
    """The link that the event at this place should follow."""
    return Link(dump.events[place - 1]["seq"], str(dump.events[place - 1]["hash"])) if place else Link()


def _substituted(said: dict[str, Any], dump: Dump) -> Iterator[dict[str, Any]]:
    """The event with one field as another event has it: codes, days and digests stand in many."""
    others = [said_by(e) for e in dump.events]
    for name in said:
        for value in _distinct(other[name] for other in others):
            yield {**said, name: value}
    if isinstance(said["data"], Mapping):
        data = dict(said["data"])
        for name in data:
            values = (o["data"][name] for o in others if isinstance(o["data"], Mapping) and name in o["data"])
            for value in _distinct(values):
                yield {**said, "data": {**data, name: value}}


def _distinct(values: Iterator[Any]) -> Iterator[Any]:
    seen: set[str] = set()
    for value in values:
        if repr(value) not in seen:
            seen.add(repr(value))
            yield value
