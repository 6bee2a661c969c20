"""The demo's outbox: the same bytes whoever makes it, and every headline recounted from the archive."""

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.recount import HEADLINE, attached, printed, recounted, stands

ROOT = Path(__file__).parents[2]
FAKETIME = sorted(Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"))
PLACES: Mapping[str, Mapping[str, str]] = {
    "here": {"PYTHONHASHSEED": "1", "TZ": "Asia/Shanghai"},
    "elsewhere": {"PYTHONHASHSEED": "77", "TZ": "America/Los_Angeles", "FAKETIME": "+400d"},
}


@pytest.fixture(scope="module")
def outboxes(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The demo made by two processes: another order of hashing, another zone, another day."""
    if not FAKETIME:
        pytest.skip("libfaketime is not installed")
    return {name: _demo(tmp_path_factory.mktemp(name) / "site", more) for name, more in PLACES.items()}


def _demo(site: Path, more: Mapping[str, str]) -> Path:
    env = {**os.environ, "PYTHONPATH": str(ROOT), "LD_PRELOAD": str(FAKETIME[0]), "FAKETIME": "+0", **more}
    run = (sys.executable, "-m", "pipeline", "demo", str(site))
    subprocess.run(run, env=env, check=True, capture_output=True, cwd=site.parent)  # noqa: S603 (this very program)
    return site / "outbox"


@pytest.mark.heavy
def test_two_processes_on_different_days_leave_the_same_bytes(outboxes: dict[str, Path]) -> None:
    here, elsewhere = (_bytes(path) for path in outboxes.values())
    assert {Path(name).suffix for name in here} >= {".pdf", ".xlsx", ".txt", ".json"}
    assert here.keys() == elsewhere.keys()
    assert [name for name in here if here[name] != elsewhere[name]] == []


def _bytes(outbox: Path) -> dict[str, bytes]:
    return {p.relative_to(outbox).as_posix(): p.read_bytes() for p in sorted(outbox.rglob("*")) if p.is_file()}


@pytest.mark.heavy
def test_the_headline_of_every_day_is_recounted_from_the_archive(outboxes: dict[str, Path]) -> None:
    outbox = outboxes["here"]
    archive = outbox.parent / "ledger" / "archive"
    issues = sorted(outbox.glob("*/*-存档.pdf"))
    assert len(issues) > 10
    for issue in issues:
        told, sheets = attached(issue)
        figures = {name: told["figures"][name]["value"] for name in HEADLINE}
        assert figures == printed(issue) == recounted(told, sheets), issue.name
        for name, figure in told["figures"].items():
            assert figure["value"] == len(figure["counted"]), (issue.name, name)
            # a row waits because something it should say is not there
            lost = [c for c in figure["cells"] if name != "rows_waiting" and not stands(c, archive)]
            assert lost == [], (issue.name, name)
