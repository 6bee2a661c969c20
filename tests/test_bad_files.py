"""A night in a bad neighbourhood: 163 odd, broken and hostile files in one inbox with ten good workbooks.

The files come from 14 open-source projects and are not part of this repository.
"""

import os
import shutil
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from openpyxl import load_workbook

from pipeline.findings import WORDING
from pipeline.founding import found
from pipeline.intake.archive import Archive
from pipeline.ledger.store import Ledger
from pipeline.model import Fate, TakenIn
from pipeline.plan.loading import load_pack
from pipeline.site import Site
from tests.intake.originals import verify
from tests.nights import MONDAY
from tests.site_nights import Clerk, about
from tests.workbooks.files import one_text_in_many_cells

BAD = Path(__file__).parents[2] / "shared" / "data" / "badfiles"
FUZZED = "poi__clusterfuzz-testcase-minimized-POIHSSFFuzzer-5816431116615680.xls"
KILLER = "一段长文字.xlsx"
SUMMARIES = (
    *("饭菜有点凉", "放学太挤", "作业偏多", "灯光太暗", "网课卡顿"),
    *("校服未发", "停车太乱", "答疑太短", "口罩不够", "操场积水"),
)
REASONS = {
    "file.password": 14,
    "file.unknown_type": 16,
    "file.unsafe": 5,
    "file.quarantined": 2,
    "file.not_a_workbook": 2,
}
"""How many go back for each of these reasons; the rest are damaged, or other people's forms."""

pytestmark = [
    pytest.mark.heavy,
    pytest.mark.skipif(not BAD.is_dir(), reason="the bad files are not beside this repository"),
    pytest.mark.skipif(sys.platform != "linux", reason="memory is measured in /proc"),
]


class Watch(threading.Thread):
    """Follows a process and its children: the memory of all together, and how long the oldest reader lived."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self.pid, self.peak, self.over = pid, 0, threading.Event()
        self.readers: dict[int, float] = {}

    def run(self) -> None:
        while not self.over.wait(0.02):
            family = list(_family(self.pid))
            self.peak = max(self.peak, sum(_resident(pid) for pid in family))
            for pid in family:
                with suppress(OSError):
                    if "reader_child" in Path(f"/proc/{pid}/cmdline").read_text(encoding="utf-8"):
                        self.readers[pid] = max(self.readers.get(pid, 0), _processor_seconds(pid))


def _family(pid: int) -> Iterator[int]:
    yield pid
    with suppress(OSError):
        for task in Path(f"/proc/{pid}/task").iterdir():
            for child in (task / "children").read_text(encoding="ascii").split():
                yield from _family(int(child))


def _resident(pid: int) -> int:
    with suppress(OSError):
        return int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE")
    return 0


def _processor_seconds(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@pytest.fixture(scope="module")
def clerk(tmp_path_factory: pytest.TempPathFactory) -> Clerk:
    clerk = Clerk(Site(tmp_path_factory.mktemp("bad") / "site"))
    found(clerk.site, "epidemic")
    for path in BAD.iterdir():
        if path.name != "MANIFEST.csv":
            clerk.dated(Path(shutil.copy(path, clerk.site.inbox / path.name)), MONDAY, "16:00")
    clerk.dated(one_text_in_many_cells(clerk.site.inbox / KILLER), MONDAY, "16:00")
    for unit, summary in zip(load_pack("epidemic").reporting_units, SUMMARIES, strict=False):
        clerk.drop(MONDAY, unit, about(f"几位家长在群里说{summary}"))
    return clerk


@pytest.fixture(scope="module")
def night(clerk: Clerk) -> tuple[float, Watch, tuple[TakenIn, ...]]:
    """Seconds, what was watched, and what became of each file."""
    command = [sys.executable, "-m", "pipeline", "run", "--date", str(MONDAY), "--site", str(clerk.site.root)]
    start = time.monotonic()
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as process:  # noqa: S603 (this very program)
        watch = Watch(process.pid)
        watch.start()
        said = process.communicate(timeout=300)[0].decode()
    watch.over.set()
    assert process.returncode == 1, said
    with Ledger(clerk.site.database) as ledger:
        return time.monotonic() - start, watch, ledger.workbooks(MONDAY)


def test_the_night_is_quick_and_small_and_nobody_outlives_his_limits(
    night: tuple[float, Watch, tuple[TakenIn, ...]],
) -> None:
    seconds, watch, taken = night
    print(f"\n{len(taken)} files, {seconds:.1f} s, {watch.peak / 2**20:.0f} MiB at the most")  # noqa: T201 (the measure)
    assert seconds < 120
    assert watch.peak < 2**30
    assert watch.readers
    assert max(watch.readers.values()) < 20
    assert not [pid for pid in watch.readers if Path(f"/proc/{pid}").exists()]


def test_every_file_has_one_fate_is_kept_and_has_left_the_inbox(
    clerk: Clerk, night: tuple[float, Watch, tuple[TakenIn, ...]]
) -> None:
    taken = night[2]
    sent = {p.name for p in BAD.iterdir()} - {"MANIFEST.csv"}
    names = Counter(t.arrival.name for t in taken)
    assert set(names.values()) == {1}
    waiting = set(clerk.inbox())
    assert len(waiting) == 2, "zips without their end: they may be on their way still"
    assert sent | {KILLER} == waiting | {name for name in names if "-" + str(MONDAY) not in name}
    assert all(verify(Archive(clerk.site.archive), t.arrival.sha256) for t in taken)
    assert all(t.rows_read == t.accepted + len(t.held) for t in taken)


def test_each_goes_back_with_the_right_reason(night: tuple[float, Watch, tuple[TakenIn, ...]]) -> None:
    bad = [t for t in night[2] if not (t.fate is Fate.ACCEPTED and t.accepted)]
    whole = Counter(next(f.code for f in t.findings if f.wording.whole) for t in bad if t.fate is not Fate.DUPLICATE)
    print(f"\n{dict(whole)}")  # noqa: T201 (the count)
    assert {code: whole[code] for code in REASONS} == REASONS
    assert set(whole) <= REASONS.keys() | {"file.damaged", "file.empty", "template.unknown", "file.too_large"}
    assert all(f.remedy and f.code in WORDING for t in bad for f in t.findings)
    quarantined = {t.arrival.name for t in bad if t.fate is Fate.QUARANTINED}
    assert quarantined == {FUZZED, KILLER}
    noticed = {t.arrival.name: {f.code for f in t.findings} for t in bad}
    assert "workbook.macros" in noticed["poi__SimpleMacro.xlsm"] & noticed["poi__SimpleMacro.xls"]
    assert "workbook.links" in noticed["oletools__dde-test.xlsx"] & noticed["tika__testDdeLink.xlsx"]


def test_the_ten_are_reported_and_all_that_goes_back_can_be_opened(
    clerk: Clerk, night: tuple[float, Watch, tuple[TakenIn, ...]]
) -> None:
    good = [t for t in night[2] if t.fate is Fate.ACCEPTED and t.accepted]
    assert len(good) == 10
    summary = "".join(clerk.outbox()[f"{MONDAY}/要点.txt"].decode().split())
    assert "10" in summary
    back = [p for p in (clerk.site.outbox / str(MONDAY)).rglob("*.xlsx") if p.parent.name == "退回"]
    assert len(back) == sum(t.goes_back for t in night[2])
    for path in back:
        assert load_workbook(path).sheetnames[0] == "回执"
