"""The story laid as values, run by run."""

from collections.abc import Iterator
from datetime import date

from pipeline.model import Value
from pipeline.plan.model import FieldSpec
from tests.nights import Book, School, at, law
from tests.story import STORY, Cells, Paper, Run


def lived() -> Iterator[tuple[Run, School]]:
    """Every run with the school as it is after it."""
    school = School()
    for run in STORY:
        books = (*(_book(paper, run.day) for paper in run.papers), *_review(run))
        yield run, school.night(run.day, *books, interim=run.interim)


def _book(paper: Paper, day: date) -> Book:
    rows = tuple(_values("上报", row, day) for row in paper.rows)
    progress = tuple(_values("续报", row, day) for row in paper.progress)
    return Book(paper.unit, rows, clock=paper.clock, progress=progress)


def _review(run: Run) -> Iterator[Book]:
    sheets: dict[str, tuple[dict[str, Value], ...]] = {}
    for row in run.signed:
        hand = {"审定人": "校长", "批示方式": "签字", "批示日期": run.day.isoformat()}
        values = _values(row.sheet, {**row.row, **row.cells, **hand}, run.day)
        sheets[row.sheet] = (*sheets.get(row.sheet, ()), values)
    if sheets:
        yield Book("", decisions=sheets, clock="10:40")


def _values(sheet: str, cells: Cells, day: date) -> dict[str, Value]:
    """A row as validation would understand it."""
    specs = {spec.label: spec for spec in law().plan.fields_of(sheet)}
    return {specs[label].key: _value(specs[label], text, day) for label, text in cells.items()}


def _value(spec: FieldSpec, text: str, day: date) -> Value:
    if spec.type == "日期时间":
        return at(day, text)
    return date.fromisoformat(text) if spec.type == "日期" else text
