"""What shows only from afar: one situation in several units, and news like a matter that was thought to be over."""

from datetime import timedelta

from pipeline.model import Edition, State
from pipeline.tracking.signals import Gathering, gatherings, secondary
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
    law,
    reports,
    signed,
    told,
    yq,
)
from tests.nights import said as row

LIKE = "食堂饭菜里吃出头发"
CLOSING = {"state": "已总结", "review": "已改善保温", "cause": "保温箱坏了"}


def found(edition: Edition) -> tuple[Gathering, ...]:
    return gatherings(edition.incidents, edition.day, law().plan)


def spread(*units: str) -> School:
    """Each unit reports a matter of its own in one situation, one a day."""
    texts = (NETWORK, "班里两名同学没有平板,听不了网课", "直播课的回放打不开,课后没法复习")
    school = School()
    for n, (unit, text) in enumerate(zip(units, texts, strict=True)):
        school.night(MONDAY + timedelta(days=n), Book(unit, reports(text, situation="P1-3 线上教学保障不到位")))
    return school


def test_three_units_in_three_days_are_a_signal_with_the_numbers_of_the_incidents() -> None:
    school = spread("初一1班", "初二1班", "初三1班")
    assert found(school.edition(TUESDAY)) == ()
    (signal,) = found(school.edition(WEDNESDAY))
    assert (signal.situation, signal.units) == ("P1-3", ("初一1班", "初二1班", "初三1班"))
    assert set(signal.numbers) == {i.number for i in school.all(WEDNESDAY)}


def test_units_are_counted_and_never_rows() -> None:
    assert found(spread("初一1班", "初二1班", "初一1班").edition(WEDNESDAY)) == ()


def test_what_is_older_than_the_days_of_the_plan_is_no_longer_counted() -> None:
    school = spread("初一1班", "初二1班", "初三1班").night(THURSDAY)
    assert found(school.edition(THURSDAY)) == ()


def test_what_was_withdrawn_is_not_counted() -> None:
    school = spread("初一1班", "初二1班", "初三1班")
    gone = row("上一条写错了", 2, record_type="撤回", related="1")
    school.night(WEDNESDAY, Book("初三1班", (gone,), clock="17:00"))
    assert school.state(WEDNESDAY, 3) is State.WITHDRAWN
    assert found(school.edition(WEDNESDAY)) == ()


def calm() -> School:
    school = School().night(MONDAY, Book(rows=reports("食堂的饭菜不够热")))
    school.night(TUESDAY, Book(progress=(told(yq(1), "已转达"), told(yq(1), "平稳", "15:30"))))
    assert school.state(TUESDAY) is State.CALM
    return school


def follows(school: School, number: int = 2) -> list[tuple[str, State]]:
    edition = school.edition(FRIDAY)
    one = next(i for i in edition.incidents if i.number == yq(number))
    return [(s.first, s.state) for s in secondary(one, edition.incidents, law().plan)]


def test_what_is_like_a_calm_incident_may_follow_from_it() -> None:
    school = calm().night(WEDNESDAY, Book("初二2班", reports(LIKE)))
    assert follows(school) == [(yq(1), State.CALM)]


def test_a_suggestion_made_again_follows_from_nothing() -> None:
    school = calm().night(WEDNESDAY, Book("初二2班", reports(LIKE)))
    suggestion = signed(yq(2), decided_class="D", opinion="是建议")
    school.night(THURSDAY, Book(unit="", decisions={"分类审定": (suggestion,)}))
    assert school.incident(THURSDAY, 2).assessment.confirmed == "D"
    assert follows(school) == []


def test_what_is_like_an_incident_still_at_work_follows_from_nothing() -> None:
    school = (
        School().night(MONDAY, Book(rows=reports("食堂的饭菜不够热"))).night(TUESDAY, Book("初二2班", reports(LIKE)))
    )
    school.night(WEDNESDAY, Book(progress=(told(yq(1), "已转达"), told(yq(1), "平稳", "15:30"))))
    assert school.state(WEDNESDAY) is State.CALM
    assert school.incident(WEDNESDAY, 2).parked == (yq(1),)
    assert follows(school) == []


def test_the_very_same_of_a_calm_incident_opens_it_again() -> None:
    school = calm().night(WEDNESDAY, Book("初二2班", reports("食堂的饭菜不够热")))
    assert [(i.number, i.state) for i in school.all(WEDNESDAY)] == [(yq(1), State.REOPENED)]


def test_the_very_same_of_a_reviewed_incident_is_a_new_one_that_may_follow_from_it() -> None:
    school = School().night(MONDAY, Book(rows=reports(FOOD)))
    school.night(TUESDAY, Book(unit="", decisions={"跟踪办结": (signed(yq(1), **CLOSING),)}))
    school.night(WEDNESDAY, Book("初二2班", reports(FOOD)))
    assert [(i.state, len(i.reports)) for i in school.all(WEDNESDAY)] == [(State.REVIEWED, 1), (State.REGISTERED, 1)]
    assert school.incident(WEDNESDAY, 2).parked == (yq(1),)
    assert follows(school) == [(yq(1), State.REVIEWED)]
    school.night(THURSDAY, Book("初二3班", reports(FOOD)))
    assert [len(i.reports) for i in school.all(THURSDAY)] == [1, 2]


def test_the_link_stays_when_a_person_found_them_to_be_two_and_goes_when_they_are_one() -> None:
    for what, left in (("不合并", [(yq(1), State.CALM)]), ("合并办理", [])):
        pair = {"report_a": yq(1), "report_b": yq(2), "decision": what, "decided_by": "校长", "decided_how": "签字"}
        school = calm().night(WEDNESDAY, Book("初二2班", reports(LIKE)))
        school.night(THURSDAY, Book(unit="", decisions={"合并审定": (pair,)}))
        assert follows(school) == left
