"""Returning: the marked copies and receipts that go back to the senders of a night."""

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pipeline.intake.archive import Archive
from pipeline.model import RawWorkbook, TakenIn
from pipeline.plan.model import Plan
from pipeline.steps.issue import File
from pipeline.workbooks.marked_copy import write_marked_copy
from pipeline.workbooks.naming import returned_paths
from pipeline.workbooks.reading import Reader
from pipeline.workbooks.receipt import write_receipt


@dataclass(frozen=True, slots=True)
class Returner:
    """Makes what goes back, from the archived originals."""

    archive: Archive
    reader: Reader
    plan: Plan

    def __call__(self, day: date, workbooks: Sequence[TakenIn]) -> tuple[File, ...]:
        """The returned workbooks of a day."""
        going = [t for t in workbooks if t.goes_back]
        paths = returned_paths(going, self.plan, day)
        raws = self.reader.read([(self.archive.path(t.arrival.sha256), t.arrival.name) for t in going])
        with tempfile.TemporaryDirectory() as scratch:
            made = [
                self._made(t, raw, Path(scratch) / f"{n}.xlsx")
                for n, (t, raw) in enumerate(zip(going, raws, strict=True))
            ]
        return tuple(File(paths[t.arrival.sha256], data) for t, data in zip(going, made, strict=True))

    def _made(self, taken: TakenIn, raw: object, target: Path) -> bytes:
        if isinstance(raw, RawWorkbook):
            source = self.archive.path(taken.arrival.sha256)
            write_marked_copy(source, target, taken, self.plan, raw)
        else:
            write_receipt(target, taken, self.plan)
        return target.read_bytes()
