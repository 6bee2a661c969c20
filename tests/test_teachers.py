"""Whole nights of teachers who make the usual slips: no row is lost, none counts twice, and each is told."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from openpyxl import load_workbook

from pipeline.model import RECEIPT_SHEET, Fate, ReportStatus
from pipeline.reporting.figures import figures
from pipeline.site import Site
from tests.crash_sites import hurry
from tests.nights import FOOD, MONDAY, NETWORK, PARKING, TUESDAY, law
from tests.site_nights import Clerk, about, files

UNIT = "初二1班"
CHANGED = FOOD + ",请尽快答复"
FIRST = (about(FOOD, 序号=1), about(NETWORK, 序号=2))
SECOND = (about(CHANGED, 序号=1), about(NETWORK, 序号=2), about(PARKING, 序号=3))


@pytest.fixture(scope="module")
def quick() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        hurry(patch)
        yield


@pytest.fixture
def clerk(quick: None, founded: Site, tmp_path: Path) -> Clerk:
    del quick  # from here on
    return Clerk.of(founded, tmp_path / "site")


def told(clerk: Clerk, day: object = TUESDAY) -> dict[str, str]:
    """File that went back on a day → all words of its receipt."""
    back = files(clerk.site.outbox / str(day) / "退回")
    return {p.name: _words(p) for p in back}


def _words(path: Path) -> str:
    sheet = load_workbook(path)[RECEIPT_SHEET]
    return "\n".join(str(v) for row in sheet.iter_rows(values_only=True) for v in row if v is not None)


def standing(clerk: Clerk) -> list[str]:
    """The words of every row that counts, in order."""
    counted = (r for r in clerk.register().reports.values() if r.status is ReportStatus.COUNTED)
    return sorted(r.row.text("summary") for r in counted)


def counted_on(clerk: Clerk, day: object) -> object:
    return figures(clerk.register().edition(law(), day, TUESDAY), law().plan)["reports"].value  # type: ignore[arg-type]


def every_row_is_kept(clerk: Clerk, rows: int) -> bool:
    return len(clerk.register().reports) == rows


def test_one_who_forgets_to_change_the_date(clerk: Clerk) -> None:
    clerk.drop(MONDAY, UNIT, *FIRST)
    clerk.run(MONDAY)
    clerk.drop(TUESDAY, UNIT, about(PARKING, 序号=1), day=MONDAY, name="周二.xlsx")
    night = clerk.run(TUESDAY)
    assert [t.fate for t in night.taken] == [Fate.ACCEPTED]
    assert (night.returned, night.asked) == ((), night.taken)
    assert standing(clerk) == sorted([FOOD, NETWORK, PARKING])
    assert every_row_is_kept(clerk, 3)
    assert (counted_on(clerk, MONDAY), counted_on(clerk, TUESDAY)) == (2, 1)
    assert [(i.day, i.correction) for i in night.issues] == [(TUESDAY, 0)]
    (words,) = told(clerk).values()
    assert "1 条全部收下" in words
    assert "标为日期待确认" in words
    assert "请确认上报日期是否忘了改" in words


def test_one_who_keeps_yesterdays_rows_under_a_new_date(clerk: Clerk) -> None:
    clerk.drop(MONDAY, UNIT, *FIRST)
    clerk.run(MONDAY)
    clerk.drop(TUESDAY, UNIT, *FIRST, about(PARKING, 序号=3), name="周二.xlsx")
    clerk.run(TUESDAY)
    assert standing(clerk) == sorted([FOOD, NETWORK, PARKING])
    assert every_row_is_kept(clerk, 5)
    assert (counted_on(clerk, MONDAY), counted_on(clerk, TUESDAY)) == (2, 1)
    words = told(clerk)[f"{UNIT}-周二.xlsx"]
    assert words.count(f"与 {MONDAY} 上报的内容相同,按重复上报处理,不另计数") >= 2
    assert "上报!B" in words


def test_one_who_sends_an_older_copy_last_that_had_been_sent(clerk: Clerk) -> None:
    """The very same bytes: what corrected them stands."""
    older = clerk.drop(TUESDAY, UNIT, *FIRST, clock="10:00", name="初稿.xlsx")
    clerk.drop(TUESDAY, UNIT, *SECOND, clock="15:00", name="改好.xlsx")
    clerk.dated(Path(shutil.copy(older, older.with_name("又一份.xlsx"))), TUESDAY, "16:00")
    night = clerk.run(TUESDAY)
    assert sorted(t.fate for t in night.taken) == [Fate.ACCEPTED, Fate.ACCEPTED, Fate.DUPLICATE]
    assert standing(clerk) == sorted([CHANGED, NETWORK, PARKING])
    assert every_row_is_kept(clerk, 5)
    (words,) = told(clerk).values()
    assert "仍以更正的为准" in words
    assert "没有重复计数" in words


def test_one_who_sends_an_older_copy_last_on_another_night(clerk: Clerk) -> None:
    older = clerk.drop(MONDAY, UNIT, *FIRST, clock="10:00", name="初稿.xlsx")
    data = older.read_bytes()
    clerk.drop(MONDAY, UNIT, *SECOND, clock="15:00", name="改好.xlsx")
    clerk.run(MONDAY)
    older.write_bytes(data)
    clerk.dated(older, TUESDAY, "16:00")
    night = clerk.run(TUESDAY)
    assert [(t.fate, t.unit) for t in night.taken] == [(Fate.DUPLICATE, UNIT)]
    assert standing(clerk) == sorted([CHANGED, NETWORK, PARKING])
    assert "仍以更正的为准" in told(clerk)[f"{UNIT}-初稿.xlsx"]


def test_one_who_sends_an_older_copy_last_saved_anew(clerk: Clerk) -> None:
    """It was received last, so it holds; the row it leaves out stands, and she is told of both."""
    clerk.drop(TUESDAY, UNIT, *FIRST, clock="10:00", name="初稿.xlsx")
    clerk.drop(TUESDAY, UNIT, *SECOND, clock="15:00", name="改好.xlsx")
    clerk.drop(TUESDAY, UNIT, *FIRST, about("网课已恢复", 序号=4), clock="16:00", name="又存了一次.xlsx")
    clerk.run(TUESDAY)
    assert standing(clerk) == sorted([FOOD, NETWORK, PARKING, "网课已恢复"])
    assert every_row_is_kept(clerk, 8)
    words = told(clerk)[f"{UNIT}-又存了一次.xlsx"]
    assert "已按这一份改回" in words
    assert "先前交的第 3 条这次没有,仍按先前的保留" in words


def test_one_whose_older_copy_is_read_after_the_newer_one(clerk: Clerk) -> None:
    """Copied with its old time: it is older than what was read of her already."""
    clerk.drop(TUESDAY, UNIT, *SECOND, clock="15:00", name="改好.xlsx")
    clerk.run(TUESDAY, interim=True)
    clerk.drop(TUESDAY, UNIT, *FIRST, clock="10:00", name="初稿.xlsx")
    clerk.run(TUESDAY)
    assert standing(clerk) == sorted([CHANGED, NETWORK, PARKING])
    assert every_row_is_kept(clerk, 5)
    assert "收到得比后来更正的那一份早,仍以更正的为准" in told(clerk)[f"{UNIT}-初稿.xlsx"]


def test_one_who_has_made_no_slip_is_not_bothered(clerk: Clerk) -> None:
    clerk.drop(TUESDAY, UNIT, *FIRST, clock="10:00", name="初稿.xlsx")
    clerk.drop(TUESDAY, UNIT, *SECOND, clock="15:00", name="改好.xlsx")
    again = clerk.drop(TUESDAY, "初二2班", about(PARKING), name="初二2班.xlsx")
    shutil.copy2(again, again.with_name("初二2班 (1).xlsx"))
    assert clerk.run(TUESDAY).asked == ()
    assert not os.path.lexists(clerk.site.outbox / str(TUESDAY) / "退回")
