from dataclasses import asdict, replace
from datetime import timedelta

from pipeline.model import Edition
from pipeline.reporting import digest, flash
from pipeline.reporting.briefing import Briefing, build
from pipeline.reporting.linking import plain
from pipeline.reporting.sections import SHOWN
from pipeline.reporting.voice import Voice
from tests.reporting import editions

DAY_BEFORE = editions.DAY - timedelta(days=1)


def words(briefing: Briefing) -> str:
    return str(asdict(briefing))


def leaders(edition: Edition) -> Briefing:
    return build(edition, editions.plan())


def test_the_overview_is_two_sentences_with_the_change() -> None:
    assert plain(leaders(editions.busy()).overview) == (
        "截至3月25日20:00，本期收到报告26条（其中当场答复6条），新增舆情18件，在办23件（重点2件、待核实3件）；"
        "累计已答复4件，按时3件，采纳意见建议1件。与上期相比，在办多18件，新逾期1件，已答复3件。"
    )


def test_nothing_is_said_of_a_zero() -> None:
    one = editions.incident(1, editions.report("一件事", "初一1班"))
    told = plain(leaders(replace(editions.quiet(), incidents=(one,))).overview)
    assert told.startswith("截至3月25日20:00，本期收到报告1条，新增舆情1件，在办1件。")
    still = leaders(replace(editions.quiet(), previous=editions.quiet())).overview
    assert still.endswith("内容与上期相同，仅日期不同。")


def test_the_first_issue_says_that_there_is_nothing_to_compare() -> None:
    assert leaders(editions.quiet()).overview.endswith("本期为首期，没有上期可比。")


def test_overdue_questions_come_first() -> None:
    late = [q.late for q in leaders(editions.busy()).body.questions.items]
    assert late == sorted(late, reverse=True)
    assert late[0]


def test_a_long_section_is_cut_and_the_rest_counted() -> None:
    questions = build(editions.busy(), editions.plan(), archive=True).body.questions
    assert (len(questions.items), questions.more) == (SHOWN, "另有10项，见台账。")
    shown = leaders(editions.busy()).body.questions
    assert shown.more == f"另有{shown.total - len(shown.items)}项，见存档件。"


def test_leaders_see_neither_names_nor_numbers_nor_a_proposed_class() -> None:
    text = words(leaders(editions.busy()))
    for hidden in ("张小红", "13812345678", "拟B", "拟C", "不想活"):
        assert hidden not in text
    assert "待核实" in text


def test_the_overview_of_an_older_plan_is_still_filled() -> None:
    older = "截至{as_of}，本期收到报告{reports}条{on_the_spot}，新增舆情{new}件，在办{open}件{among}{told}。"
    said = (w.model_copy(update={"text": older}) if w.key == "overview" else w for w in editions.plan().wordings)
    plan = editions.plan().model_copy(update={"wordings": tuple(said)})
    assert build(editions.busy(), plan).overview == leaders(editions.busy()).overview


def test_the_archive_copy_is_unmasked_and_holds_every_open_incident() -> None:
    edition = editions.busy()
    filed = build(edition, editions.plan(), archive=True)
    assert "13812345678" in words(filed)
    assert "不想活" not in words(filed)
    assert {i.number for i in edition.open_incidents} <= {e.number for e in filed.register}
    assert leaders(edition).register == ()


def test_a_key_incident_tells_what_is_unknown_and_never_a_cause_nobody_verified() -> None:
    grave, kitchen = leaders(editions.busy()).body.described.items
    assert [label for label, _ in grave.lines] == ["反映", "核实", "尚不清楚", "已做"]
    assert dict(grave.lines)["尚不清楚"] == "尚无走势研判。"
    assert dict(kitchen.lines)["走势研判"] == "趋于平稳"
    assert (grave.grade, kitchen.grade) == ("Ⅱ 橙", "Ⅲ 黄")


def test_referrals_are_a_count_and_nothing_else() -> None:
    assert leaders(editions.busy()).apart == ("转介未签收 1 件",)
    assert leaders(editions.quiet()).apart == ()


def test_matters_to_decide_say_what_who_and_by_when() -> None:
    found = {a.number: a for a in build(editions.busy(), editions.plan(), archive=True).body.asks.items}
    assert set(found) == {f"YQ-2021-00{n}" for n in ("03", 19, 21, 22, 23)}
    assert (found["YQ-2021-0022"].who, found["YQ-2021-0022"].due) == ("工作组", "今日")
    assert "YQ-2021-0003" in found["YQ-2021-0023"].action


def test_suggestions_say_what_became_of_them() -> None:
    stands = [line.stands for line in build(editions.busy(), editions.plan(), archive=True).body.suggestions.items]
    assert stands == ["已采纳：总务处周末划线,下周一启用", "未采纳，理由：属统一防疫要求,已说明"]


def test_next_steps_are_by_day_and_name_the_office() -> None:
    steps = build(editions.busy(), editions.plan(), archive=True).body.next_steps.items
    assert steps[0].brief == "尽快答复或告知答复日期：YQ-2021-0004（初三1班）、YQ-2021-0008（初二2班）等8件。"
    assert steps[1].printed == (
        "3月26日前答复：多名家长在群里反映分餐的饭菜偏凉、分量不足…（总务处，YQ-2021-0003）、"
        "家长询问住宿费是否按实际在校天数退还（教务处，YQ-2021-0007）等3件。"
    )
    assert steps[1].brief == "3月26日前答复：YQ-2021-0003（总务处）、YQ-2021-0007（教务处）等3件。"
    told = tuple(plain(step.printed) for step in steps[-2:])
    assert told == ("提醒3个未报单位当日补报，名单见附件。", "请有关单位补正4条待补正内容。")


def test_where_there_is_no_room_next_steps_name_the_numbers_alone() -> None:
    steps = leaders(editions.busy()).body.next_steps.items
    assert steps[0].printed == steps[0].brief


def test_a_correction_says_what_changed() -> None:
    head = leaders(editions.correction()).head
    assert head.correction == "（第1次更正）"
    assert leaders(editions.correction()).body.changes.items == (
        "初一5班补报1条：晚自习后校门口停车不便，新增YQ-2021-0026。",
        "YQ-2021-0004 的答复时间由3月25日17:30更正为16:30。",
    )


def test_decisions_read_tonight_are_read_back() -> None:
    assert leaders(editions.busy()).body.decided.items == ("YQ-2021-0003由总务处牵头（分管副校长，签字，3月25日）。",)


def test_a_day_without_duty_says_so() -> None:
    edition = editions.quiet()
    off = replace(edition.roll_calls[-1], due=False)
    told = leaders(replace(edition, roll_calls=(*edition.roll_calls[:-1], off))).roll.sentences
    assert told == ("本日没有报送要求。",)


def test_the_register_tells_how_long_each_hop_took() -> None:
    filed = build(editions.busy(), editions.plan(), archive=True)
    hops = {e.number: e.hops for e in filed.register}
    assert hops["YQ-2021-0005"] == "发现3月25日9:40 → 当日上报 → 收到15:40（6小时） → 汇报20:00（4小时20分）"


def test_a_key_incident_without_news_is_one_line_for_leaders_and_whole_in_the_archive() -> None:
    edition = editions.busy()
    still = replace(edition, previous=edition)
    told = leaders(still).body.described.items
    assert [(d.unchanged, d.lines) for d in told] == [("较上期无新进展", ())] * 2
    filed = build(still, editions.plan(), archive=True).body.described.items
    assert all(d.lines and not d.unchanged for d in filed)


def test_references_to_rules_stay_out_of_the_leaders_copy() -> None:
    one = editions.incident(1, editions.report("一件事", "初一1班"), grade="Ⅲ", causes=("群内传播(等级标准Ⅲ,R26)。",))
    (told,) = leaders(replace(editions.quiet(), incidents=(one,))).body.described.items
    assert dict(told.lines)["反映"] == "1个单位报告1次，来源：班级家长群。群内传播。"


def test_what_was_answered_on_an_earlier_day_is_not_listed_again() -> None:
    told = editions.at("17:00", DAY_BEFORE)
    one = editions.incident(1, editions.report("一件事", "初一1班", day=DAY_BEFORE), told=told)
    assert leaders(replace(editions.quiet(), incidents=(one,))).body.questions.items == ()


def test_words_that_may_not_be_quoted_are_a_count_for_leaders_and_whole_in_the_archive() -> None:
    rumour = "有人转发一条编造的消息"
    one = editions.incident(
        1,
        editions.report(rumour, "初一1班", answered=f"已说明“{rumour}”不实"),
        grade="Ⅲ",
        proposed="C",
        situation="P2-2",
        progress=(
            editions.progress("核实", f"核实“{rumour}”不实", "办公室", "10:00"),
            editions.progress("提请处置", f"请处置“{rumour}”", "办公室", "11:00"),
        ),
    )
    edition = replace(editions.quiet(), incidents=(one,))
    told = leaders(edition)
    assert told.body.described.items[0].title == "传播有害信息 1 件（不引原文）"
    flashed = str(flash.build(one, edition, editions.plan()))
    short = digest.digest(told, 11, Voice(editions.plan()))
    assert not [text for text in (words(told), flashed, short) if rumour in text]
    assert rumour in words(build(edition, editions.plan(), archive=True))


def test_a_busy_page_always_prints_what_people_ask_and_points_to_it_from_elsewhere() -> None:
    body = leaders(editions.busy()).body
    assert all(one.what for name in ("questions", "suggestions") for one in getattr(body, name).items)
    told = {one.number for name in ("questions", "described", "suggestions") for one in getattr(body, name).items}
    assert [one.number for name in ("asks", "overdue") for one in getattr(body, name).items if one.what] == [
        "YQ-2021-0021",
        "YQ-2021-0022",
    ]
    assert "YQ-2021-0003" in told
    assert set(body.unverified) == {"YQ-2021-0019", "YQ-2021-0021", "YQ-2021-0022"}


def test_what_is_late_is_said_once_in_whole_hours_and_days() -> None:
    before = editions.at("23:59", DAY_BEFORE)
    one = editions.incident(
        1, editions.report("一件事", "初一1班"), promised=DAY_BEFORE, deadlines=(editions.due("promise", before),)
    )
    (told,) = leaders(replace(editions.quiet(), incidents=(one,))).body.overdue.items
    assert told.items == "承诺答复逾期20小时（应于3月24日完成）"


def test_a_promise_is_not_told_as_done() -> None:
    steps = (editions.progress("承诺", "先听取家长代表意见,再答复", "政教处", "16:30"),)
    one = editions.incident(1, editions.report("一件事", "初一1班"), grade="Ⅲ", progress=steps)
    (told,) = leaders(replace(editions.quiet(), incidents=(one,))).body.described.items
    assert dict(told.lines)["已做"] == "3月25日16:30承诺：先听取家长代表意见,再答复"


def test_what_is_verified_is_printed_and_not_called_open() -> None:
    heard, checked = (
        editions.report("听说有人阳性", "初一1班"),
        editions.report("全部检测为阴性", "校医室", verified="已核实"),
    )
    whole = editions.incident(1, heard, checked, grade="Ⅲ")
    half = editions.incident(
        2, heard, grade="Ⅲ", progress=(editions.progress("核实", "部分属实,其余待查", "校医室", "10:00"),)
    )
    quiet = replace(editions.quiet(), incidents=(whole, half))
    sure, open_ = (dict(told.lines) for told in leaders(quiet).body.described.items)
    assert (sure["核实"], sure["尚不清楚"]) == ("已核实：全部检测为阴性", "尚无办理记录、走势研判。")
    assert open_["尚不清楚"].startswith("部分情况尚在核实")


def test_a_suggestion_that_was_answered_is_not_under_study() -> None:
    one = editions.incident(1, editions.report("建议放电影", "初一1班"), proposed="D", told=editions.at("17:00"))
    waiting = replace(one, number="YQ-2021-0002", told=None)
    lines = leaders(replace(editions.quiet(), incidents=(one, waiting))).body.suggestions.items
    assert [line.stands for line in lines] == ["已答复", "研究中"]


def test_whole_and_partly_returned_workbooks_are_counted_apart() -> None:
    assert tuple(map(plain, leaders(editions.busy()).quality[1:])) == (
        "整份退回1份，原因见回执。",
        "4份有待补正，共4条。",
    )


def test_the_digest_tells_a_request_before_what_is_to_decide() -> None:
    text = digest.digest(leaders(editions.busy()), 12, Voice(editions.plan()))
    assert "诉求：家长问走读生中午能否回家吃饭，逾期2天未答复。" in text
    asked = editions.incident(1, editions.report("问菜价", "初一1班"), parked=("YQ-2021-0002",))
    text = digest.digest(leaders(replace(editions.quiet(), incidents=(asked,))), 11, Voice(editions.plan()))
    assert text.index("诉求：问菜价，办理中。") < text.index("提请研究1项。")
