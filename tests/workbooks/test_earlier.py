"""What a unit is told of its earlier items: state, approved reply, other number, and what is still wanted."""

from dataclasses import replace
from pathlib import Path

from openpyxl import load_workbook

from pipeline.model import Fate, Value
from pipeline.workbooks.earlier import Item, earlier_items
from pipeline.workbooks.receipt import write_receipt
from pipeline.workbooks.report_template import write_report_template
from tests.nights import (
    FOOD,
    FRIDAY,
    MONDAY,
    NETWORK,
    PARKING,
    TUESDAY,
    WEDNESDAY,
    Book,
    School,
    law,
    reports,
    signed,
    told,
    yq,
)  # fmt: skip
from tests.workbooks.taking import epidemic
from tests.workbooks.test_receipt import _taken

MINE = "初二1班"


def reply(**values: Value) -> Book:
    return Book("", decisions={"答复审定": (signed(yq(1), **values),)}, clock="17:00")


def items(school: School, unit: str = MINE) -> tuple[Item, ...]:
    return earlier_items(school.all(TUESDAY), unit, law().plan)


def opened(*books: Book) -> School:
    return School().night(MONDAY, Book(rows=reports(FOOD), clock="12:00")).night(TUESDAY, *books)


def test_a_question_waits_for_its_reply_and_for_somebody_to_verify() -> None:
    (item,) = items(opened())
    assert (item.number, item.about, item.reply) == (yq(1), FOOD, "")
    assert item.wanted == "等审定答复;已经告知提出人的,请在续报填“已转达”；请核实,在续报填“核实”；有进展请填续报"


def test_an_approved_reply_goes_back_to_be_told_and_two_of_them_do_not() -> None:
    (item,) = items(opened(reply(answer_key="KJ-02")))
    assert item.reply.startswith("有关情况学校正在核实")
    assert item.wanted.startswith("请把审定答复告知提出人,再在续报填“已转达”")
    (item,) = items(opened(reply(answer="周五公布"), reply(answer="不公布")))
    assert (item.reply, item.wanted[:15]) == ("", "答复正在统一口径,请先不要对外")


def test_a_promise_is_shown_with_its_day_and_what_was_told_wants_no_more() -> None:
    (item,) = items(opened(reply(promise_date=FRIDAY)))
    assert item.wanted.startswith("已承诺3月26日前告知结果")
    done = Book(progress=(told(yq(1), "核实"), told(yq(1), "已转达", "18:00")))
    (item,) = items(opened(reply(answer="已换保温箱"), done))
    assert (item.stands, item.reply, item.wanted) == ("已答复", "已换保温箱", "有进展请填续报")


def test_other_numbers_are_told_whether_persons_merged_it_or_it_came_to_another() -> None:
    school = School().night(
        MONDAY, Book(rows=reports(FOOD)), Book("初二2班", reports(PARKING)), Book("初二3班", reports(FOOD))
    )
    pair = {"report_a": yq(1), "report_b": yq(2), "decision": "合并办理", "decided_by": "校长"}
    school.night(TUESDAY, Book("", decisions={"合并审定": (pair,)}))
    (merged,), (attached,), (own,) = (items(school, unit) for unit in ("初二2班", "初二3班", MINE))
    assert (merged.number, merged.about) == (yq(1), PARKING)
    assert merged.stands.endswith(f"您报的{yq(2)}已与{yq(1)}合并办理")
    assert attached.stands.endswith(f"与其他单位报的是同一件事,已与{yq(1)}合并办理")
    assert "合并" not in own.stands


def test_nothing_that_stands_apart_and_nothing_of_another_unit_is_told() -> None:
    school = School().night(MONDAY, Book(rows=reports("有家长反映老师收礼后排座位", special="涉教职工")))
    school.night(TUESDAY, Book("初二2班", reports(NETWORK)))
    assert items(school) == ()


def test_the_next_template_shows_it_beside_the_rows_to_fill_in(tmp_path: Path) -> None:
    school = opened(reply(answer="明日起换保温箱"))
    path = tmp_path / "a.xlsx"
    write_report_template(path, epidemic(), unit=MINE, incidents=school.all(TUESDAY))
    heads, first = list(load_workbook(path)["续报"].iter_rows(min_row=2, max_row=3, values_only=True))
    row = dict(zip(heads, first, strict=True))
    assert (row["事件编号*"], row["原报内容"]) == (yq(1), FOOD)
    assert str(row["目前情况"]).splitlines()[:2] == ["办理中", "审定答复:明日起换保温箱"]


def test_what_is_calm_is_shown_for_its_reply_below_what_is_open() -> None:
    calm = Book(progress=(told(yq(1), "核实"), told(yq(1), "已转达"), told(yq(1), "平稳", "16:00")))
    school = opened(calm).night(WEDNESDAY, Book(rows=reports(PARKING)))
    shown = earlier_items(school.all(WEDNESDAY), MINE, law().plan)
    assert [(i.number, i.stands, i.wanted == "") for i in shown] == [(yq(2), "登记", False), (yq(1), "平稳", True)]


def test_a_receipt_lists_it_below_its_findings(tmp_path: Path) -> None:
    taken = replace(_taken("今天.xlsx", MINE, fate=Fate.PARTLY))
    write_receipt(tmp_path / "a.xlsx", taken, epidemic(), earlier=items(opened(reply(answer="明日起换保温箱"))))
    lines = list(load_workbook(tmp_path / "a.xlsx")["回执"].iter_rows(values_only=True))
    assert lines[-3][0] == "本单位先前上报、还在办理或刚刚平稳的事项"
    assert lines[-1][:4] == (yq(1), "办理中", FOOD, "明日起换保温箱")
