import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from pipeline.model import Fate, State
from pipeline.plan.model import Plan
from pipeline.workbooks.report_template import write_report_template
from tests.reporting.editions import incident, report
from tests.workbook_maker import fill
from tests.workbooks.taking import DAY, epidemic, take

UNIT = "初二1班"


@pytest.fixture(scope="module")
def plan() -> Plan:
    return epidemic()


@pytest.fixture(scope="module")
def form(plan: Plan, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("form") / "report.xlsx"
    own = incident(1, report("家长问校服何时发", UNIT))
    others = incident(2, report("食堂的菜凉", "初三1班"))
    closed = replace(incident(3, report("网课卡顿", UNIT)), state=State.REVIEWED)
    secret = replace(incident(4, report("不宜外传", UNIT)), restricted=True)
    write_report_template(path, plan, unit=UNIT, day=DAY, incidents=(own, others, closed, secret))
    return path


def _headings(sheet: Worksheet, row: int) -> list[str]:
    return [str(c.value) for c in sheet[row] if c.value]


def test_main_columns_stand_first_and_headings_hold_the_label_alone(form: Path, plan: Plan) -> None:
    sheet = load_workbook(form)["上报"]
    specs = sorted(plan.fields_of("上报"), key=lambda f: not f.main)
    assert _headings(sheet, 5) == [f.label + "*" * f.required for f in specs]
    above = {str(c.value).rstrip("*") for row in sheet["A1:W4"] for c in row if c.value}
    assert not above & {f.label for f in specs}
    assert not sheet.merged_cells.ranges


def test_line_one_says_whom_to_phone_and_the_labels_have_their_values_beside(form: Path, plan: Plan) -> None:
    sheet = load_workbook(form)["上报"]
    assert plan.info.contact_phone in str(sheet["A1"].value)
    assert "{" not in str(sheet["A1"].value)
    assert [sheet[a].value for a in ("A2", "B2", "C2")] == ["单位*", UNIT, "上报日期*"]
    assert [c.value for c in sheet["A"][5:45]] == list(range(1, 41))


def test_the_unit_sees_its_own_open_incidents_and_no_other(form: Path) -> None:
    sheet = load_workbook(form)["续报"]
    assert [c.value for c in sheet["A"][2:] if c.value] == ["YQ-2021-0001"]
    about = next(c.column for c in sheet[2] if c.value == "原报内容")
    assert sheet.cell(3, about).value == "家长问校服何时发"


def test_a_unit_in_doubt_is_asked_in_its_own_form_without_the_words_of_others(tmp_path: Path, plan: Plan) -> None:
    path = tmp_path / "report.xlsx"
    write_report_template(path, plan, unit=UNIT, day=DAY, asked=("YQ-2021-0002",))
    sheet = load_workbook(path)["续报"]
    about = next(c.column for c in sheet[2] if c.value == "原报内容")
    assert sheet["A3"].value == "YQ-2021-0002"
    assert "请核实" in str(sheet.cell(3, about).value)
    assert "菜凉" not in str(sheet.cell(3, about).value)


def test_only_cells_to_fill_in_are_open(form: Path) -> None:
    book = load_workbook(form)
    sheet = book["上报"]
    assert sheet.protection.sheet
    assert sheet.protection.password is None
    assert not sheet.protection.formatColumns, "columns may be made wider"
    assert not any(sheet[a].protection.locked for a in ("B2", "D3", "A6", "B6", "T45"))
    assert not sheet.column_dimensions["B"].protection.locked, "cells below follow their column"
    assert all(sheet[a].protection.locked for a in ("A1", "A2", "A5", "E2", "T5"))
    assert book.security is not None
    assert book.security.lockStructure


def test_choices_are_strict_prompts_are_hints_and_several_units_fit_a_cell(form: Path, plan: Plan) -> None:
    sheet = load_workbook(form)["上报"]
    rules = {str(d.sqref).split(":")[0]: d for d in sheet.data_validations.dataValidation}
    channel, places, summary = rules["C6"], rules["I6"], rules["B6"]
    assert channel.showErrorMessage
    assert channel.error
    assert not places.showErrorMessage
    assert summary.prompt == plan.field("上报", "summary").hint[:255]
    assert all(len(d.prompt or "") <= 255 and len(d.promptTitle or "") <= 32 for d in rules.values())


def test_lists_stand_under_names_not_sheets(form: Path, plan: Plan) -> None:
    book = load_workbook(form)
    rule = next(d for d in book["上报"].data_validations.dataValidation if str(d.sqref).startswith("C6"))
    name = str(rule.formula1).lstrip("=")
    sheet, cells = str(book.defined_names[name].attr_text).replace("'", "").replace("$", "").split("!")
    assert tuple(row[0].value for row in book[sheet][cells]) == plan.options("来源渠道")


def test_meta_is_hidden_and_says_which_template_it_is(form: Path, plan: Plan) -> None:
    sheet = load_workbook(form)["_meta"]
    assert sheet.sheet_state == "hidden"
    assert {str(r[0].value): str(r[1].value) for r in sheet["A1:B5"]} == {
        "template": "report", "version": plan.info.version, "plan": "epidemic",
        "plan_digest": plan.template_digest, "unit": UNIT,
    }  # fmt: skip


def test_the_guide_shows_right_wrong_and_the_notice(form: Path, plan: Plan) -> None:
    said = "\n".join(str(c.value) for c in load_workbook(form)["填写说明"]["A"] if c.value)
    for key in ("template.right", "template.wrong", "template.privacy"):
        assert plan.texts[key].splitlines()[0] in said
    assert "{" not in said


def test_it_prints_on_paper(form: Path) -> None:
    sheet = load_workbook(form)["上报"]
    assert sheet.print_title_rows == "$5:$5"
    assert (sheet.page_setup.orientation, sheet.page_setup.fitToHeight) == ("landscape", 0)
    assert sheet.freeze_panes == "B6"


def test_the_same_plan_gives_the_same_bytes(plan: Plan, tmp_path: Path) -> None:
    for name in ("a", "b"):
        write_report_template(tmp_path / name, plan)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


def test_a_filled_in_form_is_taken(form: Path, plan: Plan, tmp_path: Path) -> None:
    row = {"内容摘要": "几位家长在群里问分餐的菜为什么凉", "来源渠道": "班级家长群", "发现时间": "9:40"}
    taken, _ = take(fill(form, tmp_path / "a.xlsx", rows=[row], unit=UNIT), plan)
    assert (taken.fate, taken.accepted, taken.unit) == (Fate.ACCEPTED, 1, UNIT)


@pytest.mark.heavy
def test_it_survives_a_save_in_libreoffice(form: Path, plan: Plan, tmp_path: Path) -> None:
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    convert = ["soffice", profile, "--headless", "--convert-to", "xlsx", "--outdir", str(tmp_path), str(form)]
    subprocess.run(convert, check=True, capture_output=True, timeout=180)  # noqa: S603
    before, after = load_workbook(form), load_workbook(tmp_path / form.name)
    assert after.sheetnames == before.sheetnames
    assert [s.sheet_state for s in after] == [s.sheet_state for s in before]
    assert [s.protection.sheet for s in after] == [s.protection.sheet for s in before]
    assert _rules(after) == _rules(before)
    assert not after["上报"]["B6"].protection.locked
    assert after["上报"]["B5"].protection.locked
    row = {"内容摘要": "几位家长在群里问分餐的菜为什么凉", "来源渠道": "班级家长群", "发现时间": "9:40"}
    taken, _ = take(fill(tmp_path / form.name, tmp_path / "filled.xlsx", rows=[row], unit=UNIT), plan)
    assert (taken.fate, taken.accepted, taken.findings) == (Fate.ACCEPTED, 1, ())


def _rules(book: Workbook) -> set[tuple[object, ...]]:
    """Place, kind, list, strictness and prompt of every validation."""
    return {
        (sheet.title, str(d.sqref), d.type, _list(d.formula1), d.showErrorMessage, d.prompt or "")
        for sheet in book.worksheets
        for d in sheet.data_validations.dataValidation
    }


def _list(formula: object) -> str:
    """The name of a list; LibreOffice writes 0 where there is none."""
    return str(formula or "0").lstrip("=")


def test_what_is_prefilled_is_no_row_and_no_unknown_column(form: Path, plan: Plan, tmp_path: Path) -> None:
    taken, _ = take(fill(form, tmp_path / "a.xlsx", unit=UNIT, statement="零报告"), plan)
    assert (taken.fate, taken.rows_read, taken.findings) == (Fate.ACCEPTED, 0, ())
