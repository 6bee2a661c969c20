import re
from pathlib import Path

import pytest

from pipeline import resources
from pipeline.plan.loading import load
from pipeline.plan.schema import OPTIONAL, schema_of, wrong_braces
from pipeline.plan.text import PlanTables
from tests.plan.sheets import bundled, findings_of, plan, row_of, spoiled

ROOT = Path(__file__).parents[2]


def without(sheet: str, row: int, tables: PlanTables | None = None) -> PlanTables:
    tables = tables or bundled()
    return {**tables, sheet: (*tables[sheet][: row - 1], *tables[sheet][row:])}


def of_another_plan(tables: PlanTables) -> PlanTables:
    rows = [("plan", "ours") if row[0] == "plan" else row for row in tables["基本信息"]]
    return {**tables, "基本信息": tuple(rows)}


def test_a_missing_text_is_taken_from_the_bundled_plan_and_named() -> None:
    loaded, findings = load(without("报表", row_of("报表", "section.key")))
    assert loaded is not None
    assert loaded.texts == plan().texts
    assert [f.sentence for f in findings] == [
        "报表:缺少文字“section.key”,已用默认的“重点舆情”。要改请补上;不改也可以使用。"
    ]


def test_a_missing_text_of_a_plan_that_is_not_bundled_is_an_error() -> None:
    assert load(of_another_plan(bundled()))[0] is not None
    found = findings_of(of_another_plan(without("报表", row_of("报表", "section.key"))))
    assert [(f.code, f.expected) for f in found] == [("plan.needed", "section.key")]


def test_a_mistyped_key_is_no_missing_one() -> None:
    row = row_of("报表", "section.key")
    found = findings_of(spoiled("报表", **{f"A{row}": "section.kye"}))
    assert [(f.code, f.where, f.expected) for f in found] == [("plan.needed", f"报表!A{row}", "section.key")]
    assert "是不是“section.kye”" in found[0].sentence


def test_a_key_that_nothing_uses_is_a_hint() -> None:
    row = len(bundled()["报表"]) + 1
    loaded, findings = load(spoiled("报表", **{f"A{row}": "my.own.note", f"B{row}": "记一笔"}))
    assert loaded is not None
    assert [(f.code, f.where) for f in findings] == [("plan.unused", f"报表!A{row}")]


def test_the_sentence_of_change_of_an_older_plan_may_still_be_filled() -> None:
    text = "与上期相比，新增{new_change}，在办{open_change}，待答复{waiting_change}，逾期{overdue_change}。"
    loaded, findings = load(spoiled("报表", **{f"B{row_of('报表', 'overview.change')}": text}))
    assert (loaded is not None, findings) == (True, ())


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("{yaer}年", "{yaer}"),
        ("{year}年第{number期", "{"),
        ("第{number}}期", "}"),
        ("{number:d}", "{number:d}"),
        ("{}", "{}"),
        ("{number.real}", "{number.real}"),
        ("{number!r}", "{number!r}"),
    ],
)
def test_braces_that_nothing_fills_are_an_error(text: str, wrong: str) -> None:
    row = row_of("报表", "briefing.issue")
    found = findings_of(spoiled("报表", **{f"B{row}": text}))
    assert [(f.code, f.where, f.stood) for f in found] == [("plan.braces", f"报表!B{row}", wrong)]
    assert "{number}、{year}" in found[0].expected


def test_a_text_may_leave_out_what_it_is_filled_with() -> None:
    loaded, findings = load(spoiled("报表", **{f"B{row_of('报表', 'briefing.issue')}": "第{number}号"}))
    assert loaded is not None
    assert findings == ()
    assert wrong_braces("{{原样}}", frozenset()) == ""


def test_the_first_line_of_the_form_is_filled_with_the_contact_alone() -> None:
    row = row_of("基本信息", "safety")
    found = findings_of(spoiled("基本信息", **{f"B{row}": "请打{电话}"}))
    assert [(f.code, f.where, f.stood) for f in found] == [("plan.braces", f"基本信息!B{row}", "{电话}")]


def test_a_value_that_the_program_prints_is_taken_too() -> None:
    row = next(n for n, r in enumerate(bundled()["字典"], start=1) if r[:1] == ("状态",))
    code = bundled()["字典"][row - 1][2]
    loaded, findings = load(without("字典", row))
    assert loaded is not None
    assert loaded.label("状态", code) == bundled()["字典"][row - 1][1]
    assert [(f.code, f.expected) for f in findings] == [("plan.default", code)]
    other = findings_of(of_another_plan(without("字典", row)))
    assert [(f.code, f.sheet, f.expected) for f in other] == [("plan.needed", "字典", code)]


def test_a_field_without_which_nothing_is_read_is_an_error() -> None:
    row = next(n for n, r in enumerate(bundled()["字段"], start=1) if r[:2] == ("表头", "statement"))
    assert [(f.code, f.expected) for f in findings_of(without("字段", row))] == [("plan.needed", "statement")]


def test_every_bundled_plan_has_every_text_that_is_asked_for() -> None:
    """Keys written out in the program and the pages; those put together from parts are tried by the pages' tests."""
    sources = [*(ROOT / "pipeline").rglob("*.py"), *(resources.templates() / "html").iterdir()]
    text = "\n".join(p.read_text(encoding="utf-8") for p in sources if p.name != "findings.py")
    said = set(re.findall(r"""["']([a-z_]+(?:\.[a-z_]+)+)["']""", text))
    for folder in resources.packs().iterdir():
        known = {key for _, key in schema_of(folder.name).texts}
        first = {key.partition(".")[0] for key in known}
        findings = {"review.", "template.", "manifest.json"}
        asked = {key for key in said if key.partition(".")[0] in first and not key.startswith(tuple(findings))}
        assert asked
        assert asked - set(OPTIONAL) <= known, folder.name
