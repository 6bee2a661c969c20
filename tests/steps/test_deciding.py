"""A review workbook comes in: what is refused goes back with a sentence, what stands apart goes back apart."""

from pathlib import Path

import pytest
from openpyxl import load_workbook

from pipeline.model import Fate
from tests.nights import FOOD, MONDAY, PARKING, TUESDAY, WEDNESDAY, yq
from tests.site_nights import Clerk, about, words_of

pytestmark = pytest.mark.heavy
RUMOUR = "短视频上有人捏造说食堂用过期肉,纯属造谣"


def sentences(path: Path) -> str:
    """What stands in the column of what to change, in the row of the decision."""
    book = load_workbook(path)
    sheet = next(s for s in book.worksheets if any(c.value == "需修改" for c in s[2]))
    column = next(c.column for c in sheet[2] if c.value == "需修改")
    return str(sheet.cell(3, column).value)


@pytest.mark.parametrize(
    ("who", "evidence", "sentence"),
    [
        ("办公室主任", "CL-1", "审定人“办公室主任”是这一事件的上报方或涉事单位责任人,应当回避"),
        ("班主任", "CL-1", "审定人“班主任”不在可审定的名单中"),
        ("校长", None, "审定为“C”没有写证据编号"),
    ],
)
def test_who_may_not_confirm_is_told_so_in_the_workbook_that_comes_back(
    clerk: Clerk, who: str, evidence: str | None, sentence: str
) -> None:
    clerk.drop(MONDAY, "办公室", about(RUMOUR, 备注="短视频平台"))
    clerk.run(MONDAY)
    clerk.decide(TUESDAY, "分类审定", {"事件编号": yq(1), "审定分类": "C", "证据编号": evidence, "审定人": who})
    done = clerk.run(TUESDAY)
    (back,) = clerk.site.outbox.glob(f"{TUESDAY}/退回/审定表-*.xlsx")
    assert sentence in sentences(back)
    assert back.stat().st_mode & 0o777 == 0o600
    assert [t.fate for t in done.taken] == [Fate.PARTLY]
    assert "拟C" in words_of(clerk.site.outbox / f"{TUESDAY}/审定表-{TUESDAY}.xlsx")


def test_what_was_decided_yesterday_is_read_back_class_grade_answer_merger_and_split(clerk: Clerk) -> None:
    clerk.drop(MONDAY, "初二1班", about(FOOD), about(PARKING), clock="12:00")
    clerk.drop(MONDAY, "初二2班", about(FOOD), clock="12:30")
    clerk.run(MONDAY)
    clerk.decide(TUESDAY, "分类审定", {"事件编号": yq(1), "审定分类": "A", "审定等级": "Ⅲ"}, "09:00")
    clerk.run(TUESDAY, interim=True)
    clerk.decide(TUESDAY, "答复审定", {"事件编号": yq(1), "口径编号": "KJ-02", "承诺答复日期": WEDNESDAY}, "10:00")
    clerk.run(TUESDAY, interim=True)
    clerk.decide(TUESDAY, "合并审定", {"报告A": yq(1), "报告B": f"{yq(1)}-2", "决定": "拆分"}, "11:00")
    clerk.run(TUESDAY, interim=True)
    clerk.decide(TUESDAY, "合并审定", {"报告A": yq(1), "报告B": yq(2), "决定": "合并办理"}, "12:00")
    clerk.run(TUESDAY)
    read = words_of(next(p for p in clerk.site.outbox.glob(f"{TUESDAY}/舆情汇报-*期.pdf")))
    for line in (
        f"{yq(1)}定为A问询、置疑、诉求类、等级Ⅲ（",
        f"{yq(1)}答复已审定、3月24日前告知结果（",
        f"{yq(1)}拆出{yq(1)}-2（",
        f"{yq(1)}与{yq(2)}合并办理（",
    ):
        assert read.count(line) == 1, line


def test_the_restricted_lane_is_decided_in_its_own_workbook_which_goes_back_apart(clerk: Clerk) -> None:
    clerk.drop(MONDAY, "初二1班", about("有家长反映老师收礼后排座位", 特殊事项="涉教职工"))
    clerk.run(MONDAY)
    made = clerk.site.outbox / f"受限/受限事项审定表-{MONDAY}.xlsx"
    assert made.stat().st_mode & 0o777 == 0o600
    assert "收礼" not in words_of(clerk.site.outbox / f"{MONDAY}/审定表-{MONDAY}.xlsx")
    book = load_workbook(made)
    columns = {str(c.value).rstrip("*"): c.column for c in book["分类审定"][2] if c.value}
    for label, value in {"审定分类": "C", "审定人": "校长", "批示方式": "签字", "批示日期": "2021-03-23"}.items():
        book["分类审定"].cell(3, columns[label]).value = value
    book.save(clerk.site.inbox / "审定" / made.name)
    clerk.dated(clerk.site.inbox / "审定" / made.name, TUESDAY, "10:00")
    clerk.run(TUESDAY)
    assert not list(clerk.site.outbox.glob(f"{TUESDAY}/退回/*"))
    (back,) = clerk.site.outbox.glob(f"受限/退回-{TUESDAY}-*.xlsx")
    assert "没有写证据编号" in sentences(back)
    assert back.stat().st_mode & 0o777 == 0o600
