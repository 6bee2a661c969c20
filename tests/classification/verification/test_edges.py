"""What fairness forbids: refused in the plan, and refused by the engine should a plan slip through."""

import pytest

from pipeline.classification.assessment import Signals, assess
from pipeline.classification.fairness import is_fair
from pipeline.classification.rulebook import compile_rules
from pipeline.model import Row, Value, Verdict
from pipeline.plan.model import Plan
from pipeline.plan.text import PlanTables
from pipeline.register.law import make_law
from tests.classification.verification.test_verification import sentences, with_rows
from tests.plan.sheets import bundled, plan, spoiled


def errors(tables: PlanTables) -> list[str]:
    found = [s for s in sentences(tables) if s.startswith("错误")]
    assert (make_law(tables)[0] is None) == bool(found)
    return found


def dictionary_row(dictionary: str, value: str) -> int:
    sheet = spoiled("字典")["字典"]
    return next(n for n, row in enumerate(sheet, start=1) if row[:2] == (dictionary, value))


@pytest.mark.parametrize(
    ("value", "code"),
    [("C", "C"), ("恶意类", "C"), ("C类", "unclear"), ("拟C", "A"), ("c", "unclear"), ("待核实", "C")],
)
def test_a_class_that_needs_a_person_must_say_that_it_is_proposed(value: str, code: str) -> None:
    row = dictionary_row("系统拟分类", "拟C")
    found = errors(spoiled("字典", **{f"B{row}": value, f"C{row}": code}))
    assert any(s.startswith(f"错误:字典!B{row}:“{value}”会由规则直接定类,而这一类只能由人确认") for s in found), found


def test_a_rule_that_gives_it_is_named_too() -> None:
    row = dictionary_row("系统拟分类", "拟C")
    tables = {**spoiled("字典", **{f"B{row}": "C"}), "分类规则": spoiled("分类规则", I4="C")["分类规则"]}
    assert any(s.startswith("错误:分类规则!I4:“C”会由规则直接定类") for s in errors(tables))


def test_no_other_result_column_may_give_it_either() -> None:
    rows = spoiled("分类规则")["分类规则"]
    more = tuple(
        (*row[:-1], "→审定分类" if n == 0 else "C类" if n == 2 else "A", row[-1]) for n, row in enumerate(rows)
    )
    (found,) = errors({**spoiled("分类规则"), "分类规则": more})
    assert found.startswith("错误:分类规则!J3:“C类”会由规则直接定类")


@pytest.mark.parametrize(
    ("label", "kind", "refused"),
    [("家长姓名", "文字", True), ("反映者", "文字", True), ("学号", "编号", True), ("补充说明", "文字", False)],
)
def test_a_rule_may_not_ask_who_somebody_is(label: str, kind: str, refused: bool) -> None:  # noqa: FBT001
    tables = with_rows("字段", ("上报", "extra", label, "", kind, "否", "", "否", "12", "40", "", ""))
    rows = tuple(
        (*row[:1], label if n == 0 else "含(甲)" if n == 1 else "", *row[1:])
        for n, row in enumerate(tables["分级规则"])
    )
    found = errors({**tables, "分级规则": rows})
    assert any(s.startswith(f"错误:分级规则!B1:规则不能按个人来判断,“{label}”指向个人") for s in found) == refused


def test_a_choice_of_what_somebody_is_may_be_asked() -> None:
    rows = tuple(
        (*row[:1], "提出人" if n == 0 else "校外" if n == 1 else "", *row[1:])
        for n, row in enumerate(spoiled("分级规则")["分级规则"])
    )
    assert not errors({**spoiled("分级规则"), "分级规则": rows})


SPOKEN = {"口径": "B2", "报表": "B39", "时限": "G2", "分级规则": "I2", "字段": "L30", "情形": "D3"}


def saying(text: str) -> PlanTables:
    """The tables with that text in every kind of cell a reader may see."""
    return {**bundled(), **{sheet: spoiled(sheet, **{cell: text})[sheet] for sheet, cell in SPOKEN.items()}}


@pytest.mark.parametrize("text", ["建议给予记过", "对反映者予以警告", "作为处分依据", "不排除处分", "核实后劝退"])
def test_no_text_proposes_a_punishment(text: str) -> None:
    found = [s for s in errors(saying(text)) if "方案不提出、不建议任何处分" in s]
    assert sorted(s.split(":")[1] for s in found) == sorted(f"{sheet}!{cell}" for sheet, cell in SPOKEN.items())


@pytest.mark.parametrize(
    "text", ["不作为处分依据", "本汇报不作为任何处分的依据", "不建议处分,不得用于处分", "只答复,不予通报批评"]
)
def test_a_text_that_denies_a_punishment_may_stand(text: str) -> None:
    assert not errors(saying(text))


def test_the_floor_stands_when_the_plan_has_no_list_of_its_own() -> None:
    tables = spoiled("口径", B2="建议记过")
    bare = {**tables, "词表": tuple(row for row in tables["词表"] if row[0] != "处分词")}
    assert len(errors(bare)) == 1


def bypassed() -> Plan:
    """The bundled plan in which the rules say C where they should say 拟C, not verified."""
    choices = tuple(
        c.model_copy(update={"value": "C"}) if (c.dictionary, c.value) == ("系统拟分类", "拟C") else c
        for c in plan().choices
    )
    tables = tuple(
        t.model_copy(
            update={
                "rules": tuple(
                    r.model_copy(update={"results": tuple("C" if x == "拟C" else x for x in r.results)})
                    for r in t.rules
                )
            }
        )
        for t in plan().tables
    )
    whole = {name: getattr(plan(), name) for name in Plan.model_fields}
    return Plan.model_construct(**whole | {"choices": choices, "tables": tables})


def test_the_engine_proposes_no_bare_class_even_if_nobody_checked_the_plan() -> None:
    checked, unchecked = proposal(plan()), proposal(bypassed())
    assert (checked[0], checked[1].outputs, checked[1].rule) == ("C", {"→分类": "拟C"}, "FL-03")
    assert (unchecked[0], unchecked[1].outputs, unchecked[1].rule) == ("unclear", {"→分类": "待研判"}, "")
    assert unchecked[1].why == "规则 FL-03 直接定为“C”,没有由人确认,不作数"


def proposal(one: Plan) -> tuple[str, Verdict]:
    """The class proposed for a rumour, and the verdict on it."""
    blank: dict[str, Value] = {f.key: f.default or None for f in one.fields_of("上报")}
    said = blank | {"summary": "有人转发一条政治谣言", "channel": "学生群"}
    book, findings = compile_rules(one)
    assert book is not None, [f.sentence for f in findings]
    found = assess(book, one, {"初一1班": [Row("0" * 64, "上报.xlsx", "上报", 7, said, {})]}, Signals())
    return found.proposed, next(v for v in found.verdicts if v.table == "分类规则")


def test_what_needs_nobody_and_what_says_nothing_is_fair() -> None:
    assert all(is_fair(plan(), value) for value in ("A", "D", "待研判", "", "拟B"))
