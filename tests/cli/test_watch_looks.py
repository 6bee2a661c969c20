"""What `sitrep watch` does at one look after another."""

import re
from collections.abc import Collection
from datetime import date
from pathlib import Path

import pytest

from pipeline.cli.common import now
from pipeline.cli.watch_command import Watch
from pipeline.founding import found
from pipeline.intake.archive import Archive
from pipeline.intake.settling import Seen
from pipeline.intake.taking import clear
from pipeline.model import Arrival
from pipeline.site import Site
from tests.nights import FOOD, NETWORK, law
from tests.site_nights import about
from tests.workbook_maker import fill


@pytest.fixture
def site(tmp_path: Path) -> Site:
    site = Site(tmp_path / "site")
    found(site, "epidemic")
    return site


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
