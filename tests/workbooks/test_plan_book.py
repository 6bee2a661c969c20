from datetime import UTC, date, datetime, time
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from pipeline import resources
from pipeline.errors import PlanError
from pipeline.findings import finding
from pipeline.plan.cells import findings
from pipeline.plan.loading import SHEETS
from pipeline.plan.text import digest, normal_rows, read_folder
from pipeline.workbooks.cells import put
from pipeline.workbooks.plan_book import read_plan, write_plan
from pipeline.workbooks.plan_marked import write_marked_plan
from pipeline.workbooks.plan_sheets import plan_book
from tests.plan.sheets import bundled, plan

AWKWARD = [
    "-3",
    "00123",
    "1e5",
    "3-4",
    "=cmd|' /C calc'!A0",
    "\tx",
    "x\ny\n\nz",
    "　前后有全角空格",
    "﻿x",
    "_x000D_",
    "长" * 32_767,
    "0001",
    "=1+1",
    "'x",
    '"a"',
    "1e3",
    "是",
    "20:00",
    "2021-03-25",
    "+86",
    "@x",
    "_x0041_",
    "#N/A",
    "a\nb",
    " x",
]
CELLS = st.sampled_from(AWKWARD) | st.text(st.characters(blacklist_categories=["Cc", "Cs", "Cn"]), max_size=12)
TABLES = st.dictionaries(
    st.sampled_from(["基本信息", "字段", "分类规则"]), st.lists(st.lists(CELLS, max_size=4), max_size=5)
)


ANY_TABLES = st.dictionaries(
    st.sampled_from(["基本信息", "字段", "分类规则"]),
    st.lists(st.lists(CELLS | st.text(max_size=12), max_size=4), max_size=5),
)


@pytest.fixture(scope="module")
def workbook() -> Workbook:
    return plan_book(bundled())


def offered(sheet: Worksheet) -> dict[str, DataValidation]:
    """Column → what is offered beside its cells, below the heading."""
    rules = sorted(sheet.data_validations.dataValidation, key=lambda d: d.type == "list")
    return {str(d.sqref)[0]: d for d in rules if str(d.sqref)[1:].partition(":")[0] != "1"}


@settings(max_examples=60, deadline=None)
@given(ANY_TABLES)
def test_what_is_not_refused_comes_back_exactly(tables: dict[str, list[list[str]]]) -> None:
    wanted = {name: normal_rows(rows) for name, rows in tables.items()}
    if not any(findings(wanted)):
        with TemporaryDirectory() as folder:
            path = Path(folder) / "plan.xlsx"
            write_plan(path, wanted)
            assert read_plan(path) == wanted


@settings(max_examples=60, deadline=None)
@given(TABLES)
def test_text_to_workbook_to_text_is_the_identity(tables: dict[str, list[list[str]]]) -> None:
    wanted = {name: normal_rows(rows) for name, rows in tables.items()}
    with TemporaryDirectory() as folder:
        path = Path(folder) / "plan.xlsx"
        write_plan(path, wanted)
        assert read_plan(path) == wanted


def test_a_bundled_plan_comes_back_as_it_was(tmp_path: Path) -> None:
    tables = read_folder(resources.packs() / "epidemic")
    write_plan(tmp_path / "plan.xlsx", tables)
    assert read_plan(tmp_path / "plan.xlsx") == tables


def test_what_excel_makes_of_typing_is_text_again(tmp_path: Path) -> None:
    write_plan(tmp_path / "plan.xlsx", {"基本信息": (("键", "值"), ("a", "b"))})
    book = load_workbook(tmp_path / "plan.xlsx")
    moment = datetime(2021, 3, 25, 9, 40, tzinfo=UTC).replace(tzinfo=None)  # a workbook knows no zones
    typed: list[date | time | float | bool] = [
        date(2021, 3, 25),
        time(20, 0),
        0.62,
        3,
        True,
        moment,
        0.1 + 0.2,
    ]
    for row, value in enumerate(typed, start=2):
        put(book["基本信息"].cell(row, 2), value)
    book.save(tmp_path / "plan.xlsx")
    read = [row[1] for row in read_plan(tmp_path / "plan.xlsx")["基本信息"][1:]]
    assert read == ["2021-03-25", "20:00", "0.62", "3", "是", "2021-03-25 09:40", "0.3"]


def test_a_clerk_gets_drop_downs_a_front_sheet_and_text_cells(tmp_path: Path) -> None:
    write_plan(tmp_path / "plan.xlsx", read_folder(resources.packs() / "epidemic"))
    book = load_workbook(tmp_path / "plan.xlsx")
    assert book.sheetnames[0] == "说明"
    assert book["_字典"].sheet_state == "hidden"
    links = {c.value: c.hyperlink.location for c in book["说明"]["A"] if c.hyperlink}
    assert links == {name: f"'{name}'!A1" for name in SHEETS}
    fields = offered(book["字段"])
    assert fields["E"].showErrorMessage, "a type is one of a few"
    assert not fields["G"].showErrorMessage, "a new dictionary may be named"
    rules = book["分类规则"]
    policy = next(d for d in rules.data_validations.dataValidation if str(d.sqref) == "A1")
    assert policy.prompt
    assert "U" in policy.prompt
    assert {c.number_format for c in rules[2]} == {"@"}
    assert rules.freeze_panes == "B2"


@pytest.mark.parametrize(
    ("sheet", "column", "some"),
    [
        ("单位名册", "B", {"部门", "工作组"}),
        ("人员角色", "E", {"是", "否"}),
        ("字段", "E", {"文字", "选项"}),
        ("阶段", "E", {"每天", "工作日"}),
        ("情形", "C", {"P1", "P2"}),
        ("情形", "E", {"是", "否"}),
        ("去向规则", "L", {"转介", "立案"}),
        ("情形规则", "E", {"P1-1", "P2-3"}),
        ("分类规则", "I", {"拟B", "待研判"}),
        ("分级规则", "H", {"Ⅳ", "Ⅰ"}),
        ("时限", "B", {"Ⅳ", "Ⅰ"}),
        ("时限", "C", {"phone", "review"}),
        ("时限", "E", {"分钟", "当日"}),
        ("日历", "C", {"工作日", "休息日"}),
        ("基本信息", "B", {"Ⅳ", "Ⅰ"}),
    ],
)
def test_every_closed_column_has_a_list(workbook: Workbook, sheet: str, column: str, some: set[str]) -> None:
    rule = offered(workbook[sheet])[column]
    place = workbook.defined_names[str(rule.formula1).removeprefix("=")].attr_text
    cells = workbook["_字典"][place.partition("!")[2].replace("$", "")]
    assert {c.value for line in cells for c in line} >= some
    assert rule.showErrorMessage


def test_every_heading_has_a_note_or_speaks_for_itself(workbook: Workbook) -> None:
    plain = {"说明", "名称", "依据", "职责", "审定人", "起", "止"}
    for name in SHEETS:
        noted = {str(d.sqref) for d in workbook[name].data_validations.dataValidation if d.prompt}
        bare = [c.value for c in workbook[name][1] if c.coordinate not in noted and c.value not in plain]
        assert not bare, name


def test_a_condition_says_how_it_is_written_and_with_which_values(workbook: Workbook) -> None:
    hint = offered(workbook["分级规则"])["B"]
    assert hint.type is None
    assert "[2..5]" in str(hint.prompt)
    assert "公开平台" in str(hint.prompt)


def test_the_front_sheet_is_no_part_of_the_plan(tmp_path: Path) -> None:
    path = tmp_path / "plan.xlsx"
    write_plan(path, bundled())
    book = load_workbook(path)
    book["说明"]["A1"] = "随便写的"
    book.save(path)
    assert digest(read_plan(path)) == plan().digest
    del book["说明"]
    book.save(path)
    assert digest(read_plan(path)) == plan().digest


def test_sheets_of_our_own_are_not_read_as_plan(tmp_path: Path) -> None:
    write_plan(tmp_path / "plan.xlsx", {"字段": (("表",), ("上报",))})
    assert list(read_plan(tmp_path / "plan.xlsx")) == ["字段"]


def test_a_file_that_is_no_workbook_is_a_plan_error(tmp_path: Path) -> None:
    (tmp_path / "plan.xlsx").write_text("不是表格", encoding="utf-8")
    with pytest.raises(PlanError, match="打不开"):
        read_plan(tmp_path / "plan.xlsx")
    with pytest.raises(PlanError, match="打不开"):
        read_plan(tmp_path / "nowhere.xlsx")


def test_a_plan_of_which_something_would_be_lost_says_not_to_save_the_copy_over_it(tmp_path: Path) -> None:
    """A chart, or a part in which nobody can look: the copy is a plan made anew, to be read beside her own."""
    faults = (finding("plan.value", sheet="时限", cell="D3", stood="半", label="数值", reason="", expected="数字"),)
    own, marked = tmp_path / "plan.xlsx", tmp_path / "标注.xlsx"
    write_plan(own, bundled())
    write_marked_plan(own, marked, bundled(), faults)
    assert _intro(marked).endswith("另存为 plan.xlsx 即可。")
    for part, data in (("xl/charts/chart1.xml", b"<c:chartSpace/>"), ("xl/other.xml", bytes(6_000_001))):
        write_plan(own, bundled())
        with ZipFile(own, "a", ZIP_DEFLATED) as archive:
            archive.writestr(part, data)
        write_marked_plan(own, marked, bundled(), faults)
        assert _intro(marked).endswith("不要拿这一份替换它。")
        assert load_workbook(marked)["时限"]["D3"].comment


def _intro(marked: Path) -> str:
    return str(load_workbook(marked)["核对结果"]["A3"].value)
