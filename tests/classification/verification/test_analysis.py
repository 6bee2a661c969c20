from collections.abc import Mapping

import pytest
from hypothesis import given, settings

from pipeline.classification.masks import bits
from pipeline.classification.policies import HitPolicy
from pipeline.classification.table import CompiledTable
from pipeline.classification.verification.analysis import Analysis, analyse
from pipeline.classification.verification.scopes import Scope
from tests.classification.tables import compiled
from tests.classification.verification.worlds import SCOPES, WORDS, decides, found, matches, tables, truth, world


@settings(max_examples=150, deadline=None)
@given(tables())
def test_nothing_is_missed_and_nothing_invented(table: CompiledTable) -> None:
    analysis = analyse(table, SCOPES, WORDS)
    assert analysis.finished
    assert found(table, analysis) == truth(table)


@settings(max_examples=150, deadline=None)
@given(tables())
def test_each_example_shows_what_it_claims(table: CompiledTable) -> None:
    analysis = analyse(table, SCOPES, WORDS)
    ids = [rule.id for rule in table.rules]
    if analysis.gap is not None:
        assert not matches(table, analysis.gap)
    for overlap in analysis.overlaps:
        assert {ids[overlap.rule], ids[overlap.others[0]]} <= set(matches(table, overlap.facts))
        assert "同时命中" in _why(table, overlap.facts)
    for shadow in analysis.shadows:
        assert ids[shadow.rule] in matches(table, shadow.facts)
        if table.policy is not HitPolicy.RULE_ORDER:
            assert decides(table, shadow.facts) != ids[shadow.rule]


@settings(max_examples=100, deadline=None)
@given(tables("F"))
def test_a_cover_names_rules_none_of_which_can_be_left_out(table: CompiledTable) -> None:
    ids = [rule.id for rule in table.rules]
    for shadow in analyse(table, SCOPES, WORDS).shadows:
        mine = [hit for facts in world(table) if ids[shadow.rule] in (hit := matches(table, facts))]
        others = {ids[i] for i in shadow.others}
        assert all(others & set(hit) for hit in mine)
        for one in others:
            assert any(not (others - {one}) & set(hit) for hit in mine)


def _why(table: CompiledTable, facts: Mapping[str, object]) -> str:
    from pipeline.classification.evaluation import evaluate

    return evaluate(table, facts).why


def silent(analysis: Analysis) -> list[tuple[int, tuple[int, ...]]]:
    return [(s.rule, s.others) for s in analysis.shadows]


def test_a_rule_may_be_covered_by_several_before_it() -> None:
    table = compiled("""
        F  | 渠道 | 单位数 | →类 | 理由
        R1 | 群聊 | >=3    | 甲  |
        R2 | -    | [0..3] | 乙  |
        R3 | -    | [2..6] | 丙  |
        R4 | 群聊 | -      | 丁  |
    """)
    whole = {"单位数": Scope(whole=True, least=0, blank=False)}
    assert silent(analyse(table, whole, WORDS)) == [(3, (0, 1))]  # R3 is not needed
    assert silent(analyse(table, {}, WORDS)) == []  # a number may be missing, or less than nothing


@pytest.mark.parametrize(("whole", "gap"), [(True, None), (False, {"单位数": 2.5})])
def test_between_two_and_three_there_is_no_whole_number(whole: bool, gap: object) -> None:  # noqa: FBT001
    table = compiled("U|单位数|→类|理由\nR1|<=2|甲|\nR2|>=3|乙|")
    assert analyse(table, {"单位数": Scope(whole=whole, blank=False)}, WORDS).gap == gap


def test_several_values_at_once_escape_what_one_value_cannot() -> None:
    """非(甲) asks that none of the values is 甲: with 甲 and 乙 both, neither 非(甲) nor 非(乙) holds."""
    table = compiled("F|渠道|→类|理由\nR1|非(群聊)|甲|\nR2|非(电话)|乙|\nR3|-|丙|")
    assert silent(analyse(table, {}, WORDS)) == [(2, (0, 1))]
    assert silent(analyse(table, {"渠道": Scope(several=True)}, WORDS)) == []
    open_table = compiled("F|渠道|→类|理由\nR1|非(群聊)|甲|\nR2|非(电话)|乙|")
    assert analyse(open_table, {"渠道": Scope(several=True)}, WORDS).gap == {"渠道": ("群聊", "电话")}


def test_two_columns_of_one_field_are_asked_together() -> None:
    table = compiled("F|渠道|渠道|→类|理由\nR1|群聊|电话|甲|\nR2|群聊,电话|非(电话)|乙|")
    assert [(i.rule, i.field) for i in analyse(table, {}, WORDS).impossible] == [(0, "渠道")]
    assert not analyse(table, {"渠道": Scope(several=True)}, WORDS).impossible


def test_a_field_never_known_satisfies_only_blank() -> None:
    table = compiled("F|单位数|→类|理由\nR1|>=3|甲|\nR2|空|乙|")
    analysis = analyse(table, {"单位数": Scope(known=False)}, WORDS)
    assert ([i.rule for i in analysis.impossible], analysis.gap) == ([0], None)


def test_what_is_asserted_is_mentioned() -> None:
    table = compiled("F|正文|→类|理由\nR1|提到(造谣)|甲|\nR2|含(造谣)|乙|\nR3|-|丙|")
    assert silent(analyse(table, {}, WORDS)) == [(1, (0,))]


def test_an_overlap_names_every_rule_before() -> None:
    table = compiled("U|渠道|单位数|→类|理由\nR1|群聊|-|甲|\nR2|电话|-|甲|\nR3|-|>3|甲|\n默认|-|-|甲|")
    (overlap,) = analyse(table, {}, WORDS).overlaps
    assert (overlap.rule, overlap.others, overlap.facts) == (2, (0, 1), {"渠道": "群聊", "单位数": 4})


@pytest.mark.parametrize("steps", [0, 10, 200])
def test_a_budget_that_is_used_up_is_said_and_nothing_is_invented(steps: int) -> None:
    rules = "\n".join(f"R{i}|{i % 9}|{'是' if i % 2 else '否'}|含(词{i})|{'甲' if i % 3 else '乙'}|" for i in range(40))
    table = compiled(f"F|单位数|迟|正文|→类|理由\n{rules}")
    spent, whole = analyse(table, {}, WORDS, steps), analyse(table, {}, WORDS)
    assert (spent.finished, whole.finished) == (False, True)
    assert set(silent(spent)) <= set(silent(whole))
    assert spent == analyse(table, {}, WORDS, steps)


def test_rules_that_only_one_field_can_kill_are_killed_there_at_once() -> None:
    """Each pair of lists is asked for both ways: 3 to the power of 10 ways to fail, none of which succeeds."""
    both = "\n".join(f"R{n}|非(提到(词{n}甲,词{n}乙))|甲|" for n in range(10))
    each = "\n".join(f"S{n}{x}|提到(词{n}{x})|甲|" for n in range(10) for x in "甲乙")
    analysis = analyse(compiled(f"F|正文|→类|理由\n{both}\n{each}"), {}, WORDS)
    assert (analysis.finished, analysis.gap) == (True, None)


def test_a_truth_table_of_seven_columns_is_finished() -> None:
    """128 rules without a gap, where only going through the columns shows it; less one rule, the gap is found."""
    names = [f"c{i}" for i in range(7)]
    rows = ["|".join("是" if n >> i & 1 else "否" for i in range(7)) for n in range(128)]
    table = _booleans(names, rows)
    known = dict.fromkeys(names, Scope(blank=False))
    assert analyse(table, known, WORDS).gap is None
    without = _booleans(names, [*rows[:77], *rows[78:]])
    assert analyse(without, known, WORDS).gap == {f"c{i}": i in tuple(bits(77)) for i in range(7)}


def _booleans(names: list[str], rows: list[str]) -> CompiledTable:
    from pipeline.classification.facts import FactType
    from pipeline.classification.table import compile_table
    from tests.classification.tables import rule_table

    text = "\n".join(f"R{n}|{row}|甲|" for n, row in enumerate(rows))
    table, findings = compile_table(
        rule_table(f"U|{'|'.join(names)}|→类|理由\n{text}"), dict.fromkeys(names, FactType.BOOLEAN), WORDS, {}
    )
    assert table is not None, [f.sentence for f in findings]
    return table
