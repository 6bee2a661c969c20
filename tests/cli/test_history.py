from dataclasses import replace

import pytest

from pipeline.cli.history import told
from pipeline.model import EventKind, State, Value
from tests.nights import FOOD, MONDAY, TUESDAY, WEDNESDAY, Book, School, later, law, reports, said, signed, yq
from tests.nights import told as progress

ENOUGH: dict[str, Value] = {"other": yq(2), "score": 0.8, "explained": "同日", "to": State.HANDLING.value}
JUDGED: dict[str, Value] = {"situation": "", "class": "", "grade": "", "ruled": "", "rules": "", "causes": ""}


def lines(school: School, number: int = 1) -> list[str]:
    return list(told(school.incident(WEDNESDAY, number), law().plan, school.edition(WEDNESDAY).parts))


@pytest.mark.parametrize("kind", sorted(set(EventKind) - {EventKind.SEALED}))  # a seal is about no incident
def test_every_kind_of_event_is_said_in_chinese_whether_its_row_stands_or_not(kind: EventKind) -> None:
    incident = School().night(MONDAY, Book(rows=reports(FOOD))).incident(MONDAY)
    for row in (incident.first.key, ""):
        event = replace(incident.events[0], kind=kind, report=row, data={**ENOUGH, **JUDGED})
        (line,) = told(replace(incident, events=(event,)), law().plan, {})
        assert line.startswith("2021-03-22 16:00 ")
        assert not {"None", kind.value} & set(line.split())


def test_an_incident_is_told_without_a_code_of_the_program() -> None:
    school = School().night(MONDAY, Book(rows=reports(FOOD)), Book("初二2班", rows=reports(FOOD)))
    school.night(TUESDAY, Book(progress=(progress(yq(1), "已转达"),))).night(WEDNESDAY)
    first, attached, *rest = lines(school)
    assert first == "2021-03-22 16:00 初二1班上报,登记为 YQ-2021-0001"
    assert attached.startswith("                 初二2班上报,自动并入,编为 YQ-2021-0001-2:相似程度 0.")
    assert attached.endswith("措辞相似 1.00)")
    assert rest == [
        "2021-03-22 20:00 系统研判,分类 A,等级 Ⅳ:在一两个群或一次交谈之内",
        "                 状态:登记",
        "2021-03-23 16:00 初二1班续报:已转达,已按要求办理",
        "2021-03-23 20:00 系统再次研判,等级由Ⅳ改为Ⅲ:答复逾期,上调一级(单因逾期不高于Ⅲ级)",
        "                 状态:已答复",
    ]


def test_why_a_state_came_by_itself_is_told() -> None:
    asked = School().night(MONDAY, Book(rows=reports(FOOD))).night(TUESDAY).night(WEDNESDAY)
    assert lines(asked)[-1] == "                 状态:待核实(还没有核实)"
    verified = School().night(MONDAY, Book(rows=reports(FOOD, verified="已核实"))).night(TUESDAY).night(WEDNESDAY)
    assert lines(verified)[-1] == "                 状态:办理中(已经核实,过了登记当日)"


def test_what_a_person_decided_is_told_with_his_words_and_what_nobody_signed_does_not_count() -> None:
    row = {"incident": yq(1), "decided_grade": "Ⅱ", "decided_by": ""}
    sheets = {"分类审定": (signed(yq(1), decided_class="A", decided_grade="Ⅲ", opinion="当日说明"), row)}
    school = School().night(MONDAY, Book(rows=reports(FOOD, answered="9:50 已答复")))
    school.night(TUESDAY, Book("", decisions=sheets, clock="10:40")).night(WEDNESDAY)
    assert lines(school)[-3:] == [
        "2021-03-23 10:40 校长(签字)审定:审定分类 A,审定等级 Ⅲ,处置意见 当日说明",
        "                 审定表没有签名,不算数:审定等级 Ⅱ",
        "2021-03-23 20:00 等级由Ⅳ改为Ⅲ,按审定",
    ]


def test_a_report_said_anew_is_told_under_its_unit() -> None:
    anew = Book(rows=(said(FOOD + ",并公布菜价"),), day=MONDAY)
    school = School().night(MONDAY, Book(rows=reports(FOOD, answered="9:50 已答复"))).night(TUESDAY, anew)
    school.night(WEDNESDAY, later(anew, rows=(said(FOOD + ",并公布下周菜价"),)))
    told_of = lines(school)
    assert told_of[0] == "2021-03-22 16:00 初二1班上报,登记为 YQ-2021-0001"
    assert [line for line in told_of if line.endswith(" 初二1班的报告有更正")] == [
        f"2021-03-{day} 16:00 初二1班的报告有更正" for day in (23, 24)
    ]


def test_the_younger_of_two_that_were_merged_is_told_under_the_older() -> None:
    school = School().night(MONDAY, Book(rows=reports("食堂的饭菜不够热")))
    school.night(TUESDAY, Book("初二2班", rows=reports("食堂饭菜里吃出头发")))
    merged = signed("", report_a=yq(1), report_b=yq(2), decision="合并办理")
    school.night(WEDNESDAY, Book("", decisions={"合并审定": (merged,)}, clock="10:40"))
    assert "2021-03-23 16:00 初二2班上报,登记为 YQ-2021-0002,后来与本事件合并办理" in lines(school)
    assert any("疑似与 YQ-2021-0002 是同一件事" in line for line in lines(school))
    assert any("疑似与 YQ-2021-0001 是同一件事" in line for line in lines(school, 2))
    assert "2021-03-24 10:40 校长(签字)审定:YQ-2021-0001 与 YQ-2021-0002,决定 合并办理" in lines(school, 2)
