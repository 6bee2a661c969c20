from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from openpyxl import load_workbook

from pipeline.findings import finding
from pipeline.model import Arrival, Fate, Kind, Submission, TakenIn
from pipeline.workbooks.naming import returned_name, returned_names
from pipeline.workbooks.receipt import chat_line, write_receipt
from tests.workbooks.taking import DAY, RECEIVED, epidemic


def _taken(name: str, unit: str = "", sha256: str = "a" * 64, fate: Fate = Fate.RETURNED) -> TakenIn:
    arrival = Arrival(name, sha256, DAY, RECEIVED, "")
    said = (Submission(arrival, Kind.REPORT, unit, DAY),) if unit else ()
    return TakenIn(arrival, fate, (finding("file.password", file=name),), said)


@pytest.mark.parametrize(
    ("name", "unit", "returned"),
    [
        ("初二1班/今天.xls", "初二1班", "初二1班-今天.xlsx"),
        ("笔记.xlsx", "", "未知单位-笔记.xlsx"),
        ('a:b*?"<>|.csv', "", "未知单位-a_b______.xlsx"),
        ("初二1班-今天.xlsx", "初二1班", "初二1班-今天.xlsx"),
        ("末尾有点. .xlsx", "", "未知单位-末尾有点.xlsx"),
    ],
)
def test_a_name_is_safe_and_does_not_grow_with_each_return(name: str, unit: str, returned: str) -> None:
    assert returned_name(_taken(name, unit)) == returned


def test_two_files_of_one_name_do_not_overwrite_each_other() -> None:
    first, second = _taken("A/table.xlsx", sha256="b" * 64), _taken("B/Table.XLS", sha256="a" * 64)
    later = replace(second, arrival=replace(second.arrival, received=RECEIVED + timedelta(minutes=1)))
    names = returned_names([later, first, _taken("好.xlsx", "初二1班", "c" * 64, Fate.ACCEPTED)])
    assert names == {"b" * 64: "未知单位-table.xlsx", "a" * 64: "未知单位-Table-2.xlsx"}


def test_the_line_of_an_unreadable_file_says_why() -> None:
    assert chat_line(_taken("收件/笔记.xlsx")) == "笔记.xlsx未能收下:文件设了打开密码,读不出来,请改后重交"


def test_a_receipt_alone_for_an_unreadable_file(tmp_path: Path) -> None:
    write_receipt(tmp_path / "a.xlsx", _taken("笔记.xlsx"), epidemic())
    book = load_workbook(tmp_path / "a.xlsx")
    assert book.sheetnames == ["回执"]
    said = {str(c.value) for row in book["回执"].iter_rows() for c in row if c.value}
    assert {"笔记.xlsx", "未知单位", "整份退回,还没有计入", "文件设了打开密码,读不出来"} <= said


def test_a_receipt_of_a_part_names_the_day_it_reports_for() -> None:
    taken = replace(_taken("今天.xlsx", "初二1班", fate=Fate.PARTLY), report_date=DAY)
    assert chat_line(taken).startswith(f"初二1班 {DAY.month}月{DAY.day}日上报表:")
    assert chat_line(replace(taken, submissions=(), sender="初二1班", report_date=None)).startswith("初二1班 上报表:")


def test_a_question_takes_no_full_stop() -> None:
    asked = finding("unit.unknown", stood="初二9班", nearest="初一9班")
    assert asked.problem.endswith("是不是“初一9班”?")
    assert "?。" not in asked.sentence
    assert chat_line(replace(_taken("a.xlsx"), findings=(asked,))).endswith("是不是“初一9班”,请改后重交")
