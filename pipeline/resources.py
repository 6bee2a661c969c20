"""The data the program brings along: templates, fonts and bundled plans."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def templates() -> Path:
    """The templates: inside the package once it is installed, else beside it in the repository."""
    installed = _PACKAGE / "_templates"
    return installed if installed.is_dir() else _PACKAGE.parent / "templates"


def packs() -> Path:
    """The folder of bundled plans, one folder of CSV files a plan."""
    return _PACKAGE / "plan" / "packs"
