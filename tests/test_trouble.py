"""A night whose disk fills up, or whose outbox cannot be written: told in a sentence, and made good by the next run."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from pipeline.errors import ExitCode, OutputError
from pipeline.site import Site
from tests.crash_sites import Crashes, held, hurry, remember, safe, spread, typed
from tests.crashing import POSIX, Ended, Point, fills_up, in_child, points_of
from tests.intake.users import nobody
from tests.nights import TUESDAY, WEDNESDAY
from tests.site_nights import Clerk, files
from tests.test_crash import small

pytestmark = POSIX
TOLD = {ExitCode.LEDGER, ExitCode.OUTPUT}


@pytest.fixture(scope="module")
def laid_out(founded: Site, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Clerk]:
    with pytest.MonkeyPatch.context() as patch:
        hurry(patch)
        clerk = Clerk.of(founded, tmp_path_factory.mktemp("laid") / "site")
        remember(patch, clerk.site)
        small(clerk)
        yield clerk


@pytest.fixture(scope="module")
def crashes(laid_out: Clerk, tmp_path_factory: pytest.TempPathFactory) -> Crashes:
    return Crashes(laid_out, tmp_path_factory.mktemp("copies"), tuesday)


@pytest.fixture(scope="module")
def points(crashes: Crashes) -> list[Point]:
    clerk = crashes.copy()
    return points_of(clerk.site.root, lambda: tuesday(clerk) and None)


def tuesday(clerk: Clerk) -> int:
    return typed(clerk, TUESDAY)


def is_told(ended: Ended, *words: str) -> bool:
    """One or two sentences in Chinese, with the remedy, and a code that tells it from a bug."""
    return ended.code in TOLD and "Traceback" not in ended.printed and all(w in ended.printed for w in words)


def filled(crashes: Crashes, points: list[Point], at: int) -> list[str]:
    """What was wrong with a night whose disk was full from a point on, or with the one after it."""
    clerk = crashes.copy()
    dropped = [p.read_bytes() for p in files(clerk.site.inbox)]
    ended = fills_up(clerk.site.root, at, lambda: tuesday(clerk))
    if all(point.kind == "delete" or point.what == "close" for point in points[at:]):
        return [] if ended.code == ExitCode.RETURNED else [ended.printed]  # nothing was left to be written
    wrong = [] if is_told(ended, "磁盘满了", "请腾出空间") else [f"{ended}"]
    wrong += [] if safe(clerk, dropped) else ["lost"]
    tuesday(clerk)
    return wrong + crashes.differs(clerk)


def test_a_full_disk_is_told_and_the_night_is_made_good(crashes: Crashes, points: list[Point]) -> None:
    for at in spread(points, 8):
        assert filled(crashes, points, at) == [], points[at]


@pytest.mark.heavy
def test_a_disk_that_fills_up_at_any_point(crashes: Crashes, points: list[Point]) -> None:
    wrong = {at: found for at in range(len(points)) if (found := filled(crashes, points, at))}
    assert not wrong, {points[at]: found for at, found in wrong.items()}


@contextmanager
def small_disk(folder: Path) -> Iterator[Path]:
    """A disk of 8 MiB in memory."""
    folder.mkdir()
    mount = shutil.which("mount")
    command = [mount or "", "-t", "tmpfs", "-o", "size=8m", "tmpfs", str(folder)]
    if mount is None or os.geteuid() or subprocess.run(command, capture_output=True, check=False).returncode:  # noqa: S603 (mounts)
        pytest.skip("only root, where it may mount, can make a small disk")
    try:
        yield folder
    finally:
        subprocess.run([shutil.which("umount") or "umount", "-l", str(folder)], check=True)  # noqa: S603 (as above)


@pytest.mark.heavy
def test_a_disk_that_is_really_full(laid_out: Clerk, tmp_path: Path) -> None:
    """With a little more room each time, until a night finds room enough."""
    codes: list[int] = []
    with small_disk(tmp_path / "disk") as disk:
        crashes = Crashes(laid_out, disk, tuesday)
        while ExitCode.RETURNED not in codes:
            clerk = crashes.copy()
            dropped = [p.read_bytes() for p in files(clerk.site.inbox)]
            free = len(codes) * 24 * 1024
            (disk / "ballast").write_bytes(bytes(shutil.disk_usage(disk).free - free))
            ended = in_child(lambda clerk=clerk: tuesday(clerk))  # type: ignore[misc]
            codes.append(ended.code)
            assert ended.code == ExitCode.RETURNED or is_told(ended, "磁盘满了", "腾出空间"), (free, ended)
            (disk / "ballast").unlink()
            assert safe(clerk, dropped)
            tuesday(clerk)
            assert crashes.differs(clerk) == [], free
    assert set(codes) == {ExitCode.OUTPUT, ExitCode.LEDGER, ExitCode.RETURNED}


def closed(outbox: Path, mode: int) -> None:
    for folder in (outbox, *(p for p in outbox.rglob("*") if p.is_dir())):
        folder.chmod(mode)


def test_an_outbox_that_may_not_be_written_is_told_and_filled_when_it_may(crashes: Crashes) -> None:
    with nobody(crashes.copy().site.root) as home:
        clerk = Clerk(Site(home))
        issued = clerk.outbox()
        closed(clerk.site.outbox, 0o500)
        ended = in_child(lambda: tuesday(clerk))
        assert ended.code == ExitCode.OUTPUT
        assert re.search(r"outbox/\S+ 等 \d+ 个文件 写不进去:.*检查文件夹权限.*没有丢失", ended.printed)
        assert clerk.outbox() == issued
        closed(clerk.site.outbox, 0o700)
        tuesday(clerk)
        assert crashes.differs(clerk) == []


def test_one_file_that_is_held_open_does_not_keep_the_others_back(crashes: Crashes) -> None:
    clerk = crashes.copy()
    day = clerk.site.outbox / str(TUESDAY)
    whole = {n for n in crashes.undisturbed if n.startswith(f"outbox/{TUESDAY}/")}
    (day / "要点.txt").mkdir(parents=True)
    ended = in_child(lambda: tuesday(clerk))
    assert (ended.code, f"outbox/{TUESDAY}/要点.txt" in ended.printed) == (ExitCode.OUTPUT, True)
    assert whole - set(held(clerk)) == {f"outbox/{TUESDAY}/要点.txt"}
    (day / "要点.txt").rmdir()
    tuesday(clerk)
    assert crashes.differs(clerk) == []


def test_a_night_of_trouble_is_issued_by_the_next_one(laid_out: Clerk, tmp_path: Path, points: list[Point]) -> None:
    """Nobody ran it again: the night after puts out what it issued, and counts nothing twice."""
    crashes = Crashes(laid_out, tmp_path, lambda clerk: (tuesday(clerk), typed(clerk, WEDNESDAY)))
    clerk = crashes.copy()
    first = next(n for n, p in enumerate(points) if p.what.startswith("outbox") and p.kind == "open")
    assert is_told(fills_up(clerk.site.root, first, lambda: tuesday(clerk)), "磁盘满了")
    typed(clerk, WEDNESDAY)
    tuesdays = [n for n in crashes.differs(clerk) if f"outbox/{TUESDAY}" in n or n == "table report"]
    assert (tuesdays, clerk.inbox()) == ([], [])


def test_an_inbox_that_is_gone_is_no_evening_on_which_nobody_reported(crashes: Crashes) -> None:
    clerk = crashes.copy()
    shutil.rmtree(clerk.site.inbox)
    issued = clerk.outbox()
    with pytest.raises(OutputError, match="收件夹"):
        clerk.run(TUESDAY)
    assert (clerk.outbox(), clerk.site.inbox.exists()) == (issued, False)
