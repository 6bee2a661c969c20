"""The review of a period: its figures are those of the incidents, it rewards answering, and asks what was improved."""

import re
from dataclasses import replace
from datetime import date, timedelta
from io import BytesIO

import pdfplumber
import pytest

from pipeline.model import (
    Attendance,
    Deadline,
    Edition,
    Event,
    EventKind,
    Incident,
    RollCall,
    State,
    Value,
)
from pipeline.plan.loading import load_pack
from pipeline.plan.model import Plan
from pipeline.reporting import html, pdf, period, period_counts
from pipeline.reporting.pdf import Sheet
from pipeline.reporting.period import PeriodReview
from pipeline.reporting.recurring import recurring
from pipeline.reporting.voice import Voice
from tests.reporting import editions
from tests.reporting.editions import at, decision, incident, report

PLAN = load_pack("epidemic")
FIRST, LAST = date(2021, 3, 1), date(2021, 3, 12)


def review(edition: Edition, first: date, last: date, plan: Plan = PLAN) -> PeriodReview:
    return period.build(edition, first, last, plan)


def told(number: int, day: date, hours: int, **more: object) -> Incident:
    """An incident found at 9:40, due by the end of its day, and answered so many hours after it was found."""
    said = {name: more.pop(name) for name in ("verified", "unit", "record_type") if name in more}
    when = at("09:40", day) + timedelta(hours=hours) if hours else None
    due = (Deadline("answer", at("23:59", day), "", when),)
    first = report(f"第{number}件", str(said.pop("unit", "初一1班")), day=day, **said)  # type: ignore[arg-type]
    made = incident(number, first, told=when, deadlines=due, **{"state": State.CALM, **more})  # type: ignore[arg-type]
    return replace(made, opened=at("09:40", day))


def closing(day: date, **values: Value) -> dict[str, object]:
    return {"decisions": (decision("跟踪办结", day, **values),)}


def small() -> Edition:
    """Two weeks in two phases: a cause that came back, one that nobody verified, and what was improved."""
    early, later = date(2021, 3, 2), date(2021, 3, 9)
    improved = {"lessons": "课前没有压力测试", "improvement": "每次网课前一天演练", "improver": "信息中心主任"}
    incidents = (
        told(
            1, early, 8, grade="Ⅲ", situation="P1-3", verified="已核实",
            **closing(early, cause="平台并发不足。", **improved, due=date(2021, 3, 20), improved=date(2021, 3, 19)),
        ),
        told(
            2, early, 32, grade="Ⅲ", situation="P1-3", verified="部分核实",
            **closing(later, cause="平台 并发不足", improvement="备用直播地址写进课表", due=date(2021, 3, 24)),
        ),
        told(3, later, 2, unit="初二2班", verified="未核实", **closing(later, cause="没有排班", lessons="先公布")),
        told(4, later, 1, unit="初三3班", unresolved=True, state=State.HANDLING),
        told(5, later, 0, unit="初一1班", state=State.HANDLING),
        told(6, later, 0, record_type="预警", situation=""),
        told(7, later, 1, state=State.WITHDRAWN),
        told(8, date(2021, 3, 13), 1),
    )  # fmt: skip
    units = PLAN.called_units
    calls = [
        RollCall(day, due=True, attendance=dict.fromkeys(units, Attendance.ZERO) | {units[0]: Attendance.REPORTED})
        for day in (early, later, LAST, date(2021, 3, 15))
    ]
    return replace(editions.quiet(), incidents=incidents, roll_calls=tuple(calls))


WORDS = """
本汇报用于答复诉求、核实事实，不作为处分依据。
内部资料 注意保存
舆情总结评定（阶段）
数据截至2021年3月25日示范中学
2021年3月1日至2021年3月12日
本阶段登记舆情6件，须答复5件，已答复4件（答复率80%），其中按时3件（占已答复的75%）。从发现到告知提出人，中位数为5.0小时。答复后仍有反映、尚未解决1件（YQ-2021-0004）。
一、按阶段
阶段|件数|须答复|已答复|答复率|按时|按时率|用时中位数
延期开学线上讲课期间|2|2|2|100%|1|50%|20.0小时
开学后|4|3|2|67%|2|100%|1.5小时
合计|6|5|4|80%|3|75%|5.0小时
二、按情形
情形|件数|须答复|已答复|答复率|按时|按时率|用时中位数
对学校管理上的不满|3|3|2|67%|2|100%|1.5小时
线上教学保障不到位|2|2|2|100%|1|50%|20.0小时
情形待研判|1|0|0|—|0|—|—
合计|6|5|4|80%|3|75%|5.0小时
三、按等级
等级|件数|须答复|已答复|答复率|按时|按时率|用时中位数
Ⅲ 黄|2|2|2|100%|1|50%|20.0小时
Ⅳ 蓝|4|3|2|67%|2|100%|1.5小时
合计|6|5|4|80%|3|75%|5.0小时
四、按周
周次|件数|须答复|已答复|答复率|按时|按时率|用时中位数
2021年第9周|2|2|2|100%|1|50%|20.0小时
2021年第10周|4|3|2|67%|2|100%|1.5小时
合计|6|5|4|80%|3|75%|5.0小时
五、各环节用时
环节|件数|用时中位数
发现 → 收到|6|6小时25分
收到 → 告知|2|13小时35分
发现 → 告知|4|5小时
“上报”只记日期，不计用时；收到以前已经告知的和重新办理的不计。
六、报送情况
日期|已报|零报告|未报|迟报|待补正
3月2日|1|36|0|0|0
3月9日|1|36|0|0|0
3月12日|1|36|0|0|0
七、反复出现的原因和情形
原因或情形|件数|单位数|事件编号
平台并发不足。|2|1|YQ-2021-0001至0002
情形相同：对学校管理上的不满（未写原因或尚在核实）|3|3|YQ-2021-0003至0005
八、经验与改进
改进措施2项：已完成1项，逾期未登记完成1项。
事件编号|经验教训|改进措施|改进责任人|完成期限|完成情况
YQ-2021-0001|课前没有压力测试|每次网课前一天演练|信息中心主任|3月20日|已完成（3月19日）
YQ-2021-0002|—|备用直播地址写进课表|—|3月24日|逾期未登记完成
YQ-2021-0003|先公布|—|—|—|—
牵头单位：　年　月　日办公室：　年　月　日分管副校长：　年　月　日校长：　年　月　日
"""


def words(view: PeriodReview, plan: Plan = PLAN) -> list[str]:
    """What the page says, a line a paragraph or a row."""
    page = html.render("period", view, plan, editions.quiet().now)[0].split("<body>")[1]
    flat = re.sub(r"\s*\n\s*", "", page)
    lines = re.sub(r"</(?:p|h1|h2|div|tr)>", "\n", re.sub(r"</(?:td|th)>(?!</tr>)", "|", flat))
    return [line for raw in re.sub(r"<[^>]*>", "", lines).splitlines() if (line := raw.strip())]


def test_a_small_period_in_all_its_words() -> None:
    assert words(review(small(), FIRST, LAST)) == WORDS.strip().splitlines()


def test_every_group_adds_up_to_the_whole() -> None:
    edition = editions.busy()
    view = review(edition, edition.day - timedelta(days=30), edition.day)
    shown = [i for i in edition.incidents if i.state.value != "withdrawn"]
    by_group = [c for c in view.counts if "件数" in c.headings and c.note == ""]
    assert [c.title for c in by_group] == ["按情形", "按等级", "按周"]
    for count in by_group:
        *groups, whole = count.lines
        assert [sum(int(line[n]) for line in groups) for n in (1, 2, 3)] == [int(whole[n]) for n in (1, 2, 3)]
        assert int(whole[1]) == len(shown)
        assert int(whole[3]) == sum(1 for i in shown if i.told)
    assert f"登记舆情{len(shown)}件" in view.overview


def test_a_period_without_incidents_says_so() -> None:
    edition = editions.quiet()
    view = review(edition, edition.day, edition.day)
    assert view.overview == PLAN.texts["period.none"]
    assert PLAN.texts["period.none"] in words(view)
    assert words(view).count(PLAN.texts["word.none"]) == 2


@pytest.mark.parametrize(
    ("part", "whole", "said"),
    [(0, 0, "—"), (0, 3, "0%"), (3, 3, "100%"), (2, 3, "67%"), (1, 8, "13%"), (399, 400, "99%"), (1, 400, "1%")],
)
def test_a_share_of_less_than_all_is_never_all_of_it_and_of_something_never_nothing(
    part: int, whole: int, said: str
) -> None:
    assert period_counts.share(part, whole) == said


def test_nobody_asked_and_nothing_is_said_of_shares() -> None:
    warned = replace(small(), incidents=(told(1, FIRST, 2, record_type="预警"),))
    assert review(warned, FIRST, LAST).overview == ("本阶段登记舆情1件，须答复0件，已答复0件，其中按时0件。")


def test_what_was_taken_up_again_is_told_by_number_and_stays_out_of_the_medians() -> None:
    one, other = told(1, FIRST, 400), told(2, FIRST, 2)
    states = (State.REGISTERED, State.HANDLING, State.CALM, State.ANSWERED)
    events = tuple(Event(EventKind.STATE, one.number, one.opened, FIRST, FIRST, data={"to": s.value}) for s in states)
    again = replace(small(), incidents=(replace(one, events=events), other))
    view = review(again, FIRST, LAST)
    assert view.overview.endswith("中位数为2.0小时。平稳后重新办理1件（YQ-2021-0001）。")
    assert [line for count in view.counts if count.note for line in count.lines][-1] == ("发现 → 告知", "1", "2小时")
    calm_at_last = replace(one, events=events[:3])
    assert "重新办理" not in review(replace(small(), incidents=(calm_at_last,)), FIRST, LAST).overview


def test_a_long_period_is_told_by_months_and_the_tenth_week_stands_after_the_ninth() -> None:
    weeks, months = ([c for c in review(small(), FIRST, last).counts if c.headings[0] in {"周次", "月份"}]
                     for last in (date(2021, 4, 30), date(2021, 6, 30)))  # fmt: skip
    assert [[line[0] for line in count.lines] for count in weeks] == [
        ["2021年第9周", "2021年第10周", "合计"],
        ["2021年第9周", "2021年第10周", "2021年第11周"],
    ]
    assert [next(line[:3] for line in count.lines) for count in months] == [
        ("2021年3月", "7", "6"),
        ("2021年3月", "4", str(4 * (len(PLAN.called_units) - 1))),
    ]


def again(*incidents: Incident) -> list[tuple[str, tuple[str, ...]]]:
    return [(r.what, r.numbers) for r in recurring(incidents, Voice(PLAN, masked=False))]


def test_a_cause_is_told_from_two_incidents_on_and_only_of_verified_ones() -> None:
    def one(number: int, cause: str, verified: str = "已核实", situation: str = "") -> Incident:
        return told(number, FIRST, 1, verified=verified, situation=situation, **closing(FIRST, cause=cause))

    same = one(1, "送餐车坏了"), one(2, "送餐车,坏了。")
    assert again(*same, one(3, "没有排班")) == [("送餐车坏了", ("YQ-2021-0001至0002",))]
    assert again(same[0], one(2, "送餐车坏了", "未核实")) == []
    proved = replace(one(2, "送餐车坏了", "未核实"), progress=(editions.progress("核实", "属实", "总务处", "10:00"),))
    assert len(again(same[0], proved)) == 1


def test_without_a_cause_a_situation_is_told_from_three_incidents_or_units_on() -> None:
    two = [told(n, FIRST, 1) for n in (1, 2)]
    assert again(*two) == []
    label = "情形相同：对学校管理上的不满（未写原因或尚在核实）"
    assert again(*two, told(7, FIRST, 1)) == [(label, ("YQ-2021-0001至0002", "0007"))]
    wide = incident(4, *(report("菜凉", unit, day=FIRST) for unit in ("初一1班", "初一2班", "初一3班")))
    assert again(wide) == [(label, ("YQ-2021-0004",))]
    assert again(*(told(n, FIRST, 1, situation="") for n in (1, 2, 3))) == []


def test_what_nobody_confirmed_yet_is_told_as_such() -> None:
    doubtful = told(1, FIRST, 1, proposed="C")
    view = review(replace(small(), incidents=(doubtful,)), FIRST, LAST)
    assert view.undecided == "YQ-2021-0001。以上事件的性质尚未审定，待核实"


def test_no_page_begins_with_the_sum_alone_and_the_heads_stand_on_each() -> None:
    view = review(small(), FIRST, LAST)
    count = view.counts[0]
    lines = (*((f"第{n}组", *count.lines[0][1:]) for n in range(16)), count.lines[-1])
    view = replace(view, counts=(replace(count, lines=lines),), recurring=(), lessons=())
    text, _ = html.render("period", view, PLAN, editions.quiet().now)
    with pdfplumber.open(BytesIO(pdf.to_pdf(Sheet(text, editions.quiet().now)))) as printed:
        heads, last, whole, *_ = printed.pages[1].extract_text().splitlines()
    assert (heads, last[:5], whole[:2]) == (" ".join(count.headings), "第15组 ", "合计")
