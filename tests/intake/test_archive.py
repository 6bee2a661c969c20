"""The archive: originals by their sha256, plans by their digest."""

import hashlib
import sys
from pathlib import Path

import pytest

from pipeline.intake.archive import Archive
from tests.intake.originals import put, verify

DATA = "今天没有情况".encode()
SHA256 = hashlib.sha256(DATA).hexdigest()


def original(tmp_path: Path, data: bytes = DATA) -> Path:
    path = tmp_path / "a.xlsx"
    path.write_bytes(data)
    return path


def test_an_original_lies_under_its_digest(tmp_path: Path) -> None:
    archive = Archive(tmp_path / "archive")
    assert not archive.has(SHA256)
    assert put(archive, original(tmp_path)) == SHA256
    assert archive.has(SHA256)
    assert archive.path(SHA256) == tmp_path / "archive" / SHA256[:2] / SHA256
    assert archive.path(SHA256).read_bytes() == DATA


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no modes")
def test_only_its_owner_may_read_it(tmp_path: Path) -> None:
    archive = Archive(tmp_path / "archive")
    put(archive, original(tmp_path))
    archive.keep_plan("d1", "方案")
    for path in (archive.path(SHA256), tmp_path / "archive" / "plans" / "d1"):
        assert path.stat().st_mode & 0o777 == 0o600


def test_altered_bytes_are_found_and_the_same_file_again_heals_them(tmp_path: Path) -> None:
    archive = Archive(tmp_path / "archive")
    assert not verify(archive, SHA256)
    put(archive, original(tmp_path))
    assert verify(archive, SHA256)
    archive.path(SHA256).write_bytes(DATA[:-1])
    assert not verify(archive, SHA256)
    put(archive, original(tmp_path))
    assert verify(archive, SHA256)


def test_what_a_killed_run_left_half_written_is_no_hindrance(tmp_path: Path) -> None:
    archive = Archive(tmp_path / "archive")
    (tmp_path / "archive" / "plans").mkdir(parents=True)
    (tmp_path / "archive" / ".original.part").write_bytes(b"half")
    (tmp_path / "archive" / "plans" / ".d1.part").write_bytes(b"half")
    put(archive, original(tmp_path))
    archive.keep_plan("d1", "方案")
    left = {p.name for p in (tmp_path / "archive").rglob("*") if p.is_file()}
    assert left == {SHA256, "d1"}


def test_a_plan_is_kept_to_the_letter_and_once(tmp_path: Path) -> None:
    archive = Archive(tmp_path / "archive")
    archive.keep_plan("d1", "方案,甲\r\n乙\n")
    archive.keep_plan("d1", "另一个")
    assert archive.plan("d1") == "方案,甲\r\n乙\n"
    with pytest.raises(FileNotFoundError):
        archive.plan("d2")
