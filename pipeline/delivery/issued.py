"""Issued bytes: what was issued stays as it was, by sha256, and can be put into outbox/ again."""

import hashlib
import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from pipeline.durable import PRIVATE, PUBLIC, write_beside
from pipeline.errors import OutputError, trouble

_OTHERS = 0o077


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
        if _digest(self.path(sha256)) != sha256:
            write_beside(self.path(sha256), data, beside=self.root / ".issued.part")
        return sha256

    def bytes_of(self, sha256: str) -> bytes:
        """The bytes; an OutputError if they are gone or are no longer what was issued."""
        path = self.path(sha256)
        if _digest(path) != sha256:
            raise OutputError(f"已签发的文件缺失或损坏({sha256[:12]}),请从备份恢复 ledger/issued")
        return path.read_bytes()


def put_out(store: IssuedStore, outbox: Path, files: Mapping[str, tuple[str, bool]]) -> tuple[Path, ...]:
    """Make outbox/ hold these files (path below it → sha256, private), each replaced whole; those that changed.

    One that cannot be written does not stop the others; the OutputError comes at the end.
    """
    changed, failed = [], {}
    for name, (sha256, private) in files.items():
        target = outbox / name
        if _stands(target, sha256) and not (private and is_open(target)):
            continue
        data = store.bytes_of(sha256)
        try:
            write_beside(target, data, PRIVATE if private else PUBLIC)
            changed.append(target)
        except OSError as error:
            failed[name] = error
    if failed:
        raise _not_put_out(failed) from next(iter(failed.values()))
    return tuple(changed)


def is_open(path: Path) -> bool:
    """Whether others than its owner may read a file; Windows has no modes that tell."""
    return os.name == "posix" and bool(path.stat().st_mode & _OTHERS)


def _stands(target: Path, sha256: str) -> bool:
    """Whether it is there as issued; one that may not be read is not known to be."""
    with suppress(OSError):
        return _digest(target) == sha256
    return False


def _not_put_out(failed: Mapping[str, OSError]) -> OutputError:
    name, error = next(iter(failed.items()))
    what = f"outbox/{name}" + (f" 等 {len(failed)} 个文件" if len(failed) > 1 else "")
    why = trouble(error) or error.strerror
    return OutputError(f"{what} 写不进去:{why},再运行一次就会补齐。汇报已签发,没有丢失任何文件")


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""
