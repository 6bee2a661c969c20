"""Flash reports go out between two issues, once, and rebuild and audit know them."""

import hashlib
import json
import shutil
from datetime import date

import pytest

from pipeline.audit.auditing import audit
from pipeline.ledger.store import Ledger
from pipeline.model import ReportStatus
from pipeline.rebuilding import rebuild
from tests.nights import FOOD, MONDAY, PARKING, TUESDAY, WEDNESDAY, at, law, yq
from tests.site_nights import Clerk, Ink, about, words_of

GATHERING = about("有人约家长后天到校门口聚集", 特殊事项="线下聚集")
SECOND = about("食堂涨价,有人号召到区里聚集", 特殊事项="线下聚集")


def page(number: int, day: object = MONDAY) -> str:
    return f"{day}/快报-{yq(number)}.pdf"


def listed(clerk: Clerk) -> dict[str, str]:
    """What the manifest of Monday lists."""
    files: dict[str, str] = json.loads(clerk.outbox()[f"{MONDAY}/manifest.json"])["files"]
    return files


def flashes_of(clerk: Clerk, day: object) -> list[str]:
    return sorted(n for n in clerk.outbox() if n.startswith(f"{day}/快报"))


def is_whole(clerk: Clerk) -> bool:
    return audit(clerk.site, lambda *_: None).findings == ()


def test_an_interim_run_puts_a_flash_out_once(clerk: Clerk) -> None:
    clerk.drop(MONDAY, "初二1班", GATHERING, about(FOOD), clock="10:15")
    done = clerk.run(MONDAY, interim=True)
    assert done.flashed
    assert list(done.flashed.files) == list(clerk.outbox()) == [page(1)]
    assert "10:15" in words_of(clerk.site.outbox / page(1))
    before = clerk.outbox(), clerk.ledger(), clerk.journal()
    assert clerk.run(MONDAY, interim=True).flashed is None
    assert (clerk.outbox(), clerk.ledger(), clerk.journal()) == before
    clerk.drop(MONDAY, "初二2班", about(PARKING), clock="11:00")
    assert clerk.run(MONDAY, interim=True).flashed is None
    assert is_whole(clerk)


def test_a_workbook_saved_overnight_is_no_later_than_the_morning(clerk: Clerk) -> None:
    """It was there when the day began: nothing is told as of an hour to come, and what comes in the day is newer."""
    overnight = clerk.drop(TUESDAY, "初二1班", GATHERING, day=MONDAY)
    clerk.dated(overnight, MONDAY, "23:30")
    done = clerk.run(TUESDAY, interim=True)
    assert done.flashed
    assert "20:00" not in words_of(clerk.site.outbox / page(1, TUESDAY))
    with Ledger(clerk.site.database) as ledger:
        assert ledger.register().interim(law().plan, TUESDAY) == at(TUESDAY, "00:00")
    clerk.drop(
        TUESDAY, "初二1班", {**GATHERING, "内容摘要": "有人约家长后天到校门口聚集,已劝阻"}, day=MONDAY, clock="10:00"
    )
    clerk.run(TUESDAY, interim=True)
    standing = [r for r in clerk.register().reports.values() if r.status is ReportStatus.COUNTED]
    assert [r.row.text("summary") for r in standing] == ["有人约家长后天到校门口聚集,已劝阻"]


def test_the_evening_lists_the_flash_and_prints_only_what_came_since(clerk: Clerk) -> None:
    clerk.drop(MONDAY, "初二1班", GATHERING, clock="10:00")
    clerk.run(MONDAY, interim=True)
    flashed = clerk.outbox()[page(1)]
    clerk.drop(MONDAY, "初二2班", SECOND)
    clerk.run(MONDAY)
    assert clerk.outbox()[page(1)] == flashed
    assert flashes_of(clerk, MONDAY) == [page(1), page(2)]
    assert listed(clerk)[page(1)] == hashlib.sha256(flashed).hexdigest()
    assert page(2) in listed(clerk)
    clerk.run(TUESDAY, interim=True)
    clerk.run(TUESDAY)
    assert flashes_of(clerk, TUESDAY) == []
    assert is_whole(clerk)


def test_after_the_issue_only_what_it_did_not_show_goes_out(clerk: Clerk) -> None:
    clerk.drop(MONDAY, "初二1班", GATHERING, clock="10:00")
    clerk.run(MONDAY)
    issued = clerk.outbox()
    clerk.drop(MONDAY, "初二2班", SECOND, clock="21:00")
    done = clerk.run(MONDAY, interim=True)
    assert done.flashed
    assert tuple(done.flashed.grades) == (yq(2),)
    assert clerk.outbox().keys() - issued.keys() == {page(2)}
    assert is_whole(clerk)
    flashed = clerk.outbox()[page(2)]
    clerk.run(TUESDAY)  # and corrects Monday
    assert clerk.outbox()[page(2)] == flashed
    assert listed(clerk)[page(2)] == hashlib.sha256(flashed).hexdigest()
    assert flashes_of(clerk, TUESDAY) == []
    assert is_whole(clerk)


def rise(clerk: Clerk, day: date, clock: str) -> None:
    """The work group finds that it is of the first grade."""
    clerk.decide(day, "分类审定", {"事件编号": yq(1), "审定等级": "Ⅰ"}, clock=clock)


def test_a_rise_after_a_flash_flashes_again_and_once(clerk: Clerk) -> None:
    """The first page stays as it went out; the one at the higher grade stands beside it."""
    clerk.run(MONDAY)  # makes a review workbook
    clerk.drop(TUESDAY, "初二1班", GATHERING, clock="09:50")
    clerk.run(TUESDAY, interim=True)
    flashed = clerk.outbox()[page(1, TUESDAY)]
    rise(clerk, TUESDAY, "10:40")
    done = clerk.run(TUESDAY, interim=True)
    assert done.flashed
    assert done.flashed.grades == {yq(1): "Ⅰ"}
    risen = f"{TUESDAY}/快报-{yq(1)}-Ⅰ.pdf"
    assert (clerk.outbox()[page(1, TUESDAY)], flashes_of(clerk, TUESDAY)) == (flashed, [risen, page(1, TUESDAY)])
    assert clerk.run(TUESDAY, interim=True).flashed is None
    clerk.run(TUESDAY)
    assert flashes_of(clerk, TUESDAY) == [risen, page(1, TUESDAY)]
    clerk.run(WEDNESDAY)
    assert flashes_of(clerk, WEDNESDAY) == []
    assert is_whole(clerk)
    assert rebuild(clerk.site, lambda *_: None, check=True, press=Ink()).findings == ()


def test_a_rise_by_the_evening_is_on_a_page_of_its_own(clerk: Clerk) -> None:
    clerk.run(MONDAY)
    clerk.drop(TUESDAY, "初二1班", GATHERING, clock="09:50")
    clerk.run(TUESDAY, interim=True)
    flashed = clerk.outbox()[page(1, TUESDAY)]
    rise(clerk, TUESDAY, "10:40")
    clerk.run(TUESDAY)
    risen = f"{TUESDAY}/快报-{yq(1)}-Ⅰ.pdf"
    assert (clerk.outbox()[page(1, TUESDAY)], flashes_of(clerk, TUESDAY)) == (flashed, [risen, page(1, TUESDAY)])
    assert clerk.run(TUESDAY, interim=True).flashed is None
    assert is_whole(clerk)


@pytest.mark.parametrize("night", [TUESDAY, WEDNESDAY])
def test_a_rise_after_an_issue_flashes(clerk: Clerk, night: date) -> None:
    clerk.drop(TUESDAY, "初二1班", GATHERING, clock="09:50")
    clerk.run(TUESDAY)
    rise(clerk, night, "21:00")
    done = clerk.run(night, interim=True)
    assert done.flashed
    assert done.flashed.grades == {yq(1): "Ⅰ"}
    assert len(flashes_of(clerk, night)) == (2 if night == TUESDAY else 1)
    assert clerk.run(night, interim=True).flashed is None
    assert is_whole(clerk)


def test_a_report_for_an_earlier_day_flashes_once(clerk: Clerk) -> None:
    clerk.run(MONDAY)
    clerk.drop(TUESDAY, "初二1班", GATHERING, day=MONDAY, clock="10:00")
    assert clerk.run(TUESDAY, interim=True).flashed
    clerk.run(TUESDAY)
    assert (flashes_of(clerk, MONDAY), flashes_of(clerk, TUESDAY)) == ([], [page(1, TUESDAY)])


def test_a_rebuild_and_an_audit_know_them(clerk: Clerk) -> None:
    clerk.drop(MONDAY, "初二1班", GATHERING, SECOND, clock="10:00")
    clerk.run(MONDAY, interim=True)
    clerk.run(MONDAY)
    clerk.drop(TUESDAY, "初二3班", about("有人发帖号召明天集体上访", 特殊事项="线下聚集"), clock="10:00")
    clerk.run(TUESDAY, interim=True)
    before = clerk.outbox(), clerk.ledger(), clerk.journal()
    assert flashes_of(clerk, TUESDAY)
    assert is_whole(clerk)
    assert rebuild(clerk.site, lambda *_: None, check=True, press=Ink()).findings == ()
    for path in clerk.site.ledger.glob("ledger.sqlite*"):
        path.unlink()
    shutil.rmtree(clerk.site.issued)
    shutil.rmtree(clerk.site.outbox)
    rebuild(clerk.site, lambda *_: None, press=Ink())
    assert (clerk.outbox(), clerk.ledger(), clerk.journal()) == before
    (clerk.site.outbox / page(3, TUESDAY)).write_bytes(b"changed")
    (clerk.site.outbox / page(1)).unlink()
    found = audit(clerk.site, lambda *_: None).findings
    assert [(f.code, dict(f.values)["name"]) for f in found] == [
        ("audit.outbox_gone", page(1)),
        ("audit.outbox", page(3, TUESDAY)),
    ]
    for path in clerk.site.issued.glob("*/*"):
        path.unlink()
    gone = {dict(f.values)["name"] for f in audit(clerk.site, lambda *_: None).findings if "issued_gone" in f.code}
    assert page(3, TUESDAY) in gone
