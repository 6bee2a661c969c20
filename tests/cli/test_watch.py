"""`sitrep watch` as a real child process: what it does with what is dropped, and how it stops."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from filelock import FileLock

from pipeline.cli.common import now
from pipeline.founding import found
from pipeline.site import Site
from tests.nights import law
from tests.workbook_maker import fill

pytestmark = [pytest.mark.heavy, pytest.mark.skipif(os.name != "posix", reason="stops a child by POSIX signals")]
WITHIN = 10
"""Seconds in which a flash report has to be out."""


@pytest.fixture
def site(tmp_path: Path) -> Site:
    site = Site(tmp_path / "site")
    found(site, "epidemic")
    return site


class Watching:
    """A child that watches a site, and what it has said so far."""

    def __init__(self, child: "subprocess.Popen[bytes]", log: Path) -> None:
        self.child, self._log = child, log

    def said(self) -> str:
        return self._log.read_text(encoding="utf-8")

    def says(self, words: str, seconds: float = 30) -> bool:
        """Whether it says that in so many seconds; a child that ends first says nothing more."""
        until = time.monotonic() + seconds
        while words not in self.said() and time.monotonic() < until and self.child.poll() is None:
            time.sleep(0.05)
        return words in self.said()

    def stop(self, by: signal.Signals) -> int:
        self.child.send_signal(by)
        return self.child.wait(30)


@contextmanager
def watching(site: Site, every: str = "5") -> Iterator[Watching]:
    log = site.root / "watch.log"
    command = [sys.executable, "-m", "pipeline", "watch", "--every", every, "--site", str(site.root)]
    with log.open("wb") as out, subprocess.Popen(command, stdout=out, stderr=out) as child:  # noqa: S603 (our own program)
        try:
            yield Watching(child, log)
        finally:
            child.kill()


def drop(site: Site) -> None:
    """A workbook of today, by the plan's clock, about something of the second grade; found out yesterday."""
    today = now().astimezone(law().plan.zone).date()
    row = {"内容摘要": "有人约家长后天到校门口聚集", "来源渠道": "班级家长群", "特殊事项": "线下聚集"}
    row["发现时间"] = f"{today - timedelta(days=1)} 09:40"
    beside = fill(site.template, site.root / "初二1班.xlsx", rows=[row], day=today)
    beside.replace(site.inbox / beside.name)


def flashes(site: Site) -> list[Path]:
    return sorted(site.outbox.glob("*/快报-*.pdf"))


def test_a_flash_is_out_seconds_after_the_report(site: Site) -> None:
    with watching(site) as watch:
        assert watch.says("开始守着")
        time.sleep(2)  # its first look is over
        drop(site)
        dropped = time.monotonic()
        assert watch.says("已出快报", WITHIN), watch.said()
        assert time.monotonic() - dropped < WITHIN
        assert [p.read_bytes()[:5] for p in flashes(site)] == [b"%PDF-"]
        assert watch.says("收到 初二1班.xlsx:收下 1 行")
        assert watch.stop(signal.SIGTERM) == 0
        assert watch.said().endswith("已停止\n")
    assert not list(site.inbox.glob("*.xlsx"))


def test_it_waits_for_a_run_and_for_a_plan_that_is_broken(site: Site) -> None:
    plan = site.plan_book.read_bytes()
    site.plan_book.write_bytes(b"not a plan")
    with FileLock(site.ledger / "run.lock") as lock, watching(site, "0.5") as watch:
        assert watch.says("方案改好后会自动继续"), watch.said()
        time.sleep(2)
        assert watch.said().count("方案改好后会自动继续") == 1
        site.plan_book.write_bytes(plan)
        assert watch.says("等它结束后自动继续"), watch.said()
        drop(site)
        time.sleep(1)
        assert flashes(site) == []
        lock.release()
        assert watch.says("已出快报"), watch.said()
        assert watch.stop(signal.SIGINT) == 130
        assert "已停止" in watch.said()


def test_it_costs_nothing_while_nothing_comes(site: Site) -> None:
    with watching(site, "0.5") as watch:
        assert watch.says("开始守着")
        time.sleep(2)
        before, then = spent(watch.child.pid), time.monotonic()
        time.sleep(3)
        assert spent(watch.child.pid) - before < 0.05 * (time.monotonic() - then)


def spent(pid: int) -> float:
    """Seconds of processor time of a process."""
    stat = Path(f"/proc/{pid}/stat")
    if not stat.exists():
        pytest.skip("needs /proc")
    user, system = stat.read_text(encoding="ascii").rsplit(")", 1)[1].split()[11:13]
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")
