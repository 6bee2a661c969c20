"""What `sitrep watch` does at one look after another."""

import re
import sys
from collections.abc import Collection
from datetime import date
from pathlib import Path

import pytest

from pipeline.cli.common import now
from pipeline.cli.watch_command import Watch
from pipeline.errors import PlanError
from pipeline.intake.archive import Archive
from pipeline.intake.settling import Seen
from pipeline.intake.taking import clear
from pipeline.model import Arrival
from pipeline.register.law import Law
from pipeline.site import Site, law_of
from tests.intake.users import nobody
from tests.nights import FOOD, NETWORK, law
from tests.site_nights import Clerk, about
from tests.workbook_maker import fill


@pytest.fixture
def site(founded: Site, tmp_path: Path) -> Site:
    return Clerk.of(founded, tmp_path / "site").site


def today() -> date:
    return now().astimezone(law().plan.zone).date()


def drop(site: Site, *words: str, unit: str = "初二1班") -> Path:
    """A workbook of today; what it is about was found out yesterday, so that no hour of the day is too early."""
    rows = [about(w, 发现时间=f"{today().replace(day=1)} 00:00") for w in words]
    beside = fill(site.template, site.root / f"{unit}.xlsx", rows=rows, unit=unit, day=today())
    return beside.replace(site.inbox / beside.name)


def said(capsys: pytest.CaptureFixture[str]) -> list[str]:
    """What was said since it was asked last, without the time."""
    return re.sub(r"(?m)^\d\d:\d\d:\d\d ", "", capsys.readouterr().out).splitlines()


def test_a_workbook_saved_again_during_the_run_is_taken_at_the_next_look(
    site: Site, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    watch = Watch(site)
    drop(site, FOOD)

    def saved_meanwhile(inbox: Path, arrivals: Collection[Arrival], archive: Archive) -> tuple[Seen, ...]:
        monkeypatch.undo()
        drop(site, FOOD, NETWORK)
        return clear(inbox, arrivals, archive)

    monkeypatch.setattr("pipeline.nightly.clear", saved_meanwhile)
    watch.once()
    assert said(capsys) == ["收到 初二1班.xlsx:收下 1 行"]
    watch.once()
    assert said(capsys) == ["收到 初二1班.xlsx:收下 2 行"]
    assert not list(site.inbox.glob("*.xlsx"))


def test_a_plan_that_is_mended_while_it_is_found_broken_is_taken_up(
    site: Site, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    plan, watch = site.plan_book.read_bytes(), Watch(site)
    site.plan_book.write_bytes(b"not a plan")

    def mended_meanwhile(of: Site) -> Law:
        try:
            return law_of(of)
        except PlanError:
            site.plan_book.write_bytes(plan)
            raise

    monkeypatch.setattr("pipeline.site.law_of", mended_meanwhile)
    watch.once()
    assert said(capsys)[-1] == "方案改好后会自动继续"
    drop(site, FOOD)
    watch.once()
    assert said(capsys) == ["已恢复,继续", "收到 初二1班.xlsx:收下 1 行"]


def test_an_inbox_that_goes_and_comes_back_is_told_once_each_time(
    site: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    """As a network share does."""
    watch, away = Watch(site), site.root / "away"
    watch.once()
    for unit in ("初二1班", "初二2班"):
        site.inbox.rename(away)
        for _ in range(3):
            watch.once()
        (line,) = said(capsys)
        assert line.startswith(f"文件夹现在读不到或写不进:{site.inbox}(")
        assert line.endswith("),会自动再试")
        assert not site.inbox.exists()
        away.rename(site.inbox)
        watch.once()
        assert said(capsys) == ["已恢复,继续"]
        drop(site, FOOD, unit=unit)
        watch.once()
        assert said(capsys) == [f"收到 {unit}.xlsx:收下 1 行"]


def test_an_inbox_that_is_away_from_the_start_is_not_made_beside_the_share(
    site: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    watch, away = Watch(site), site.root / "away"
    site.inbox.rename(away)
    watch.once()
    watch.once()
    assert len(said(capsys)) == 1
    assert not site.inbox.exists()
    away.rename(site.inbox)
    drop(site, FOOD)
    watch.once()
    assert said(capsys) == ["已恢复,继续", "收到 初二1班.xlsx:收下 1 行"]


def test_a_fault_without_words_of_the_system_is_told_in_its_own(
    site: Site, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def failing(_inbox: Path) -> None:
        raise OSError("the share has failed")

    monkeypatch.setattr("pipeline.cli.watch_command.look", failing)
    watch = Watch(site)
    watch.once()
    assert said(capsys) == ["文件夹现在读不到或写不进(the share has failed),会自动再试"]


def test_a_read_only_inbox_is_read_and_told_once(
    site: Site, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    unlink = Path.unlink

    def read_only(path: Path, *, missing_ok: bool = False) -> None:
        if site.inbox in path.parents:
            raise PermissionError(13, "Permission denied", str(path))
        unlink(path, missing_ok=missing_ok)

    monkeypatch.setattr(Path, "unlink", read_only)  # root is held back by no mode
    watch = Watch(site)
    for unit in ("初二1班", "初二2班"):
        drop(site, FOOD, unit=unit)
        for _ in range(3):
            watch.once()
        stuck = f"{unit}.xlsx 已收下,但从 inbox 里删不掉,请关闭打开它的程序或检查文件夹权限;不会重复计数"
        assert said(capsys) == [f"收到 {unit}.xlsx:收下 1 行", stuck]


@pytest.mark.skipif(sys.platform == "win32", reason="modes as on POSIX")
def test_a_read_only_inbox_without_the_folder_of_decisions_is_good_enough() -> None:
    with nobody() as home:
        site = Site(home)
        site.inbox.mkdir()
        site.inbox.chmod(0o500)
        site.prepare()
        assert (list(site.inbox.iterdir()), site.ledger.is_dir()) == ([], True)
