import re
from dataclasses import replace
from datetime import date, timedelta

import pytest

from pipeline.errors import PlanError
from pipeline.model import Deadline, Edition, Incident, ReportStatus
from pipeline.plan.model import Plan
from pipeline.reporting import approval, briefing, digest, final, flash, html, referral
from pipeline.reporting.voice import Voice
from tests.reporting import editions

PLAN = editions.plan()


def numbered(number: int) -> Incident:
    return next(i for i in editions.busy().incidents if i.number.endswith(f"{number:04}"))


def page(edition: Edition, plan: Plan = PLAN, *, archive: bool = False) -> str:
    return html.render("briefing", briefing.build(edition, plan, archive=archive), plan, edition.now)[0]


@pytest.mark.parametrize("edition", [editions.quiet(), editions.busy(), editions.correction()])
def test_no_section_is_empty(edition: Edition) -> None:
    text = page(edition)
    sections = re.split(r'<h2(?: class="empty")?>', text)[1:]
    assert len(sections) in (8, 9)
    assert all(len(s.split('<section class="annex')[0].strip()) > 30 for s in sections)
    assert "不作为处分依据" in text
    assert "内部资料 注意保存" in text


def test_what_people_wrote_is_text_and_no_markup() -> None:
    wicked = editions.incident(1, editions.report("<b>粗体</b>&<img src=http://x/>", "初一1班"), grade="Ⅲ")
    text = page(replace(editions.quiet(), incidents=(wicked,)))
    assert "&lt;b&gt;粗体&lt;/b&gt;&amp;" in text
    assert "<img src=http" not in text


def test_a_missing_text_is_a_mistake_of_the_plan() -> None:
    for key in ("section.study", "overview.quiet"):
        poor = PLAN.model_copy(update={"wordings": tuple(w for w in PLAN.wordings if w.key != key)})
        poor.__dict__.pop("texts", None)
        with pytest.raises(PlanError):
            page(editions.quiet(), poor)


def test_the_digest_has_at_most_200_characters_and_is_masked() -> None:
    for edition in (editions.busy(), editions.quiet(), editions.correction()):
        text = digest.digest(briefing.build(edition, PLAN), edition.number, Voice(PLAN))
        assert len(text) <= digest.LONGEST
        assert "第1" in text
        assert "张小红" not in text


def test_the_final_review_compares_steps_with_deadlines() -> None:
    view = final.build(numbered(1), editions.busy(), PLAN)
    assert [(t.what, t.verdict, t.late) for t in view.terms] == [
        ("书面报告", "提前35分", False),
        ("答复", "提前1小时40分", False),
        ("续报", "晚1小时30分", True),
    ]
    assert dict(view.lessons)["完成期限"] == "2021年4月14日"
    assert dict(view.facts)["当事人说明"] == "当事人表示理解"
    assert [s.at for s in view.steps] == sorted(s.at for s in view.steps)


def test_the_final_review_tells_whether_what_was_to_be_improved_was_done() -> None:
    one, day = numbered(1), editions.DAY

    def told(on: date, **more: date) -> str:
        later = replace(one, decisions=(*one.decisions, editions.decision("跟踪办结", **more)))
        return dict(final.build(later, replace(editions.busy(), day=on), PLAN).lessons)["完成情况"]

    until = day + timedelta(days=20)
    assert told(until) == "未到期"
    assert told(until + timedelta(days=1)) == "逾期未登记完成"
    assert told(until, improved=until) == "已完成（2021年4月14日）"
    assert told(until + timedelta(days=2), improved=until + timedelta(days=1)) == "已完成（2021年4月15日，晚于期限）"


def test_the_final_review_states_no_cause_before_the_facts_are_verified() -> None:
    one = numbered(1)
    rumoured = replace(one, progress=(), reports=(editions.report("网课平台卡顿", "初三7班", verified="未核实"),))
    told = [dict(final.build(i, editions.busy(), PLAN).facts)["原因分析"] for i in (one, rumoured)]
    assert told == ["平台并发不足", "尚在核实"]


def test_what_nobody_signed_stands_on_no_page() -> None:
    one = numbered(1)
    *signed, last = one.decisions
    unsigned = replace(last, row=replace(last.row, values={**last.row.values, "decided_by": None}))
    view = final.build(replace(one, decisions=(*signed, unsigned)), editions.busy(), PLAN)
    assert [words for _, words in view.lessons] == ["（待填写）"] * 5


def test_the_final_review_sets_the_sentence_of_a_deadline_as_a_printer_would() -> None:
    said = "发现 3月16日 07:50,2小时内 → 当日 09:50 前书面报告,规则 SX-05,工作日,安静时段顺延"
    due = Deadline("written", editions.at("09:50"), said)
    (term,) = final.build(replace(numbered(1), deadlines=(due,)), editions.busy(), PLAN).terms
    assert term.why == "发现3月16日7:50，2小时内 → 当日9:50前书面报告，规则 SX-05，工作日，安静时段顺延"


def test_the_final_review_is_not_late_for_itself() -> None:
    one = replace(numbered(1), deadlines=(editions.due("review", editions.at("20:00")),))
    assert final.build(one, editions.busy(), PLAN).terms == ()


def test_what_nobody_wrote_is_left_to_fill_in() -> None:
    view = final.build(numbered(4), editions.busy(), PLAN)
    assert dict(view.facts)["当事人说明"] == "（待填写）"


def test_the_approval_page_shows_a_proposed_class_as_proposed_and_stays_one_page() -> None:
    view = approval.build(editions.busy(), PLAN)
    assert view is not None
    assert {m.number: m.proposed for m in view.matters}["YQ-2021-0022"] == "拟B类，待核实"
    assert approval.build(editions.quiet(), PLAN) is None


def test_the_approval_page_asks_first_for_what_only_persons_confirm_then_for_high_grades_and_late_replies() -> None:
    graves = [m.number for m in approval.build(editions.busy(), PLAN).matters]  # type: ignore[union-attr]
    assert graves[:3] == ["YQ-2021-0019", "YQ-2021-0021", "YQ-2021-0022"]
    late = replace(numbered(4), deadlines=(editions.due("answer", editions.at("18:00")),), told=None)
    grave = replace(numbered(5), assessment=replace(numbered(5).assessment, grade="Ⅲ"), deadlines=())
    view = approval.build(replace(editions.quiet(), incidents=(late, grave)), PLAN)
    assert view is not None
    assert [(m.number, m.asks) for m in view.matters] == [
        ("YQ-2021-0005", ("请审定等级和处置意见",)),
        ("YQ-2021-0004", ("请审定答复，或写处理意见和告知结果的日期",)),
    ]


def test_a_sheet_takes_as_many_matters_as_its_page_holds_and_gives_the_rest_to_write_in() -> None:
    grave = replace(numbered(5), assessment=replace(numbered(5).assessment, grade="Ⅲ"), deadlines=())
    found = {
        n: approval.build(
            replace(editions.quiet(), incidents=tuple(replace(grave, number=f"YQ-2021-{k:04}") for k in range(n))), PLAN
        )
        for n in (1, 5, 20)
    }
    few, some, many = (found[n] for n in (1, 5, 20))
    assert few is not None
    assert some is not None
    assert many is not None
    assert [len(view.matters) for view in (few, some)] == [1, 5]
    assert approval.HIGH == few.space > some.space > many.space >= approval.LOW
    assert 5 < len(many.matters) < 20
    assert many.more == f"另有{20 - len(many.matters)}项，见审定表。"


def test_a_short_flash_report_stands_on_the_grid_of_the_standard() -> None:
    short = numbered(19)
    view = flash.build(short, editions.busy(), PLAN)
    assert view.roomy
    long = replace(
        short, assessment=replace(short.assessment, causes=tuple(f"{n}又传到一个新的平台" * 5 for n in "甲乙丙丁戊"))
    )
    told = flash.build(replace(long, progress=(*short.progress, *short.progress)), editions.busy(), PLAN)
    assert not told.roomy


def test_the_flash_report_is_masked_and_lists_what_is_due() -> None:
    view = flash.build(numbered(19), editions.busy(), PLAN)
    assert view.terms == (
        ("电话首报", "3月25日10:50", True),
        ("书面报告", "3月25日11:50", True),
        ("答复", "3月25日23:00", False),
    )
    assert "拟C" not in str(view)


def test_a_slip_holds_the_words_and_the_cell_of_the_report() -> None:
    view = referral.of_report(editions.busy().referred[0], PLAN)
    assert ("内容摘要", "有同学几天不说话,作业本上写了不想活") in view.lines
    assert view.lines[-1][1].endswith("上报!A7")


def test_a_restricted_slip_carries_its_number() -> None:
    case = editions.report("有老师私下收费补课的反映", "教务处", special="涉教职工")
    one = editions.incident(31, replace(case, status=ReportStatus.RESTRICTED))
    assert referral.of_incident(one, PLAN).lines[0] == ("编号", "YQ-2021-0031")


@pytest.mark.parametrize(
    ("summary", "to"),
    [
        ("有人说总务处长收回扣", "受限事项接收人"),
        ("有人写信到校长信箱,说教研组长收礼", "受限事项接收人"),
        ("有人发帖说副校长收回扣", "上一级主管部门（涉及校领导，不交被反映的人）"),
    ],
)
def test_what_concerns_the_leaders_goes_to_the_next_level_up(summary: str, to: str) -> None:
    case = editions.report(summary, "办公室", special="涉教职工")
    one = editions.incident(32, replace(case, status=ReportStatus.RESTRICTED))
    assert referral.of_incident(one, PLAN).to == to


@pytest.mark.parametrize(("scope", "place"), [("个别", "初二年级"), ("", "初二年级"), ("跨班", "初二1班")])
def test_a_matter_of_one_person_is_placed_in_the_wider_circle(scope: str, place: str) -> None:
    found = editions.incident(1, editions.report("问课本", "初二1班", scope=scope))
    assert Voice(PLAN).reporter(found) == place


def test_what_a_sender_called_the_sheet_does_not_matter() -> None:
    told = editions.report("问课本何时到", "初二1班")
    renamed = replace(told, row=replace(told.row, sheet="CSV"))
    assert Voice(PLAN).summary(editions.incident(1, renamed)) == "问课本何时到"


def test_a_text_that_names_units_names_the_wider_circle_of_a_single_person() -> None:
    said = (
        w.model_copy(update={"text": "{unit}、{places}：{summary}"}) if w.key == "about" else w for w in PLAN.wordings
    )
    own = PLAN.model_copy(update={"wordings": tuple(said)})
    own.__dict__.pop("texts", None)  # what the plan has worked out of its own wordings
    one = editions.incident(1, editions.report("问课本", "初二1班", scope="个别", places="初二1班"))
    assert Voice(own).summary(one) == "初二年级、初二年级：问课本"
    assert Voice(own, masked=False).summary(one) == "初二1班、初二1班：问课本"
