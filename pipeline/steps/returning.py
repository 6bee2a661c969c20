"""Returning: the marked copies and receipts that go back to the senders of a night."""

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pipeline.intake.archive import Archive
from pipeline.model import Incident, Kind, RawWorkbook, TakenIn
from pipeline.plan.model import Plan
from pipeline.steps.issue import File
from pipeline.workbooks.earlier import Item, earlier_items
from pipeline.workbooks.marked_copy import write_marked_copy
from pipeline.workbooks.naming import kind_of, returned_paths
from pipeline.workbooks.reading import Reader
from pipeline.workbooks.receipt import write_receipt


@dataclass(frozen=True, slots=True)
class Returner:
    """Makes what goes back, from the archived originals."""

    archive: Archive
    reader: Reader
    plan: Plan

    def __call__(self, day: date, workbooks: Sequence[TakenIn], incidents: Sequence[Incident] = ()) -> tuple[File, ...]:
        """The returned workbooks of a day, each with what its sender reported before, as these incidents tell it."""
        going = [t for t in workbooks if t.goes_back]
        paths = returned_paths(going, self.plan, day)
        raws = self.reader.read([(self.archive.path(t.arrival.sha256), t.arrival.name) for t in going])
        with tempfile.TemporaryDirectory() as scratch:
            made = [
                self._made(t, raw, Path(scratch) / f"{n}.xlsx", _earlier(t, incidents, self.plan))
                for n, (t, raw) in enumerate(zip(going, raws, strict=True))
            ]
        return tuple(
            File(paths[t.arrival.sha256], data, private=kind_of(t) is Kind.REVIEW)
            for t, data in zip(going, made, strict=True)
        )

    def _made(self, taken: TakenIn, raw: object, target: Path, earlier: Sequence[Item]) -> bytes:
        if isinstance(raw, RawWorkbook):
            source = self.archive.path(taken.arrival.sha256)
            write_marked_copy(source, target, taken, self.plan, raw, earlier)
        else:
            write_receipt(target, taken, self.plan, earlier=earlier)
        return target.read_bytes()


def _earlier(taken: TakenIn, incidents: Sequence[Incident], plan: Plan) -> tuple[Item, ...]:
    """Only the unit itself is told of its own items."""
    return earlier_items(incidents, taken.unit, plan) if taken.unit and kind_of(taken) is Kind.REPORT else ()
