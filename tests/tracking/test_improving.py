"""Improvements as signed decisions tell them: said anew, done, and followed by another."""

from collections.abc import Mapping
from datetime import date

import pytest

from pipeline.model import State, Value
from pipeline.tracking.improving import Improvement, improvements, unfinished
from tests.nights import FOOD, FRIDAY, MONDAY, THURSDAY, TUESDAY, WEDNESDAY, Book, School, reports, signed, told, yq
from tests.reporting.editions import decision

DUE, DONE = date(2021, 3, 29), date(2021, 3, 26)
PLANNED: dict[str, Value] = {"improvement": "每周公示检测结果", "improver": "校医", "due": DUE}
WHOLE = Improvement("每周公示检测结果", "校医", DUE)


@pytest.mark.parametrize(
    ("rows", "told_so_far"),
    [
        ([], ()),
        ([{"lessons": "结果平时没有公布"}], ()),
        ([PLANNED], (WHOLE,)),
        ([{"improvement": "公示"}, PLANNED], (WHOLE,)),
        ([PLANNED, {"due": DONE}], (Improvement(WHOLE.words, "校医", DONE),)),
        ([PLANNED, {"improved": DONE}], (Improvement(WHOLE.words, "校医", DUE, DONE),)),
        ([PLANNED, {"improved": DONE}, PLANNED], (Improvement(WHOLE.words, "校医", DUE, DONE),)),
        (
            [PLANNED, {"improved": DONE}, {"improvement": "每月抽查"}],
            (Improvement(WHOLE.words, "校医", DUE, DONE), Improvement("每月抽查")),
        ),
        ([{"improver": "校医"}], (Improvement(by="校医"),)),
    ],
)
def test_what_is_written_later_is_about_the_last_improvement(
    rows: list[Mapping[str, Value]], told_so_far: tuple[Improvement, ...]
) -> None:
    signed_rows = [decision("跟踪办结", **row) for row in rows]  # type: ignore[arg-type]  # fields by name
    assert improvements(signed_rows) == told_so_far


def test_what_nobody_signed_changes_nothing() -> None:
    unsigned = Book("", decisions={"跟踪办结": ({"incident": yq(1), "improved": FRIDAY},)})
    assert unfinished(reviewed().night(FRIDAY, unsigned).incident(FRIDAY).decisions) == WHOLE


def test_it_is_overdue_from_the_day_after_until_somebody_writes_down_that_it_was_done() -> None:
    assert not WHOLE.overdue(DUE)
    assert WHOLE.overdue(date(2021, 3, 30))
    assert not Improvement(due=DUE, done=date(2021, 3, 31)).overdue(date(2021, 3, 31))


def test_that_it_was_done_changes_neither_state_nor_grade() -> None:
    school = reviewed()
    before = school.incident(THURSDAY)
    after = school.night(FRIDAY, track(improved=FRIDAY)).incident(FRIDAY)
    assert (before.state, after.state) == (State.REVIEWED, State.REVIEWED)
    assert after.assessment.grade == before.assessment.grade
    assert unfinished(before.decisions) == WHOLE
    assert unfinished(after.decisions) is None


def reviewed() -> School:
    """An incident answered, calm and reviewed, with an improvement still to come."""
    school = School().night(MONDAY, Book(rows=reports(FOOD, verified="已核实")))
    school.night(TUESDAY, Book(progress=(told(yq(1), "已转达"), told(yq(1), "平稳", "15:30"))))
    return school.night(WEDNESDAY, track(state="已总结", **PLANNED)).night(THURSDAY)


def track(**values: Value) -> Book:
    return Book("", decisions={"跟踪办结": (signed(yq(1), **values),)}, clock="10:40")
