from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.classification.cells import parse_cell
from pipeline.classification.conditions import Column, Not, Span
from pipeline.classification.facts import FactType, shown
from pipeline.classification.matchers import matcher
from pipeline.classification.words import WordLists
from pipeline.model import Evidence
from pipeline.plan.model import Word

TEXT, NUMBER, DATE, DATETIME, DURATION, BOOLEAN = FactType
WORDS = WordLists([Word(list="谣言", word="造谣"), Word(list="谣言", word="假的"), Word(list="否定", word="没有")])


def why(text: str, fact: object, kind: FactType = TEXT) -> Evidence | None:
    column = Column("甲列", kind, UTC, (), WORDS.names)
    condition, wrong = parse_cell(text, column)
    assert not wrong
    return matcher(condition, column, WORDS)(fact)


def holds(text: str, fact: object, kind: FactType = TEXT) -> bool:
    return why(text, fact, kind) is not None


@pytest.mark.parametrize(
    ("text", "yes", "no"),
    [
        ("-", ("甲", "", None, ()), ()),
        ("QQ群", ("QQ群", "qq 群", "ＱＱ群", ("甲", "QQ群")), ("QQ", None, 3, ())),
        ("甲,乙", ("甲", "乙", frozenset({"丙", "乙"})), ("丙", None)),
        ("非(甲)", ("乙", None, "", (), ("乙", "丙")), ("甲", ("乙", "甲"))),
        ("非(甲,乙)", ("丙", None), ("甲", "乙", ("丙", "乙"))),
        ("空", (None, "", "  ", (), frozenset(), ("",)), ("甲", ("", "甲"), 0, False)),
        ("有", ("甲", ("", "甲"), False), (None, "", (), (None,))),
        ("含(@谣言)", ("说是造谣", ("甲", "假的")), ("没有造谣", "谣言", None, 3)),
        ("提到(@谣言)", ("没有造谣",), ("谣言",)),
        ("非(含(@谣言))", ("没有造谣", None), ("造谣",)),
    ],
)
def test_texts(text: str, yes: tuple[object, ...], no: tuple[object, ...]) -> None:
    assert [v for v in yes if not holds(text, v)] == []
    assert [v for v in no if holds(text, v)] == []


@pytest.mark.parametrize(
    ("kind", "text", "yes", "no"),
    [
        (NUMBER, "3", (3, 3.0, (1, 3)), ("3", True, None, 4)),
        (NUMBER, "1", (1,), (True,)),
        (NUMBER, "(2..5]", (2.1, 5), (2, 5.1, None, "3", float("nan"))),
        (NUMBER, "not(>5)", (5, None, "甲"), (6,)),
        (NUMBER, "有", (0,), (None,)),
        (DATE, ">=2021-03-25", (date(2021, 3, 25),), (date(2021, 3, 24), datetime(2021, 3, 26, tzinfo=UTC))),
        (
            DATETIME,
            "<2021-03-25 09:40",
            (datetime(2021, 3, 25, 9, 39, tzinfo=UTC),),
            (date(2021, 3, 1), None),
        ),
        (DURATION, "<=2小时", (timedelta(minutes=120),), (timedelta(minutes=121), 2)),
        (BOOLEAN, "是", (True,), (False, 1, None, "是")),
        (BOOLEAN, "非(是)", (False, None), (True,)),
    ],
)
def test_typed_values(kind: FactType, text: str, yes: tuple[object, ...], no: tuple[object, ...]) -> None:
    assert [v for v in yes if not holds(text, v, kind)] == []
    assert [v for v in no if holds(text, v, kind)] == []


def test_a_naive_time_satisfies_nothing_but_is_no_fault() -> None:
    naive = datetime(2021, 3, 1)  # noqa: DTZ001 (the point of the test)
    assert not holds("<2021-03-25 09:40", naive, DATETIME)


def test_evidence_names_field_value_and_words_with_positions() -> None:
    assert why("含(@谣言)", "说造谣，又说假的") == Evidence("甲列", "说造谣，又说假的", (("造谣", 1), ("假的", 6)))
    assert why("含(@谣言)", "……说造谣") == Evidence("甲列", "……说造谣", (("造谣", 3),))
    assert why("含(@谣言)", ("甲", "①㎏造谣")) == Evidence("甲列", "①㎏造谣", (("造谣", 2),))
    assert why("甲,乙", frozenset({"丙", "乙"})) == Evidence("甲列", "乙")
    assert why("非(甲)", ("丁", "乙")) == Evidence("甲列", "丁、乙")
    assert why("是", fact=True, kind=BOOLEAN) == Evidence("甲列", "是")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (timedelta(hours=26, minutes=5), "1日2小时5分钟"),
        (timedelta(), "0分钟"),
        (-timedelta(minutes=3), "-3分钟"),
        (date(2021, 3, 25), "2021-03-25"),
        (frozenset({"乙", "甲"}), "乙、甲"),
        (None, ""),
    ],
)
def test_values_as_people_read_them(value: object, text: str) -> None:
    assert shown(value) == text


NUMBERS = st.integers(-5, 5)
SPANS = st.builds(Span, NUMBERS, NUMBERS, st.booleans(), st.booleans())
FACTS = st.one_of(NUMBERS, st.none(), st.just("甲"), st.lists(st.one_of(NUMBERS, st.none()), max_size=3).map(tuple))


@given(SPANS, FACTS)
def test_not_is_the_complement(span: Span, fact: object) -> None:
    column = Column("甲列", NUMBER, UTC)
    inside, outside = matcher(span, column, WORDS)(fact), matcher(Not(span), column, WORDS)(fact)
    assert (inside is None) is not (outside is None)


@given(NUMBERS, NUMBERS, st.sampled_from("[(]"), st.sampled_from("])["), NUMBERS)
def test_a_range_agrees_with_its_comparisons(low: int, high: int, start: str, end: str, fact: int) -> None:
    if low >= high:
        return
    above = holds(f">={low}" if start == "[" else f">{low}", fact, NUMBER)
    below = holds(f"<={high}" if end == "]" else f"<{high}", fact, NUMBER)
    assert holds(f"{start}{low}..{high}{end}", fact, NUMBER) is (above and below)


@given(st.lists(st.sampled_from("甲乙丙丁"), min_size=1, max_size=3), st.frozensets(st.sampled_from("甲乙丙丁")))
def test_a_list_is_any_of_its_values(wanted: list[str], fact: frozenset[str]) -> None:
    assert holds(",".join(wanted), fact) is bool(fact & set(wanted))
