from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.classification.evaluation import evaluate, evaluate_all, matching
from pipeline.classification.table import CompiledTable
from pipeline.model import Evidence, Verdict
from tests.classification.tables import compiled

BODY = """
    R1 | 群聊      | >=3 | 甲 | 一 | 多个单位
    R2 | 群聊,电话 | -   | 乙 | 二 | 群或电话
    R3 | -         | >=5 | 乙 | 二 | 很多单位
"""


def table(policy: str, body: str = BODY) -> CompiledTable:
    return compiled(f"{policy}|渠道|单位数|→类|→级|理由\n{body.strip()}")


def test_first_takes_the_first_and_names_the_next() -> None:
    assert evaluate(table("F"), {"渠道": "群聊", "单位数": 4}) == Verdict(
        table="试表",
        rule="R1",
        outputs={"类": "甲", "级": "一"},
        evidence=(Evidence("渠道", "群聊"), Evidence("单位数", "4")),
        why="多个单位",
        runner_up="R2",
    )


def test_no_match_is_a_verdict_without_rule_or_outputs() -> None:
    assert evaluate(table("F"), {}) == Verdict("试表", "", {"类": "", "级": ""})


def test_unique_with_one_match() -> None:
    verdict = evaluate(table("U"), {"渠道": "电话", "单位数": 1})
    assert (verdict.rule, verdict.runner_up) == ("R2", "")


def test_unique_with_two_matches_is_a_fault_that_names_both() -> None:
    verdict = evaluate(table("U"), {"渠道": "群聊", "单位数": 3})
    assert (verdict.rule, verdict.outputs) == ("", {"类": "", "级": ""})
    assert verdict.why == "规则 R1 与 R2 同时命中,而这张表只许一条命中"
    assert verdict.evidence == (Evidence("渠道", "群聊"), Evidence("单位数", "3"))


def test_any_agrees_or_names_the_conflict() -> None:
    agreed = evaluate(table("A"), {"渠道": "电话", "单位数": 6})
    assert (agreed.rule, agreed.outputs["类"], agreed.runner_up) == ("R2", "乙", "R3")
    assert evaluate(table("A"), {"渠道": "群聊", "单位数": 3}).why == "规则 R1 与 R2 同时命中,结果却不同"


def test_priority_goes_by_the_dictionary_of_the_results() -> None:
    verdict = evaluate(table("P"), {"渠道": "群聊", "单位数": 6})
    assert (verdict.rule, verdict.runner_up) == ("R2", "R3")


def test_the_default_is_used_only_when_nothing_else_matches() -> None:
    with_default = table("U", BODY.rstrip() + "\n    默认 | | | 丁 | 四 | 其余")
    assert evaluate(with_default, {"渠道": "平台"}).rule == "默认"
    assert evaluate(with_default, {"渠道": "电话"}) == replace(evaluate(table("U"), {"渠道": "电话"}), runner_up="")


def test_lists_in_rule_order_and_in_output_order() -> None:
    facts = {"渠道": "群聊", "单位数": 6}
    assert [v.rule for v in evaluate_all(table("R"), facts)] == ["R1", "R2", "R3"]
    assert [v.rule for v in evaluate_all(table("C"), facts)] == ["R1", "R2", "R3"]
    assert [v.rule for v in evaluate_all(table("O"), facts)] == ["R2", "R3", "R1"]
    assert evaluate_all(table("C"), {}) == ()


@pytest.mark.parametrize(("policy", "value"), [("C+", "7.5"), ("C<", "-2"), ("C>", "9"), ("C#", "3")])
def test_aggregates_name_all_their_rules(policy: str, value: str) -> None:
    scored = compiled(f"{policy}|单位数|→分|理由\nR1|>=1|9|一\nR2|>=2|-2|二\nR3|>=3|0.5|三\nR4|>=4|100|四")
    (verdict,) = evaluate_all(scored, {"单位数": 3})
    assert (verdict.outputs, verdict.rule, verdict.why) == ({"分": value}, "R1、R2、R3", "一;二;三")
    assert verdict.evidence == (Evidence("单位数", "3"),)


def test_a_sum_of_nothing_is_no_verdict_and_a_count_of_nothing_is_0() -> None:
    assert evaluate_all(compiled("C+|单位数|→分|理由\nR1|>=1|9|"), {}) == ()
    (verdict,) = evaluate_all(compiled("C#|单位数|→分|理由\nR1|>=1|9|"), {})
    assert verdict.outputs == {"分": "0"}


def test_words_are_evidence() -> None:
    said = compiled("F|正文|→类|理由\nR1|含(@谣言)|丙|有不实说法")
    verdict = evaluate(said, {"正文": "有人造谣"})
    assert verdict.evidence == (Evidence("正文", "有人造谣", (("造谣", 2),)),)
    assert evaluate(said, {"正文": "没有人造谣"}).rule == ""


def test_the_wrong_question_is_a_fault_of_the_caller() -> None:
    with pytest.raises(ValueError, match="evaluate_all"):
        evaluate(table("C"), {})
    with pytest.raises(ValueError, match="use evaluate"):
        evaluate_all(table("U"), {})


def test_verdicts_do_not_share_their_outputs() -> None:
    asked = table("F")
    assert evaluate(asked, {"渠道": "电话"}).outputs is not evaluate(asked, {"渠道": "电话"}).outputs


def test_what_is_remembered_of_one_value_is_not_said_of_an_equal_one() -> None:
    asked = compiled("F|单位数|→类|理由\nR1|1|甲|")
    facts: list[object] = [True, 1, 1.0, (True,), (1,)]
    assert [evaluate(asked, {"单位数": fact}).rule for fact in facts] == ["", "R1", "R1", "", "R1"]


CHANNELS = st.sampled_from(["-", "群聊", "电话,平台", "非(群聊)", "空", "有"])
COUNTS = st.sampled_from(["-", "1", ">=3", "<3", "[2..4]", "not([2..4])", "空"])
TEXTS = st.sampled_from(["-", "含(@谣言)", "非(含(@谣言))", "提到(@谣言)", "空"])
RULES = st.lists(st.tuples(CHANNELS, COUNTS, TEXTS, st.sampled_from("甲乙丙")), min_size=1, max_size=6)
FACTS = st.fixed_dictionaries(
    {
        "渠道": st.sampled_from([None, "群聊", "电话", ("平台", "群聊"), frozenset({"电话", "平台"})]),
        "单位数": st.sampled_from([None, 0, 1, 2, 3, 5]),
        "正文": st.sampled_from([None, "", "造谣", "没有造谣", "问一下"]),
    }
)


def made(policy: str, rules: list[tuple[int, tuple[str, str, str, str]]]) -> CompiledTable:
    lines = "\n".join(f"R{number}|{'|'.join(cells)}|" for number, cells in rules)
    named = compiled(f"{policy}|渠道|单位数|正文|→类|理由\n{lines}")
    return replace(named, default=0)


@settings(deadline=None, max_examples=60)
@given(RULES, FACTS)
def test_what_matches_is_what_each_cell_alone_says(
    rules: list[tuple[str, str, str, str]], facts: dict[str, object]
) -> None:
    asked = made("C", list(enumerate(rules)))
    one_by_one = [
        rule.id for rule in asked.rules if all(matcher(facts[field]) is not None for field, matcher in rule.asks)
    ]
    assert [rule.id for rule in matching(asked, facts)] == one_by_one


@settings(deadline=None, max_examples=60)
@given(RULES, FACTS, st.randoms(use_true_random=False))
def test_the_order_of_the_rules_does_not_matter(
    rules: list[tuple[str, str, str, str]], facts: dict[str, object], random: st.DataObject
) -> None:
    shuffled = list(enumerate(rules))
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    for policy in "UA":
        before, after = (evaluate(made(policy, r), facts) for r in (list(enumerate(rules)), shuffled))
        assert (before.outputs, bool(before.why)) == (after.outputs, bool(after.why))
    counts = [evaluate_all(made("C#", r), facts)[0].outputs for r in (list(enumerate(rules)), shuffled)]
    assert counts[0] == counts[1]


@settings(deadline=None, max_examples=60)
@given(RULES, FACTS)
def test_asking_twice_gives_the_same(rules: list[tuple[str, str, str, str]], facts: dict[str, object]) -> None:
    asked = made("F", list(enumerate(rules)))
    assert evaluate(asked, facts) == evaluate(asked, facts) == evaluate(made("F", list(enumerate(rules))), facts)
