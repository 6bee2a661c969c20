"""The chain: each event carries the hash of the one before it, and each step ends with a seal."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from pipeline.ledger.codec import pack_event
from pipeline.ledger.seals import GENESIS, chain_hash
from pipeline.model import Event, EventKind, Step, StepKind

_SAID = ("kind", "incident", "at", "day", "night", "report", "data")


@dataclass(frozen=True, slots=True)
class Link:
    """The end of a chain."""

    seq: int = 0
    hash: str = GENESIS


def linked(events: Iterable[Event], end: Link) -> list[dict[str, Any]]:
    """Events as records that follow the end of a chain."""
    made = []
    for event in events:
        packed, previous = pack_event(event), end.hash
        end = Link(end.seq + 1, chain_hash(previous, packed))
        made.append({**packed, "report": event.report or None, "seq": end.seq, "previous": previous, "hash": end.hash})
    return made


def said_by(record: Mapping[str, Any]) -> dict[str, Any]:
    """What an event's record says, as it was hashed."""
    return {name: record[name] for name in _SAID} | {"report": record["report"] or ""}


def broken(records: Iterable[Mapping[str, Any]]) -> Iterator[int]:
    """Places, from 0, of events that are not as they were written or do not follow the one before."""
    end = Link()
    for place, record in enumerate(records):
        hashed = chain_hash(end.hash, said_by(record))
        if (record["seq"], record["previous"], record["hash"]) != (end.seq + 1, end.hash, hashed):
            yield place
        end = Link(record["seq"], str(record["hash"]))


def step_of(record: Mapping[str, Any]) -> Step:
    """The step that a seal ended."""
    data = record["data"]
    day = data.get("of")
    return Step(
        StepKind(data["step"]),
        date.fromisoformat(record["night"]),
        data["plan"],
        record["seq"],
        record["hash"],
        data.get("laid", 0),
        date.fromisoformat(day) if day else None,
        data.get("correction", 0),
    )


def is_seal(record: Mapping[str, Any]) -> bool:
    """Whether an event's record is a seal."""
    return bool(record["kind"] == EventKind.SEALED)
