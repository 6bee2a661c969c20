"""What leaders read of signals, silence and change: counts, units and roles, never a person and never blame."""

from dataclasses import replace
from datetime import date, timedelta

from pipeline.model import Attendance, Edition, RollCall
from pipeline.plan.model import Plan
from pipeline.reporting.briefing import Briefing, build
from pipeline.reporting.linking import plain
from pipeline.reporting.reminder import reminder
from pipeline.reporting.signals import signals
from pipeline.reporting.voice import Voice
from tests.nights import (
    FOOD,
    FRIDAY,
    MONDAY,
    NETWORK,
    QUESTION,
    TALLY,
    THURSDAY,
    TUESDAY,
    WEDNESDAY,
    Book,
    School,
    later,
    law,
    reports,
    signed,
    told,
    yq,
)

VOICE = Voice(law().plan)
BLAME = ("漏报", "瞒报", "谎报", "拒报")


def issued(school: School, day: date, before: date) -> Edition:
    return replace(school.edition(day), previous=school.edition(before))


def page(edition: Edition, *, archive: bool = False) -> Briefing:
    return build(edition, law().plan, archive=archive)


def spread() -> School:
    texts = (NETWORK, "班里两名同学没有平板,听不了网课", "直播课的回放打不开,课后没法复习")
    rows = (reports(text, situation="P1-3 线上教学保障不到位") for text in texts)
    books = (Book(f"初{grade}1班", row) for grade, row in zip("一二三", rows, strict=True))
    return School().night(MONDAY, *books).night(TUESDAY)


def test_a_signal_names_the_incidents_and_no_unit_and_is_told_once() -> None:
    edition = spread().edition(MONDAY)
    assert page(edition).signals == ("聚集信号：3天内3个单位反映“线上教学保障不到位”（YQ-2021-0001至0003）。",)
    assert tuple(signals(issued(spread(), TUESDAY, MONDAY), VOICE)) == ()


def test_a_second_wave_is_told_on_its_day_and_asked_about_as_such() -> None:
    school = School().night(MONDAY, Book(rows=reports("食堂的饭菜不够热")))
    school.night(TUESDAY, Book(progress=(told(yq(1), "已转达"), told(yq(1), "平稳", "15:30"))))
    school.night(WEDNESDAY, Book("初二2班", reports("食堂饭菜里吃出头发"))).night(THURSDAY)
    first = page(issued(school, WEDNESDAY, TUESDAY))
    assert first.signals == ("YQ-2021-0002可能是YQ-2021-0001（平稳）的次生舆情，待核实。",)
    assert first.body.asks.items[0].action == "可能是YQ-2021-0001的次生舆情，请审定是否合并办理"
    later = page(issued(school, THURSDAY, WEDNESDAY), archive=True)
    assert later.signals == ()
    assert "可能是YQ-2021-0001的次生舆情" in next(e.stands for e in later.register if e.number == yq(2))


def test_the_sentence_of_change_counts_incidents_by_what_became_of_them() -> None:
    school = School().night(MONDAY, Book(rows=reports(FOOD, answered="9:50 已在群里答复")))
    school.night(TUESDAY, Book("初二2班", reports(FOOD)), Book("初三2班", reports(FOOD)))
    school.night(WEDNESDAY, Book(unit="", decisions={"跟踪办结": (signed(yq(1), state="平稳"),)}))
    assert plain(page(issued(school, TUESDAY, MONDAY)).overview).endswith("与上期相比，在办持平，等级上调1件。")
    assert plain(page(issued(school, WEDNESDAY, TUESDAY)).overview).endswith("与上期相比，在办少1件，转为平稳1件。")


ANSWERED = Book(rows=reports(FOOD, answered="9:50 已在群里答复", verified="已核实"))


def second(school: School, day: date, before: date, was_missing: str = "", is_missing: str = "") -> str:
    """The second sentence, where on both days at most one unit was missing."""
    then = replace(school.edition(before), roll_calls=(called(before, was_missing),))
    now = replace(school.edition(day), roll_calls=(*then.roll_calls, called(day, is_missing)), previous=then)
    return plain(page(now).overview).split("。", 1)[1]


def called(day: date, *missing: str) -> RollCall:
    kinds = {u: Attendance.MISSING if u in missing else Attendance.ZERO for u in law().plan.called_units}
    return RollCall(day, due=True, attendance=kinds)


def test_a_page_that_says_the_same_again_says_so() -> None:
    school = School().night(MONDAY, ANSWERED).night(TUESDAY).night(WEDNESDAY)
    assert second(school, TUESDAY, MONDAY) == "与上期相比没有变化。"
    assert second(school, WEDNESDAY, TUESDAY) == "内容与上期相同，仅日期不同。"


def test_it_is_not_the_same_page_when_other_units_are_missing_or_are_silent_for_longer() -> None:
    school = School().night(MONDAY, ANSWERED).night(TUESDAY).night(WEDNESDAY)
    assert second(school, WEDNESDAY, TUESDAY, "教务处", "教务处") == "与上期相比没有变化。"
    assert second(school, WEDNESDAY, TUESDAY, "教务处", "食堂") == "与上期相比没有变化。"


def test_it_is_not_the_same_page_when_a_question_was_answered_on_the_spot_the_day_before() -> None:
    school = School().night(MONDAY, ANSWERED).night(TUESDAY, Book("初三1班", reports(QUESTION, **TALLY)))
    assert second(school.night(WEDNESDAY), WEDNESDAY, TUESDAY) == "与上期相比没有变化。"


def test_it_is_not_the_same_page_when_the_one_before_had_news_to_tell() -> None:
    books = (later(ANSWERED, unit=unit) for unit in ("初一1班", "初二1班", "初三1班"))
    school = School().night(MONDAY, *books).night(TUESDAY, Book(progress=(told(yq(1), "核实"),))).night(WEDNESDAY)
    assert second(school, WEDNESDAY, TUESDAY) == "与上期相比没有变化。"
    assert second(school.night(THURSDAY), THURSDAY, WEDNESDAY) == "内容与上期相同，仅日期不同。"


def test_a_lateness_that_grew_is_no_change_and_not_the_same_page() -> None:
    school = School().night(MONDAY, Book(rows=reports(FOOD))).quiet(TUESDAY, FRIDAY)
    assert second(school, FRIDAY, THURSDAY) == "与上期相比没有变化。"


def missing(*units: str, days: int = 1) -> Edition:
    calls = tuple(called(FRIDAY - timedelta(days=n), *units) for n in reversed(range(days)))
    return replace(School().night(FRIDAY).edition(FRIDAY), roll_calls=calls)


def test_the_reminder_names_units_and_roles_and_the_deputy_from_the_second_time_on() -> None:
    assert reminder(missing("初二3班", "教务处"), VOICE) == (
        "【示范中学报送提醒】3月26日（20:00截止）还没有收到：教务处（教务主任）、初二3班（班主任）。"
        "没有情况也请报“零报告”；已经报了的请告诉办公室核对。"
    )
    assert "教务处（教务主任、教务副主任，连续2次）" in reminder(missing("教务处", days=2), VOICE)
    assert "年级组（年级组长）" in reminder(missing("年级组"), VOICE)


def test_nobody_is_reminded_where_nobody_is_missing_or_nothing_was_due() -> None:
    assert reminder(missing(), VOICE) == ""
    assert reminder(replace(missing("教务处"), roll_calls=(RollCall(FRIDAY, due=False),)), VOICE) == ""


def test_a_name_in_the_roster_is_masked_in_the_reminder() -> None:
    plan = law().plan
    units = tuple(u.model_copy(update={"lead": "张小红老师"}) if u.name == "教务处" else u for u in plan.units)
    named = Voice(Plan(**{**{key: getattr(plan, key) for key in Plan.model_fields}, "units": units}))
    assert "教务处（张某某" in reminder(missing("教务处"), named)


def test_the_roll_call_tells_shares_and_silence_without_blame() -> None:
    told_of = "".join(page(missing("教务处", days=3)).roll.sentences)
    assert "近3次平均" in told_of
    assert "请提醒未报单位：教务处（连续3次）。" in told_of
    texts = (told_of, *law().plan.texts.values())
    assert not [word for word in BLAME for text in texts if word in text]


def test_a_unit_in_doubt_is_its_wider_circle_for_leaders_where_one_person_is_concerned() -> None:
    for scope, shown in (("个别", "初二年级"), ("本班", "初二3班")):
        row = reports("有同学说体育课分组不公平", places="初二3班", scope=scope)
        edition = School().night(MONDAY, Book("初二1班", row), Book("初二3班", zero=True)).edition(MONDAY)
        leaders = page(edition)
        assert f"疑似遗漏，待核实：{shown}（YQ-2021-0001），请核实。" in leaders.roll.sentences
        doubtful = [s for s in leaders.roll.sentences if "疑似遗漏" in s]
        assert ("初二3班" in doubtful[0]) is (scope == "本班")
        assert any("初二3班" in s for s in page(edition, archive=True).roll.sentences)
