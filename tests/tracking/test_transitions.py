"""Whatever is entered, an incident comes to a state that the table allows, and what persons decided holds."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings

from pipeline.model import OPEN_STATES, EventKind, State
from pipeline.tracking.transitions import BY_A_PERSON, BY_ITSELF
from tests.nights import (
    FOOD,
    MONDAY,
    NETWORK,
    THURSDAY,
    TUESDAY,
    WEDNESDAY,
    Book,
    School,
    law,
    reports,
    said,
    signed,
    told,
    yq,
)
from tests.tracking.happenings import ANYTHING, FACTS, RUMOUR, STATES, nights, valid

Nights = Sequence[Sequence[Book]]
FIRST, SECOND = "食堂的饭菜不够热", "食堂饭菜里吃出头发"


def did(*kinds: str) -> Book:
    """Progress of the first incident, an hour apart."""
    return Book(progress=tuple(told(yq(1), kind, f"{9 + n:02d}:00") for n, kind in enumerate(kinds)))


def sets(**values: str) -> Book:
    return Book("", decisions={"跟踪办结": (signed(yq(1), **values),)}, clock="10:40")


def takes_back(number: str, unit: str = "初二1班") -> Book:
    return Book(unit, (said("填错了", 9, record_type="撤回", related=number),), clock="17:00")


def decides(what: str, one: str = yq(1), other: str = yq(2)) -> Book:
    row = signed("", report_a=one, report_b=other, decision=what)
    return Book("", decisions={"合并审定": (row,)}, clock="10:40")


ASKED, TOLD = Book(rows=reports(FOOD)), Book(rows=reports(FOOD, answered="9:50 已答复"))
KNOWN = Book("初二2班", reports(FOOD, verified="已核实"), clock="17:00")
WAVE = Book("初三2班", reports(FOOD))
TOLD_TOO = Book("初三1班", reports(FOOD, answered="9:50 已答复"))
GRAVE = Book("初三1班", reports(RUMOUR, related=yq(1), answered="9:50 已答复"))
CALM: Nights = ((ASKED,), (did("已转达"),), (did("平稳"),))
CAME_TO: Mapping[State, Nights] = {
    State.REGISTERED: ((ASKED,),),
    State.TO_VERIFY: ((ASKED,), ()),
    State.HANDLING: ((ASKED,), (did("核实"),)),
    State.ANSWERED: ((ASKED,), (did("已转达"),)),
    State.TRACKING: ((ASKED,), (did("已转达"),), (did("继续传播", "已转达"),)),
    State.CALM: CALM,
    State.REVIEWED: (*CALM, (sets(state="已总结"),)),
    State.REOPENED: (*CALM, (WAVE,)),
    State.WITHDRAWN: ((ASKED,), (takes_back(yq(1)),)),
    State.MERGED: ((Book(rows=reports(FIRST)),), (Book("初二2班", reports(SECOND)),), (decides("合并办理"),)),
}
"""State → how an incident may come to it: the first one, but for what is merged into that."""
NUMBER = {State.MERGED: 2}
THEN: Sequence[Nights] = (
    ((),),
    ((), (), ()),
    ((did("核实"),),),
    ((did("已转达"),),),
    ((did("已转达", "继续传播"),),),
    ((did("已转达", "继续传播", "已转达"),),),
    ((did("已转达", "平稳"),),),
    ((WAVE,),),
    ((GRAVE,),),
    ((takes_back(yq(1)), takes_back(yq(1), "初三2班")),),
)
"""What may happen next without a decision."""
SIGNED = Book(
    "",
    decisions={
        "分类审定": (signed(yq(2), decided_class="C", evidence="CL-1", decided_grade="Ⅳ", opinion="只在两个群"),),
        "合并审定": (
            signed("", report_a=yq(1), report_b=yq(3), decision="合并办理"),
            signed("", report_a=yq(1), report_b=f"{yq(1)}-2", decision="拆分"),
        ),
    },
)
RARELY: Mapping[tuple[State, State], Nights] = {
    (State.TRACKING, State.HANDLING): ((ASKED,), (sets(state="跟踪"),), (did("核实"),)),
    (State.TRACKING, State.ANSWERED): ((ASKED,), (did("已转达"),), (sets(state="跟踪"),), (did("核实"),)),
    (State.HANDLING, State.REOPENED): (*CALM, (WAVE,), (sets(state="办理中"),), (KNOWN,)),
    (State.TRACKING, State.REOPENED): (*CALM, (WAVE,), (sets(state="跟踪"),), (KNOWN,)),
    (State.REVIEWED, State.TO_VERIFY): ((Book(rows=reports(RUMOUR)),), (sets(state="已总结"),), (did("已转达"),)),
    (State.ANSWERED, State.HANDLING): ((TOLD, KNOWN), (takes_back(yq(1)),)),
    (State.CALM, State.HANDLING): ((TOLD, KNOWN), (did("平稳"),), (takes_back(yq(1)),)),
    (State.ANSWERED, State.REOPENED): (*CALM, (WAVE, TOLD_TOO), (takes_back(yq(1), "初三1班"),)),
    (State.TO_VERIFY, State.REOPENED): (*CALM, (WAVE, GRAVE), (takes_back(yq(1), "初三1班"),)),
    (State.REOPENED, State.HANDLING): (
        (TOLD, KNOWN), (did("平稳"),), (WAVE,), (takes_back(yq(1)), takes_back(yq(1), "初三2班")),
    ),
}  # fmt: skip
"""What comes of it when facts are taken back, or after a decision: a way there, its last two states."""


def states(told_by: Nights, number: int = 1) -> list[State]:
    """How an incident stood after each night."""
    school, stood = School(), []
    for n, books in enumerate(told_by):
        day = MONDAY + timedelta(days=n)
        found = {i.number: i.state for i in school.night(day, *books).all(day)}
        stood += [found[yq(number)]] if yq(number) in found else []
    return stood


def test_every_state_is_come_to_and_none_but_the_last_is_a_dead_end() -> None:
    assert {states(way, NUMBER.get(state, 1))[-1]: state for state, way in CAME_TO.items()} == {s: s for s in State}
    assert BY_ITSELF.keys() == set(State)
    for state in OPEN_STATES:
        assert State.CALM in BY_ITSELF[state]
    assert set[State]().union(*BY_ITSELF.values()).isdisjoint({State.REVIEWED, State.MERGED, State.REGISTERED})
    assert not any(BY_ITSELF[state] for state in (State.WITHDRAWN, State.MERGED))


def test_what_follows_by_itself_is_the_table_and_all_of_the_table_happens() -> None:
    seen: set[tuple[State, State]] = set()
    for state, way in CAME_TO.items():
        for then in THEN:
            seen |= set(pairwise(states((*way, *then), NUMBER.get(state, 1))[-1 - len(then) :]))
    for step, way in RARELY.items():
        assert tuple(states(way)[-2:]) == step
        seen.add(step)
    assert {(a, b) for a, b in seen if a is not b} == {(a, b) for a, after in BY_ITSELF.items() for b in after}


@pytest.mark.parametrize("way", [w for s, w in CAME_TO.items() if s not in (State.WITHDRAWN, State.MERGED)])
def test_a_person_brings_a_matter_to_any_state_and_never_brings_back_what_was_withdrawn(way: Nights) -> None:
    for state in BY_A_PERSON:
        label = law().plan.label("办结状态", state)
        assert states((*way, (sets(state=label),)))[-1] is state
        assert states((*CAME_TO[State.WITHDRAWN], (sets(state=label),)))[-1] is State.WITHDRAWN


@settings(max_examples=40, deadline=None, derandomize=True)
@given(nights(ANYTHING))
def test_whatever_is_entered_folds_and_no_number_is_given_twice(drawn: list[tuple[Book, ...]]) -> None:
    """Nights without a decision keep to the table; the order of reading does not matter; nothing is forgotten."""
    stood: Mapping[str, State] = {}
    school, other = School(), School()
    for n, books in enumerate(drawn):
        day, before = MONDAY + timedelta(days=n), school.register
        mine = valid(school, books)
        school.night(day, *mine)
        other.night(day, *reversed(mine))
        assert school.register == other.register
        assert school.register.events[: len(before.events)] == before.events
        was, stood = stood, {i.number: i.state for i in school.all(day)}
        assert was.keys() <= stood.keys()
        if not any(book.decisions for book in mine):
            assert not [(a, b) for k, a in was.items() if a is not (b := stood[k]) and b not in BY_ITSELF[a]]
    opened = [e.incident for e in school.register.events if e.kind is EventKind.OPENED]
    assert sorted(opened) == sorted(set(opened)) == sorted(stood)


@settings(max_examples=25, deadline=None, derandomize=True)
@given(nights(FACTS | STATES, 4))
def test_what_was_signed_holds_whatever_is_entered_after_it(drawn: list[tuple[Book, ...]]) -> None:
    """A class, a grade that nobody lowers again, one matter, and two: no fact and no state undoes them."""
    school = School().night(MONDAY, Book(rows=reports(FIRST, NETWORK)), Book("初二2班", reports(FIRST), clock="17:00"))
    school.night(TUESDAY, Book("初二3班", reports(SECOND))).night(WEDNESDAY, SIGNED)
    ruled, rank = school.incident(TUESDAY, 2).assessment.ruled, law().plan.grades.index
    for n, books in enumerate(drawn):
        day = THURSDAY + timedelta(days=n)
        first, second, third, parted, *_ = school.night(day, *valid(school, books)).all(day)
        found = second.assessment
        assert (third.state, third.merged_into) == (State.MERGED, first.number)
        assert "初二2班" not in {r.unit for r in first.reports if r.night == MONDAY}
        assert first.number not in parted.parked
        assert found.confirmed == "C"
        assert found.grade == (found.ruled if rank(found.ruled) > rank(ruled) else "Ⅳ")
