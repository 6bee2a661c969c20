"""Whole nights on a real site: what comes in, what is issued, what a rerun leaves."""

import json
import os
import shutil
from collections import Counter
from pathlib import Path

import pytest
from openpyxl import load_workbook
from sqlalchemy import event
from sqlalchemy.engine import Engine

from pipeline.delivery.issued import IssuedStore
from pipeline.intake.archive import Archive
from pipeline.ledger.issues import Issue
from pipeline.ledger.store import Ledger
from pipeline.model import Fate
from pipeline.reporting.figures import figures
from pipeline.site import Site
from pipeline.steps.due import put_issues_out
from tests.intake.originals import verify
from tests.nights import FOOD, MONDAY, NETWORK, PARKING, TUESDAY, WEDNESDAY, law, yq
from tests.site_nights import Clerk, about, files

DANGER = "有同学在作业本上写了不想活了,两天没说话"


def issues(clerk: Clerk) -> list[tuple[str, int, int]]:
    with Ledger(clerk.site.database) as ledger:
        return [(i.day.isoformat(), i.correction, i.number) for i in ledger.issues()]


def last_issue(clerk: Clerk) -> Issue:
    with Ledger(clerk.site.database) as ledger:
        return ledger.issues()[-1]


def changed(before: dict[str, bytes], after: dict[str, bytes]) -> set[str]:
    return {n for n in before.keys() | after.keys() if before.get(n) != after.get(n)}


def busy(clerk: Clerk) -> None:
    """Two days: a good workbook, one with a bad row, one that is none, the same one twice, a late one."""
    clerk.drop(MONDAY, "初二1班", about(FOOD))
    clerk.drop(MONDAY, "初二2班", about(FOOD + ",还有点少"), about(NETWORK, 发现时间="昨儿个"))
    clerk.text(MONDAY, "笔记.xlsx", "不是工作簿")
    clerk.run(MONDAY)
    first = clerk.drop(TUESDAY, "初二3班", about(DANGER), about(PARKING))
    clerk.dated(Path(shutil.copy(first, first.with_name("又一份.xlsx"))), TUESDAY, "17:00")
    clerk.drop(TUESDAY, "初二4班", about("晚自习后校门口停车太乱,堵到路口了"), day=MONDAY, clock="15:00")
    clerk.drop(TUESDAY, "初二1班", day=TUESDAY, progress=[
        {"事件编号": yq(1), "进展时间": "3月23日 15:00", "进展类型": "已转达", "进展内容": "已在家长群说明"}
    ])  # fmt: skip


def test_every_file_has_one_fate_is_in_the_archive_and_has_left_the_inbox(clerk: Clerk) -> None:
    busy(clerk)
    clerk.run(TUESDAY)
    archive = Archive(clerk.site.archive)
    arrivals = archive.journal.read()
    with Ledger(clerk.site.database) as ledger:
        taken = [t for day in (MONDAY, TUESDAY) for t in ledger.workbooks(day)]
    assert len(arrivals) == len(taken) == 7
    assert {a.sha256 for a in arrivals} == {t.arrival.sha256 for t in taken}
    assert all(verify(archive, a.sha256) for a in arrivals)
    assert Counter(t.fate for t in taken) == {Fate.ACCEPTED: 4, Fate.PARTLY: 1, Fate.RETURNED: 1, Fate.DUPLICATE: 1}
    assert all(t.rows_read == t.accepted + len(t.held) for t in taken)
    assert clerk.inbox() == []


def test_a_rerun_changes_no_byte(clerk: Clerk) -> None:
    busy(clerk)
    clerk.run(TUESDAY)
    before = clerk.outbox(), clerk.modes(), clerk.ledger()
    result = clerk.run(TUESDAY)
    assert (result.taken, result.issues, result.written) == ((), (), ())
    assert (clerk.outbox(), clerk.modes(), clerk.ledger()) == before


def test_late_rows_correct_their_day_and_tonights_issue_says_so(clerk: Clerk) -> None:
    busy(clerk)
    monday = {n: data for n, data in clerk.outbox().items() if n.startswith(str(MONDAY))}
    clerk.run(TUESDAY)
    assert issues(clerk) == [(str(MONDAY), 0, 1), (str(MONDAY), 1, 1), (str(TUESDAY), 0, 2)]
    names = [n for n in clerk.outbox() if n.startswith(f"{MONDAY}/舆情汇报")]
    assert sorted(n for n in names if "更正" in n) == [
        f"{MONDAY}/舆情汇报-{MONDAY}-第1期（第1次更正）-存档.pdf", f"{MONDAY}/舆情汇报-{MONDAY}-第1期（第1次更正）.pdf"
    ]  # fmt: skip
    anew = {f"{MONDAY}/{name}" for name in ("要点.txt", "提醒.txt", "manifest.json")}
    assert changed(monday, clerk.outbox()) & monday.keys() <= anew
    tonight = clerk.outbox()[f"{TUESDAY}/舆情汇报-{TUESDAY}-第2期.pdf"].decode()
    corrected = clerk.outbox()[next(n for n in names if n.endswith("更正）.pdf"))].decode()
    assert "3月22日收到补报" in tonight
    assert f"新增事件1件：{yq(2)}" in corrected
    clerk.run(WEDNESDAY)
    assert "收到补报" not in clerk.outbox()[f"{WEDNESDAY}/舆情汇报-{WEDNESDAY}-第3期.pdf"].decode()


def test_a_correction_leaves_later_issues_alone_and_every_past_one_is_given_out_again_byte_for_byte(
    clerk: Clerk,
) -> None:
    clerk.drop(MONDAY, "初二1班", about(FOOD))
    clerk.run(MONDAY)
    clerk.run(TUESDAY)
    tuesday = {n: data for n, data in clerk.outbox().items() if n.startswith(str(TUESDAY))}
    clerk.drop(WEDNESDAY, "初二2班", about(PARKING), day=MONDAY)
    clerk.run(WEDNESDAY)
    assert issues(clerk)[1:] == [(str(MONDAY), 1, 1), (str(TUESDAY), 0, 2), (str(WEDNESDAY), 0, 3)]
    issued = clerk.outbox()
    assert {n: data for n, data in issued.items() if n.startswith(str(TUESDAY))} == tuesday
    for day in (MONDAY, TUESDAY, WEDNESDAY):
        shutil.rmtree(clerk.site.outbox)
        with Ledger(clerk.site.database) as ledger:
            put_issues_out(ledger, IssuedStore(clerk.site.issued), clerk.site.outbox, [day])
        assert clerk.outbox() == {n: data for n, data in issued.items() if n.startswith(str(day))}


def test_no_workbook_that_leaves_names_a_person_in_its_properties(clerk: Clerk) -> None:
    busy(clerk)
    books = [p for p in files(clerk.site.outbox) if p.suffix == ".xlsx" and "退回" not in p.parts]
    about_them = [load_workbook(p).properties for p in books]
    assert {(a.creator, a.lastModifiedBy, a.title, a.description) for a in about_them} == {
        ("openpyxl", None, None, None)
    }


def test_what_comes_after_the_issue_corrects_the_same_day(clerk: Clerk) -> None:
    clerk.drop(MONDAY, "初二1班", about(FOOD))
    clerk.run(MONDAY)
    clerk.drop(MONDAY, "初二2班", about(PARKING), clock="21:00")
    clerk.run(MONDAY)
    assert issues(clerk) == [(str(MONDAY), 0, 1), (str(MONDAY), 1, 1)]
    page = clerk.outbox()[f"{MONDAY}/舆情汇报-{MONDAY}-第1期（第1次更正）.pdf"].decode()
    assert f"新增事件1件：{yq(2)}" in page
    clerk.run(TUESDAY)
    assert "3月22日收到补报" in clerk.outbox()[f"{TUESDAY}/舆情汇报-{TUESDAY}-第2期.pdf"].decode()


def test_a_late_zero_report_corrects_nothing(clerk: Clerk) -> None:
    clerk.drop(MONDAY, "初二1班", about(FOOD))
    clerk.run(MONDAY)
    clerk.drop(TUESDAY, "初二2班", day=MONDAY, zero=True)
    clerk.run(TUESDAY)
    assert issues(clerk) == [(str(MONDAY), 0, 1), (str(TUESDAY), 0, 2)]


def test_a_workbook_returned_after_the_issue_goes_back_at_once_without_a_correction(clerk: Clerk) -> None:
    clerk.drop(MONDAY, "初二1班", about(FOOD))
    clerk.run(MONDAY)
    before = clerk.outbox()
    clerk.text(MONDAY, "笔记.xlsx", "不是工作簿", clock="21:00")
    assert clerk.run(MONDAY).returned
    back = f"{MONDAY}/退回/未知单位-笔记.xlsx"
    assert changed(before, clerk.outbox()) == {back, f"{MONDAY}/manifest.json"}
    assert back in json.loads(clerk.outbox()[f"{MONDAY}/manifest.json"])["files"]
    assert issues(clerk) == [(str(MONDAY), 0, 1)]
    after = clerk.ledger()
    assert clerk.run(MONDAY).written == ()
    assert clerk.ledger() == after


def test_a_danger_after_the_issue_is_referred_the_same_night(clerk: Clerk) -> None:
    clerk.drop(MONDAY, "初二1班", about(FOOD))
    clerk.run(MONDAY)
    clerk.drop(MONDAY, "初二2班", about(DANGER), clock="21:00")
    clerk.run(MONDAY)
    slips = [n for n in clerk.outbox() if n.startswith("受限/")]
    assert slips == ["受限/转介单-ZJ-2021-0001.pdf"]
    assert clerk.modes()[slips[0]] == 0o600
    assert not [n for n, data in clerk.outbox().items() if n not in slips and DANGER.encode() in data]


def test_a_signed_decision_is_read_from_the_review_workbook(clerk: Clerk) -> None:
    clerk.drop(MONDAY, "初二1班", about(FOOD))
    clerk.run(MONDAY)
    clerk.decide(TUESDAY, "分类审定", {"事件编号": yq(1), "审定分类": "A", "审定等级": "Ⅲ"})
    clerk.run(TUESDAY)
    (incident,) = clerk.register().edition(law(), TUESDAY, TUESDAY).incidents
    assert (incident.assessment.confirmed, incident.assessment.grade) == ("A", "Ⅲ")


def test_an_interim_run_takes_in_and_issues_nothing_and_the_night_issues_it_all(clerk: Clerk) -> None:
    clerk.drop(MONDAY, "初二1班", about(FOOD), clock="10:00")
    clerk.run(MONDAY, interim=True)
    assert (clerk.inbox(), clerk.outbox(), issues(clerk)) == ([], {}, [])
    clerk.drop(MONDAY, "初二2班", about(PARKING))
    clerk.run(MONDAY)
    assert issues(clerk) == [(str(MONDAY), 0, 1)]
    assert len(clerk.register().edition(law(), MONDAY, MONDAY).incidents) == 2


def test_a_day_that_only_interim_runs_read_is_issued_with_the_next_night(clerk: Clerk) -> None:
    clerk.drop(MONDAY, "初二1班", about(FOOD))
    clerk.run(MONDAY, interim=True)
    clerk.run(TUESDAY)
    assert issues(clerk) == [(str(MONDAY), 0, 1), (str(TUESDAY), 0, 2)]


def test_an_empty_night_is_issued_too_and_numbers_begin_anew_with_the_year(clerk: Clerk) -> None:
    clerk.run(MONDAY)
    clerk.run(TUESDAY)
    clerk.run(MONDAY.replace(year=2022))
    assert issues(clerk) == [(str(MONDAY), 0, 1), (str(TUESDAY), 0, 2), ("2022-03-22", 0, 1)]


def test_every_figure_rests_on_rows_of_the_register(clerk: Clerk) -> None:
    busy(clerk)
    clerk.run(TUESDAY)
    question = about("一位家长来电问明天几点放学", 已答复情况="9:50 已答复", 涉及范围="个别", 传播层级="未传播")
    clerk.drop(WEDNESDAY, "初二5班", question)
    clerk.run(WEDNESDAY)
    register = clerk.register()
    with Ledger(clerk.site.database) as ledger:
        for day in (MONDAY, TUESDAY, WEDNESDAY):
            workbooks = ledger.workbooks(day)
            held = {row.key for t in workbooks for row in t.held}
            found = figures(register.edition(law(), day, day, workbooks), law().plan)
            keys = {key for figure in found.values() for key in figure.rows}
            assert keys
            assert keys <= register.rows().keys() | held
            assert found["reports"].value == {MONDAY: 2, TUESDAY: 1, WEDNESDAY: 1}[day]


def test_bytes_in_outbox_that_were_lost_or_changed_are_put_back(clerk: Clerk) -> None:
    clerk.drop(MONDAY, "初二1班", about(FOOD))
    clerk.run(MONDAY)
    before = clerk.outbox()
    pages = files(clerk.site.outbox / str(MONDAY))
    pages[0].unlink()
    pages[1].write_bytes(b"changed")
    assert sorted(clerk.run(MONDAY).written) == pages[:2]
    assert clerk.outbox() == before


def test_a_night_that_was_killed_before_its_issue_is_issued_by_the_next_one(clerk: Clerk, tmp_path: Path) -> None:
    busy(clerk)
    shutil.copytree(clerk.site.root, tmp_path / "unkilled")
    unkilled = Clerk(Site(tmp_path / "unkilled"))
    for day in (TUESDAY, WEDNESDAY):
        unkilled.run(day)
    commits = [0]

    class Gone(BaseException):
        """The process, as far as the run can tell."""

    def gone(_connection: object) -> None:
        commits[0] += 1
        if commits[0] == 2:  # the night is in the ledger, its first issue is not
            raise Gone

    event.listen(Engine, "commit", gone)
    try:
        with pytest.raises(Gone):
            clerk.run(TUESDAY)
    finally:
        event.remove(Engine, "commit", gone)
    for path in files(clerk.site.inbox):
        path.unlink()
    clerk.run(WEDNESDAY)
    assert clerk.outbox() == unkilled.outbox()
    assert clerk.ledger() == unkilled.ledger()
    assert clerk.journal() == unkilled.journal()


def test_what_waits_in_the_inbox_is_told(clerk: Clerk) -> None:
    clerk.drop(MONDAY, "初二1班", about(FOOD))
    clerk.text(MONDAY, "空.xlsx", "")
    result = clerk.run(MONDAY)
    assert (result.waiting, result.stayed, clerk.inbox()) == (("空.xlsx",), (), ["空.xlsx"])


def test_what_could_not_be_removed_is_counted_once_on_that_night_and_the_next(clerk: Clerk) -> None:
    """It lies there again as if it had never gone."""
    dropped = clerk.drop(MONDAY, "初二1班", about(FOOD), name="初二1班/上报.xlsx")
    data, status = dropped.read_bytes(), dropped.stat()
    fates = []
    for night in (MONDAY, MONDAY, TUESDAY):
        dropped.write_bytes(data)
        os.utime(dropped, ns=(status.st_atime_ns, status.st_mtime_ns))
        fates.append([t.fate for t in clerk.run(night).taken])
    assert fates == [[Fate.ACCEPTED], [], [Fate.DUPLICATE]]
    assert len(clerk.register().reports) == 1


def test_a_name_of_any_length_goes_back_under_one_that_a_folder_takes(clerk: Clerk) -> None:
    name = "笔" * 83 + ".xlsx"
    clerk.text(MONDAY, name, "不是工作簿")
    assert clerk.run(MONDAY).returned
    (back,) = [n for n in clerk.outbox() if "退回" in n]
    assert len(Path(back).name.encode()) <= 255


def test_nothing_that_is_written_holds_a_formula_of_theirs(clerk: Clerk) -> None:
    starts = ("=cmd|'/c calc'!A0 ", "+好几位", "-好几位", "@全体", "\t=1+1")
    rows = [f'"{start}家长问菜为什么凉{n}",班级家长群,9:4{n}' for n, start in enumerate(starts)]
    head = "单位,上报日期,内容摘要,来源渠道,发现时间"
    lines = (head, *(f"初二1班,{MONDAY},{row}" for row in rows), f"初二1班,{MONDAY},=1+1家长问,黑板报,昨儿个")
    clerk.text(MONDAY, "表单.csv", "\n".join(lines))
    (taken,) = clerk.run(MONDAY).taken
    assert (taken.accepted, len(taken.held)) == (5, 1)
    books = [load_workbook(p) for p in files(clerk.site.outbox) if p.suffix == ".xlsx"]
    cells = [c for book in books for sheet in book for row in sheet.iter_rows() for c in row if c.value is not None]
    assert not [c.value for c in cells if c.data_type == "f"]
    theirs = [c for c in cells if str(c.value).startswith(("=", "+", "-", "@", "\t")) and "家长问" in str(c.value)]
    assert len(theirs) > len(starts)
    assert all(c.quotePrefix for c in theirs)
