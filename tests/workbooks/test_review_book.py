from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from pipeline.model import Deadline, Edition, Event, EventKind, Fate, Value
from pipeline.plan.model import Plan
from pipeline.workbooks.review_book import restricted_bytes, review_bytes
from tests.nights import (
    FOOD,
    FRIDAY,
    MONDAY,
    THURSDAY,
    TUESDAY,
    WEDNESDAY,
    Book,
    School,
    reports,
    signed,
    told,
    yq,
)
from tests.reporting.editions import DAY, at, busy, incident, plan, quiet, report
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
    assert set(rows) == {i.number for i in undecided}
    grave = rows["YQ-2021-0019"]
    assert (grave["系统拟分类"], grave["拟等级"], grave["审定分类"]) == ("拟C", "Ⅱ", None)
    assert "升为Ⅱ级" in str(grave["依据"])


def test_what_waits_stands_first_counted_in_the_title_and_says_why(book: Workbook) -> None:
    sheet = book["分类审定"]
    first, *_, last = _filled(sheet)
    assert (first["事件编号"], str(first["依据"]).splitlines()[0]) == (
        "YQ-2021-0019", "【待审定】规则提出拟C,须由人凭证据确认,确认前一律待核实",
    )  # fmt: skip
    assert str(last["依据"]).startswith("【可不审定】")
    waiting = sum(not str(row["依据"]).startswith("【可不审定】") for row in _filled(sheet))
    assert str(sheet["A1"].value) == f"审定表 {DAY}　待办 {waiting} 行,排在最前(编号底色为黄)"


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


def test_a_decision_is_asked_again_with_what_changed_since() -> None:
    school = School().night(MONDAY, Book(rows=reports(FOOD, answered="12:00 已在群里答复")))
    decided = Book("", decisions={"分类审定": (signed(yq(1), decided_class="A", decided_grade="Ⅳ"),)}, clock="10:40")
    assert not _filled(_book(school.night(TUESDAY, decided).edition(TUESDAY))["分类审定"])
    school.night(WEDNESDAY, Book("初二2班", reports(FOOD)))
    (row,) = _filled(_book(school.edition(WEDNESDAY))["分类审定"])
    assert str(row["依据"]).splitlines()[0] == "【再次审定】3月23日已定A类、Ⅳ级;此后新增报告1份(初二2班)"


def test_who_may_decide_and_which_text_are_offered_and_may_be_written_otherwise(book: Workbook) -> None:
    rules = {str(d.sqref).split(":")[0]: d for d in book["答复审定"].data_validations.dataValidation}
    assert (rules["D3"].formula1, rules["D3"].showErrorMessage) == ("=选项_口径编号", False)
    assert rules["H3"].formula1 == "=选项_审定人"


def _reply_row(*books: Book) -> dict[str, object]:
    school = School().night(MONDAY, Book(rows=reports(CLOSED)), *books)
    return _filled(_book(school.edition(MONDAY))["答复审定"])[0]


def reply(**values: str) -> Book:
    return Book("", decisions={"答复审定": (signed(yq(1), **values),)}, clock="17:00")


CLOSED = "家长在群里问封闭管理期间周末能不能请假出校"


def test_a_reply_is_drafted_from_the_approved_text_that_fits_and_stays_a_draft() -> None:
    row = _reply_row()
    assert str(row["拟答复"]).startswith("口径KJ-01:学校实行封闭式管理")
    assert (row["口径编号"], row["审定答复"], row["希望解决什么"]) == (None, None, f"(没有写诉求){CLOSED}")


def test_what_was_approved_waits_to_be_told_and_two_of_them_for_a_choice() -> None:
    assert _reply_row(reply(answer="周五公布办法"))["拟答复"] == "已审定,还没有告知:周五公布办法"
    two = reply(answer="周五公布办法"), Book("", decisions={"答复审定": (signed(yq(1), answer="不能出校"),)})
    assert str(_reply_row(*two)["拟答复"]) == "口径不一,请定一个:3月22日“不能出校”；3月22日“周五公布办法”"


def test_the_restricted_lane_has_a_workbook_of_its_own() -> None:
    bad = Book(rows=reports("有家长反映老师收礼后排座位", special="涉教职工"))
    edition = School().night(MONDAY, bad).edition(MONDAY)
    assert not _filled(_book(edition)["分类审定"])
    data = restricted_bytes(edition, plan())
    assert data is not None
    own = load_workbook(BytesIO(data))
    assert [s.title for s in own.worksheets if s.sheet_state == "visible"] == SHEETS[:4]
    assert [r["摘要"] for r in _filled(own["分类审定"])] == ["有家长反映老师收礼后排座位"]
    assert restricted_bytes(busy(), plan()) is None


def test_a_tracker_a_check_and_a_review_are_asked_for_with_the_reason_beside_the_number() -> None:
    calm = next(i for i in busy().incidents if i.number == yq(1))
    due = replace(calm, deadlines=(Deadline("review", at("23:59"), ""),))
    edition = replace(busy(), incidents=(due, *(i for i in busy().incidents if i.number != yq(1))))
    sheet = _book(edition)["跟踪办结"]
    said = {str(c.value): c.comment.text for c in sheet["A"] if c.comment}
    assert said[yq(1)] == "已平稳,请在3月25日前总结评定"
    assert said["YQ-2021-0019"] == "还没有跟踪责任人和下次检查日期"
    assert [c.value for c in sheet["A"]][2] == yq(1)


def test_a_ground_longer_than_its_cell_does_not_keep_its_row_waiting(tmp_path: Path) -> None:
    long = incident(1, report("食堂的菜凉", "初一1班"), grade="Ⅲ", causes=tuple("很长的依据" * 40 for _ in range(9)))
    path = tmp_path / "审定表.xlsx"
    path.write_bytes(review_bytes(replace(quiet(), incidents=(long,)), plan()))
    (row,) = _filled(load_workbook(path)["分类审定"])
    assert len(str(row["依据"])) == plan().field("分类审定", "basis").longest


def track(**values: Value) -> Book:
    return Book("", decisions={"跟踪办结": (signed(yq(1), **values),)}, clock="10:40")


def to_improve(edition: Edition, by: Plan | None = None) -> list[tuple[str, str]]:
    """The numbers of the tracking sheet and why they stand there; "*" before what waits by now."""
    sheet = load_workbook(BytesIO(review_bytes(edition, by or plan())))["跟踪办结"]
    cells = [c for c in sheet["A"][2:] if c.value]
    return [(f"{'*' * (c.style == '提醒')}{c.value}", c.comment.text if c.comment else "") for c in cells]


def test_what_was_reviewed_stays_until_somebody_writes_down_that_its_improvement_was_done() -> None:
    school = School().night(MONDAY, Book(rows=reports(FOOD, verified="已核实")))
    school.night(TUESDAY, Book(progress=(told(yq(1), "已转达"), told(yq(1), "平稳", "15:30"))))
    school.night(WEDNESDAY, track(state="已总结", improvement="每周公示食堂人员检测结果", due=FRIDAY))
    said = "改进措施“每周公示食堂人员检测结果”应在3月26日前完成;完成了请填“改进完成日期”"
    assert to_improve(school.edition(WEDNESDAY)) == [(yq(1), said)]
    assert to_improve(school.night(THURSDAY).edition(THURSDAY)) == [(f"*{yq(1)}", said)]
    monday = date(2021, 3, 29)
    late = said.replace(";", ",还没有登记完成;")
    assert to_improve(school.night(monday).edition(monday)) == [(f"*{yq(1)}", late)]
    older = plan().model_copy(update={"fields": tuple(f for f in plan().fields if f.key != "improved")})
    older.__dict__.pop("_by_sheet", None)  # what the plan has worked out of its own fields
    assert to_improve(school.edition(monday), older) == []
    done = date(2021, 3, 30)
    assert to_improve(school.night(done, track(improved=done)).edition(done)) == []
