"""What a person signed about a pair of incidents holds for ever: one matter, two, or two again."""

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.model import EventKind, ReportStatus, State
from tests.nights import FRIDAY, MONDAY, THURSDAY, TUESDAY, WEDNESDAY, Book, School, reports, told, yq

FIRST, SECOND = "食堂的饭菜不够热", "食堂饭菜里吃出头发"
THIRD = "食堂饭菜里有沙子"


def parked() -> School:
    school = School().night(MONDAY, Book(rows=reports(FIRST))).night(TUESDAY, Book("初二2班", reports(SECOND)))
    assert school.incident(TUESDAY, 2).parked == (yq(1),)
    return school


def decided(what: str, a: int = 1, b: int = 2, who: str = "校长", clock: str = "10:40") -> Book:
    row = {"report_a": yq(a), "report_b": yq(b), "decision": what, "decided_by": who, "decided_how": "签字"}
    return Book(unit="", decisions={"合并审定": (row,)}, clock=clock)


def test_a_merged_incident_hands_its_reports_to_the_older_one_and_keeps_its_number() -> None:
    school = parked().night(WEDNESDAY, decided("合并办理", a=2, b=1))
    older, younger = school.all(WEDNESDAY)
    assert [r.unit for r in older.reports] == ["初二1班", "初二2班"]
    assert (younger.number, younger.state, younger.merged_into) == (yq(2), State.MERGED, yq(1))
    assert (younger.parked, older.parked, younger.deadlines) == ((), (), ())
    assert [r.status for r in younger.reports] == [ReportStatus.MERGED]
    assert [e.kind for e in younger.events][-2:] == [EventKind.DECIDED, EventKind.STATE]


def test_a_merger_outlives_later_nights_and_what_names_the_younger_goes_to_the_older() -> None:
    school = parked().night(WEDNESDAY, decided("合并办理")).night(THURSDAY)
    school.night(
        FRIDAY,
        Book("初二2班", reports("补充一点,家长还问能不能换餐", related=yq(2)), progress=(told(yq(2), "已转达"),)),
    )
    older, younger = school.all(FRIDAY)
    assert ([len(i.reports) for i in (older, younger)], younger.state) == ([3, 1], State.MERGED)
    assert older.told is not None


def test_an_earlier_issue_does_not_know_of_a_later_merger() -> None:
    school = parked()
    before = school.edition(TUESDAY)
    school.night(WEDNESDAY, decided("合并办理"))
    assert school.edition(TUESDAY) == before
    assert school.edition(TUESDAY, WEDNESDAY).incidents[1].parked == (yq(1),)


def test_a_merger_reopens_what_was_calm_if_the_younger_came_after_it() -> None:
    school = (
        School()
        .night(MONDAY, Book(rows=reports(FIRST), progress=()))
        .night(TUESDAY, Book(progress=(told(yq(1), "已转达"), told(yq(1), "平稳", "15:30"))))
    )
    assert school.state(TUESDAY) is State.CALM
    school.night(WEDNESDAY, Book("初二2班", reports(SECOND))).night(THURSDAY, decided("合并办理"))
    assert school.state(THURSDAY) is State.REOPENED


def test_two_that_a_person_told_apart_are_not_asked_about_again() -> None:
    school = parked().night(WEDNESDAY, decided("不合并")).night(THURSDAY, Book(rows=reports(FIRST)))
    assert [(i.parked, i.state is State.MERGED) for i in school.all(THURSDAY)] == [((), False)] * 2


def test_an_unsigned_decision_decides_nothing() -> None:
    school = parked().night(WEDNESDAY, decided("合并办理", who=""))
    assert school.incident(WEDNESDAY, 2).parked == (yq(1),)


def test_what_was_merged_can_be_parted_again() -> None:
    school = parked().night(WEDNESDAY, decided("合并办理")).night(THURSDAY, decided("拆分"))
    older, younger = school.all(THURSDAY)
    assert [[r.unit for r in i.reports] for i in (older, younger)] == [["初二1班"], ["初二2班"]]
    assert (younger.is_open, younger.parked, younger.merged_into) == (True, (), "")


def test_a_question_about_the_younger_is_one_about_the_older_after_a_merger() -> None:
    school = parked().night(WEDNESDAY, Book("初二3班", reports(THIRD)))
    third = school.incident(WEDNESDAY, 3)
    assert yq(2) in third.parked
    school.night(THURSDAY, decided("合并办理"))
    assert school.incident(THURSDAY, 3).parked == (yq(1),)


def test_the_restricted_lane_is_merged_with_no_other() -> None:
    school = School().night(MONDAY, Book(rows=reports(FIRST)), Book("初二2班", reports(SECOND, special="涉教职工")))
    school.night(TUESDAY, decided("合并办理"))
    assert [len(i.reports) for i in school.all(TUESDAY)] == [1, 1]
    assert not any(i.merged_into for i in school.all(TUESDAY))


LATER = st.lists(st.sampled_from((FIRST, SECOND, THIRD, "校门口停车把路堵死了")), max_size=2, unique=True)


@settings(max_examples=20, deadline=None)
@given(st.lists(st.sampled_from(("合并办理", "不合并", "拆分")), min_size=1, max_size=3), LATER, st.booleans())
def test_what_was_decided_holds_whatever_comes_after(said: list[str], later: list[str], rerun: bool) -> None:  # noqa: FBT001 (drawn)
    school = parked()
    for n, what in enumerate(said):
        school.night(WEDNESDAY, decided(what, clock=f"1{n}:00"))
    school.night(THURSDAY, Book("初二3班", reports(*later)))
    if rerun:
        school.night(THURSDAY)
    younger = school.incident(THURSDAY, 2)
    moved = [what for what in said if what != "不合并"]  # which asks no more, and parts nothing
    assert (younger.state is State.MERGED) is (moved[-1:] == ["合并办理"])
    assert yq(1) not in younger.parked
