"""Approved replies: what meets the deadline of the day, what is told, what is promised, and one voice."""

from datetime import date, datetime

import pytest

from pipeline.model import Deadline, Incident, State, Value
from pipeline.steps.reception import known_of
from pipeline.tracking.answering import is_unverified, open_answers_of, states_cause
from tests.nights import (
    FOOD,
    FRIDAY,
    MONDAY,
    PARKING,
    THURSDAY,
    TUESDAY,
    WEDNESDAY,
    Book,
    School,
    Values,
    at,
    law,
    reports,
    signed,
    told,
    yq,
)  # fmt: skip


def reply(number: int = 1, clock: str = "17:00", **values: object) -> Book:
    row = signed(yq(number), **values)  # type: ignore[arg-type]  # fields by name
    return Book("", decisions={"答复审定": (row,)}, clock=clock)


def opened(*books: Book) -> School:
    return School().night(MONDAY, Book(rows=reports(FOOD), clock="12:00"), *books)


def due(incident: Incident, item: str) -> Deadline | None:
    return next((d for d in incident.deadlines if d.item == item), None)


def met(incident: Incident, item: str) -> datetime | None:
    found = due(incident, item)
    return found.met if found else None


def standing(incident: Incident) -> list[str]:
    return [a.text for a in open_answers_of(incident, law().plan)]


@pytest.mark.parametrize(
    ("values", "on_time"),
    [
        ({"answer": "明日起增加保温箱"}, True),
        ({"answer_key": "KJ-02"}, True),
        ({"promise_date": FRIDAY, "draft": "总务处明天试用保温箱"}, True),
        ({"promise_date": FRIDAY}, False),
        ({"draft": "总务处明天试用保温箱"}, False),
        ({"answer_key": "KJ-03"}, False),  # valid until March 7
    ],
)
def test_the_same_day_wants_an_approved_reply_or_an_opinion_with_its_date(
    values: dict[str, Value],
    on_time: bool,  # noqa: FBT001 (of the table)
) -> None:
    incident = opened(reply(**values)).incident(MONDAY)  # type: ignore[arg-type]  # fields by name
    assert met(incident, "answer") == (at(MONDAY, "17:00") if on_time else None)
    assert (incident.told, incident.promised) == (None, values.get("promise_date"))


def test_an_opinion_signed_with_the_class_goes_with_a_date_alone() -> None:
    opinion = Book("", decisions={"分类审定": (signed(yq(1), opinion="总务处明天试用保温箱"),)}, clock="16:00")
    assert met(opened(opinion, reply(promise_date=FRIDAY)).incident(MONDAY), "answer") == at(MONDAY, "17:00")


def test_a_reply_signed_in_time_and_typed_in_the_next_day_was_in_time() -> None:
    school = opened().night(TUESDAY, reply(clock="09:00", answer="明日起增加保温箱", decided_on=MONDAY))
    assert met(school.incident(TUESDAY), "answer") == at(MONDAY, "23:59")


def test_an_unsigned_reply_is_none() -> None:
    row: dict[str, Value] = {"incident": yq(1), "answer": "明日起增加保温箱", "promise_date": FRIDAY}
    incident = opened(Book("", decisions={"答复审定": (row,)})).incident(MONDAY)
    assert (met(incident, "answer"), incident.promised, standing(incident)) == (None, None, [])


def test_what_is_promised_becomes_a_deadline_that_only_telling_keeps() -> None:
    school = opened(reply(promise_date=WEDNESDAY, answer="正在核价"))
    promise = due(school.incident(MONDAY), "promise")
    assert promise is not None
    assert (promise.due, promise.met) == (at(WEDNESDAY, "23:59"), None)
    late = school.quiet(TUESDAY, THURSDAY).incident(THURSDAY)
    assert late.assessment.grade == "Ⅲ"
    kept = school.night(FRIDAY, reply(clock="10:00", answer="菜价已公布", answered_at=at(FRIDAY, "09:00")))
    assert met(kept.incident(FRIDAY), "promise") == at(FRIDAY, "09:00")
    assert kept.state(FRIDAY) is State.ANSWERED


def test_the_time_of_telling_alone_is_of_the_reply_before_and_of_none_where_nothing_was_approved() -> None:
    moment = at(TUESDAY, "09:00")
    only = reply(clock="10:00", answered_at=moment)
    assert opened().night(TUESDAY, only).incident(TUESDAY).told is None
    assert opened(reply(answer="明日起增加保温箱")).night(TUESDAY, only).incident(TUESDAY).told == moment


def test_a_day_without_a_time_is_told_by_the_end_of_that_day() -> None:
    day = datetime.combine(MONDAY, datetime.min.time(), law().plan.zone)
    assert opened(reply(answer="已说明", answered_at=day)).incident(MONDAY).told == at(MONDAY, "17:00")


def test_two_different_open_replies_contradict_until_one_replaces_the_other_or_is_given() -> None:
    school = opened(reply(answer="周五公布菜价")).night(TUESDAY, reply(answer="周五公布菜价。"))
    assert standing(school.incident(TUESDAY)) == ["周五公布菜价。"]
    school.night(WEDNESDAY, reply(answer="下周公布菜价"))
    assert standing(school.incident(WEDNESDAY)) == ["周五公布菜价。", "下周公布菜价"]
    school.night(THURSDAY, reply(answer="更正:下周一公布菜价"))
    assert standing(school.incident(THURSDAY)) == ["下周一公布菜价"]
    school.night(FRIDAY, Book(progress=(told(yq(1), "已转达"),)))
    assert standing(school.incident(FRIDAY)) == []


def test_replies_to_two_incidents_that_turn_out_to_be_one_meet_in_the_older() -> None:
    school = School().night(MONDAY, Book(rows=reports(FOOD, PARKING), clock="12:00"))
    school.night(TUESDAY, reply(1, answer="明日起增加保温箱"), reply(2, answer="正在核实", promise_date=FRIDAY))
    pair = {"report_a": yq(1), "report_b": yq(2), "decision": "合并办理", "decided_by": "校长"}
    school.night(WEDNESDAY, Book("", decisions={"合并审定": (pair,)}))
    merged = school.incident(WEDNESDAY)
    assert sorted(standing(merged)) == ["明日起增加保温箱", "正在核实"]
    assert merged.promised == FRIDAY


def test_a_reply_to_what_came_back_is_of_that_round_alone() -> None:
    school = opened(reply(answer="已说明", answered_at=at(MONDAY, "16:00")))
    school.night(TUESDAY, Book(progress=(told(yq(1), "平稳"),)))
    again = date(2021, 3, 29)
    school.quiet(WEDNESDAY, FRIDAY).night(again, Book("初二2班", reports(FOOD)))
    assert (school.state(again), school.incident(again).told) == (State.REOPENED, None)
    school.night(date(2021, 3, 30), reply(answer="再次说明", answered_at=at(date(2021, 3, 30), "16:00")))
    assert school.incident(date(2021, 3, 30)).told == at(date(2021, 3, 30), "16:00")


@pytest.mark.parametrize(("verified", "open_"), [("未核实", True), ("部分核实", False), ("不实", False)])
def test_facts_are_unverified_until_somebody_verified_any(verified: str, open_: bool) -> None:  # noqa: FBT001
    school = School().night(MONDAY, Book(rows=reports(FOOD, verified=verified)))
    incident = school.incident(MONDAY)
    assert is_unverified(incident.reports, incident.progress, law().plan) is open_
    checked = school.night(TUESDAY, Book(progress=(told(yq(1), "核实"),))).incident(TUESDAY)
    assert not is_unverified(checked.reports, checked.progress, law().plan)


@pytest.mark.parametrize(
    ("decided", "may"),
    [
        ({"decided_class": "C", "evidence": "CL-1"}, True),
        ({"decided_class": "C"}, False),
        ({"decided_class": "A", "evidence": "CL-1"}, False),
    ],
)
def test_a_cause_may_be_stated_once_a_grave_class_is_confirmed_on_evidence(decided: Values, may: bool) -> None:  # noqa: FBT001
    school = School().night(MONDAY, Book(rows=reports(FOOD)))
    assert not states_cause(school.incident(MONDAY), law().plan)
    school.night(TUESDAY, Book("", decisions={"分类审定": (signed(yq(1), **decided),)}))
    assert states_cause(school.incident(TUESDAY), law().plan) is may
    assert known_of(school.register, law(), WEDNESDAY).incidents[yq(1)].unverified is not may
