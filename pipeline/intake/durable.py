"""Durable writing: what is said to be written is on the disk, whole, even after a power cut."""

import os
from pathlib import Path


def write_beside(path: Path, data: bytes) -> None:
    """Writes a file that only its owner may read: beside, to the disk, then in its place."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.part")
    beside.unlink(missing_ok=True)  # of a run that was killed
    with open(beside, "xb", opener=private) as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)
    sync_folder(path.parent)


def private(path: str, flags: int) -> int:
    """An opener for `open`: a new file gets mode 600 from its first moment."""
    return os.open(path, flags, 0o600)


def sync_folder(folder: Path) -> None:
    """Waits until the folder's entries are on the disk; Windows keeps them with the file."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
