"""What was issued stays as it was, and outbox/ can always be made from it."""

import os
import sys
from errno import EACCES
from pathlib import Path

import pytest

from pipeline.audit.issues import check_issued
from pipeline.delivery.issued import IssuedStore, put_out
from pipeline.errors import OutputError


@pytest.fixture
def store(tmp_path: Path) -> IssuedStore:
    return IssuedStore(tmp_path / "issued")


def test_bytes_are_kept_by_their_hash_and_only_their_owner_reads_them(store: IssuedStore) -> None:
    sha = store.keep(b"page")
    assert (store.keep(b"page"), store.bytes_of(sha)) == (sha, b"page")
    assert store.path(sha).stat().st_mode & 0o777 == 0o600


def test_outbox_holds_what_was_issued_with_its_modes_and_nothing_is_written_twice(
    store: IssuedStore, tmp_path: Path
) -> None:
    outbox = tmp_path / "outbox"
    files = {"d/a.pdf": (store.keep(b"a"), False), "受限/b.pdf": (store.keep(b"b"), True)}
    assert put_out(store, outbox, files) == (outbox / "d/a.pdf", outbox / "受限/b.pdf")
    assert [(outbox / n).stat().st_mode & 0o777 for n in files] == [0o644, 0o600]
    assert put_out(store, outbox, files) == ()
    (outbox / "d/a.pdf").write_bytes(b"changed")
    (outbox / "d/.a.pdf.part").write_bytes(b"of a run that was killed")
    assert put_out(store, outbox, files) == (outbox / "d/a.pdf",)
    assert sorted(p.name for p in (outbox / "d").iterdir()) == ["a.pdf"]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no modes")
def test_a_private_file_that_others_can_read_is_closed_again(store: IssuedStore, tmp_path: Path) -> None:
    files = {"d/a.pdf": (store.keep(b"a"), False), "受限/b.pdf": (store.keep(b"b"), True)}
    put_out(store, tmp_path, files)
    for name in files:
        (tmp_path / name).chmod(0o644)
    assert put_out(store, tmp_path, files) == (tmp_path / "受限/b.pdf",)
    assert [(tmp_path / n).stat().st_mode & 0o777 for n in files] == [0o644, 0o600]


def test_what_a_killed_run_left_half_kept_is_gone_when_anything_is_kept(
    store: IssuedStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(self: Path, _target: Path) -> Path:
        raise KeyboardInterrupt(self)

    monkeypatch.setattr(Path, "replace", killed)
    with pytest.raises(KeyboardInterrupt):
        store.keep(b"page")
    monkeypatch.undo()
    assert list(check_issued(store, ())) == []
    sha = store.keep(b"another")
    assert [p for p in store.root.rglob("*") if p.is_file()] == [store.path(sha)]


def test_bytes_that_are_gone_or_spoilt_are_never_put_out_and_kept_anew_when_issued_again(store: IssuedStore) -> None:
    sha = store.keep(b"page")
    store.path(sha).write_bytes(b"spoilt")
    with pytest.raises(OutputError, match="从备份恢复"):
        store.bytes_of(sha)
    store.keep(b"page")
    assert store.bytes_of(sha) == b"page"
    store.path(sha).unlink()
    with pytest.raises(OutputError, match="从备份恢复"):
        store.bytes_of(sha)


def test_a_file_that_cannot_be_replaced_says_what_to_do(
    store: IssuedStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def opened_in_excel(self: Path, _target: Path) -> Path:
        raise PermissionError(EACCES, os.strerror(EACCES), str(self))

    sha = store.keep(b"page")
    monkeypatch.setattr(Path, "replace", opened_in_excel)  # what Windows does
    with pytest.raises(OutputError, match=r"请关闭打开它的程序.*再运行一次"):
        put_out(store, tmp_path / "outbox", {"d/a.xlsx": (sha, True)})
