"""Every kind of change between two nights, on nights of a school; the passing of a day is none."""

from datetime import date

import pytest

from pipeline.model import State
from pipeline.tracking.changes import ChangeKind, changes
from tests.nights import (
    FOOD,
    FRIDAY,
    MONDAY,
    NETWORK,
    PARKING,
    THURSDAY,
    TUESDAY,
    WEDNESDAY,
    Book,
    School,
    Values,
    law,
    reports,
    said,
    signed,
    told,
    yq,
)

BEFORE = "食堂的饭菜不够热"
LIKE = "食堂饭菜里吃出头发"
DONE = {"state": "已总结", "review": "已改善保温", "cause": "保温箱坏了"}
CALMED = Book(progress=(told(yq(1), "已转达"), told(yq(1), "平稳", "15:30")))
Seen = list[tuple[str, int, str]]


def seen(school: School, before: date = MONDAY, after: date = TUESDAY) -> Seen:
    found = changes(school.edition(before), school.edition(after), law().plan.grades)
    return [(c.kind.value, int(c.number[-4:]), c.other) for c in found]


def opened(text: str = FOOD, **values: str) -> School:
    return School().night(MONDAY, Book(rows=reports(text, verified="已核实", **values)))


def decided(sheet: str, *rows: Values) -> Book:
    return Book(unit="", decisions={sheet: rows}, clock="10:40")


def pair(what: str, a: str, b: str) -> Book:
    row = {"report_a": a, "report_b": b, "decision": what, "decided_by": "校长", "decided_how": "签字"}
    return decided("合并审定", row)


def test_a_new_one_and_the_reports_that_came_to_an_old_one() -> None:
    school = opened(answered="9:50 已在群里答复")
    school.night(TUESDAY, Book("初二2班", reports(FOOD)), Book("初三1班", reports(PARKING)))
    assert seen(school) == [("new", 2, ""), ("moved", 1, "")]


def test_one_more_day_is_no_change_until_something_is_missed() -> None:
    school = opened(answered="9:50 已在群里答复").night(TUESDAY).night(WEDNESDAY)
    assert seen(school) == []
    assert seen(school, TUESDAY, WEDNESDAY) == []


def test_overdue_is_told_once() -> None:
    school = opened().night(TUESDAY).night(WEDNESDAY)
    everything = [seen(school), seen(school, TUESDAY, WEDNESDAY)]
    assert [("overdue", 1, "") in found for found in everything].count(True) == 1


def test_a_higher_grade_is_worse_and_a_lower_one_better() -> None:
    school = opened(answered="9:50 已在群里答复")
    school.night(TUESDAY, Book("初二2班", reports(FOOD)), Book("初三2班", reports(FOOD)))
    school.night(WEDNESDAY, decided("分类审定", signed(yq(1), decided_grade="Ⅳ", opinion="范围不大")))
    assert ("worse", 1, "") in seen(school)
    assert ("better", 1, "") in seen(school, TUESDAY, WEDNESDAY)


def test_answered_when_the_asker_was_told() -> None:
    school = opened().night(TUESDAY, Book(progress=(told(yq(1), "已转达"),))).night(WEDNESDAY)
    assert ("answered", 1, "") in seen(school)
    assert seen(school, TUESDAY, WEDNESDAY) == []


def test_told_on_the_day_it_came_it_is_new_and_answered() -> None:
    school = School().night(MONDAY).night(TUESDAY, Book(rows=reports(FOOD, answered="9:50 已在群里答复")))
    assert seen(school) == [("new", 1, ""), ("answered", 1, "")]


def test_another_class_is_another_view_of_it() -> None:
    school = opened().night(TUESDAY, decided("分类审定", signed(yq(1), decided_class="D", opinion="是建议")))
    assert ("reclassified", 1, "") in seen(school)


def test_calm_and_closed_and_open_again() -> None:
    school = opened().night(TUESDAY, CALMED).night(WEDNESDAY, decided("跟踪办结", signed(yq(1), **DONE)))
    school.night(THURSDAY, decided("跟踪办结", signed(yq(1), state="重新办理")))
    assert ("calm", 1, "") in seen(school)
    assert seen(school, TUESDAY, WEDNESDAY) == [("closed", 1, "")]
    assert seen(school, WEDNESDAY, THURSDAY) == [("reopened", 1, "")]


def test_merged_and_on_its_own_again() -> None:
    school = School().night(MONDAY, Book(rows=reports(BEFORE))).night(TUESDAY, Book("初二2班", reports(LIKE)))
    school.night(WEDNESDAY, pair("合并办理", yq(1), yq(2))).night(THURSDAY, pair("拆分", yq(1), yq(2)))
    assert ("merged", 2, yq(1)) in seen(school, TUESDAY, WEDNESDAY)
    assert ("split", 2, yq(1)) in seen(school, WEDNESDAY, THURSDAY)
    assert school.state(THURSDAY, 2) is not State.MERGED


def test_a_report_taken_out_is_split_and_not_new() -> None:
    school = opened().night(MONDAY, Book("初二2班", reports(FOOD), clock="17:00"))
    school.night(TUESDAY, pair("拆分", f"{yq(1)}-1", f"{yq(1)}-2"))
    assert ("split", 2, yq(1)) in seen(school)
    assert ("new", 2, "") not in seen(school)


def test_withdrawn_and_nothing_else() -> None:
    school = opened().night(TUESDAY, Book(rows=(said("上一条写错了", 2, record_type="撤回", related="1"),), day=MONDAY))
    school.night(WEDNESDAY)
    assert seen(school) == [("withdrawn", 1, "")]
    assert seen(school, TUESDAY, WEDNESDAY) == []


def test_what_came_and_went_between_two_issues_is_not_told() -> None:
    school = School().night(MONDAY).night(TUESDAY, Book(rows=reports(FOOD)))
    gone = said("上一条写错了", 2, record_type="撤回", related="1")
    school.night(WEDNESDAY, Book(rows=(gone,), day=TUESDAY))
    assert school.state(WEDNESDAY) is State.WITHDRAWN
    assert seen(school, MONDAY, WEDNESDAY) == []


@pytest.mark.parametrize("day", [TUESDAY, FRIDAY])
def test_an_issue_does_not_differ_from_itself(day: date) -> None:
    school = opened().night(TUESDAY, Book("初二2班", reports(NETWORK)), CALMED).quiet(WEDNESDAY, FRIDAY)
    assert seen(school, day, day) == []


def test_every_kind_has_its_words() -> None:
    assert {f"changed.{kind}" for kind in ChangeKind} <= law().plan.texts.keys()
