"""Issued bytes: what was issued stays as it was, by sha256, and can be put into outbox/ again."""

import hashlib
import os
from collections.abc import Mapping
from pathlib import Path

from pipeline.errors import OutputError

PRIVATE, PUBLIC = 0o600, 0o644


class IssuedStore:
    """A folder of files by the sha256 of their bytes."""

    def __init__(self, root: Path) -> None:
        """`root` is made when the first file is kept."""
        self.root = root

    def path(self, sha256: str) -> Path:
        """Where the bytes of that digest lie."""
        return self.root / sha256[:2] / sha256

    def keep(self, data: bytes) -> str:
        """Keep bytes durably; their sha256."""
        sha256 = hashlib.sha256(data).hexdigest()
        target = self.path(sha256)
        if not target.is_file():
            write_durably(target, data, PRIVATE)
        return sha256

    def bytes_of(self, sha256: str) -> bytes:
        """The bytes; an OutputError if they are gone."""
        try:
            return self.path(sha256).read_bytes()
        except FileNotFoundError as error:
            raise OutputError(f"已签发的文件缺失({sha256[:12]}),请从备份恢复 ledger/issued") from error


def put_out(store: IssuedStore, outbox: Path, files: Mapping[str, tuple[str, bool]]) -> tuple[Path, ...]:
    """Make outbox/ hold these files (path below it → sha256, private), each replaced whole; those that changed."""
    changed = []
    for name, (sha256, private) in files.items():
        target = outbox / name
        if _digest(target) != sha256:
            write_durably(target, store.bytes_of(sha256), PRIVATE if private else PUBLIC)
            changed.append(target)
    return tuple(changed)


def write_durably(target: Path, data: bytes, mode: int) -> None:
    """Write beside, sync, replace, and sync the folder."""
    target.parent.mkdir(parents=True, exist_ok=True)
    beside = target.with_name(f".{target.name}.part")
    beside.unlink(missing_ok=True)
    with open(beside, "xb", opener=lambda path, flags: os.open(path, flags, mode)) as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    os.replace(beside, target)
    _sync_folder(target.parent)


def _sync_folder(folder: Path) -> None:
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""
