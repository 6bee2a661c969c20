from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.classification.cells import parse_cell
from pipeline.classification.conditions import (
    AnyOf,
    Anything,
    Column,
    Condition,
    Contains,
    Equals,
    Not,
    Present,
    Span,
)
from pipeline.classification.facts import FactType

TEXT, NUMBER, DATE, DATETIME, DURATION, BOOLEAN = FactType


def column(kind: FactType = TEXT, *allowed: str) -> Column:
    return Column("甲列", kind, ZoneInfo("Asia/Shanghai"), allowed, ("谣言", "恐慌"))


def parsed(text: str, kind: FactType = TEXT, *allowed: str) -> Condition:
    condition, wrong = parse_cell(text, column(kind, *allowed))
    assert not wrong, [f.sentence for f in wrong]
    return condition


def sentences(text: str, kind: FactType = TEXT, *allowed: str) -> list[str]:
    return [f.sentence for f in parse_cell(text, column(kind, *allowed))[1]]


@pytest.mark.parametrize(
    ("text", "condition"),
    [
        ("", Anything()),
        (" - ", Anything()),
        ("－", Anything()),
        ("甲", Equals("甲")),
        ('"甲"', Equals("甲")),
        ("“甲、乙”", Equals("甲、乙")),
        ("P1-3 甲 乙", Equals("P1-3 甲 乙")),
        ("甲,乙", AnyOf((Equals("甲"), Equals("乙")))),
        ("甲，乙、丙", AnyOf((Equals("甲"), Equals("乙"), Equals("丙")))),
        ("not(甲)", Not(Equals("甲"))),
        ("非（甲、乙）", Not(AnyOf((Equals("甲"), Equals("乙"))))),
        ("含(造谣)", Contains(("造谣",), ())),
        ('含（造谣，＠谣言、@恐慌、"@群"）', Contains(("造谣", "@群"), ("谣言", "恐慌"))),
        ("提到(@谣言)", Contains((), ("谣言",), asserted=False)),
        ("非(含(@谣言))", Not(Contains((), ("谣言",)))),
        ("含(造谣),乙", AnyOf((Contains(("造谣",), ()), Equals("乙")))),
        ("空", Not(Present())),
        ("null", Not(Present())),
        ("有", Present()),
        ('"有"', Equals("有")),
        ("含糊", Equals("含糊")),
    ],
)
def test_text_cells(text: str, condition: Condition) -> None:
    assert parsed(text) == condition


@pytest.mark.parametrize(
    ("text", "condition"),
    [
        ("3", Equals(3)),
        ("－３．５", Equals(-3.5)),
        ("<5", Span(high=5, high_open=True)),
        ("<=5", Span(high=5)),
        ("≤5", Span(high=5)),
        (">5", Span(low=5, low_open=True)),
        ("＞＝ 3", Span(low=3)),
        ("≥3", Span(low=3)),
        ("[2..5]", Span(2, 5)),
        ("(2..5]", Span(2, 5, low_open=True)),
        ("[2..5)", Span(2, 5, high_open=True)),
        ("]2..5[", Span(2, 5, low_open=True, high_open=True)),
        ("［2…5］", Span(2, 5)),
        ("[0.5..1.5]", Span(0.5, 1.5)),
        ("1,>=5", AnyOf((Equals(1), Span(low=5)))),
        ("not(<0)", Not(Span(high=0, high_open=True))),
        ("空", Not(Present())),
    ],
)
def test_number_cells(text: str, condition: Condition) -> None:
    assert parsed(text, NUMBER) == condition


MORNING = datetime(2021, 3, 25, 1, 40, tzinfo=UTC)


@pytest.mark.parametrize(
    ("kind", "text", "condition"),
    [
        (DATE, "2021-03-25", Equals(date(2021, 3, 25))),
        (DATE, "2021年3月5日", Equals(date(2021, 3, 5))),
        (DATE, '>=date("2021-03-25")', Span(low=date(2021, 3, 25))),
        (DATE, "[2021/3/1..2021-03-31]", Span(date(2021, 3, 1), date(2021, 3, 31))),
        (DATETIME, ">=2021-03-25 09:40", Span(low=MORNING)),
        (DATETIME, "2021-03-25T01:40:00Z", Equals(MORNING)),
        (DATETIME, '<date and time("2021-03-25T09:40:00+08:00")', Span(high=MORNING, high_open=True)),
        (DURATION, "2小时", Equals(timedelta(hours=2))),
        (DURATION, "<=30分钟", Span(high=timedelta(minutes=30))),
        (DURATION, ">3日", Span(low=timedelta(days=3), low_open=True)),
        (DURATION, "1天2小时", Equals(timedelta(days=1, hours=2))),
        (DURATION, '<duration("P1DT2H")', Span(high=timedelta(days=1, hours=2), high_open=True)),
        (BOOLEAN, "是", Equals(value=True)),
        (BOOLEAN, "否", Equals(value=False)),
        (BOOLEAN, "true", Equals(value=True)),
        (BOOLEAN, "非(是)", Not(Equals(value=True))),
    ],
)
def test_typed_cells(kind: FactType, text: str, condition: Condition) -> None:
    assert parsed(text, kind) == condition


def test_a_dictionary_gives_its_own_spelling_and_its_words_come_before_keywords() -> None:
    assert parsed("qq群", TEXT, "QQ群", "短信") == Equals("QQ群")
    assert parsed("有", TEXT, "无", "有") == Equals("有")
    assert parsed("空", TEXT, "无", "有") == Not(Present())


def test_every_unknown_value_of_a_cell_is_named_with_the_nearest() -> None:
    assert sentences("部分核时,甲,已核实", TEXT, "已核实", "部分核实") == [
        "“甲列”写的“部分核时”没有定义,是不是“部分核实”?请改用已定义的:已核实、部分核实。",
        "“甲列”写的“甲”没有定义。请改用已定义的:已核实、部分核实。",
    ]


def test_an_unknown_word_list_is_named() -> None:
    (sentence,) = sentences("含(@谣言表)")
    assert "“谣言表”没有定义,是不是“谣言”" in sentence


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (NUMBER, "三"),
        (NUMBER, '"3"'),
        (NUMBER, ">=2021-03-25"),
        (NUMBER, 'date("2021-03-25")'),
        (NUMBER, "含(甲)"),
        (DATE, "2021-02-30"),
        (DATE, "2021-03-25 09:40"),
        (DATETIME, "2021-03-25"),
        (DATETIME, "2021-03-25 29:40"),
        (DURATION, "3"),
        (BOOLEAN, "3"),
        (BOOLEAN, ">是"),
        (TEXT, ">=3"),
        (TEXT, "[甲..乙]"),
        (TEXT, 'date("2021-03-25")'),
    ],
)
def test_a_value_of_another_type_is_a_mistake(kind: FactType, text: str) -> None:
    (sentence,) = sentences(text, kind)
    assert f"这一列要的是{kind}" in sentence


@pytest.mark.parametrize(
    "text",
    ["5,", ",5", "三,", "[2..5,", "[2..5", "[2,5]", "2..5", "非(5", "5)", "<", ">=<5", '"5', "5 [2..3]"],
)
def test_an_unreadable_cell_is_one_mistake(text: str) -> None:
    (sentence,) = sentences(text, NUMBER)
    assert "写法不对" in sentence


def test_lists_and_words_must_be_written_as_words() -> None:
    for text in ("@谣言", "含()", "含(@)", "含(甲,)", "含(<)"):
        assert "写法不对" in sentences(text)[0]


@pytest.mark.parametrize("text", ["[5..2]", "(2..2]", "[2..2)", "]2..2["])
def test_a_range_without_values_is_a_mistake(text: str) -> None:
    assert "没有任何值" in sentences(text, NUMBER)[0]


@given(st.text('甲@3<>=≥[]().,、-"“”非含空有not日2021: ', max_size=12), st.sampled_from(FactType))
def test_no_cell_raises_and_a_mistake_always_has_a_sentence(text: str, kind: FactType) -> None:
    condition, wrong = parse_cell(text, column(kind))
    assert hash(condition) is not None
    assert all(f.sentence and f.expected for f in wrong)
