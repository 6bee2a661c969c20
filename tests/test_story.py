"""Ten days laid as values: every incident is asked after every run how it stands."""

from datetime import date

from pipeline.model import EventKind, Value
from pipeline.plan.model import FieldSpec
from tests.nights import Book, School, at, law, yq
from tests.story import STORY, Cells, Paper, Run, ended, shown


def test_every_incident_stands_as_told_after_every_run_and_no_number_is_given_twice() -> None:
    school, stood = School(), []
    for run in STORY:
        school.night(run.day, *(_book(paper, run.day) for paper in run.papers), *_review(run), interim=run.interim)
        stood.append(shown(school.all(run.day)))
    assert stood == ended()
    opened = [e.incident for e in school.register.events if e.kind is EventKind.OPENED]
    assert sorted(opened) == [yq(n) for n in range(1, 8)]


def _book(paper: Paper, day: date) -> Book:
    rows = tuple(_values("上报", row, day) for row in paper.rows)
    progress = tuple(_values("续报", row, day) for row in paper.progress)
    return Book(paper.unit, rows, clock=paper.clock, progress=progress)


def _review(run: Run) -> list[Book]:
    sheets: dict[str, tuple[dict[str, Value], ...]] = {}
    for row in run.signed:
        hand = {"审定人": "校长", "批示方式": "签字", "批示日期": run.day.isoformat()}
        values = _values(row.sheet, {**row.row, **row.cells, **hand}, run.day)
        sheets[row.sheet] = (*sheets.get(row.sheet, ()), values)
    return [Book("", decisions=sheets, clock="10:40")] if sheets else []


def _values(sheet: str, cells: Cells, day: date) -> dict[str, Value]:
    """A row as validation would understand it."""
    specs = {spec.label: spec for spec in law().plan.fields_of(sheet)}
    return {specs[label].key: _value(specs[label], text, day) for label, text in cells.items()}


def _value(spec: FieldSpec, text: str, day: date) -> Value:
    match spec.type:
        case "日期时间":
            return at(day, text)
        case "日期":
            return date.fromisoformat(text)
        case _:
            return text
