"""Durable writing: what is said to be written is on the disk, whole, even after a power cut."""

import os
from pathlib import Path

PRIVATE, PUBLIC = 0o600, 0o644
"""Modes of a file: its owner alone reads it, or everybody."""


def write_beside(path: Path, data: bytes, mode: int = PRIVATE, beside: Path | None = None) -> None:
    """Writes a file: beside, to the disk, then in its place; folders that lack are made.

    `beside` is where it is written first, for a folder of many files that may be killed and never write one again.
    """
    new = [folder for folder in path.parents if not folder.exists()]
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = beside or path.with_name(f".{path.name}.part")
    beside.unlink(missing_ok=True)  # of a run that was killed
    with open(beside, "xb", opener=lambda name, flags: os.open(name, flags, mode)) as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)
    for folder in (path.parent, *(made.parent for made in new)):
        sync_folder(folder)


def private(path: str, flags: int) -> int:
    """An opener for `open`: a new file gets mode 600 from its first moment."""
    return os.open(path, flags, PRIVATE)


def sync_folder(folder: Path) -> None:
    """Waits until the folder's entries are on the disk; Windows keeps them with the file."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
