"""The export of an online form on a real site, dropped two nights running: what goes back and what is kept."""

import csv
import shutil
from collections import Counter
from collections.abc import Sequence
from io import StringIO
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from pipeline.audit.auditing import audit
from pipeline.model import Fate
from pipeline.site import Site
from tests.nights import FOOD, MONDAY, NETWORK, PARKING, TUESDAY, law
from tests.site_nights import Clerk, files, words_of

HEADINGS = (
    "序号", "提交答卷时间", "所用时间", "来源", "来源详情", "来自IP", "1、您的单位[单选题]", "2、本期情况",
    "3、内容摘要(必填)", "4、来源渠道", "5、发现时间", "6、涉及班级或处室[多选题]",
)  # fmt: skip
PRIVATE = ("10.1.2.3", "某某某", "95秒")


def answer(serial: int, time: str, unit: str, said: str = "", **more: str) -> list[str]:
    found_at, places = more.get("found_at", "9:40"), more.get("places", "")
    stated = ("有情况", said, "班级家长群", found_at, places) if said else ("零报告", "", "", "", "")
    return [str(serial), f"2021/3/{time}", "95秒", "微信", "某某某", "10.1.2.3(本市)", unit, *stated]


FIRST = [
    answer(1, "22 16:05:11", "初二1班", FOOD, places="食堂┋初二1班"),
    answer(2, "22 16:20:40", "食堂"),
    answer(3, "22 17:30:02", "初二2班", NETWORK),
    answer(4, "22 18:00:00", "国际部", PARKING),
]
MORE = [
    *FIRST,
    answer(5, "22 19:45:00", "初二3班", PARKING),
    answer(6, "23 10:00:00", "初二1班", FOOD + ",还有点少"),
    answer(7, "23 11:00:00", "初二2班", "一位同学的学籍材料想请学校帮忙核对", found_at="昨儿个"),
]


@pytest.fixture(scope="module")
def clerk(founded: Site, tmp_path_factory: pytest.TempPathFactory) -> Clerk:
    """Two nights: a GB18030 .csv on the first, on the second the same form as .xlsx, with more rows."""
    clerk = Clerk.of(founded, tmp_path_factory.mktemp("form") / "site")
    site = clerk.site
    text = StringIO()
    csv.writer(text).writerows((HEADINGS, *FIRST))
    (site.inbox / "导出.csv").write_bytes(text.getvalue().encode("gb18030"))
    clerk.dated(site.inbox / "导出.csv", MONDAY, "18:30")
    clerk.run(MONDAY)
    export(clerk, MORE)
    clerk.run(TUESDAY)
    return clerk


def export(clerk: Clerk, answers: Sequence[Sequence[str]]) -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    for row in (HEADINGS, *answers):
        sheet.append(list(row))
    path = clerk.site.inbox / "导出.xlsx"
    book.save(path)
    clerk.dated(path, TUESDAY, "18:30")


def test_a_growing_export_is_counted_once_and_corrects_what_came_too_late(clerk: Clerk) -> None:
    reports = clerk.register().reports.values()
    said = Counter((r.night, r.unit, r.status.value) for r in reports)
    assert said == {
        (MONDAY, "初二1班", "counted"): 1, (MONDAY, "初二2班", "counted"): 1,
        (TUESDAY, "初二1班", "repeated"): 1, (TUESDAY, "初二2班", "repeated"): 1,
        (TUESDAY, "初二3班", "counted"): 1, (TUESDAY, "初二1班", "counted"): 1,
    }  # fmt: skip
    assert {r.row.text("places") for r in reports if r.row.text("summary") == FOOD} == {"食堂、初二1班"}
    assert len({r.incident for r in reports if FOOD in r.row.text("summary")}) == 1
    assert {n.partition("/")[0] for n in clerk.outbox() if "第1次更正" in n} == {str(MONDAY)}


def test_each_unit_of_the_form_is_called(clerk: Clerk) -> None:
    called = clerk.register().edition(law(), MONDAY, TUESDAY).roll_call.attendance
    said = {unit: called[unit].value for unit in ("初二1班", "食堂", "初二2班", "初二3班", "初二4班")}
    assert said == {
        "初二1班": "reported", "食堂": "zero", "初二2班": "reported", "初二3班": "reported", "初二4班": "missing"
    }  # fmt: skip
    assert clerk.register().edition(law(), TUESDAY, TUESDAY).roll_call.attendance["初二2班"].value == "correcting"


def test_of_an_export_the_receipt_alone_goes_back_for_it_holds_the_rows_of_many_units(clerk: Clerk) -> None:
    first, second = (p for p in files(clerk.site.outbox) if "退回" in str(p.parent))
    assert [p.parent.parent.name for p in (first, second)] == [str(MONDAY), str(TUESDAY)]
    assert second.name.startswith("初二1班等")
    book = load_workbook(second)
    assert book.sheetnames == ["回执"]
    told = "\n".join(str(c.value) for row in book["回执"].iter_rows() for c in row if c.value)
    assert "表单平台" in told
    assert "国际部" in told
    assert FOOD not in told


def test_no_name_and_no_address_of_a_sender_is_kept_or_shown(clerk: Clerk) -> None:
    kept = "\n".join(clerk.ledger())
    shown = "\n".join(words_of(p) for p in files(clerk.site.outbox))
    assert not [word for word in PRIVATE if word in kept or word in shown]
    assert FOOD in shown


def test_the_corrected_export_is_taken_and_the_night_is_sound(clerk: Clerk, tmp_path: Path) -> None:
    shutil.copytree(clerk.site.root, tmp_path / "site")
    again = Clerk(Site(tmp_path / "site"))
    answers = [list(row) for row in MORE]
    answers[3][6], answers[6][10] = "年级组", "9:50"
    export(again, answers)
    again.dated(again.site.inbox / "导出.xlsx", TUESDAY, "20:30")
    (taken,) = again.run(TUESDAY).taken
    assert (taken.fate, taken.accepted) == (Fate.ACCEPTED, 7)
    called = again.register().edition(law(), TUESDAY, TUESDAY).roll_call.attendance
    assert called["初二2班"].value == "reported"
    assert audit(again.site, lambda *_: None).findings == ()
