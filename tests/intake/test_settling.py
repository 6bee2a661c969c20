"""Settling: a file counts when two looks agree and it can be complete."""

import os
import sys
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import ZipFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.intake.settling import Seen, look, settled
from tests.intake.users import nobody

NOW = datetime(2021, 3, 25, 10, 0, tzinfo=UTC)


def put(inbox: Path, name: str, data: bytes = b"x", at: datetime = NOW - timedelta(hours=1)) -> Path:
    path = inbox / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    os.utime(path, (at.timestamp(), at.timestamp()))
    return path


def names(seen: Sequence[Seen]) -> list[str]:
    return [s.name for s in seen]


def zipped(comment: bytes = b"") -> bytes:
    file = BytesIO()
    with ZipFile(file, "w") as archive:
        archive.writestr("a", "1" * 300)
        archive.comment = comment
    return file.getvalue()


def test_every_file_a_person_put_there_by_name(tmp_path: Path) -> None:
    ours = ["a.xlsx", "审定/表.xlsx", "初二1班/3/b.CSV"]
    others = [
        "~$a.xlsx",
        ".~a.xlsx",
        ".~lock.a.xlsx#",
        "初二1班/~$上报.xlsx",
        ".gitkeep",
        "x/.DS_Store",
        ".trash/a.xlsx",
        "Desktop.ini",
        "x/Thumbs.db",
    ]
    for name in ours + others:
        put(tmp_path, name)
    assert names(look(tmp_path)) == sorted(ours)


def test_links_are_not_followed(tmp_path: Path) -> None:
    inbox, away = tmp_path / "inbox", tmp_path / "away"
    put(away, "secret.xlsx")
    put(inbox, "a.xlsx")
    try:
        (inbox / "link.xlsx").symlink_to(away / "secret.xlsx")
        (inbox / "folder").symlink_to(away, target_is_directory=True)
    except OSError:
        pytest.skip("this system lets nobody make links")
    assert names(look(inbox)) == ["a.xlsx"]


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere names are always text")
def test_a_name_in_another_encoding_is_readable(tmp_path: Path) -> None:
    (tmp_path / os.fsdecode("初二1班.xlsx".encode("gb18030"))).write_bytes(b"x")
    (seen,) = look(tmp_path)
    assert seen.name == "初二1班.xlsx"
    assert seen.path.read_bytes() == b"x"


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere names are always text")
def test_two_names_that_cannot_be_told_apart_are_two_files(tmp_path: Path) -> None:
    for data in (b"1", b"2"):
        (tmp_path / os.fsdecode(b"\xff" + bytes([0x80 - data[0]]) + b".xlsx")).write_bytes(data)
    put(tmp_path, "cafe\u0301.xlsx")
    put(tmp_path, "caf\u00e9.xlsx")
    put(tmp_path, "a\nb .xlsx")
    seen = look(tmp_path)
    assert len({s.path for s in seen}) == 5
    assert all(c < "\udc80" or c > "\udcff" for s in seen for c in s.name)


def test_a_folder_named_like_a_file_is_a_folder(tmp_path: Path) -> None:
    put(tmp_path, "上报.xlsx/内.xlsx")
    (tmp_path / "空.xlsx").mkdir()
    assert names(look(tmp_path)) == ["上报.xlsx/内.xlsx"]


def test_the_same_name_in_several_folders_is_several_files(tmp_path: Path) -> None:
    for folder in ("初二1班", "初二2班", "."):
        put(tmp_path, f"{folder}/上报.xlsx")
    assert names(look(tmp_path)) == ["上报.xlsx", "初二1班/上报.xlsx", "初二2班/上报.xlsx"]


@pytest.mark.skipif(sys.platform == "win32", reason="modes as on POSIX")
def test_what_may_not_be_read_waits_and_stops_nobody() -> None:
    with nobody() as inbox:
        put(inbox, "a.xlsx")
        put(inbox, "closed.xlsx").chmod(0)
        put(inbox, "closed/b.xlsx").parent.chmod(0)
        put(inbox, "listed/c.xlsx").parent.chmod(0o400)
        seen = look(inbox)
        assert names(seen) == ["a.xlsx", "closed.xlsx"]
        assert names(settled(seen, seen, NOW)) == ["a.xlsx"]


@pytest.mark.parametrize(("data", "at"), [(b"xy", NOW - timedelta(hours=1)), (b"x", NOW)])
def test_a_file_that_changed_between_the_looks_waits(tmp_path: Path, data: bytes, at: datetime) -> None:
    put(tmp_path, "a.xls")
    put(tmp_path, "b.xls")
    first = look(tmp_path)
    put(tmp_path, "a.xls", data, at)
    put(tmp_path, "c.xls")
    assert names(settled(first, look(tmp_path), NOW)) == ["b.xls"]


def test_what_cannot_be_complete_waits(tmp_path: Path) -> None:
    whole = zipped()
    put(tmp_path, "空.xlsx", b"")
    put(tmp_path, "half.xlsx", whole[: len(whole) // 2])
    put(tmp_path, "cut.xlsx", whole[:-1])
    put(tmp_path, "allocated.xlsx", whole[:200].ljust(100_000, b"\0"))
    put(tmp_path, "whole.xlsx", whole)
    put(tmp_path, "comment.xlsx", zipped(b"c" * 65_535))
    put(tmp_path, "text.xlsx", b"no zip at all")
    seen = look(tmp_path)
    assert names(settled(seen, seen, NOW)) == ["comment.xlsx", "text.xlsx", "whole.xlsx"]


@pytest.mark.parametrize(("age", "waits"), [(0, True), (1.9, True), (2, False), (-1.9, True), (-3600, False)])
def test_a_csv_must_have_been_left_alone(tmp_path: Path, age: float, waits: bool) -> None:  # noqa: FBT001 (from the table)
    put(tmp_path, "a.CSV", at=NOW - timedelta(seconds=age))
    put(tmp_path, "a.xls", at=NOW - timedelta(seconds=age))
    seen = look(tmp_path)
    assert names(settled(seen, seen, NOW)) == (["a.xls"] if waits else ["a.CSV", "a.xls"])


@settings(max_examples=40, deadline=None)
@given(st.integers(len(b"PK\3\4"), len(zipped()) - 1), st.binary(max_size=40))
def test_no_beginning_of_a_zip_settles(cut: int, comment: bytes) -> None:
    with TemporaryDirectory() as folder:
        put(Path(folder), "a.xlsx", zipped(comment)[:cut])
        seen = look(Path(folder))
        assert settled(seen, seen, NOW) == ()


SEEN = st.builds(Seen, st.sampled_from("abc"), st.just(Path("a")), st.integers(0, 2), st.integers(0, 2), st.booleans())


@given(st.lists(SEEN, max_size=4), st.lists(SEEN, max_size=4))
def test_settled_is_what_both_looks_agree_on(first: list[Seen], second: list[Seen]) -> None:
    assert set(settled(first, second, NOW)) == {s for s in first if s in second and s.complete}
