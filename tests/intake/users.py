"""Users for tests: one whom modes hold back, whoever runs the tests."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp

_NOBODY = 65534


@contextmanager
def nobody() -> Iterator[Path]:
    """A folder of somebody's own; root, whom no mode holds back, becomes him meanwhile."""
    home = Path(mkdtemp(prefix="nobody-"))
    root = os.geteuid() == 0
    if root:
        shutil.chown(home, _NOBODY)
        os.seteuid(_NOBODY)
    try:
        yield home
    finally:
        if root:
            os.seteuid(0)
        for folder in (home, *(p for p in home.rglob("*") if p.is_dir())):
            folder.chmod(0o700)
        shutil.rmtree(home)
