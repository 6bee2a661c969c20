"""When something is due, whether it was met, and what lateness does to the grade."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.model import Deadline, Incident, State
from pipeline.plan.calendar import WorkCalendar
from pipeline.plan.model import DeadlineRule
from pipeline.tracking.deadlines import Clocks
from tests.nights import (
    FOOD,
    FRIDAY,
    MONDAY,
    THURSDAY,
    TUESDAY,
    WEDNESDAY,
    Book,
    School,
    at,
    reports,
    signed,
    told,
    yq,
)
from tests.plan.sheets import plan

NEXT_MONDAY, NEXT_TUESDAY = date(2021, 3, 29), date(2021, 3, 30)


def opened(**values: object) -> School:
    return School().night(MONDAY, Book(rows=reports(FOOD, **values)))  # type: ignore[arg-type]  # fields by name


def step(kind: str, **values: object) -> Book:
    return Book(progress=(told(yq(1), kind, **values),))  # type: ignore[arg-type]  # fields by name


def due(incident: Incident, item: str) -> Deadline:
    (found,) = [d for d in incident.deadlines if d.item == item]
    return found


def test_the_answer_is_due_the_same_day_and_explains_itself() -> None:
    answer = due(opened().incident(MONDAY), "answer")
    assert (answer.due, answer.met) == (at(MONDAY, "23:59"), None)
    assert answer.explained == "发现 3月22日 09:40 → 当日 23:59 前答复或告知答复日期,规则 SX-07,工作日"


@pytest.mark.parametrize("kind", ["已转达", "答复", "承诺", "采纳", "不采纳"])
def test_an_answer_or_a_promise_of_the_same_day_meets_it(kind: str) -> None:
    school = School().night(MONDAY, Book(rows=reports(FOOD), clock="12:00"), interim=True)
    school.night(MONDAY, step(kind))
    assert due(school.incident(MONDAY), "answer").met == at(MONDAY, "15:00")
    assert school.night(TUESDAY).incident(TUESDAY).assessment.grade == "Ⅳ"


def test_a_promise_is_due_on_its_day_and_kept_by_telling() -> None:
    school = School().night(MONDAY, Book(rows=reports(FOOD), clock="12:00"), interim=True)
    school.night(MONDAY, step("承诺", promise_date=WEDNESDAY))
    assert due(school.incident(MONDAY), "promise").due == at(WEDNESDAY, "23:59")
    kept = due(school.night(TUESDAY, step("已转达")).incident(TUESDAY), "promise")
    assert kept.met == at(TUESDAY, "15:00")


def test_a_broken_promise_is_late() -> None:
    school = School().night(MONDAY, Book(rows=reports(FOOD), clock="12:00"), interim=True)
    school.night(MONDAY, step("承诺", promise_date=TUESDAY)).quiet(TUESDAY, WEDNESDAY)
    assert [school.incident(d).assessment.grade for d in (TUESDAY, WEDNESDAY)] == ["Ⅳ", "Ⅲ"]


def test_lateness_is_one_step_and_never_makes_a_flash_report() -> None:
    school = opened().quiet(TUESDAY, FRIDAY)
    assert [school.incident(d).assessment.grade for d in (MONDAY, TUESDAY, FRIDAY)] == ["Ⅳ", "Ⅲ", "Ⅲ"]
    public = opened(channel="短视频或微博").quiet(TUESDAY, WEDNESDAY)
    assert [public.incident(d).assessment.grade for d in (MONDAY, WEDNESDAY)] == ["Ⅲ", "Ⅲ"]


def test_spreading_after_the_answer_is_another_step_once() -> None:
    school = opened().night(TUESDAY, step("已转达"))
    assert school.incident(TUESDAY).assessment.grade == "Ⅲ"
    school.night(WEDNESDAY, step("继续传播")).night(THURSDAY, step("继续传播", content="又有人在群里转发"))
    assert [school.incident(d).assessment.grade for d in (WEDNESDAY, THURSDAY)] == ["Ⅱ", "Ⅱ"]
    assert len(school.incident(THURSDAY).assessment.causes) == 3


ANSWERED = "9:50 已在群里答复"


def test_a_public_platform_that_joins_later_counts_once() -> None:
    school = opened(answered=ANSWERED).night(TUESDAY, Book("信息中心", reports(FOOD, channel="短视频或微博")))
    assessment = school.incident(TUESDAY).assessment
    assert (assessment.grade, any("新的公开平台" in c for c in assessment.causes)) == ("Ⅲ", False)


def test_a_public_platform_is_a_step_where_the_grade_rests_on_other_facts() -> None:
    units = (Book(u, reports(FOOD, answered=ANSWERED)) for u in ("初二1班", "初二2班", "初二3班"))
    school = School().night(MONDAY, *units)
    assert school.incident(MONDAY).assessment.grade == "Ⅲ"
    school.night(TUESDAY, Book("信息中心", reports(FOOD, channel="短视频或微博")))
    assessment = school.incident(TUESDAY).assessment
    assert (assessment.grade, any("新的公开平台" in c for c in assessment.causes)) == ("Ⅱ", True)


def test_the_clocks_of_a_grade_start_when_the_incident_reached_it() -> None:
    school = opened(answered=ANSWERED)
    risen = Book("初二2班", reports(FOOD, spread="省级", found_at=at(TUESDAY, "10:00")), clock="10:20")
    school.night(TUESDAY, risen)
    for day in (TUESDAY, WEDNESDAY):
        incident = school.night(day).incident(day)
        assert (incident.assessment.grade, due(incident, "phone").due) == ("Ⅱ", at(TUESDAY, "10:30"))
        assert (due(incident, "written").due, due(incident, "written").met) == (
            at(TUESDAY, "11:30"), at(TUESDAY, "10:20"),
        )  # fmt: skip
    called = Book(progress=(told(yq(1), "电话首报", at=at(TUESDAY, "10:45")),))
    phone = due(school.night(THURSDAY, called).incident(THURSDAY), "phone")
    assert phone.met == at(TUESDAY, "10:45")
    assert phone.overdue(at(THURSDAY, "20:00"))


def test_a_grade_that_a_person_gave_starts_its_clocks_with_the_decision() -> None:
    raised = Book(unit="", decisions={"分类审定": (signed(yq(1), decided_grade="Ⅱ"),)}, clock="14:00")
    school = opened(answered=ANSWERED).night(TUESDAY, raised)
    assert due(school.incident(TUESDAY), "phone").due == at(TUESDAY, "14:30")


@pytest.mark.parametrize("kind", ["预警", "核实材料"])
def test_a_warning_or_a_proof_alone_waits_for_no_answer(kind: str) -> None:
    school = opened(record_type=kind).quiet(TUESDAY, WEDNESDAY)
    incident = school.incident(WEDNESDAY)
    assert not [d for d in incident.deadlines if d.item == "answer"]
    assert incident.assessment.grade == "Ⅳ"


def test_a_warning_becomes_a_question_with_the_first_who_asks() -> None:
    school = opened(record_type="预警").night(TUESDAY, Book("初二2班", reports(FOOD)))
    assert due(school.incident(TUESDAY), "answer").met is None


def test_nobody_judges_what_his_own_unit_reported_or_is_about() -> None:
    office = School().night(MONDAY, Book("办公室", reports(FOOD, answered=ANSWERED)))
    own = Book(unit="", decisions={"分类审定": (signed(yq(1), decided_grade="Ⅱ") | {"decided_by": "办公室主任"},)})
    assert office.night(TUESDAY, own).incident(TUESDAY).assessment.grade == "Ⅳ"
    two = School().night(MONDAY, Book("办公室", reports(FOOD, answered=ANSWERED)), Book("初二1班", reports(FOOD)))
    assert two.night(TUESDAY, own).incident(TUESDAY).assessment.grade == "Ⅳ"
    about = School().night(MONDAY, Book(rows=reports(FOOD, places="食堂、办公室", answered=ANSWERED)))
    assert about.night(TUESDAY, own).incident(TUESDAY).assessment.grade == "Ⅳ"
    free = School().night(MONDAY, Book(rows=reports(FOOD, places="食堂", answered=ANSWERED)))
    assert free.night(TUESDAY, own).incident(TUESDAY).assessment.grade == "Ⅱ"


def test_only_a_person_lowers_a_grade_and_it_stays_lower_until_the_facts_change() -> None:
    school = opened(spread="公开平台", answered="9:50 已在群里答复")
    assert school.incident(MONDAY).assessment.grade == "Ⅲ"
    lower = Book(unit="", decisions={"分类审定": (signed(yq(1), decided_grade="Ⅳ", opinion="本校三人转发"),)})
    school.night(TUESDAY, lower).quiet(WEDNESDAY, WEDNESDAY)
    assert [school.incident(d).assessment.grade for d in (TUESDAY, WEDNESDAY)] == ["Ⅳ", "Ⅳ"]
    school.night(THURSDAY, Book("初二2班", reports(FOOD, spread="省级")))
    assert school.incident(THURSDAY).assessment.grade == "Ⅱ"
    school.night(FRIDAY, Book(unit="", decisions={"分类审定": (signed(yq(1), decided_grade="Ⅲ", opinion="已撤下"),)}))
    assert school.night(NEXT_MONDAY).incident(NEXT_MONDAY).assessment.grade == "Ⅲ"


def test_a_grade_raised_by_a_person_stays() -> None:
    school = opened(answered="9:50 已在群里答复")
    school.night(TUESDAY, Book(unit="", decisions={"分类审定": (signed(yq(1), decided_grade="Ⅱ"),)})).night(WEDNESDAY)
    assert school.incident(WEDNESDAY).assessment.grade == "Ⅱ"


def test_a_grade_does_not_fall_when_reports_are_withdrawn_and_keeps_the_facts_that_made_it() -> None:
    units = ("初二1班", "初二2班", "初二3班")
    school = School().night(MONDAY, *(Book(u, reports(FOOD, answered="9:50 已答复")) for u in units))
    before = school.incident(MONDAY).assessment
    gone = tuple(
        Book(u, ({"serial": 3, "summary": "写错了", "record_type": "撤回", "related": "1"},)) for u in units[1:]
    )
    after = school.night(TUESDAY, *gone).incident(TUESDAY).assessment
    assert (before.grade, after.grade, after.causes) == ("Ⅲ", "Ⅲ", before.causes)


def test_the_first_report_by_phone_and_in_writing() -> None:
    school = opened(spread="省级", found_at=at(MONDAY, "15:00"))
    incident = school.incident(MONDAY)
    assert due(incident, "phone").overdue(at(MONDAY, "15:31"))
    written = due(incident, "written")
    assert (written.due, written.met, written.overdue(at(TUESDAY, "08:00"))) == (
        at(MONDAY, "16:30"), at(MONDAY, "16:00"), False
    )  # fmt: skip
    school.night(TUESDAY, Book(progress=(told(yq(1), "电话首报", at=at(MONDAY, "15:20")),)))
    assert due(school.incident(TUESDAY), "phone").met == at(MONDAY, "15:20")


def test_the_clocks_of_a_matter_that_a_person_took_up_again_start_when_he_did() -> None:
    school = opened(answered="9:50 已在群里答复").quiet(TUESDAY, FRIDAY)
    again = Book(unit="", decisions={"跟踪办结": (signed(yq(1), state="重新办理"),)}, clock="10:40")
    answer = due(school.night(NEXT_MONDAY, again).incident(NEXT_MONDAY), "answer")
    assert (answer.due, answer.met) == (at(NEXT_MONDAY, "23:59"), None)
    assert answer.explained.startswith("重新办理 3月29日 10:40")
    school.night(NEXT_TUESDAY, Book(progress=(told(yq(1), "已转达"),)))
    answer = due(school.incident(NEXT_TUESDAY), "answer")
    assert (answer.due, answer.met) == (at(NEXT_MONDAY, "23:59"), at(NEXT_TUESDAY, "15:00"))


def test_a_second_wave_is_not_written_about_before_it_came() -> None:
    school = opened().night(TUESDAY, Book(progress=(told(yq(1), "已转达"), told(yq(1), "平稳", "15:30"))))
    assert school.incident(TUESDAY).assessment.grade == "Ⅲ"  # it rose, the answer being late
    wave = school.night(FRIDAY, Book("初二2班", reports(FOOD))).incident(FRIDAY)
    written = due(wave, "written")
    assert (written.due, written.met) == (at(FRIDAY, "11:40"), at(FRIDAY, "16:00"))


def test_nothing_is_due_in_what_was_withdrawn() -> None:
    gone = Book(rows=({"serial": 3, "summary": "写错了", "record_type": "撤回", "related": "1"},))
    incident = opened().night(TUESDAY, gone).incident(TUESDAY)
    assert (incident.state, incident.deadlines, incident.undated) == (State.WITHDRAWN, (), ())


def test_a_row_said_anew_the_next_day_was_still_written_in_time() -> None:
    school = opened(spread="省级", found_at=at(MONDAY, "15:00"))
    school.night(TUESDAY, Book(rows=reports(FOOD + ",请答复", spread="省级", found_at=at(MONDAY, "15:00")), day=MONDAY))
    assert due(school.incident(TUESDAY), "written").met == at(MONDAY, "16:00")


def test_progress_is_due_by_its_grade_while_the_incident_is_open() -> None:
    school = opened(spread="公开平台").night(TUESDAY, step("核实"))
    assert due(school.incident(TUESDAY), "progress").due == at(FRIDAY, "23:59")
    school.night(WEDNESDAY, Book(unit="", decisions={"跟踪办结": (signed(yq(1), state="平稳"),)}))
    assert not [d for d in school.incident(WEDNESDAY).deadlines if d.item == "progress"]


def test_the_final_review_is_due_seven_days_after_the_calm_and_met_by_it() -> None:
    school = opened().night(TUESDAY, step("已转达")).quiet(WEDNESDAY, FRIDAY)
    calm = due(school.incident(FRIDAY), "review")
    assert (calm.due.date(), calm.met) == (FRIDAY + timedelta(days=7), None)
    school.night(NEXT_MONDAY, Book(unit="", decisions={"跟踪办结": (signed(yq(1), state="已总结"),)}, clock="10:00"))
    review = due(school.incident(NEXT_MONDAY), "review")
    assert (review.due, review.met) == (calm.due, at(NEXT_MONDAY, "10:00"))


RECEIVED = datetime(2021, 3, 25, 13, 30, tzinfo=UTC)
"""21:30 in the plan's zone, a Thursday."""


def one(rule: DeadlineRule, found: datetime = RECEIVED, quiet: tuple[time, time] = (time(22), time(6, 30))) -> Deadline:
    """The deadline of a single rule for a matter found then."""
    hours = dict(zip(("quiet_from", "quiet_to"), quiet, strict=True))
    alone = plan().model_copy(update={"deadlines": (rule,), "info": plan().info.model_copy(update=hours)})
    clocks = Clocks(alone, WorkCalendar(alone), found, found, rule.grade, None, ())
    (made,) = clocks.deadlines()
    return made


def rule(amount: int, unit: str, item: str = "phone", quiet: str = "照常") -> DeadlineRule:
    return DeadlineRule(id="SX-99", grade="Ⅲ", item=item, amount=amount, unit=unit, quiet=quiet)


@pytest.mark.parametrize(
    ("said", "explained"),
    [
        (rule(20, "分钟"), "发现 3月25日 21:30,20分钟内 → 当日 21:50 前电话首报,规则 SX-99,工作日"),
        (rule(2, "小时"), "发现 3月25日 21:30,2小时内 → 当日 23:30 前电话首报,规则 SX-99,工作日"),
        (
            rule(2, "小时", quiet="顺延"),
            "发现 3月25日 21:30,2小时内 → 3月26日 06:30 前电话首报,规则 SX-99,工作日,安静时段顺延",
        ),
        (
            rule(8, "小时", quiet="顺延"),
            "发现 3月25日 21:30,8小时内 → 3月26日 06:30 前电话首报,规则 SX-99,工作日,安静时段顺延",
        ),
        (rule(20, "分钟", quiet="顺延"), "发现 3月25日 21:30,20分钟内 → 当日 21:50 前电话首报,规则 SX-99,工作日"),
        (rule(9, "小时", quiet="顺延"), "发现 3月25日 21:30,9小时内 → 3月26日 06:30 前电话首报,规则 SX-99,工作日"),
        (rule(2, "日"), "发现 3月25日 21:30,2日内 → 3月27日 23:59 前电话首报,规则 SX-99,休息日"),
        (rule(2, "工作日"), "发现 3月25日 21:30,2个工作日内 → 3月29日 23:59 前电话首报,规则 SX-99,工作日"),
        (rule(18, "当日"), "发现 3月25日 21:30 → 当日 23:59 前电话首报,规则 SX-99,工作日"),
        (rule(22, "当日"), "发现 3月25日 21:30 → 当日 22:00 前电话首报,规则 SX-99,工作日"),
    ],
)
def test_a_deadline_says_what_it_was_counted_from_and_how(said: DeadlineRule, explained: str) -> None:
    assert one(said).explained == explained


def test_only_the_lower_grades_of_the_bundled_plan_wait_for_the_morning() -> None:
    waiting = {r.grade for r in plan().deadlines if r.quiet == "顺延"}
    assert waiting == {"Ⅲ"}
    assert (plan().info.quiet_from, plan().info.quiet_to) == (time(22), time(6, 30))


def test_quiet_hours_within_a_day_and_none_at_all() -> None:
    waits = rule(2, "小时", quiet="顺延")
    assert one(waits, quiet=(time(23, 30), time(23, 45))).due == RECEIVED + timedelta(hours=2, minutes=15)
    assert one(waits, quiet=(time(22), time(22))).due == RECEIVED + timedelta(hours=2)


def test_a_year_not_announced_is_marked_and_no_fault() -> None:
    found = datetime(2034, 12, 29, 1, 0, tzinfo=UTC)
    made = one(rule(3, "工作日"), found)
    assert made.explained == ("发现 12月29日 09:00,3个工作日内 → 2035年1月4日 23:59 前电话首报,规则 SX-99,工作日,预估")


UNITS = st.sampled_from(["分钟", "小时", "日", "工作日", "当日"])
MOMENTS = st.datetimes(datetime(2019, 1, 1), datetime(2036, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 (made aware)
CLOCK = st.times()


@given(UNITS, st.integers(0, 60), st.sampled_from(["顺延", "照常"]), MOMENTS, CLOCK, CLOCK)
def test_nothing_is_due_before_it_began_or_in_the_quiet_hours(  # noqa: PLR0913, PLR0917 (each drawn apart)
    unit: str, amount: int, quiet: str, found: datetime, begin: time, end: time
) -> None:
    made = one(rule(amount, unit, quiet=quiet), found, (begin, end))
    assert made.due >= found
    at = made.due.astimezone(plan().zone).time()
    inside = at >= begin or at < end if begin > end else begin <= at < end
    assert not (inside and quiet == "顺延" and unit in ("分钟", "小时"))
