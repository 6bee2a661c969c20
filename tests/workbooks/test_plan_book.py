from datetime import UTC, date, datetime, time
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from pipeline import resources
from pipeline.errors import PlanError
from pipeline.plan.text import normal_rows, read_folder
from pipeline.workbooks.cells import put
from pipeline.workbooks.plan_book import read_plan, write_plan

AWKWARD = [
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
    assert {c.value for c in book["说明"]["A"]} > {"单位名册", "分类规则", "保存期限"}
    fields = {str(d.sqref)[0]: d for d in book["字段"].data_validations.dataValidation}
    assert fields["E"].showErrorMessage, "a type is one of a few"
    assert not fields["G"].showErrorMessage, "a new dictionary may be named"
    rules = book["分类规则"]
    policy = next(d for d in rules.data_validations.dataValidation if str(d.sqref) == "A1")
    assert policy.prompt
    assert "U" in policy.prompt
    assert {c.number_format for c in rules[2]} == {"@"}
    assert rules.freeze_panes == "B2"


def test_sheets_of_our_own_are_not_read_as_plan(tmp_path: Path) -> None:
    write_plan(tmp_path / "plan.xlsx", {"字段": (("表",), ("上报",))})
    assert list(read_plan(tmp_path / "plan.xlsx")) == ["字段"]


def test_a_file_that_is_no_workbook_is_a_plan_error(tmp_path: Path) -> None:
    (tmp_path / "plan.xlsx").write_text("不是表格", encoding="utf-8")
    with pytest.raises(PlanError, match="打不开"):
        read_plan(tmp_path / "plan.xlsx")
    with pytest.raises(PlanError, match="打不开"):
        read_plan(tmp_path / "nowhere.xlsx")
