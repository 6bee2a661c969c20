"""已报 / 零报告 / 未报 / 迟报 / 待补正 are five different things."""

from dataclasses import replace
from datetime import date
from functools import cache

import pytest

from pipeline.founding import bundled
from pipeline.model import Attendance, Call
from pipeline.plan.calendar import WorkCalendar
from pipeline.plan.model import CalendarDay
from pipeline.register.law import Law, make_law
from pipeline.tracking.rollcall import is_due, roll_call
from tests.nights import FOOD, MONDAY, NETWORK, TUESDAY, Book, School, at, law, reports, told
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
    assert (roll_call.due, len(roll_call.attendance)) == (due, len(law().plan.reporting_units) if due else 1)


@pytest.mark.parametrize("rhythm", ["每天", "工作日", "每周"])
def test_nobody_is_called_in_a_vacation(rhythm: str) -> None:
    days = (CalendarDay(day=date(2021, 7, 10), end=date(2021, 8, 31), kind="假期"),)
    phases = (plan().phases[-1].model_copy(update={"rhythm": rhythm}),)
    own = plan().model_copy(update={"calendar": days, "phases": phases})
    assert is_due(date(2021, 7, 9), own, WorkCalendar(own))  # a Friday
    assert not is_due(date(2021, 7, 16), own, WorkCalendar(own))


@cache
def monthly() -> Law:
    """A plan whose sites are called once a month."""
    found, _ = make_law(bundled("aftersales"))
    assert found is not None
    return found


LAST = date(2021, 4, 30)
"""The last working day of April."""


@pytest.mark.parametrize(
    ("day", "due"),
    [(LAST, True), (date(2021, 4, 29), False), (date(2021, 5, 31), True), (date(2021, 2, 26), True),
     (date(2021, 2, 28), False)],
)  # fmt: skip
def test_monthly_means_the_last_working_day(day: date, due: bool) -> None:  # noqa: FBT001 (the expected value)
    assert is_due(day, monthly().plan, monthly().calendar) is due


def called(*calls: Call, on: date = LAST, routine: frozenset[tuple[str, str]] = frozenset()) -> dict[str, Attendance]:
    return dict(roll_call(on, calls, monthly().plan, monthly().calendar, routine).attendance)


def call(unit: str, day: date, **more: object) -> Call:
    return Call(unit, day, day, at(day, "16:00"), f"sha of {unit}", **more)  # type: ignore[arg-type]  # fields by name


def test_the_roll_call_of_a_month_asks_for_its_maintenance_whatever_else_was_reported() -> None:
    early, march = date(2021, 4, 12), date(2021, 3, 31)
    found = called(
        call("一号站", early, zero=True),
        call("二号站", early, rows=1),
        call("三号站", LAST, rows=2),
        call("四号站", march, zero=True),
        call("五号站", early, rows=1, waiting=1),
        call("六号站", LAST, waiting=1),
        routine=frozenset({("二号站", "sha of 二号站")}),
    )
    said = [found[f"{n}号站"].value for n in "一二三四五六七"]
    assert said == ["zero", "reported", "missing", "missing", "missing", "correcting", "missing"]
    assert set(found) == set(monthly().plan.called_units)


def test_what_comes_after_the_cut_off_or_in_the_next_month_is_late() -> None:
    handed_in = call("一号站", LAST, zero=True)
    assert called(replace(handed_in, received=at(LAST, "18:01")))["一号站"] is Attendance.LATE
    later = date(2021, 5, 6)
    assert called(replace(handed_in, night=later, received=at(later, "08:00")))["一号站"] is Attendance.LATE


def test_on_a_day_without_a_roll_call_only_those_who_spoke_are_named() -> None:
    day = date(2021, 4, 27)
    assert called(call("服务台", day, rows=2), on=day) == {"服务台": Attendance.REPORTED}
