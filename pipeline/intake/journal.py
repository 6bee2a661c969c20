"""The journal: one line a file taken in and one a step committed; with the archive it is the truth.

Lines are appended and never changed. A line of a file says when it came and by which plan it was read; a line of a
step says what was then laid or issued, by which plan, and carries the hash of the ledger's seal over it. So the
archive alone tells which nights were run, those without any file and those in between included, and in which order.
"""

import json
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from pipeline.durable import private, sync_folder
from pipeline.errors import LedgerError
from pipeline.model import Arrival, Step, StepKind

Entry = Arrival | Step


class Journal:
    """`nights.jsonl`. A last line without its end was torn by a crash: it is not there."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def entries(self) -> tuple[Entry, ...]:
        """Every line, in order; raises LedgerError where one is no such thing."""
        return tuple(self._entry(number, line) for number, line in self._lines())

    def read(self) -> tuple[Arrival, ...]:
        """Every arrival, in the order taken in."""
        return tuple(entry for entry in self.entries() if isinstance(entry, Arrival))

    def steps(self) -> tuple[Step, ...]:
        """Every step, in the order committed; a journal of an older program has none."""
        return tuple(entry for entry in self.entries() if isinstance(entry, Step))

    def odd_lines(self) -> Iterator[int]:
        """Numbers of lines that this program did not write so."""
        for number, line in self._lines():
            try:
                as_written = _line(self._entry(number, line)).encode() == line + b"\n"
            except LedgerError:
                as_written = False
            if not as_written:
                yield number

    def append(self, entries: Sequence[Entry]) -> None:
        """Adds them in one write; when this returns they are on the disk."""
        if not entries:
            return
        self._path.parent.mkdir(parents=True, exist_ok=True)
        end = len(self._whole())
        with open(self._path, "ab", opener=private) as file:
            file.truncate(end)
            file.write("".join(map(_line, entries)).encode())
            file.flush()
            os.fsync(file.fileno())
        sync_folder(self._path.parent)

    def _lines(self) -> Iterable[tuple[int, bytes]]:
        return enumerate(self._whole().split(b"\n")[:-1], start=1)

    def _whole(self) -> bytes:
        """The bytes up to the last whole line."""
        data = self._path.read_bytes() if self._path.exists() else b""
        return data[: data.rfind(b"\n") + 1]

    def _entry(self, number: int, line: bytes) -> Entry:
        try:
            said = json.loads(line)
            return _step(said) if "step" in said else _arrival(said)
        except (ValueError, KeyError, TypeError) as fault:
            raise LedgerError(f"{self._path.name}, line {number}: {fault!r}") from fault


def _arrival(said: Mapping[str, Any]) -> Arrival:
    received = datetime.fromisoformat(said["receipt"]).astimezone(UTC)
    return Arrival(said["name"], said["sha256"], date.fromisoformat(said["date"]), received, said["plan"])


def _step(said: Mapping[str, Any]) -> Step:
    kind, night = StepKind(said["step"]), date.fromisoformat(said["date"])
    day = date.fromisoformat(said["day"]) if "day" in said else None
    laid, correction = said.get("laid", 0), said.get("correction", 0)
    return Step(kind, night, said["plan"], said["event"], said["hash"], laid, day, correction)


def _line(entry: Entry) -> str:
    said = _said_of_arrival(entry) if isinstance(entry, Arrival) else _said_of_step(entry)
    return json.dumps(said, ensure_ascii=False) + "\n"


def _said_of_arrival(arrival: Arrival) -> dict[str, object]:
    return {
        "date": arrival.night.isoformat(),
        "name": arrival.name,
        "sha256": arrival.sha256,
        "receipt": arrival.received.astimezone(UTC).isoformat(),
        "plan": arrival.plan_digest,
    }


def _said_of_step(step: Step) -> dict[str, object]:
    """A night says how many files it laid, an issue which one it is."""
    what = {"day": step.day.isoformat(), "correction": step.correction} if step.day else {"laid": step.laid}
    said: dict[str, object] = {"date": step.night.isoformat(), "step": step.kind.value, **what}
    return said | {"plan": step.plan_digest, "event": step.seq, "hash": step.hash}
