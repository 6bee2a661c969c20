from datetime import UTC, date, datetime
from io import BytesIO
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from python_calamine import CalamineWorkbook

from pipeline.model import CellError
from pipeline.workbooks.cells import clean, put, put_text, tall, width
from pipeline.workbooks.deterministic import workbook_bytes


def _sheet() -> Worksheet:
    sheet = Workbook().active
    assert isinstance(sheet, Worksheet)
    return sheet


@pytest.mark.parametrize("text", ["=1+1", "+86", "-3", "@SUM(A1)", "#N/A", "=cmd|'/c calc'!A0", "\t=1"])
def test_what_looks_like_a_formula_stays_text(text: str) -> None:
    sheet = _sheet()
    put_text(sheet["A1"], text)
    assert sheet.parent is not None
    again = load_workbook(BytesIO(workbook_bytes(sheet.parent)))["Sheet"]["A1"]
    assert (again.value, again.data_type) == (text, "s")
    assert again.quotePrefix == (text != "#N/A")


@given(st.text(max_size=40))
def test_any_text_can_be_written_and_read_again(text: str) -> None:
    sheet = _sheet()
    put_text(sheet["B2"], "x" + text + "x")
    assert sheet.parent is not None
    rows = CalamineWorkbook.from_filelike(BytesIO(workbook_bytes(sheet.parent))).get_sheet_by_index(0)
    printable = "".join(c for c in text.replace("\r\n", "\n").replace("\r", "\n") if c >= " " or c in "\t\n")
    printable = printable.replace("\ufffe", "").replace("\uffff", "")
    assert rows.to_python(skip_empty_area=False)[1][1] == f"x{printable}x"


def test_a_moment_is_shown_in_the_zone_and_an_error_as_its_text() -> None:
    sheet = _sheet()
    put(sheet["A1"], datetime(2021, 3, 25, 16, 30, tzinfo=UTC), ZoneInfo("Asia/Shanghai"))
    put(sheet["A2"], date(2021, 3, 25))
    put(sheet["A3"], CellError("#REF!"))
    assert sheet["A1"].value == datetime(2021, 3, 26, 0, 30)  # noqa: DTZ001 (a workbook knows no zones)
    assert [sheet[a].number_format for a in ("A1", "A2")] == ["yyyy-mm-dd hh:mm", "yyyy-mm-dd"]
    assert (sheet["A3"].value, sheet["A3"].data_type) == ("#REF!", "s")


def test_control_characters_go_and_long_texts_are_cut() -> None:
    assert clean("甲\x00乙\x0b丙\r\n丁") == "甲乙丙\n丁"
    assert len(clean("长" * 40_000)) == 32_767


def test_chinese_counts_twice_and_wraps_higher() -> None:
    assert width("上报abc") == 7
    assert tall(["一二三四五六七八九十"], [12]) > tall(["一二"], [12])
    assert tall([], []) > 0
