"""已报 / 零报告 / 未报 / 迟报 / 待补正 are five different things."""

from datetime import date

import pytest

from pipeline.model import Attendance
from pipeline.plan.calendar import WorkCalendar
from pipeline.plan.model import CalendarDay
from pipeline.tracking.rollcall import is_due
from tests.nights import FOOD, MONDAY, NETWORK, TUESDAY, Book, School, law, reports, told
from tests.plan.sheets import plan

CLASS = "初二1班"


def attendance(*books: Book, on: date = MONDAY) -> Attendance:
    return School().night(on, *books).edition(on).roll_call.attendance[CLASS]


def test_the_five_kinds() -> None:
    assert attendance(Book(rows=reports(FOOD))) is Attendance.REPORTED
    assert attendance(Book(zero=True)) is Attendance.ZERO
    assert attendance(Book("初二2班", zero=True)) is Attendance.MISSING
    assert attendance(Book(rows=reports(FOOD), clock="20:01")) is Attendance.LATE
    assert attendance(Book(rows=reports(FOOD), held=reports(NETWORK))) is Attendance.CORRECTING


def test_received_on_the_very_cut_off_is_in_time() -> None:
    assert attendance(Book(zero=True, clock="20:00")) is Attendance.ZERO


def test_progress_alone_is_a_report() -> None:
    assert attendance(Book(progress=(told("YQ-2021-0001", "核实"),))) is Attendance.REPORTED


def test_a_workbook_returned_whole_waits_until_a_later_one_of_the_same_night() -> None:
    back, good = Book(returned=True, clock="10:00"), Book(rows=reports(FOOD), role="班主任", clock="17:00")
    assert attendance(back) is Attendance.CORRECTING
    assert attendance(back, good) is Attendance.REPORTED
    assert attendance(good, Book(returned=True, clock="18:00")) is Attendance.CORRECTING


def test_what_waits_for_one_role_is_not_put_right_by_another() -> None:
    held = Book(rows=reports(FOOD), held=reports(NETWORK), clock="10:00")
    assert attendance(held, Book(zero=True, role="值班人员", clock="17:00")) is Attendance.CORRECTING
    assert attendance(held, Book(rows=reports(FOOD, NETWORK), clock="17:00")) is Attendance.REPORTED


def test_a_workbook_of_the_day_before_is_late_there_and_missing_here() -> None:
    school = School().night(MONDAY, Book("初二2班", zero=True)).night(TUESDAY, Book(rows=reports(FOOD), day=MONDAY))
    before, today = school.edition(TUESDAY).roll_calls
    assert (before.attendance[CLASS], today.attendance[CLASS]) == (Attendance.LATE, Attendance.MISSING)
    assert school.edition(MONDAY).roll_call.attendance[CLASS] is Attendance.MISSING


@pytest.mark.parametrize(
    ("day", "due"),
    [
        (date(2021, 3, 26), True),
        (date(2021, 3, 27), False),  # a Saturday
        (date(2021, 4, 5), False),  # a holiday
        (date(2021, 4, 25), True),  # a Sunday worked in exchange
    ],
)
def test_reports_are_due_on_working_days(day: date, due: bool) -> None:  # noqa: FBT001 (the expected value)
    assert is_due(day, law().plan, law().calendar) is due
    roll_call = School().night(day, Book(zero=True)).edition(day).roll_call
    assert (roll_call.due, len(roll_call.attendance)) == (due, len(law().plan.reporting_units))


@pytest.mark.parametrize("rhythm", ["每天", "工作日", "每周"])
def test_nobody_is_called_in_a_vacation(rhythm: str) -> None:
    days = (CalendarDay(day=date(2021, 7, 10), end=date(2021, 8, 31), kind="假期"),)
    phases = (plan().phases[-1].model_copy(update={"rhythm": rhythm}),)
    own = plan().model_copy(update={"calendar": days, "phases": phases})
    assert is_due(date(2021, 7, 9), own, WorkCalendar(own))  # a Friday
    assert not is_due(date(2021, 7, 16), own, WorkCalendar(own))
