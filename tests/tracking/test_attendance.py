"""What the roll calls of some days say together: shares, silence, and what others saw in a unit."""

from datetime import date, timedelta

from pipeline.model import Attendance, RollCall
from pipeline.tracking.attendance import in_time, share, streaks, suspected
from tests.nights import FOOD, MONDAY, PARKING, TUESDAY, Book, School, law, reports, said, told, yq

CODES = {"r": Attendance.REPORTED, "z": Attendance.ZERO, "m": Attendance.MISSING, "l": Attendance.LATE,
         "c": Attendance.CORRECTING}  # fmt: skip


def calls(*days: str) -> tuple[RollCall, ...]:
    """A letter a unit; a day in capitals is one on which nothing was due."""
    return tuple(
        RollCall(
            MONDAY + timedelta(days=n),
            not day.isupper(),
            {f"{k}班": CODES[c.lower()] for k, c in enumerate(day, start=1) if c != "-"},
        )
        for n, day in enumerate(days)
    )


def test_in_time_is_what_came_whole_and_before_the_cutoff() -> None:
    assert in_time(calls("rzmlc")[0]) == ("1班", "2班")


def test_the_share_is_rounded_down_and_counts_only_what_was_due() -> None:
    assert share(calls("rzm")) == 66
    assert share(calls("rr", "rm", "MM")) == 75
    assert share(calls("RR")) is None


def test_silence_is_counted_in_roll_calls_up_to_the_last() -> None:
    assert streaks(calls("mmr", "mcm", "mmm")) == {"1班": 3, "2班": 1, "3班": 2}


def test_a_late_or_a_bad_workbook_is_no_silence() -> None:
    assert streaks(calls("mm", "lc", "mm")) == {"1班": 1, "2班": 1}
    assert streaks(calls("mm", "lr")) == {}


def test_a_day_without_a_roll_call_ends_no_silence_unless_the_unit_spoke() -> None:
    assert streaks(calls("mm", "R-", "mm")) == {"1班": 1, "2班": 2}


def doubts(school: School, day: date = MONDAY) -> dict[str, list[str]]:
    edition = school.edition(day)
    found = suspected(edition.incidents, (edition.roll_call,), law().plan)
    return {unit: [i.number for i in mine] for unit, mine in found.items()}


def test_a_unit_that_said_zero_is_asked_when_others_reported_something_in_it() -> None:
    zero = Book("食堂", zero=True)
    assert doubts(School().night(MONDAY, Book(rows=reports(FOOD, places="食堂")), zero)) == {"食堂": [yq(1)]}


def test_who_reported_or_is_missing_or_named_only_itself_is_not_asked() -> None:
    assert doubts(School().night(MONDAY, Book(rows=reports(FOOD, places="食堂")))) == {}
    both = School().night(MONDAY, Book(rows=reports(FOOD, places="食堂")), Book("食堂", reports(PARKING)))
    assert doubts(both) == {}
    assert doubts(School().night(MONDAY, Book(rows=reports(FOOD, places="初二1班")), Book("食堂", zero=True))) == {}


def test_it_is_asked_until_it_has_said_something_about_the_incident() -> None:
    school = School().night(MONDAY, Book(rows=reports(FOOD, places="食堂")), Book("食堂", zero=True))
    school.night(TUESDAY, Book("食堂", progress=(told(yq(1), "核实"),)))
    edition = school.edition(TUESDAY)
    assert suspected(edition.incidents, edition.roll_calls, law().plan) == {}
    assert suspected(school.edition(MONDAY).incidents, edition.roll_calls, law().plan).keys() == {"食堂"}


def test_what_is_restricted_or_withdrawn_asks_nobody() -> None:
    staff = reports("有家长反映老师收礼后排座位", special="涉教职工", places="教务处")
    school = School().night(MONDAY, Book(rows=staff), Book("教务处", zero=True))
    assert school.edition(MONDAY).restricted
    assert suspected((*school.edition(MONDAY).restricted,), school.edition(MONDAY).roll_calls, law().plan) == {}
    taken_back = (*reports(FOOD, places="食堂"), said("上一条写错了", 2, record_type="撤回", related="1"))
    assert doubts(School().night(MONDAY, Book(rows=taken_back), Book("食堂", zero=True))) == {}


def test_praise_and_suggestions_ask_nobody() -> None:
    praise = reports("家长留言表扬食堂:换了保温箱以后孩子说饭菜是热的", places="食堂")
    assert doubts(School().night(MONDAY, Book(rows=praise), Book("食堂", zero=True))) == {}
