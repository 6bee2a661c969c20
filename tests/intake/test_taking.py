"""Taking in: into the archive, into the journal, out of the inbox; a kill between two steps does no harm."""

import os
import sys
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.intake.archive import Archive
from pipeline.intake.settling import Seen, look
from pipeline.intake.taking import clear, take_in
from pipeline.model import Arrival
from tests.intake.originals import put as put_into
from tests.intake.users import nobody

NIGHT = date(2021, 3, 25)
ZONE = ZoneInfo("Asia/Shanghai")
CUTOFF = datetime(2021, 3, 25, 10, 0, tzinfo=UTC)
START = datetime(2021, 3, 24, 16, 0, tzinfo=UTC)
MORNING = datetime(2021, 3, 25, 1, 40, 7, 900_000, tzinfo=UTC)


@pytest.fixture
def site(tmp_path: Path) -> Path:
    (tmp_path / "inbox").mkdir()
    return tmp_path


def put(site: Path, name: str, data: bytes = b"x", at: datetime = MORNING) -> Path:
    path = site / "inbox" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    os.utime(path, (at.timestamp(), at.timestamp()))
    return path


def take(site: Path, files: Sequence[Seen] | None = None, night: date = NIGHT) -> tuple[Arrival, ...]:
    files = look(site / "inbox") if files is None else files
    return take_in(files, Archive(site / "archive"), night=night, cutoff=CUTOFF, zone=ZONE, plan_digest="p")


def journal(site: Path) -> tuple[Arrival, ...]:
    return Archive(site / "archive").journal.read()


def left(site: Path) -> list[str]:
    return [seen.name for seen in look(site / "inbox")]


def test_a_night_from_the_inbox_to_the_archive(site: Path) -> None:
    put(site, "初二1班/a.xlsx", b"1")
    put(site, "b.xlsx", b"2")
    arrivals = take(site)
    assert [a.name for a in arrivals] == ["b.xlsx", "初二1班/a.xlsx"]
    assert journal(site) == arrivals
    archive = Archive(site / "archive")
    assert [archive.path(a.sha256).read_bytes() for a in arrivals] == [b"2", b"1"]
    assert left(site) == ["b.xlsx", "初二1班/a.xlsx"]
    assert clear(site / "inbox", arrivals, archive) == ()
    assert left(site) == []
    assert (site / "inbox" / "初二1班").is_dir()


@pytest.mark.parametrize(
    ("changed", "receipt"),
    [
        (MORNING, datetime(2021, 3, 25, 1, 40, 7, tzinfo=UTC)),
        (datetime(2021, 3, 24, 16, 0, tzinfo=UTC), datetime(2021, 3, 24, 16, 0, tzinfo=UTC)),
        (datetime(2021, 3, 24, 15, 59, 59, tzinfo=UTC), START),
        (datetime(2021, 2, 21, 16, 0, tzinfo=UTC), START),
        (datetime(2021, 2, 21, 15, 59, 59, tzinfo=UTC), CUTOFF),
        (datetime(2021, 3, 25, 15, 59, 59, tzinfo=UTC), datetime(2021, 3, 25, 15, 59, 59, tzinfo=UTC)),
        (datetime(2021, 3, 25, 16, 0, tzinfo=UTC), CUTOFF),
        (datetime(1970, 1, 1, tzinfo=UTC), CUTOFF),
    ],
)
def test_the_receipt_is_the_time_of_change_on_that_day_in_the_zone(
    site: Path, changed: datetime, receipt: datetime
) -> None:
    put(site, "a.xlsx", at=changed)
    assert [a.received for a in take(site)] == [receipt]


@given(st.integers(-(2**63), 2**63 - 1))
def test_no_time_of_change_is_too_odd(modified: int) -> None:
    from pipeline.intake.taking import _receipt

    seen = Seen("a", Path("a"), 1, modified, complete=True)
    receipt = _receipt(seen, NIGHT, CUTOFF, ZONE)
    assert receipt.microsecond == 0
    assert receipt.astimezone(ZONE).date() == NIGHT


def test_killed_after_the_archive_and_run_again(site: Path) -> None:
    path = put(site, "a.xlsx")
    put_into(Archive(site / "archive"), path)
    (arrival,) = take(site)
    assert journal(site) == (arrival,)


def test_killed_within_the_journal_and_run_again(site: Path) -> None:
    put(site, "a.xlsx", b"1")
    put(site, "b.xlsx", b"2")
    arrivals = take(site)
    file = site / "archive" / "nights.jsonl"
    file.write_bytes(file.read_bytes()[:-20])
    assert take(site) == arrivals
    assert journal(site) == arrivals


def test_killed_before_the_inbox_was_cleared_and_run_again(site: Path) -> None:
    """The line of the first run stands, receipt and all, though the file was touched since."""
    put(site, "a.xlsx")
    arrivals = take(site)
    put(site, "a.xlsx", at=MORNING + timedelta(hours=1))
    assert take(site) == arrivals
    assert journal(site) == arrivals


def test_the_same_bytes_under_another_name_or_on_another_night_arrive_anew(site: Path) -> None:
    put(site, "a.xlsx")
    take(site)
    put(site, "b.xlsx")
    take(site)
    take(site, night=NIGHT + timedelta(days=1))
    assert [(a.name, a.night.day) for a in journal(site)] == [
        ("a.xlsx", 25),
        ("b.xlsx", 25),
        ("a.xlsx", 26),
        ("b.xlsx", 26),
    ]


def test_a_file_that_changed_after_it_was_seen_waits(site: Path) -> None:
    put(site, "a.xlsx")
    put(site, "b.xlsx")
    put(site, "c.xlsx")
    files = look(site / "inbox")
    put(site, "a.xlsx", b"another")
    (site / "inbox" / "c.xlsx").unlink()
    assert [a.name for a in take(site, files)] == ["b.xlsx"]
    assert [a.name for a in journal(site)] == ["b.xlsx"]


def test_only_what_the_archive_holds_leaves_the_inbox(site: Path) -> None:
    put(site, "a.xlsx", b"1")
    put(site, "b.xlsx", b"2")
    put(site, "c.xlsx", b"3")
    arrivals = take(site)
    archive = Archive(site / "archive")
    put(site, "a.xlsx", b"replaced")
    put(site, "new.xlsx", b"1")
    archive.path(arrivals[1].sha256).unlink()
    assert clear(site / "inbox", arrivals, archive) == ()  # none was in the way of its own removal
    assert left(site) == ["a.xlsx", "b.xlsx", "new.xlsx"]
    assert clear(site / "inbox", arrivals, archive) == ()


@pytest.mark.skipif(sys.platform != "linux", reason="a file that can be opened and not be read")
def test_a_file_that_fails_while_it_is_read_waits_and_stops_nobody(site: Path) -> None:
    put(site, "a.xlsx")
    broken = Path("/proc/self/mem")
    status = broken.lstat()
    files = (Seen("0.xlsx", broken, status.st_size, status.st_mtime_ns, complete=True), *look(site / "inbox"))
    assert [a.name for a in take(site, files)] == ["a.xlsx"]


@pytest.mark.skipif(sys.platform == "win32", reason="modes as on POSIX")
def test_what_may_not_be_read_or_removed_stays_and_is_counted_once() -> None:
    with nobody() as site:
        put(site, "closed.xlsx")
        put(site, "a.xlsx")
        put(site, "fixed/b.xlsx", b"2")
        seen = look(site / "inbox")
        (site / "inbox/closed.xlsx").chmod(0)
        (site / "inbox/fixed").chmod(0o500)
        arrivals = take(site, seen)
        assert [a.name for a in arrivals] == ["a.xlsx", "fixed/b.xlsx"]
        assert [s.name for s in clear(site / "inbox", arrivals, Archive(site / "archive"))] == ["fixed/b.xlsx"]
        (site / "inbox/closed.xlsx").unlink()
        assert take(site) == arrivals[1:]
        assert journal(site) == arrivals
