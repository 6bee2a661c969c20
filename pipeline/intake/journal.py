"""The journal: one line a file taken in, appended and never changed; with the archive it is the truth."""

import json
import os
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path

from pipeline.durable import private, sync_folder
from pipeline.errors import LedgerError
from pipeline.model import Arrival


class Journal:
    """`nights.jsonl`. A last line without its end was torn by a crash: it is not there."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def read(self) -> tuple[Arrival, ...]:
        """Every arrival, in the order taken in; raises LedgerError where a line is no such thing."""
        lines = self._whole().split(b"\n")[:-1]
        return tuple(self._arrival(number, line) for number, line in enumerate(lines, 1))

    def append(self, arrivals: Sequence[Arrival]) -> None:
        """Adds them in one write; when this returns they are on the disk."""
        if not arrivals:
            return
        self._path.parent.mkdir(parents=True, exist_ok=True)
        end = len(self._whole())
        with open(self._path, "ab", opener=private) as file:
            file.truncate(end)
            file.write("".join(map(_line, arrivals)).encode())
            file.flush()
            os.fsync(file.fileno())
        sync_folder(self._path.parent)

    def _whole(self) -> bytes:
        """The bytes up to the last whole line."""
        data = self._path.read_bytes() if self._path.exists() else b""
        return data[: data.rfind(b"\n") + 1]

    def _arrival(self, number: int, line: bytes) -> Arrival:
        try:
            said = json.loads(line)
            received = datetime.fromisoformat(said["receipt"]).astimezone(UTC)
            night = date.fromisoformat(said["date"])
            return Arrival(said["name"], said["sha256"], night, received, said["plan"])
        except (ValueError, KeyError, TypeError) as fault:
            raise LedgerError(f"{self._path.name}, line {number}: {fault!r}") from fault


def _line(arrival: Arrival) -> str:
    said = {
        "date": arrival.night.isoformat(),
        "name": arrival.name,
        "sha256": arrival.sha256,
        "receipt": arrival.received.astimezone(UTC).isoformat(),
        "plan": arrival.plan_digest,
    }
    return json.dumps(said, ensure_ascii=False) + "\n"
