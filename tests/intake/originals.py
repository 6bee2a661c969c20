"""Originals for tests: put into an archive by hand, and looked at again."""

from pathlib import Path

from pipeline.intake.archive import Archive, digest


def put(archive: Archive, path: Path) -> str:
    """Keeps a copy of the file; its sha256."""
    with path.open("rb") as source:
        return archive.keep(source)


def verify(archive: Archive, sha256: str) -> bool:
    """Whether the original is there and its bytes are the ones that came."""
    return archive.has(sha256) and digest(archive.path(sha256)) == sha256
