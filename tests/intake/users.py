"""Users for tests: one whom modes hold back, whoever runs the tests."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp

_NOBODY = 65534


@contextmanager
def nobody(holding: Path | None = None) -> Iterator[Path]:
    """A folder of somebody's own, with a copy of what it is to hold; root, whom no mode holds back, becomes him."""
    home = Path(mkdtemp(prefix="nobody-"))
    root = os.geteuid() == 0
    if holding:
        shutil.copytree(holding, home, dirs_exist_ok=True)
        home.chmod(0o700)
    if root:
        for path in (home, *home.rglob("*")):
            shutil.chown(path, _NOBODY)
        os.seteuid(_NOBODY)
    try:
        yield home
    finally:
        if root:
            os.seteuid(0)
        for folder in (home, *(p for p in home.rglob("*") if p.is_dir())):
            folder.chmod(0o700)
        shutil.rmtree(home)
