import pytest

from pipeline.classification.checks import address
from pipeline.classification.conditions import Anything, Equals, Span
from pipeline.classification.policies import HitPolicy
from tests.classification.tables import compiled, mistakes


def test_a_table_is_read_whole() -> None:
    table = compiled("""
        Ｆ  | 渠道 | 单位数 | →类 | 理由
        R1 | 群聊 | >=3    | “甲” | 群里多个单位
        R2 | -    |        | 丁   |
    """)
    assert table.policy is HitPolicy.FIRST
    assert table.rules[0].conditions == (Equals("群聊"), Span(low=3))
    assert table.rules[1].conditions == (Anything(), Anything())
    assert [rule.outputs for rule in table.rules] == [{"类": "甲"}, {"类": "丁"}]
    assert table.default == 0


@pytest.mark.parametrize(("policy", "default"), [("U", 0b10), ("A", 0b10), ("P", 0b10), ("F", 0), ("C", 0), ("R", 0)])
def test_a_last_rule_that_asks_nothing_is_the_default_where_one_rule_speaks(policy: str, default: int) -> None:
    assert compiled(f"{policy}|渠道|→类|理由\nR1|群聊|甲|\nR2||丁|").default == default


def test_a_rule_called_so_is_the_default_wherever_it_stands() -> None:
    assert compiled("U|渠道|→类|理由\n默认||丁|\nR1|群聊|甲|").default == 0b01


def test_twelve_faults_are_twelve_findings_each_with_its_cell() -> None:
    found = mistakes("""
        X  | 渠到 | 单位数 | 正文       | 渠道 | →类 | →类 | 理由
        R1 | 甲   | 三     | 含(@谣言) | 群   | 甲  | 甲  |
        R1 | -    | [5..2] | 含(@流言) | -    | 戊  |     |
           | -    | <      | 造谣       | 含(  | 甲  | 甲  |
        R4 | -    | -      | -          | 甲   |
    """)
    assert sorted((f.code, f.cell, f.stood) for f in found) == sorted(
        [
            ("plan.rule", "A1", "X"),
            ("plan.reference", "B1", "渠到"),
            ("plan.twice", "G1", "类"),
            ("plan.value", "C2", "三"),
            ("plan.reference", "E2", "群"),
            ("plan.twice", "A3", "R1"),
            ("plan.value", "C3", "[5..2]"),
            ("plan.reference", "D3", "流言"),
            ("plan.reference", "F3", "戊"),
            ("plan.rule", "A4", ""),
            ("plan.value", "C4", "<"),
            ("plan.value", "E4", "含("),
            ("plan.reference", "E5", "甲"),
            ("plan.rule", "A5", "R4"),
        ]
    )
    assert {f.sheet for f in found} == {"试表"}
    assert all("{" not in f.sentence for f in found)


def test_the_sentence_of_an_unknown_field_offers_the_nearest() -> None:
    (found,) = mistakes("F|渠到|→类|理由\nR1|群聊|甲|")
    assert found.sentence == ("试表!B1:“试表”写的“渠到”没有定义,是不是“渠道”?请改用已定义的:渠道、正文、单位数、迟。")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("C+|渠道|→分|→数|理由\nR1|群聊|1|2|", "只能有一个结果列"),
        ("C#|渠道|→分|→类|理由\nR1|群聊|1|甲|", "只能有一个结果列"),
        ("C+|渠道|→分|理由\nR1|群聊|多|", "这一列要的是数字"),
        ("C>|渠道|→分|理由\nR1|群聊||", "这一列要的是数字"),
        ("P|渠道|→分|理由\nR1|群聊|1|", "没有一个结果列有排好先后的字典"),
        ("O|渠道|→分|理由\nR1|群聊|1|", "没有一个结果列有排好先后的字典"),
    ],
)
def test_a_policy_that_does_not_fit_its_results(text: str, said: str) -> None:
    (found,) = mistakes(text)
    assert said in found.problem


def test_a_result_takes_the_spelling_of_its_dictionary() -> None:
    assert compiled("F|渠道|→号|理由\nR1|群聊|ａ 1|").rules[0].outputs == {"号": "A1"}


def test_one_field_may_have_two_columns() -> None:
    assert len(compiled("F|单位数|单位数|→类|理由\nR1|>=2|非(5)|甲|").columns) == 2


@pytest.mark.parametrize(("column", "row", "cell"), [(0, 1, "A1"), (25, 2, "Z2"), (26, 3, "AA3"), (1, 0, "")])
def test_addresses(column: int, row: int, cell: str) -> None:
    assert address(column, row) == cell
