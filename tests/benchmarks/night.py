"""A night of sixty workbooks, timed against the script a competent user would write instead.

Usage: `.venv/bin/python -m tests.benchmarks.night [--naive SCRIPT] [--rounds N]`

Both read the same files on the same machine in the same run and find the same fonts; the ratio is ours to
theirs, the median of the rounds. Beside it stands the ratio of a rerun with nothing new.
"""

import argparse
import ctypes
import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from zoneinfo import ZoneInfo

from pipeline.founding import found
from pipeline.plan.loading import load_pack
from pipeline.reporting import fonts
from pipeline.site import Site
from tests.workbook_maker import fill

DAY = date(2021, 3, 25)
WORKBOOKS, ROWS = 60, 3
NAIVE = Path(__file__).parents[3] / "shared" / "bench" / "naive.py"
_CHILD_SUBREAPER = 36
_WHAT = (
    "食堂午餐的菜",
    "住校的同学",
    "晚自习的灯光",
    "校门口的接送",
    "网课平台的直播",
    "课后服务的收费",
    "操场的开放",
    "班级的口罩",
)
_HOW = (
    "量变少了",
    "时间太短",
    "安排不清楚",
    "通知得太晚",
    "希望早一点公布",
    "比上周差一些",
    "请说明原因",
    "能不能改到周五",
)
_WHO = ("几位家长在群里问", "有家长来电说", "两个班的同学反映", "值班时有人提出", "家委会转来意见")


NIGHTS = {
    "ordinary": ("班级家长群", "班级家长群", "班级家长群", "当面或电话"),
    "restless": ("班级家长群", "当面或电话", "学生群"),
}
"""Channels of the rows: three kinds of them raise a dozen incidents, and each gets a flash report of its own."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What a command took: seconds on the wall, and MiB at the most in its largest process."""

    wall: float
    peak: float


def write_workbooks(site: Site, channels: tuple[str, ...]) -> None:
    """Sixty filled-in templates, three rows each; one in ten has a mistake."""
    chance = random.Random(20210325)  # noqa: S311 (the same rows every time)
    template = site.template.read_bytes()
    units = load_pack("epidemic").reporting_units
    stamp = datetime(2021, 3, 25, 17, 0, tzinfo=ZoneInfo("Asia/Shanghai")).timestamp()
    for number in range(WORKBOOKS):
        rows = [
            {
                "内容摘要": f"{chance.choice(_WHO)}{chance.choice(_WHAT)}{chance.choice(_HOW)}({number}-{n})",
                "来源渠道": chance.choice(channels),
                "发现时间": "9:40" if number % 10 or n else "昨儿个",
                "希望解决什么": "请给一个答复",
            }
            for n in range(ROWS)
        ]
        path = site.inbox / f"上报表-{number:02d}.xlsx"
        role = "班主任" if number < len(units) else "任课教师"
        fill(BytesIO(template), path, rows=rows, unit=units[number % len(units)], day=DAY, role=role)
        os.utime(path, (stamp, stamp))


def timed(command: list[str], environment: dict[str, str]) -> Cost:
    """Run a command to its end and account for it and its children, those too that outlive it by a moment."""
    start = time.perf_counter()
    child = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(child.pid, 0)
    wall = time.perf_counter() - start
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode not in (0, 1):
        sys.exit(f"{' '.join(command)}: exit {child.returncode}")
    return Cost(wall, max([used.ru_maxrss, *_left_behind()]) / 1024)


def _left_behind() -> Iterator[int]:
    """The memory of processes that were handed to this one when their parent ended."""
    with suppress(ChildProcessError):
        while True:
            yield os.wait4(-1, 0)[2].ru_maxrss


def adopt() -> None:
    """Let this process, on Linux, be the one that orphans are handed to."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_CHILD_SUBREAPER, 1)


def one_round(site: Site, naive: Path, scratch: Path) -> tuple[Cost, Cost, Cost]:
    """The script, our night, our rerun, in this order, each in a fresh process."""
    fonts.configure()
    environment = dict(os.environ)
    sitrep = [sys.executable, "-m", "pipeline", "run", "--date", DAY.isoformat(), "--site", str(site.root)]
    out = ["--font", "Noto Serif SC"]
    script = timed([sys.executable, str(naive), str(site.inbox), str(scratch / "naive"), *out], environment)
    return script, timed(sitrep, environment), timed(sitrep, environment)


def main() -> None:
    """Print the table."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--naive", type=Path, default=NAIVE)
    arguments.add_argument("--rounds", type=int, default=5)
    given = arguments.parse_args()
    adopt()
    if not given.naive.is_file():
        sys.exit(f"The script to compare with is not at {given.naive}; name it with --naive.")
    for name, channels in NIGHTS.items():
        print(f"{name} night")
        show(measured(channels, given.naive, given.rounds))


def measured(channels: tuple[str, ...], naive: Path, count: int) -> list[tuple[Cost, Cost, Cost]]:
    """So many rounds over the same workbooks, each on a site of its own."""
    rounds = []
    with tempfile.TemporaryDirectory() as folder:
        made = Site(Path(folder) / "made")
        found(made, "epidemic")
        write_workbooks(made, channels)
        for number in range(count):
            site = Site(Path(folder) / f"round-{number}")
            shutil.copytree(made.root, site.root)
            rounds.append(one_round(site, naive, Path(folder)))
    return rounds


def show(rounds: list[tuple[Cost, Cost, Cost]]) -> None:
    """Medians, and ratios round by round."""
    names = ("script", "night", "rerun")
    print(f"{WORKBOOKS} workbooks, {WORKBOOKS * ROWS} rows, {len(rounds)} rounds")
    print(f"{'':8}{'wall s':>8}{'ratio':>8}{'MiB':>8}{'ratio':>8}")
    for index, name in enumerate(names):
        wall = statistics.median(r[index].wall for r in rounds)
        peak = statistics.median(r[index].peak for r in rounds)
        wall_ratio = statistics.median(r[index].wall / r[0].wall for r in rounds)
        peak_ratio = statistics.median(r[index].peak / r[0].peak for r in rounds)
        print(f"{name:8}{wall:8.2f}{wall_ratio:8.2f}{peak:8.0f}{peak_ratio:8.2f}")


if __name__ == "__main__":
    main()
