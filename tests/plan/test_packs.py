"""What the bundled plan must hold so that the rest of the program, and the field, find it."""

import datetime as dt

import pytest

from pipeline.classification.assessment import Signals, assess, route
from pipeline.classification.rulebook import Rulebook, compile_rules
from pipeline.model import Attendance, ReportStatus, Row, State, Value
from tests.plan.sheets import plan


def test_the_roster_names_at_least_24_units_that_report() -> None:
    reporting = plan().reporting_units
    assert len(reporting) >= 24 + 8
    assert not {u.name for u in plan().units if u.level in ("工作组", "联络员")} & set(reporting)


@pytest.mark.parametrize(
    ("typed", "unit"),
    [
        ("初二1班班主任", "初二1班"),
        ("初二（1）班", "初二1班"),
        ("八年级1班", "初二1班"),
        ("8.1班", "初二1班"),
        ("初三 8 班", "初三8班"),
        ("后勤处", "总务处"),
        ("团委宣传部", "团委"),
        ("食堂负责人", "食堂"),
        ("工会", "工会"),
        ("初二九班", None),
    ],
)
def test_a_unit_is_found_as_people_write_it(typed: str, unit: str | None) -> None:
    assert plan().resolve("单位", typed) == unit


@pytest.mark.parametrize(
    ("typed", "channel"),
    [
        ("家长微信群", "班级家长群"),
        ("抖音", "短视频或微博"),
        ("12345转办", "信箱或12345"),
        ("面谈", "当面或电话"),
        ("记者", "媒体"),
    ],
)
def test_a_channel_is_found_as_people_write_it(typed: str, channel: str) -> None:
    assert plan().resolve("来源渠道", typed) == channel


def test_every_state_and_attendance_has_a_label() -> None:
    assert {plan().label("状态", s.value) for s in State}.isdisjoint({s.value for s in State})
    assert {plan().label("报送情况", a.value) for a in Attendance}.isdisjoint({a.value for a in Attendance})


def test_the_sheets_of_the_workbooks_are_complete() -> None:
    assert [f.label for f in plan().fields_of("表头")] == ["单位", "上报日期", "上报人角色", "本期情况"]
    labels = [f.label for f in plan().fields_of("上报")]
    main = [f.label for f in plan().fields_of("上报") if f.main]
    assert len(labels) == 20
    assert labels[: len(main)] == main
    assert [f.label for f in plan().fields_of("上报") if f.required] == ["内容摘要", "来源渠道", "发现时间"]
    for sheet in ("分类审定", "合并审定", "答复审定", "跟踪办结", "转介签收", "零报告登记"):
        assert [f.label for f in plan().fields_of(sheet)][-4:] == ["审定人", "批示方式", "批示日期", "录入人"]


def test_nobody_is_named() -> None:
    assert {r.holder + r.deputy for r in plan().roles} == {""}
    assert set(plan().info.contact_phone) <= {"0", "-"}


def test_the_phases_are_told_by_date() -> None:
    codes = [getattr(plan().phase(day), "code", None) for day in (dt.date(2021, 3, 1), dt.date(2021, 3, 25))]
    assert codes == ["P1", "P2"]


RULES, FINDINGS = compile_rules(plan())


def rules() -> Rulebook:
    assert RULES is not None, [f.sentence for f in FINDINGS]
    return RULES


def row(summary: str, **values: Value) -> Row:
    """A row as validation hands it on: what is blank has its default."""
    blank: dict[str, Value] = {f.key: f.default or None for f in plan().fields_of("上报")}
    said = blank | {"summary": summary, "channel": "班级家长群"} | values
    return Row(sha256="0" * 64, file="上报.xlsx", sheet="上报", number=7, values=said, cells={})


@pytest.mark.parametrize(
    ("summary", "status"),
    [
        ("有孩子在作文里写活着没意思", ReportStatus.REFERRED),
        ("放学后有人堵着一个孩子要钱,把人打伤了", ReportStatus.REFERRED),
        ("文具店打出跳楼价,家长问能不能统一买", ReportStatus.COUNTED),
        ("宿舍没有发生打架,家长听说后来问", ReportStatus.COUNTED),
        ("家长说有老师罚站一节课", ReportStatus.RESTRICTED),
        ("家长说物理老师讲得太快,跟不上", ReportStatus.COUNTED),
        ("今日一切正常,没有需要上报的", ReportStatus.TALLIED),
        ("本来一切正常,晚上有家长投诉校车晚点", ReportStatus.COUNTED),
    ],
)
def test_a_row_goes_where_it_belongs(summary: str, status: ReportStatus) -> None:
    assert route(rules(), plan(), row(summary))[0] is status


@pytest.mark.parametrize("key", ["request", "note", "answered"])
def test_a_danger_is_seen_in_every_cell_of_free_text(key: str) -> None:
    assert route(rules(), plan(), row("一位同学情绪低落", **{key: "他说不想活了"}))[0] is ReportStatus.REFERRED


def test_one_question_answered_on_the_spot_is_tallied() -> None:
    said: dict[str, Value] = {"scope": "个别", "spread": "未传播", "answered": "9:50 已答复"}
    assert route(rules(), plan(), row("一位家长问周五几点放学", **said))[0] is ReportStatus.TALLIED
    assert route(rules(), plan(), row("一位家长问周五几点放学", **said | {"spread": "群内"}))[0] is ReportStatus.COUNTED
    assert route(rules(), plan(), row("一位家长问周五几点放学", **said | {"answered": ""}))[0] is ReportStatus.COUNTED


@pytest.mark.parametrize(
    ("summary", "situation", "proposed", "grade"),
    [
        ("家长说晚上的网课老是掉线,孩子进不去", "P1-3", "A", "Ⅳ"),
        ("网课每天六节,家长担心视力", "P1-2", "A", "Ⅳ"),
        ("几位家长问宿舍为什么九点半就停热水", "P2-1", "A", "Ⅳ"),
        ("群里问是不是有老师确诊了,真的吗", "P2-3", "A", "Ⅳ"),
        ("有人转发一条政治谣言,已提醒撤下", "P2-2", "C", "Ⅳ"),
        ("有账号把通知截图断章取义发出来", "", "C", "Ⅳ"),
        ("一个营销号反复发旧视频引流", "", "B", "Ⅳ"),
        ("家长提议错开两个年级的放学时间", "P2-1", "D", "Ⅳ"),
        ("建议退费,凭什么不退", "", "A", "Ⅳ"),
        ("群里有人喊周五到校门口集合讨说法", "", "A", "Ⅱ"),
        ("三十位家长在群里接龙要求取消早自习", "P2-1", "A", "Ⅳ"),
        ("家长联名写信要求取消早自习", "P2-1", "A", "Ⅲ"),
        ("饭菜凉的事,没有传到其他群", "P2-1", "A", "Ⅳ"),
        ("听说初三有学生确诊", "P2-3", "unclear", "Ⅳ"),
        ("听说初三有学生确诊,结果是普通感冒", "P2-3", "A", "Ⅳ"),
        ("有人写信说总务处长收回扣", "", "unclear", "Ⅳ"),
    ],
)
def test_class_is_a_unless_more_is_shown(summary: str, situation: str, proposed: str, grade: str) -> None:
    found = assess(rules(), plan(), {"初一1班": [row(summary)]}, Signals())
    assert (found.situation, found.proposed, found.grade) == (situation, proposed, grade)


@pytest.mark.parametrize(
    ("reports", "grade"),
    [
        ({"甲": {"spread": "全国"}}, "Ⅰ"),
        ({"甲": {"spread": "省级"}}, "Ⅱ"),
        ({"甲": {"special": "线下聚集"}}, "Ⅱ"),
        ({"甲": {"channel": "学生群"}, "乙": {"channel": "当面或电话"}, "丙": {"channel": "其他"}}, "Ⅱ"),
        ({"甲": {"channel": "短视频或微博"}}, "Ⅲ"),
        ({"甲": {"spread": "本市媒体"}}, "Ⅲ"),
        ({"甲": {}, "乙": {}, "丙": {}}, "Ⅲ"),
        ({"甲": {}, "乙": {}}, "Ⅳ"),
    ],
)
def test_the_grade_shows_the_facts_that_made_it(reports: dict[str, dict[str, Value]], grade: str) -> None:
    rows = {unit: [row("家长问饭菜为什么凉", **said)] for unit, said in reports.items()}
    found = assess(rules(), plan(), rows, Signals())
    assert found.grade == grade
    assert found.causes


@pytest.mark.parametrize(
    ("summary", "online", "opened"),
    [
        ("有人冒充班主任在群里收资料费", "P1-5", "P2-2"),
        ("群里在传有人确诊", "P1-5", "P2-3"),
        ("家长说老师罚站", "P1-1", ""),
        ("家长说作业太多", "P1-2", "P2-1"),
    ],
)
def test_the_same_words_belong_to_another_situation_in_another_phase(summary: str, online: str, opened: str) -> None:
    found = [assess(rules(), plan(), {"初一1班": [row(summary)]}, Signals(phase=p)).situation for p in ("P1", "P2")]
    assert found == [online, opened]


def test_a_situation_of_another_phase_is_not_proposed_but_may_be_named() -> None:
    online = row("晚上的网课老是掉线,孩子进不去")
    found = [assess(rules(), plan(), {"初一1班": [online]}, Signals(phase=p)).situation for p in ("P1", "P2")]
    assert found == ["P1-3", ""]
    named = row("晚上的网课老是掉线", situation="P1-3 线上教学保障不到位", note="周末仍有一节网课")
    assert assess(rules(), plan(), {"初一1班": [named]}, Signals(phase="P2")).situation == "P1-3"


@pytest.mark.parametrize("words", ["10:05 已当面答复", "已电话答复", "10:05 当面答复", "已私信答复家长"])
def test_an_answer_given_face_to_face_or_by_telephone_is_an_answer(words: str) -> None:
    said: dict[str, Value] = {"scope": "个别", "spread": "未传播", "answered": words}
    assert route(rules(), plan(), row("一位家长问周五几点放学", **said))[0] is ReportStatus.TALLIED


def test_a_proof_is_no_further_unit_that_tells_of_it() -> None:
    rows = {unit: [row("食堂是不是涨价了")] for unit in ("初一1班", "初一2班")}
    proof = {"总务处": [row("食堂调价单", record_type="核实材料", channel="其他")]}
    assert assess(rules(), plan(), rows | proof, Signals()).grade == "Ⅳ"


def test_evidence_attached_to_an_incident_does_not_take_its_class_away() -> None:
    rows = [row("家长问饭菜为什么凉"), row("今天的留样记录", record_type="核实材料")]
    assert assess(rules(), plan(), {"初一1班": rows[:1], "食堂": rows[1:]}, Signals()).proposed == "A"
    assert assess(rules(), plan(), {"食堂": rows[1:]}, Signals()).proposed == "unclear"


def test_going_on_after_the_facts_counts_only_in_a_confirmed_incident() -> None:
    rows = {"初一1班": [row("同一位家长又来问饭菜")]}
    assert assess(rules(), plan(), rows, Signals(spread_after=True)).proposed == "A"
    assert assess(rules(), plan(), rows, Signals(spread_after=True, confirmed="B")).proposed == "B"
