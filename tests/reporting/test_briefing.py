from dataclasses import asdict, replace
from datetime import timedelta

from pipeline.model import Edition
from pipeline.reporting.briefing import SHOWN, Briefing, build
from tests.reporting import editions

DAY_BEFORE = editions.DAY - timedelta(days=1)


def words(briefing: Briefing) -> str:
    return str(asdict(briefing))


def leaders(edition: Edition) -> Briefing:
    return build(edition, editions.plan())


def test_the_overview_is_two_sentences_with_the_change() -> None:
    first, second = leaders(editions.busy()).overview
    assert first.startswith("截至3月25日20:00，本期收到报告26条")
    assert second == "与上期相比，新增增加17件，在办增加18件，待答复增加10件，逾期增加1件。"


def test_the_first_issue_says_that_there_is_nothing_to_compare() -> None:
    assert leaders(editions.quiet()).overview[1] == "本期为首期，没有上期可比。"


def test_overdue_questions_come_first() -> None:
    late = [q.late for q in leaders(editions.busy()).questions.items]
    assert late == sorted(late, reverse=True)
    assert late[0]


def test_a_long_section_is_cut_and_the_rest_counted() -> None:
    questions = leaders(editions.busy()).questions
    assert (len(questions.items), questions.more) == (SHOWN, "另有10项，见存档件。")


def test_leaders_see_neither_names_nor_numbers_nor_a_proposed_class() -> None:
    text = words(leaders(editions.busy()))
    for hidden in ("张小红", "13812345678", "拟B", "拟C", "不想活"):
        assert hidden not in text
    assert "待核实" in text


def test_the_archive_copy_is_unmasked_and_holds_every_open_incident() -> None:
    edition = editions.busy()
    filed = build(edition, editions.plan(), archive=True)
    assert "13812345678" in words(filed)
    assert "不想活" not in words(filed)
    assert {i.number for i in edition.open_incidents} <= {e.number for e in filed.register}
    assert leaders(edition).register == ()


def test_a_key_incident_tells_what_is_unknown_and_never_a_cause_nobody_verified() -> None:
    grave, kitchen = leaders(editions.busy()).described
    assert [label for label, _ in grave.lines] == ["反映的内容", "已核实", "尚不清楚", "已做工作", "走势研判"]
    assert dict(grave.lines)["尚不清楚"] == "部分情况尚在核实，原因未明。"
    assert dict(kitchen.lines)["走势研判"] == "趋于平稳"
    assert (grave.grade, kitchen.grade) == ("Ⅱ 橙", "Ⅲ 黄")


def test_referrals_are_a_count_and_nothing_else() -> None:
    assert leaders(editions.busy()).apart == ("转介未签收 1 件",)
    assert leaders(editions.quiet()).apart == ()


def test_matters_to_decide_say_what_who_and_by_when() -> None:
    found = {a.number: a for a in leaders(editions.busy()).asks.items}
    assert set(found) == {f"YQ-2021-00{n}" for n in (19, 21, 22, 23)}
    assert (found["YQ-2021-0022"].who, found["YQ-2021-0022"].due) == ("工作组", "今日")
    assert "YQ-2021-0003" in found["YQ-2021-0023"].action


def test_suggestions_say_what_became_of_them() -> None:
    stands = [line.stands for line in leaders(editions.busy()).suggestions.items]
    assert stands == ["已采纳：总务处周末划线,下周一启用", "未采纳，理由：属统一防疫要求,已说明"]


def test_next_steps_are_by_day_and_name_the_office() -> None:
    steps = leaders(editions.busy()).next_steps
    assert steps[0].startswith("3月26日前答复：YQ-2021-0003（总务处）")
    assert steps[-2:] == ("提醒3个未报单位当日补报，名单见附件。", "请有关单位补正4条待补正内容。")


def test_a_correction_says_what_changed() -> None:
    head = leaders(editions.correction()).head
    assert head.correction == "（第1次更正）"
    assert len(leaders(editions.correction()).changes) == 2


def test_decisions_read_tonight_are_read_back() -> None:
    assert leaders(editions.busy()).decided == ("YQ-2021-0003由总务处牵头（分管副校长，签字，3月25日）。",)


def test_a_day_without_duty_says_so() -> None:
    edition = editions.quiet()
    off = replace(edition.roll_calls[-1], due=False)
    told = leaders(replace(edition, roll_calls=(*edition.roll_calls[:-1], off))).roll.sentences
    assert told == ("本日没有报送要求。",)


def test_the_register_tells_how_long_each_hop_took() -> None:
    filed = build(editions.busy(), editions.plan(), archive=True)
    hops = {e.number: e.hops for e in filed.register}
    assert hops["YQ-2021-0005"] == "发现3月25日9:40 → 上报 → 收到15:40（6小时） → 汇报20:00（4小时20分）"


def test_a_key_incident_without_news_is_one_line_for_leaders_and_whole_in_the_archive() -> None:
    edition = editions.busy()
    still = replace(edition, previous=edition)
    assert [d.unchanged for d in leaders(still).described] == ["较上期无新进展"] * 2
    assert [d.lines for d in leaders(still).described] == [(), ()]
    filed = build(still, editions.plan(), archive=True).described
    assert all(d.lines and not d.unchanged for d in filed)


def test_references_to_rules_stay_out_of_the_leaders_copy() -> None:
    one = editions.incident(
        1, editions.report("一件事", "初一1班"), grade="Ⅲ", causes=("群内传播(等级标准Ⅲ,R26)。",)
    )
    (told,) = leaders(replace(editions.quiet(), incidents=(one,))).described
    assert dict(told.lines)["反映的内容"].endswith("传播：未填。群内传播。")


def test_what_was_answered_on_an_earlier_day_is_not_listed_again() -> None:
    told = editions.at("17:00", DAY_BEFORE)
    one = editions.incident(1, editions.report("一件事", "初一1班", day=DAY_BEFORE), told=told)
    assert leaders(replace(editions.quiet(), incidents=(one,))).questions.items == ()
