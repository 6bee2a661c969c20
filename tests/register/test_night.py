"""A night as a pure function: its clock, the order of its events, and what it knew of its own past."""

from dataclasses import replace
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.model import EventKind
from tests.nights import (
    FOOD,
    MONDAY,
    NETWORK,
    PARKING,
    TUESDAY,
    WEDNESDAY,
    Book,
    School,
    at,
    reports,
    signed,
    told,
    yq,
)


def test_now_is_the_cut_off_or_the_last_receipt_whatever_came() -> None:
    assert School().night(MONDAY, Book(rows=reports(FOOD))).edition(MONDAY).now == at(MONDAY, "20:00")
    assert School().night(MONDAY, Book(zero=True, clock="21:10")).edition(MONDAY).now == at(MONDAY, "21:10")
    school = School().night(MONDAY, Book(rows=reports(FOOD)))
    school.night(TUESDAY, Book("", decisions={"跟踪办结": (signed(yq(1), state="跟踪"),)}, clock="22:30"))
    assert school.edition(TUESDAY).now == at(TUESDAY, "22:30")


def test_an_interim_run_stands_at_its_last_receipt() -> None:
    school = School().night(MONDAY, Book(rows=reports(FOOD), clock="10:15"), interim=True)
    assert {e.at for e in school.register.events if e.kind is EventKind.STATE} == {at(MONDAY, "10:15")}


def test_events_stand_in_the_order_of_receipt_and_belong_to_the_night_that_read_them() -> None:
    school = School().night(
        MONDAY, Book("初二2班", reports(NETWORK), clock="17:00"), Book(rows=reports(FOOD), clock="10:00")
    )
    opened = [e for e in school.register.events if e.kind is EventKind.OPENED]
    assert [(e.incident, e.at) for e in opened] == [
        (yq(1), at(MONDAY, "10:00")),
        (yq(2), at(MONDAY, "17:00")),
    ]
    school.night(TUESDAY, Book(rows=reports(FOOD + ",请答复"), day=MONDAY))
    revised = next(e for e in school.register.events if e.kind is EventKind.REVISED)
    assert (revised.night, revised.day, revised.at) == (TUESDAY, MONDAY, at(TUESDAY, "16:00"))
    assert revised.report == school.report(FOOD).key


def test_two_nights_tell_of_an_unchanged_incident_once() -> None:
    school = School().night(MONDAY, Book(rows=reports(FOOD, answered="9:50 已在群里答复")))
    school.night(TUESDAY).night(WEDNESDAY)
    kinds = [e.kind for e in school.register.events]
    assert kinds == [EventKind.OPENED, EventKind.ASSESSED, EventKind.STATE]


def test_an_earlier_night_run_later_is_judged_by_what_it_could_know() -> None:
    school = School().night(WEDNESDAY, Book(rows=reports(PARKING), day=MONDAY))
    school.night(TUESDAY, Book("初二2班", reports(FOOD)))
    states = [(e.incident, e.night) for e in school.register.events if e.kind is EventKind.STATE]
    assert states == [(yq(1), WEDNESDAY), (yq(2), TUESDAY)]


WORDS = st.sampled_from((FOOD, FOOD + ",请公布菜价", NETWORK, PARKING))
UNITS = st.sampled_from(("初二1班", "初二2班"))
ROWS = st.lists(WORDS, max_size=2, unique=True).map(lambda texts: reports(*texts))
STEPS = st.lists(st.sampled_from(("核实", "已转达", "继续传播", "平稳")).map(lambda k: told(yq(1), k)), max_size=1).map(
    tuple
)
PAIRS = st.sampled_from(("合并办理", "不合并", "拆分")).map(
    lambda word: Book(
        unit="",
        decisions={"合并审定": (signed("", report_a=yq(1), report_b=yq(2), decision=word),)},
    )
)
BOOKS = PAIRS | st.builds(Book, unit=UNITS, rows=ROWS, progress=STEPS, day=st.sampled_from((None, MONDAY)))


@settings(max_examples=40, deadline=None)
@given(st.lists(st.lists(BOOKS, max_size=2, unique_by=repr), min_size=2, max_size=6))
def test_what_a_night_knew_never_changes(nights: list[list[Book]]) -> None:
    """No later night changes the issue of an earlier one, seen as it was known then."""
    school, seen = School(), {}
    for n, books in enumerate(nights):
        day = MONDAY + timedelta(days=n)
        school.night(day, *(replace(b, copy=n) for b in books))
        seen[day] = school.edition(day)
    assert {day: school.edition(day) for day in seen} == seen
