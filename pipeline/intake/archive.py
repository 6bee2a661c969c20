"""The archive: every original by the sha256 of its bytes, every plan by its digest, and the journal."""

import hashlib
import os
from pathlib import Path
from typing import BinaryIO, Protocol

from pipeline.durable import private, sync_folder, write_beside
from pipeline.intake.journal import Journal

_CHUNK = 2**20


class Source(Protocol):
    """What bytes are copied from."""

    def read(self, size: int, /) -> bytes:
        """The next bytes, b"" at the end."""


class Archive:
    """A folder: `ab/abcdef…` the originals, `plans/` the plans, `nights.jsonl` the journal.

    Originals and plans are written beside, synced and moved into place, so that a file under its own name is
    whole. One run at a time writes here; the caller holds the site's lock.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self.journal = Journal(root / "nights.jsonl")

    def path(self, sha256: str) -> Path:
        """Where the original of that digest lies, or would lie."""
        return self.root / sha256[:2] / sha256

    def has(self, sha256: str) -> bool:
        """Whether the original is there."""
        return self.path(sha256).is_file()

    def keep(self, source: Source) -> str:
        """Keeps the bytes of an open file, anew if they were kept before; their sha256.

        Mode 600: originals hold what people wrote, unmasked.
        """
        self.root.mkdir(parents=True, exist_ok=True)
        beside = self.root / ".original.part"
        beside.unlink(missing_ok=True)  # of a run that was killed
        with open(beside, "xb", opener=private) as copy:
            sha256 = _copy(source, copy)
            copy.flush()
            os.fsync(copy.fileno())
        target = self.path(sha256)
        target.parent.mkdir(exist_ok=True)
        beside.replace(target)
        sync_folder(target.parent)
        sync_folder(self.root)
        return sha256

    def keep_plan(self, plan_digest: str, text: str) -> None:
        """Keeps a plan, as text, under its digest."""
        path = self._plan_path(plan_digest)
        if not path.exists():
            write_beside(path, text.encode())

    def plan(self, plan_digest: str) -> str:
        """The text of the plan of that digest; raises FileNotFoundError where none was kept."""
        return self._plan_path(plan_digest).read_bytes().decode()

    def plans(self) -> tuple[str, ...]:
        """The digests of the plans that are kept."""
        folder = self.root / "plans"
        return tuple(sorted(p.name for p in folder.iterdir() if p.suffix == "")) if folder.is_dir() else ()

    def _plan_path(self, plan_digest: str) -> Path:
        return self.root / "plans" / plan_digest


def digest(path: Path) -> str:
    """The sha256 of a file's bytes, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _copy(source: Source, copy: BinaryIO) -> str:
    """Copies the bytes and says what was copied, which is what counts if the source changes meanwhile."""
    total = hashlib.sha256()
    while chunk := source.read(_CHUNK):
        total.update(chunk)
        copy.write(chunk)
    return total.hexdigest()
