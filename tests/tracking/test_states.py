"""What was said and done over time comes to a state; each is reached by what people entered."""

from datetime import date, timedelta

import pytest

from pipeline.model import EventKind, State, Value
from tests.nights import (
    FOOD,
    FRIDAY,
    MONDAY,
    NETWORK,
    THURSDAY,
    TUESDAY,
    WEDNESDAY,
    Book,
    School,
    at,
    later,
    law,
    reports,
    said,
    signed,
    told,
    yq,
)

RUMOUR = "短视频上有人捏造说食堂用过期肉,纯属造谣"
NEXT_MONDAY, NEXT_TUESDAY = date(2021, 3, 29), date(2021, 3, 30)


def opened(text: str = FOOD, **values: str) -> School:
    return School().night(MONDAY, Book(rows=reports(text, **values)))


def answered(**values: str) -> School:
    return opened(**values).night(TUESDAY, Book(progress=(told(yq(1), "已转达"),)))


def decided(sheet: str = "跟踪办结", **values: Value) -> Book:
    return Book(unit="", decisions={sheet: (signed(yq(1), **values),)}, clock="10:40")


def progress(kind: str, **values: object) -> Book:
    return Book(progress=(told(yq(1), kind, **values),))  # type: ignore[arg-type]  # fields by name


def test_registered_on_its_first_day_and_then_to_be_verified() -> None:
    school = opened().night(TUESDAY)
    assert school.state(MONDAY) is State.REGISTERED
    assert school.state(TUESDAY) is State.TO_VERIFY


def test_verified_without_any_step_it_is_being_handled() -> None:
    assert opened(verified="已核实").night(TUESDAY).state(TUESDAY) is State.HANDLING


@pytest.mark.parametrize("kind", ["核实", "电话首报", "首次公布", "后续公布", "答复", "承诺", "澄清", "提请处置"])
def test_a_step_is_handling_and_tells_nobody(kind: str) -> None:
    incident = opened().night(TUESDAY, progress(kind)).incident(TUESDAY)
    assert (incident.state, incident.told) == (State.HANDLING, None)


@pytest.mark.parametrize("kind", ["已转达", "采纳", "不采纳"])
def test_the_asker_was_told(kind: str) -> None:
    incident = opened().night(TUESDAY, progress(kind, clock="15:00")).incident(TUESDAY)
    assert (incident.state, incident.told) == (State.ANSWERED, at(TUESDAY, "15:00"))


def test_told_by_the_row_itself_if_it_says_when() -> None:
    assert opened(answered="9:50 已在群里答复").incident(MONDAY).told == at(MONDAY, "09:50")
    assert opened(answered="已在群里答复").incident(MONDAY).told is None


def test_an_approved_reply_is_not_yet_told() -> None:
    incident = opened().night(TUESDAY, decided("答复审定", answer="明日起增加保温箱")).incident(TUESDAY)
    assert (incident.state, incident.told) == (State.HANDLING, None)


def test_the_moment_at_which_a_person_signs_that_the_asker_got_it_is_when_he_was_told() -> None:
    reply = decided("答复审定", answer="明日起增加保温箱", answered_at=at(TUESDAY, "09:00"))
    incident = opened().night(TUESDAY, reply).incident(TUESDAY)
    assert (incident.state, incident.told) == (State.ANSWERED, at(TUESDAY, "09:00"))


def test_an_unconfirmed_b_or_c_stays_to_be_verified_until_a_person_decides() -> None:
    school = opened(RUMOUR).night(TUESDAY, progress("已转达")).quiet(WEDNESDAY, NEXT_MONDAY)
    assert school.incident(NEXT_MONDAY).assessment.proposed == "C"
    assert {school.state(d) for d in (MONDAY, TUESDAY, NEXT_MONDAY)} == {State.TO_VERIFY}
    school.night(NEXT_TUESDAY, decided("分类审定", decided_class="A"))
    incident = school.incident(NEXT_TUESDAY)
    assert (incident.state, incident.assessment.confirmed) == (State.CALM, "A")


def test_an_unsigned_class_confirms_nothing() -> None:
    row = {"incident": yq(1), "decided_class": "C"}
    school = opened(RUMOUR).night(TUESDAY, Book(unit="", decisions={"分类审定": (row,)}))
    assert school.incident(TUESDAY).assessment.confirmed == ""


def test_whoever_asks_again_after_the_answer_has_not_been_answered() -> None:
    school = answered().night(WEDNESDAY, progress("继续传播"))
    again = school.incident(WEDNESDAY)
    assert (again.state, again.unresolved, again.assessment.proposed) == (State.HANDLING, True, "A")
    school.quiet(THURSDAY, NEXT_TUESDAY)
    assert school.state(NEXT_TUESDAY) is State.HANDLING
    later_on = NEXT_TUESDAY + timedelta(days=1)
    assert school.night(later_on, progress("已转达")).state(later_on) is State.TRACKING


def test_what_a_person_found_to_be_a_rumour_is_tracked_while_it_spreads_after_the_facts() -> None:
    school = answered().night(WEDNESDAY, decided("分类审定", decided_class="C", evidence="CL-1"))
    assert school.night(THURSDAY, progress("继续传播")).state(THURSDAY) is State.TRACKING


def test_calm_after_the_quiet_days_and_at_once_when_a_teacher_says_so() -> None:
    quiet = law().plan.info.quiet_days
    school = answered().quiet(WEDNESDAY, TUESDAY + timedelta(days=quiet))
    states = [school.state(TUESDAY + timedelta(days=n)) for n in range(quiet + 1)]
    assert states == [State.ANSWERED] * quiet + [State.CALM]
    assert answered().night(WEDNESDAY, progress("平稳")).state(WEDNESDAY) is State.CALM


def test_silence_alone_is_not_calm() -> None:
    assert opened().quiet(TUESDAY, NEXT_MONDAY).state(NEXT_MONDAY) is State.TO_VERIFY


def test_an_unkept_promise_is_not_calm() -> None:
    promise = progress("承诺", promise_date=FRIDAY, clock="16:00")
    school = answered().night(WEDNESDAY, promise).quiet(THURSDAY, NEXT_TUESDAY)
    assert school.state(NEXT_TUESDAY) is State.ANSWERED
    kept = answered().night(WEDNESDAY, promise).night(FRIDAY, progress("已转达"))
    assert kept.quiet(NEXT_MONDAY, NEXT_TUESDAY).state(NEXT_TUESDAY) is State.CALM


def test_a_warning_is_calm_when_something_was_done_about_it_and_it_stayed_quiet() -> None:
    school = opened(record_type="预警").quiet(TUESDAY, FRIDAY)
    assert school.state(FRIDAY) is not State.CALM
    done = opened(record_type="预警").night(TUESDAY, progress("核实")).quiet(WEDNESDAY, FRIDAY)
    assert (done.state(TUESDAY), done.state(FRIDAY)) == (State.HANDLING, State.CALM)


def test_a_grave_class_without_evidence_is_not_confirmed() -> None:
    bare = opened(RUMOUR).night(TUESDAY, decided("分类审定", decided_class="C"))
    assert bare.incident(TUESDAY).assessment.confirmed == ""
    proven = opened(RUMOUR).night(TUESDAY, decided("分类审定", decided_class="C", evidence="CL-1"))
    assert proven.incident(TUESDAY).assessment.confirmed == "C"


@pytest.mark.parametrize(
    ("word", "state"),
    [
        ("办理中", State.HANDLING),
        ("跟踪", State.TRACKING),
        ("平稳", State.CALM),
        ("已总结", State.REVIEWED),
        ("重新办理", State.REOPENED),
    ],
)
def test_a_person_sets_the_state(word: str, state: State) -> None:
    school = opened().night(TUESDAY, decided(state=word)).night(WEDNESDAY)
    assert school.state(TUESDAY) is state
    assert school.state(WEDNESDAY) is state


def test_a_new_report_reopens_what_was_calm_and_its_answer_ends_that_round() -> None:
    school = answered().quiet(WEDNESDAY, FRIDAY)
    assert school.state(FRIDAY) is State.CALM
    school.night(NEXT_MONDAY, Book("初二2班", reports(FOOD)))
    incident = school.incident(NEXT_MONDAY)
    assert (incident.state, incident.told, len(incident.reports)) == (State.REOPENED, None, 2)
    assert [d.due.date() for d in incident.deadlines if d.item == "answer"] == [NEXT_MONDAY]
    school.night(NEXT_TUESDAY, progress("已转达"))
    assert school.state(NEXT_TUESDAY) is State.ANSWERED
    assert school.quiet(date(2021, 3, 31), date(2021, 4, 2)).state(date(2021, 4, 2)) is State.CALM


def test_a_progress_reopens_what_a_person_closed_unless_it_says_that_all_is_calm() -> None:
    closed = answered().night(WEDNESDAY, decided(state="已总结"))
    assert closed.night(THURSDAY, progress("平稳")).state(THURSDAY) is State.REVIEWED
    assert closed.night(FRIDAY, progress("继续传播")).state(FRIDAY) is State.REOPENED


def test_a_decision_after_the_news_of_the_same_day_holds_and_news_after_it_reopens() -> None:
    before = later(Book("初二2班", reports(FOOD)), clock="09:00")
    assert answered().night(WEDNESDAY, before, decided(state="平稳")).state(WEDNESDAY) is State.CALM
    after = later(before, clock="17:00")
    assert answered().night(WEDNESDAY, after, decided(state="平稳")).state(WEDNESDAY) is State.REOPENED


def test_a_closed_incident_keeps_its_assessment_and_a_reopened_one_is_seen_afresh_that_night() -> None:
    school = answered().quiet(WEDNESDAY, FRIDAY)
    calm = school.incident(FRIDAY).assessment
    later_on = school.night(NEXT_MONDAY).incident(NEXT_MONDAY).assessment
    assert (later_on.grade, later_on.causes, [v.rule for v in later_on.verdicts]) == (
        calm.grade, calm.causes, [v.rule for v in calm.verdicts]
    )  # fmt: skip
    assert [e.kind for e in school.incident(NEXT_MONDAY).events].count(EventKind.ASSESSED) == 2  # opened, late
    school.night(NEXT_TUESDAY, Book("初二2班", reports(FOOD, spread="省级")))
    assert school.incident(NEXT_TUESDAY).assessment.grade == "Ⅱ"


def test_withdrawn_when_no_report_stands() -> None:
    rows = (said("上一条写错了", 2, record_type="撤回", related="1"),)
    school = opened().night(TUESDAY, Book(rows=rows))
    assert (school.state(MONDAY), school.state(TUESDAY)) == (State.REGISTERED, State.WITHDRAWN)


def test_an_issue_shows_what_was_known_and_nothing_of_later_nights() -> None:
    school = opened()
    then = school.edition(MONDAY)
    changed = FOOD + ",并公布菜价"
    school.night(TUESDAY, Book(rows=reports(changed, NETWORK), day=MONDAY), decided("分类审定", decided_grade="Ⅱ"))
    assert school.edition(MONDAY) == then
    known = school.edition(MONDAY, TUESDAY)
    assert [i.first.row.text("summary") for i in known.incidents] == [changed, NETWORK]
    assert known.incidents[0].assessment.grade == "Ⅳ"


def test_every_state_has_its_label() -> None:
    assert {c.code for c in law().plan.choices if c.dictionary == "状态"} == set(State)


def test_a_calm_matter_whose_second_wave_was_withdrawn_is_calm_again() -> None:
    wave = Book("初二2班", reports(FOOD))
    gone = Book("初二2班", (said("填错了", 2, record_type="撤回", related="1"),), day=WEDNESDAY)
    school = answered().night(TUESDAY, progress("平稳", clock="15:30")).night(WEDNESDAY, wave)
    assert school.state(WEDNESDAY) is State.REOPENED
    assert school.night(THURSDAY, gone).state(THURSDAY) is State.CALM


def test_what_is_like_a_matter_whose_review_is_signed_stands_beside_it_until_a_person_opens_it_again() -> None:
    closed = answered().night(WEDNESDAY, decided(state="已总结")).night(THURSDAY, Book("初二2班", reports(FOOD)))
    assert closed.state(THURSDAY) is State.REVIEWED
    first, second = closed.edition(THURSDAY).incidents
    assert second.parked == (first.number,)
    closed.night(FRIDAY, decided(state="重新办理"))
    assert closed.state(FRIDAY) is State.REOPENED


def test_a_calm_that_rested_on_a_mistake_is_none_and_the_next_step_reopens_nothing() -> None:
    book = Book(rows=reports(FOOD, answered="9:50 已答复"))
    school = School().night(MONDAY, book).quiet(TUESDAY, THURSDAY)
    unsaid = later(book, rows=reports(FOOD), day=MONDAY)
    school.night(FRIDAY, unsaid).night(NEXT_MONDAY, progress("核实"))
    assert [school.state(d) for d in (THURSDAY, FRIDAY, NEXT_MONDAY)] == [State.CALM, State.TO_VERIFY, State.HANDLING]
