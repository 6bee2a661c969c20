"""The fonts of every page: which they are, in which order they serve, and what they cannot show."""

import os
import sys
import tempfile
import unicodedata
from collections.abc import Mapping
from functools import cache
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from xml.sax.saxutils import escape

from pipeline.errors import OutputError
from pipeline.resources import templates

SHIPPED = (
    "SitrepFang-Regular.otf",
    "SitrepKai-Regular.otf",
    "SitrepSong-Bold.otf",
    "SitrepHei-Medium.otf",
    "SitrepLight-Regular.otf",
)
WHEEL = ("NotoSerifSC-Regular.otf", "NotoSansSC-Regular.otf")
"""In `pylopdf_fonts_zh_cn`: every character of GB 18030 that a name may hold."""

FULL = WHEEL[0]
"""The last of each stack: what it lacks, no page can show."""

STACKS: Mapping[str, tuple[str, ...]] = {
    "fang": ("Sitrep Light", "Sitrep Fang", "Noto Serif SC"),
    "kai": ("Sitrep Light", "Sitrep Kai", "Noto Serif SC"),
    "song": ("Sitrep Song", "Noto Serif SC"),
    "hei": ("Sitrep Hei", "Noto Sans SC", "Noto Serif SC"),
    "sans": ("Sitrep Hei", "Noto Sans SC", "Noto Serif SC"),
}
"""Role → families: Light first, for figures, letters and what Fandol lacks; Noto ends every stack.

Noto stands nowhere first: a few glyphs of it weigh as much in a PDF as all headings in ours.
"""

REPAIR = "pip install --force-reinstall sitrep pylopdf-fonts-zh-cn"

WINDOWS: Mapping[str, str] = {"fang": "FangSong", "kai": "KaiTi", "hei": "SimHei"}
"""Families that come first on Windows, where they belong to the system."""

SHOWN_FOR_MISSING = "〓"
"""The sign printers set for a character that the type case lacks."""


def stacks(system: str = sys.platform) -> dict[str, str]:
    """Role → value of the CSS property font-family."""
    first = WINDOWS if system == "win32" else {}
    return {
        role: ", ".join(f'"{name}"' for name in (*filter(None, [first.get(role)]), *names))
        for role, names in STACKS.items()
    }


def folders() -> tuple[Path, Path]:
    """The folder of our own fonts and that of the wheel; OutputError if a font is missing."""
    spec = find_spec("pylopdf_fonts_zh_cn")
    wheel = Path(spec.origin).parent if spec and spec.origin else Path("pylopdf_fonts_zh_cn")
    own = templates() / "fonts"
    missing = [p.name for p in (*(own / n for n in SHIPPED), *(wheel / n for n in WHEEL)) if not p.is_file()]
    if missing:
        raise OutputError(f"缺少字体文件:{'、'.join(missing)}。请执行 {REPAIR} 重新安装。")
    return own, wheel


def configure() -> None:
    """Point fontconfig, before it is loaded, at our fonts alone: no machine's own fonts change a page.

    It also keeps what it learnt of them in a cache, which saves a tenth of a second a process.
    """
    own, wheel = folders()
    system = ("<dir>WINDOWSFONTDIR</dir>",) if sys.platform == "win32" else ()
    dirs = "".join((*(f"<dir>{escape(str(d))}</dir>" for d in (own, wheel)), *system))
    name = sha256(dirs.encode()).hexdigest()[:16]
    base = _cache()
    cache_dir = f"<cachedir>{escape(str(base / 'fonts'))}</cachedir>"
    text = f"<?xml version='1.0'?><fontconfig>{dirs}{cache_dir}</fontconfig>"
    path = base / f"{name}.conf"
    if not path.is_file() or path.read_text(encoding="utf-8") != text:
        beside = base / f"{name}.{os.getpid()}"
        beside.write_text(text, encoding="utf-8")
        beside.replace(path)
    os.environ["FONTCONFIG_FILE"] = str(path)


_ELSEWHERE = str.maketrans("", "", "—·")
"""GB 2312 has them, and the codec others in their place."""


def showable(text: str) -> tuple[str, str]:
    """The text with 〓 for each character no font has, and those characters in order of appearance."""
    try:
        text.translate(_ELSEWHERE).encode("gb2312")
    except UnicodeEncodeError:
        lacking = "".join(dict.fromkeys(c for c in text if ord(c) not in _covered() and not c.isspace()))
    else:
        return text, ""  # the full font has all of GB 2312; looking its table up would cost more
    table = {ord(c): None if unicodedata.category(c) in ("Cf", "Mn", "Cc") else SHOWN_FOR_MISSING for c in lacking}
    return text.translate(table), "".join(c for c in lacking if table[ord(c)])


@cache
def _covered() -> frozenset[int]:
    from fontTools.ttLib import TTFont

    _, wheel = folders()
    with TTFont(wheel / FULL, lazy=True) as font:
        return frozenset(font.getBestCmap())


def _cache() -> Path:
    """The folder for what can be made again; one of this run's own where that cannot be written."""
    home = os.environ.get("LOCALAPPDATA") or os.environ.get("XDG_CACHE_HOME") or Path("~/.cache").expanduser()
    base = Path(home) / "sitrep"
    try:
        base.mkdir(parents=True, exist_ok=True)
    except OSError:
        return Path(tempfile.mkdtemp(prefix="sitrep-"))
    return base if os.access(base, os.W_OK) else Path(tempfile.mkdtemp(prefix="sitrep-"))
