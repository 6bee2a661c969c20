from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from pipeline.model import Edition, Event, EventKind, Fate
from pipeline.workbooks.review_book import review_bytes
from tests.nights import FOOD, MONDAY, TUESDAY, WEDNESDAY, Book, School, reports, yq
from tests.reporting.editions import DAY, busy, incident, plan, quiet, report
from tests.workbooks.taking import take

SHEETS = ["分类审定", "合并审定", "答复审定", "跟踪办结", "转介签收", "零报告登记"]


@pytest.fixture(scope="module")
def book() -> Workbook:
    return _book(busy())


def _book(edition: Edition) -> Workbook:
    return load_workbook(BytesIO(review_bytes(edition, plan())))


def _filled(sheet: Worksheet) -> list[dict[str, object]]:
    heads, *rows = sheet.iter_rows(min_row=2, values_only=True)
    return [dict(zip((str(h).rstrip("*") for h in heads), row, strict=True)) for row in rows if any(row)]


def test_six_sheets_with_the_plans_columns_and_the_signature_last(book: Workbook) -> None:
    assert [s.title for s in book.worksheets if s.sheet_state == "visible"] == SHEETS
    for name in SHEETS:
        heads = [str(c.value).rstrip("*") for c in book[name][2] if c.value]
        assert heads == [f.label for f in plan().fields_of(name)]
        assert heads[-4:] == ["审定人", "批示方式", "批示日期", "录入人"]


def test_open_undecided_incidents_are_put_with_words_proposal_and_ground(book: Workbook) -> None:
    rows = {r["事件编号"]: r for r in _filled(book["分类审定"])}
    undecided = [i for i in busy().open_incidents if not i.assessment.confirmed]
    assert list(rows) == [i.number for i in undecided]
    grave = rows["YQ-2021-0019"]
    assert (grave["系统拟分类"], grave["拟等级"], grave["审定分类"]) == ("拟C", "Ⅱ", None)
    assert "升为Ⅱ级" in str(grave["依据"])


def test_what_a_person_has_decided_is_not_asked_again() -> None:
    decided = incident(1, report("食堂的菜凉", "初一1班"), confirmed="A")
    assert not _filled(_book(replace(quiet(), incidents=(decided,)))["分类审定"])


def test_each_report_of_an_incident_is_a_line() -> None:
    two = incident(1, report("食堂的菜凉", "初一1班"), report("分餐后菜是凉的", "初一2班"))
    (row,) = _filled(_book(replace(quiet(), incidents=(two,)))["分类审定"])
    assert row["摘要"] == "食堂的菜凉\n分餐后菜是凉的"


def test_what_the_night_attached_by_itself_is_put_once_so_that_it_can_be_taken_out() -> None:
    school = School().night(MONDAY, Book(rows=reports(FOOD))).night(TUESDAY, Book("初二2班", reports(FOOD)))
    (row,) = _filled(_book(school.edition(TUESDAY))["合并审定"])
    assert (row["报告A"], row["报告B"], row["决定"]) == (yq(1), f"{yq(1)}-2", None)
    assert str(row["相似依据"]).startswith("已自动并入")
    assert not _filled(_book(school.night(WEDNESDAY).edition(WEDNESDAY))["合并审定"])


def test_a_doubtful_pair_is_put_with_the_reason_for_the_doubt() -> None:
    first, second = incident(1, report("食堂的菜凉", "初一1班")), report("午饭不热", "初一2班")
    found = {"other": first.number, "explained": "情形相同,措辞相似 0.51"}
    doubt = Event(EventKind.PARKED, "YQ-2021-0002", second.received, DAY, DAY, second.key, found)
    parked = incident(2, second, events=(doubt,), parked=(first.number,))
    (row,) = _filled(_book(replace(quiet(), incidents=(first, parked)))["合并审定"])
    assert [row[h] for h in ("报告A", "摘要A", "报告B", "相似依据", "决定")] == [
        first.number, "食堂的菜凉", parked.number, "情形相同,措辞相似 0.51", None,
    ]  # fmt: skip


def test_choices_have_drop_downs(book: Workbook) -> None:
    rules = {str(d.sqref).split(":")[0]: d for d in book["分类审定"].data_validations.dataValidation}
    assert rules["F3"].formula1
    assert rules["F3"].showErrorMessage


def test_what_is_prefilled_alone_decides_nothing(tmp_path: Path) -> None:
    path = tmp_path / "审定表.xlsx"
    path.write_bytes(review_bytes(busy(), plan()))
    taken, _ = take(path, plan(), "审定/审定表.xlsx")
    assert (taken.fate, taken.accepted, taken.findings) == (Fate.ACCEPTED, 0, ())


def test_the_lane_that_stands_apart_is_not_in_it_and_a_referral_shows_no_words() -> None:
    said = {str(c.value) for s in _book(busy()) for row in s.iter_rows() for c in row}
    assert not [text for text in said if "不想活" in text]
    apart = replace(busy(), restricted=busy().incidents[:1])
    assert review_bytes(apart, plan()) == review_bytes(busy(), plan())


def test_a_quiet_day_has_one_too_and_the_bytes_are_the_same() -> None:
    assert review_bytes(quiet(), plan()) == review_bytes(quiet(), plan())
