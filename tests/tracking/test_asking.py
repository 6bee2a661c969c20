"""What waits for a person, and when somebody who has decided is asked again."""

import pytest

from pipeline.model import Incident, Value
from pipeline.tracking.asking import Waits, changed_since, waits
from tests.nights import FOOD, MONDAY, PARKING, THURSDAY, TUESDAY, WEDNESDAY, Book, School, law, reports, signed, yq

RUMOUR = "短视频上有人捏造说食堂用过期肉,纯属造谣"


def opened(text: str = FOOD, **values: Value) -> School:
    return School().night(MONDAY, Book(rows=reports(text, **values), clock="12:00"))


def decided(**values: Value) -> Book:
    return Book("", decisions={"分类审定": (signed(yq(1), **values),)}, clock="10:40")


def why(incident: Incident) -> Waits | None:
    return waits(incident, law().plan)


@pytest.mark.parametrize(
    ("school", "reason"),
    [
        (opened(RUMOUR), Waits.CONFIRM),
        (opened("担心周末返校集中", record_type="预警"), Waits.STUDY),
        (opened(FOOD, spread="公开平台"), Waits.GRAVE),
        (opened(), Waits.FREE),
    ],
)
def test_what_waits_and_why(school: School, reason: Waits) -> None:
    assert why(school.incident(MONDAY)) is reason


def test_a_decision_holds_while_nothing_it_relied_on_changed() -> None:
    school = opened(FOOD, answered="12:00 已在群里答复").night(TUESDAY, decided(decided_class="A"))
    assert [why(school.night(d).incident(d)) for d in (TUESDAY, WEDNESDAY, THURSDAY)] == [None, None, None]


def test_a_grade_alone_does_not_confirm_a_class_and_whom_it_concerns_decides_nothing() -> None:
    school = opened(RUMOUR).night(TUESDAY, decided(decided_grade="Ⅲ"))
    assert why(school.incident(TUESDAY)) is Waits.CONFIRM
    mine = opened(FOOD, places="办公室", spread="公开平台").night(
        TUESDAY, decided(decided_class="A", decided_by="办公室主任")
    )
    assert why(mine.incident(TUESDAY)) is Waits.GRAVE


def test_a_new_report_a_risen_grade_and_a_merger_ask_again_and_are_named() -> None:
    school = opened(FOOD, answered="12:00 已在群里答复").night(TUESDAY, decided(decided_class="A", decided_grade="Ⅳ"))
    school.night(WEDNESDAY, Book("初二2班", reports(FOOD, spread="公开平台")), Book("初二3班", reports(PARKING)))
    incident = school.incident(WEDNESDAY)
    changed = changed_since(incident, law().plan)
    assert changed is not None
    assert ([r.unit for r in changed.reports], changed.risen) == (["初二2班"], ("Ⅳ", "Ⅲ"))
    assert why(incident) is Waits.AGAIN
    pair = {"report_a": yq(1), "report_b": yq(2), "decision": "合并办理", "decided_by": "校长"}
    school.night(THURSDAY, decided(decided_class="A", decided_grade="Ⅲ"))
    assert why(school.incident(THURSDAY)) is None
    school.night(THURSDAY, Book("", decisions={"合并审定": (pair,)}, clock="18:00"))
    merged = changed_since(school.incident(THURSDAY), law().plan)
    assert merged is not None
    assert merged.merged == (yq(2),)


def test_a_report_said_anew_asks_again() -> None:
    school = opened().night(TUESDAY, decided(decided_class="A"))
    anew = Book(rows=reports(FOOD + ",多份饭菜有异味"), day=MONDAY, clock="15:00")
    changed = changed_since(school.night(WEDNESDAY, anew).incident(WEDNESDAY), law().plan)
    assert changed is not None
    assert (changed.unsaid, bool(changed)) == (1, True)
