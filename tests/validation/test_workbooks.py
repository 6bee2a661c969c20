"""Whole workbooks: whose they are, what they say, what goes back, and that nothing is lost."""

from dataclasses import replace
from datetime import UTC, date, datetime
from string import ascii_uppercase

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.model import (
    CHANGE_HEADING,
    META_SHEET,
    RECEIPT_SHEET,
    CellError,
    Fate,
    RawCell,
    RawSheet,
    RawWorkbook,
    TakenIn,
    Unreadable,
)
from tests.validation.books import DAY, GOOD, STEP, codes, found, head, plan, report, sheet, table, take

OTHER = {**GOOD, "内容摘要": "住校生问周末能不能出校门"}


def meta(**said: str) -> RawSheet:
    given = {"template": "report", "plan": "epidemic", "plan_digest": plan().template_digest, **said}
    return RawSheet(META_SHEET, tuple(given.items()), visible=False)


# --- good rows go on, bad rows wait ---------------------------------------------------------------


def test_five_usual_mistakes_are_five_cells_and_the_good_rows_are_taken() -> None:
    taken = take(
        report(
            GOOD,
            {**OTHER, "来源渠道": "黑板报"},
            {**GOOD, "内容摘要": "有人问体育课戴不戴口罩", "发现时间": "25:10"},
            {**GOOD, "内容摘要": None},
            {**GOOD, "内容摘要": "有人问门口太挤", "已答复情况": "已答复"},
            {**GOOD, "内容摘要": "有人问作业太多", "备注": "110105200901011234"},
            {**GOOD, "内容摘要": "有人问几时放假"},
        )
    )
    assert (taken.fate, taken.rows_read, taken.accepted) == (Fate.PARTLY, 7, 2)
    assert [(f.cell, f.code) for f in taken.findings if f.is_error] == [
        ("C6", "cell.choice"),
        ("D7", "cell.datetime"),
        ("B8", "cell.required"),
        ("E9", "row.answer_needs_time"),
        ("F10", "cell.id_number"),
    ]
    assert [r.number for r in taken.submissions[0].rows] == [5, 11]
    assert taken.submissions[0].waiting == 5
    assert all(f.file == "上报表.xlsx" for f in taken.findings)


def test_a_good_workbook() -> None:
    taken = take(report(GOOD, OTHER, progress=[STEP]))
    (sub,) = taken.submissions
    assert (taken.fate, taken.findings, taken.accepted) == (Fate.ACCEPTED, (), 3)
    assert (sub.unit, sub.report_date, sub.role, len(sub.rows), len(sub.progress)) == ("初二1班", DAY, "班主任", 2, 1)


# --- what cannot be attributed --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"unit": None}, "unit.missing"),
        ({"unit": CellError("#N/A")}, "unit.missing"),
        ({"unit": "国际部"}, "unit.unknown"),
        ({"unit": "全校"}, "unit.not_reporting"),
        ({"day": None}, "date.missing"),
        ({"day": "昨天"}, "date.unreadable"),
        ({"day": "2月30日"}, "date.unreadable"),
        ({"day": "2022-03-25"}, "date.future"),
        ({"day": datetime(2022, 3, 25)}, "date.future"),  # noqa: DTZ001 (as a cell holds it)
        ({"day": "2020-03-25"}, "date.too_old"),
    ],
)
def test_a_head_that_names_nobody_or_no_day_returns_the_workbook_whole(said: dict[str, RawCell], code: str) -> None:
    taken = take(report(GOOD, {**OTHER, "来源渠道": "黑板报"}, said=said))
    fault = found(taken, code)
    assert (taken.fate, taken.submissions, taken.accepted, taken.rows_read) == (Fate.RETURNED, (), 0, 2)
    assert len(taken.held) == 2  # a danger to a person is seen in them too
    assert fault.cell in {"B1", "D1"}
    assert fault.remedy
    assert "cell.choice" in codes(taken)  # all findings at once


def test_liaisons_are_never_reporting_units() -> None:
    liaison = next(u.name for u in plan().units if u.level == "联络员")
    assert "unit.not_reporting" in codes(take(report(GOOD, unit=liaison)))


@pytest.mark.parametrize(
    "day",
    ["2021-03-25", "2021-3-25", "2021/3/25", "2021.3.25", "2021. 3. 25.", "2021年3月25日", "2021年3月25日 星期四",
     "21年3月25日", "2021年三月二十五日", "二〇二一年三月二十五日", "3月25日", "3月25号", "3/25", "3-25",
     "三月二十五日", "２０２１-３-２５", "２０２１／３／２５", "２０２１年３月２５日", "2021—3—25", "20210325",
     "日期20210325", "'2021-3-25", "\u30002021-3-25\u200b", "2021-03-25 00:00:00", "2021-03-25T00:00:00", "44280",
     "44280.0", 20210325, 44280, 44280.0, date(2021, 3, 25), datetime(2021, 3, 25, 9, 40)],  # noqa: DTZ001 (as a cell holds it)
    ids=repr,
)  # fmt: skip
def test_a_day_however_it_is_written(day: RawCell) -> None:
    assert take(report(GOOD, day=day)).submissions[0].report_date == DAY


@pytest.mark.parametrize(
    "day",
    ["昨天", "今天", "上周四", "3/4/2021", "03/25/2021", "25/3/2021", "5-3-21", "25-3-21", "21-3-25", "12/11/10",
     "2021/13/1", "2021-2-30", "3月25日至26日", "3月25日-26日", "2021-03-25~03-26", "3月24日、3月25日", "2021 3 25",
     "210325", "0325", "2021年3月", "3月", "25日", "Mar 25, 2021", "25 March 2021", 3.25, 325, True, 1e300],
)  # fmt: skip
def test_a_day_that_may_be_another_is_asked_about(day: RawCell) -> None:
    taken = take(report(GOOD, day=day))
    assert (taken.fate, codes(taken)[0]) == (Fate.RETURNED, "date.unreadable")
    assert "2021-03-25" in found(taken, "date.unreadable").remedy


@pytest.mark.parametrize("unit", ["初二(1)班", "初二１班 ", "\u200b初二1班"])
def test_a_unit_by_its_aliases(unit: str) -> None:
    taken = take(report(GOOD, unit=unit))
    assert (taken.unit, taken.accepted) == ("初二1班", 1)


def test_an_unreadable_file_is_returned_with_a_sentence_and_no_machine_words() -> None:
    for code in (
        "file.not_a_workbook",
        "file.unknown_type",
        "file.password",
        "file.damaged",
        "file.too_large",
        "file.unsafe",
    ):
        taken = take(Unreadable(code, ".txt"))
        assert (taken.fate, codes(taken)) == (Fate.RETURNED, [code])
        assert (".txt" in taken.findings[0].sentence) == (code == "file.unknown_type")
        assert taken.findings[0].stood in {"", ".txt"}
    assert take(Unreadable("file.damaged", "BadZipFile: …")).findings[0].stood == ""
    assert take(Unreadable("file.quarantined")).fate is Fate.QUARANTINED


def test_templates_of_another_plan_and_older_ones() -> None:
    book = report(GOOD)
    other = take(replace(book, sheets=(*book.sheets, meta(plan="aftersales"))))
    assert (other.fate, codes(other)) == (Fate.RETURNED, ["template.other_plan"])
    old = take(replace(book, sheets=(*book.sheets, meta(plan_digest="0" * 64, version="2020.2"))))
    assert (old.fate, codes(old), old.accepted) == (Fate.ACCEPTED, ["template.old"], 1)
    assert "2020.2" in old.findings[0].sentence
    assert codes(take(replace(book, sheets=(*book.sheets, meta())))) == []


def test_other_peoples_forms_and_empty_ones() -> None:
    form = RawWorkbook((sheet((("学号", "姓名", "体温"), (1, "某某", 36.5)), name="Sheet1"),))
    assert codes(take(form)) == ["template.unknown"]
    assert "内容摘要" in take(form).findings[0].sentence
    assert codes(take(RawWorkbook((sheet(((None, " "),)), meta())))) == ["file.empty"]
    assert codes(take(RawWorkbook(()))) == ["file.empty"]
    blank = take(report(statement=None))
    assert (codes(blank), blank.fate, blank.unit) == (["file.empty"], Fate.RETURNED, "初二1班")


# --- what was ticked ------------------------------------------------------------------------------


def test_a_zero_report() -> None:
    taken = take(report(statement="零报告"))
    assert (taken.fate, taken.submissions[0].zero, taken.findings) == (Fate.ACCEPTED, True, ())
    both = take(report(statement="零报告", progress=[STEP]))
    assert (both.fate, both.submissions[0].zero, len(both.submissions[0].progress)) == (Fate.ACCEPTED, True, 1)


def test_a_zero_report_with_rows_is_asked_about_and_its_progress_goes_on() -> None:
    taken = take(report(GOOD, statement="无", progress=[STEP]))
    fault = found(taken, "statement.contradicts")
    assert (fault.cell, taken.waiting, taken.accepted) == ("D2", (5,), 1)
    assert (taken.submissions[0].zero, taken.submissions[0].waiting) == (False, 1)


def test_a_statement_that_fits_nothing() -> None:
    nothing = take(report(statement="有情况"))
    assert (codes(nothing), nothing.fate, nothing.submissions[0].zero) == (["statement.nothing"], Fate.PARTLY, False)
    unclear = take(report(statement="略"))
    assert (codes(unclear), unclear.fate) == (["statement.unknown", "statement.unclear"], Fate.PARTLY)
    assert codes(take(report(GOOD, statement="略"))) == ["statement.unknown"]
    assert codes(take(report(GOOD, statement=None))) == ["statement.missing"]
    assert codes(take(report(GOOD, role="王小明"))) == ["role.unknown"]
    assert codes(take(report(progress=[STEP]))) == []


def test_hints_about_the_workbook() -> None:
    assert codes(take(replace(report(GOOD), pictures=2))) == ["workbook.pictures"]
    assert codes(take(replace(report(GOOD), macros=True, links=3))) == ["workbook.macros", "workbook.links"]
    assert codes(take(RawWorkbook((sheet((("学号", "姓名"), (1, "某某"))),), macros=True)))[0] == "workbook.macros"
    assert codes(take(report(GOOD), "初三2班上报.xlsx")) == ["row.unlike_file_name"]
    assert codes(take(report(GOOD), "初三2班/上报.xlsx")) == ["row.unlike_file_name"]
    assert codes(take(report(GOOD), "初二1班/上报-食堂的事.xlsx")) == []


# --- sheets ---------------------------------------------------------------------------------------


def test_a_marked_copy_comes_back_with_what_we_added() -> None:
    rows = table([{**GOOD, CHANGE_HEADING: "【错误】请改"}])
    receipt = sheet((("回执",), ("单位", "初三2班"), ("上报日期", "3月1日"), ("级别", "位置")), name=RECEIPT_SHEET)
    taken = take(RawWorkbook((receipt, sheet(head(), rows), meta())))
    assert (codes(taken), taken.accepted) == ([], 1)


def test_several_sheets_that_look_like_the_report() -> None:
    first, blank = sheet(head(), table([GOOD])), sheet(head(), table([], tuple(GOOD)), name="上报 (2)")
    again = sheet(head(), table([OTHER]), name="25日")
    assert take(RawWorkbook((blank, first))).submissions[0].rows[0].sheet == "上报"
    assert take(RawWorkbook((again, replace(blank, name="上报")))).submissions[0].rows[0].sheet == "25日"
    both = take(RawWorkbook((first, again)))
    assert (codes(both), both.fate) == (["template.sheets"], Fate.RETURNED)
    hidden = take(RawWorkbook((first, replace(again, visible=False), replace(blank, name="空", visible=False))))
    assert (codes(hidden), hidden.accepted, found(hidden, "heading.hidden").stood) == (["heading.hidden"], 1, "25日")
    assert codes(take(RawWorkbook((replace(blank, name="上报"), blank)))) == ["statement.nothing"]


# --- the export of an online form -----------------------------------------------------------------


def form(*rows: dict[str, RawCell], name: str = "Sheet1") -> TakenIn:
    return take(RawWorkbook((sheet(table(rows), name=name),)), "表单.csv")


FORM: dict[str, RawCell] = {"提交时间": "2021-3-25 16:10", "1、单位": "初二1班", "2、上报日期": "2021/3/25", **GOOD}


def test_a_form_is_split_by_unit_and_date() -> None:
    taken = form(
        FORM, {**FORM, "1、单位": "食堂", **OTHER}, {**FORM, "2、上报日期": "3月24日", "内容摘要": "前一天的事情"}
    )
    assert [(s.unit, s.report_date.day, len(s.rows)) for s in taken.submissions] == [
        ("初二1班", 25, 1),
        ("食堂", 25, 1),
        ("初二1班", 24, 1),
    ]
    assert codes(taken) == []


def test_a_row_of_a_form_that_names_nobody_waits_alone() -> None:
    taken = form(
        FORM, {**FORM, "1、单位": None}, {**FORM, "1、单位": "国际部"}, {**FORM, "2、上报日期": "2022-3-25", **OTHER}
    )
    assert [f.cell for f in taken.findings if f.is_error] == ["B3", "B4", "C5"]
    assert (taken.fate, taken.accepted, taken.waiting) == (Fate.PARTLY, 1, (3, 4, 5))
    assert [(s.unit, len(s.rows), s.waiting) for s in taken.submissions] == [("初二1班", 1, 0), ("初二1班", 0, 1)]


def test_a_zero_report_by_one_tap_in_a_form() -> None:
    tap: dict[str, RawCell] = {"1、单位": "食堂", "2、上报日期": "2021/3/25", "本期情况": "零报告"}
    taken = form(
        {**FORM, "本期情况": "有情况"}, tap, {**FORM, **OTHER, "本期情况": "零报告"}, {**tap, "1、单位": "国际部"}
    )
    assert [(s.unit, s.zero, len(s.rows), s.waiting) for s in taken.submissions] == [
        ("初二1班", False, 1, 0), ("初二1班", False, 0, 1), ("食堂", True, 0, 0)
    ]  # fmt: skip
    assert (taken.rows_read, taken.accepted, taken.waiting) == (4, 2, (4, 5))
    assert found(taken, "statement.contradicts").cell == "G4"


def test_a_table_with_units_takes_its_day_from_the_head() -> None:
    top = (("上报日期", "2021-03-24"),)
    rows = table([{"单位": "食堂", **GOOD}, {"单位": "总务处", **OTHER}])
    taken = take(RawWorkbook((sheet(top, rows),)))
    assert [(s.unit, s.report_date.day) for s in taken.submissions] == [("食堂", 24), ("总务处", 24)]


def test_a_form_without_rows_is_empty() -> None:
    taken = take(RawWorkbook((sheet((tuple(FORM),)),)))
    assert (codes(taken), taken.fate) == (["file.empty"], Fate.RETURNED)


# --- invariant 6 ----------------------------------------------------------------------------------

_GARBAGE: st.SearchStrategy[RawCell] = st.one_of(
    st.none(),
    st.sampled_from(
        ["", " ", "\u200b", "=1+1", "2月30日", "9:40", "内容摘要", "初二1班", "零报告", "有情况", "YQ-2021-0001", "、"]
    ),
    st.text(max_size=8),
    st.booleans(),
    st.integers(-5, 10**20),
    st.floats(),
    st.dates(),
    st.times(),
    st.datetimes(),
    st.just(CellError("#N/A")),
)
_LABELS = [f.label for name in ("上报", "表头") for f in plan().fields_of(name)] + ["需修改", "别的"]
_ROWS = st.lists(
    st.dictionaries(st.sampled_from(_LABELS), _GARBAGE, max_size=6).map(lambda d: {**GOOD, **d}), max_size=4
)
_STEPS = st.lists(
    st.dictionaries(st.sampled_from(sorted(STEP)), _GARBAGE, max_size=3).map(lambda d: {**STEP, **d}), max_size=2
)
_HEADS = st.fixed_dictionaries({}, optional=dict.fromkeys(("unit", "day", "statement", "role"), _GARBAGE))


@settings(max_examples=150, deadline=None)
@given(rows=_ROWS, steps=_STEPS, said=_HEADS, drop=st.sets(st.sampled_from(sorted(GOOD)), max_size=1))
def test_every_row_in_which_anything_stands_is_accepted_or_has_an_error(
    rows: list[dict[str, RawCell]], steps: list[dict[str, RawCell]], said: dict[str, RawCell], drop: set[str]
) -> None:
    kept = [{k: v for k, v in row.items() if k not in drop} for row in rows]
    book = report(*kept, progress=steps, said=said)
    taken = take(book)
    assert taken.rows_read == taken.accepted + len(taken.held)
    counted = [r for s in taken.submissions for r in (*s.rows, *s.progress)]
    assert len(counted) <= taken.accepted
    faults = {(f.sheet, int(f.cell.lstrip(ascii_uppercase) or 0)) for f in taken.findings if f.is_error}
    for row in taken.held:
        heads = {("上报", number) for number in range(5)} | {
            (row.sheet, number) for number in range(5 - 2 * (row.sheet == "续报"))
        }
        assert faults & {(row.sheet, row.number), *heads}
    assert all(f.sentence.endswith("。") for f in taken.findings)
    assert (taken.fate is Fate.ACCEPTED) == (not any(f.is_error for f in taken.findings))


@given(st.lists(st.lists(_GARBAGE, max_size=5), max_size=6))
def test_anything_may_stand_in_a_sheet(cells: list[list[RawCell]]) -> None:
    lines = (*cells, tuple(GOOD), *cells)
    taken = take(RawWorkbook((sheet(lines, name="Sheet1"),), 0), received=datetime(2021, 1, 1, tzinfo=UTC))
    assert taken.rows_read == taken.accepted + len(taken.held)
