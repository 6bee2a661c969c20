import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

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
    assert CALENDAR.is_workday(day("2035-03-26"))  # a Monday
    assert not CALENDAR.is_workday(day("2035-03-25"))
    assert not CALENDAR.is_workday(day("2035-10-01"))  # a Monday, but the holiday has its date by law
    assert CALENDAR.estimated(day("2035-03-26"))


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


def with_days(*own: CalendarDay) -> WorkCalendar:
    return WorkCalendar(plan().model_copy(update={"calendar": own}))


VACATION = CalendarDay(day=day("2021-07-10"), end=day("2021-08-31"), kind="假期")


def test_nothing_is_worked_in_a_vacation_unless_a_day_of_the_plan_says_so() -> None:
    calendar = with_days(VACATION, CalendarDay(day=day("2021-08-30"), kind="工作日"))
    assert [calendar.is_workday(day(d)) for d in ("2021-07-09", "2021-07-12", "2021-08-30", "2021-09-01")] == [
        True, False, True, True,
    ]  # fmt: skip
    assert [calendar.is_vacation(day(d)) for d in ("2021-07-10", "2021-08-30", "2021-08-31", "2021-09-01")] == [
        True, False, True, False,
    ]  # fmt: skip
    assert calendar.add_workdays(day("2021-07-09"), 1) == day("2021-08-30")


def test_the_shorter_of_two_vacations_and_the_single_day_hold() -> None:
    inner = CalendarDay(day=day("2021-08-02"), end=day("2021-08-03"), kind="工作日")
    free = CalendarDay(day=day("2021-08-03"), kind="休息日")
    calendar = with_days(VACATION, inner, free)
    kinds = [calendar.kind(day(d)) for d in ("2021-08-01", "2021-08-02", "2021-08-03", "2021-08-04")]
    assert kinds == ["假期", "工作日", "休息日", "假期"]


DATES = st.dates(dt.date(2003, 1, 1), dt.date(2040, 12, 31))
KINDS = st.sampled_from(["工作日", "休息日", "假期"])
ENTRIES = st.builds(lambda on, kind: CalendarDay(day=on, kind=kind), DATES, KINDS)


@given(st.lists(ENTRIES, max_size=6, unique_by=lambda e: e.day), DATES, st.integers(0, 30))
def test_working_days_go_forward_and_the_plan_comes_first(own: list[CalendarDay], start: dt.date, count: int) -> None:
    calendar = with_days(*own)
    reached = [calendar.add_workdays(start, n) for n in (count, count + 1)]
    assert start <= reached[0] < reached[1]
    assert calendar.is_workday(reached[1])
    assert calendar.previous_workday(reached[1]) <= reached[1]
    for entry in own:
        assert calendar.kind(entry.day) == entry.kind
        assert not calendar.estimated(entry.day)
