import datetime as dt

import pytest

from pipeline.plan.calendar import WorkCalendar
from pipeline.plan.model import CalendarDay
from tests.plan.sheets import plan

CALENDAR = WorkCalendar(plan())


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


@pytest.mark.parametrize(
    ("text", "worked"),
    [
        ("2021-03-25", True),
        ("2021-03-27", False),
        ("2021-04-05", False),  # a public holiday on a Monday
        ("2021-04-25", True),  # a make-up day on a Sunday
    ],
)
def test_the_national_calendar_decides(text: str, worked: bool) -> None:  # noqa: FBT001 (a parameter of the table)
    assert CALENDAR.is_workday(day(text)) is worked
    assert not CALENDAR.estimated(day(text))


def test_a_year_not_announced_is_computed_and_says_so() -> None:
    assert CALENDAR.is_workday(day("2099-10-01"))  # a Thursday
    assert not CALENDAR.is_workday(day("2099-10-03"))
    assert CALENDAR.estimated(day("2099-10-01"))


def test_the_days_of_the_plan_come_first() -> None:
    own = (
        CalendarDay(day=day("2021-03-25"), kind="休息日"),
        CalendarDay(day=day("2099-10-03"), kind="工作日"),
    )
    calendar = WorkCalendar(plan().model_copy(update={"calendar": own}))
    assert not calendar.is_workday(day("2021-03-25"))
    assert calendar.is_workday(day("2099-10-03"))
    assert not calendar.estimated(day("2099-10-03"))


def test_working_days_are_counted_over_holidays() -> None:
    assert CALENDAR.add_workdays(day("2021-04-02"), 1) == day("2021-04-06")
    assert CALENDAR.add_workdays(day("2021-04-02"), 0) == day("2021-04-02")
    assert CALENDAR.add_workdays(day("2021-03-25"), 5) == day("2021-04-01")
    assert CALENDAR.previous_workday(day("2021-04-06")) == day("2021-04-02")
