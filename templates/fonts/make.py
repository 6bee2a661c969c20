"""Makes the fonts of this folder: subsets, under names of their own, of the fonts in Debian's packages.

Usage: `python make.py ROOT`, where ROOT holds the unpacked packages (README.md says which, and how). The same
packages and the same fontTools give the same bytes.
"""

import argparse
import bz2
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

HERE = Path(__file__).parent
FANDOL = "usr/share/texlive/texmf-dist/fonts/opentype/public/fandol/"
FANG = FANDOL + "FandolFang-Regular.otf"
NOTO = "usr/share/fonts/opentype/noto/"
UNIHAN = "usr/share/unicode/Unihan_OtherMappings.txt.bz2"

SIMPLIFIED_FACE = 2
"""Which face of a Noto collection is the Simplified Chinese one."""

GB2312_ROWS = range(0xA1, 0xF8)
GB2312_CELLS = range(0xA1, 0xFF)

MARKS = (
    (0x0020, 0x007E),  # ASCII
    (0x00A0, 0x00FF),  # Latin-1
    (0x2010, 0x2027),  # dashes, quotation marks, the ellipsis
    (0x2030, 0x203B),  # per mille, primes, ※
    (0x20AC, 0x20AC),  # €
    (0x2100, 0x2122),  # ℃ № ™
    (0x2150, 0x217F),  # fractions, Ⅰ-Ⅻ
    (0x2190, 0x2199),  # arrows
    (0x2200, 0x22BF),  # ≈ ≠ ≤ ≥
    (0x2460, 0x249B),  # ①-⑳, ⑴-⒇, ⒈-⒛
    (0x25A0, 0x25FF),  # □ ■ ▲ ○ ●
    (0x2600, 0x2612),  # ★ ☆ ☐ ☑ ☒
    (0x2713, 0x2717),  # ✓ ✗
    (0x3000, 0x3020),  # 、。〇〈〉《》〔〕
    (0x3220, 0x3229),  # ㈠-㈩
    (0x3380, 0x33DF),  # ㎏ ㎡
    (0xFF01, 0xFF5E),  # full-width forms
    (0xFFE0, 0xFFE5),  # ￥
)
"""First and last code points of what stands in a document beside the characters of GB 2312."""

LATIN = (
    (0x0020, 0x007E),  # ASCII
    (0x2014, 0x2014),  # —
    (0x2018, 0x2019),  # single quotation marks
    (0x201C, 0x201D),  # double quotation marks
    (0x2026, 0x2026),  # …
    (0xFF01, 0xFF01),  # ！
    (0xFF08, 0xFF09),  # （ ）
    (0xFF0C, 0xFF0C),  # ，
    (0xFF1A, 0xFF1B),  # ： ；
    (0xFF1F, 0xFF1F),  # ？
)
"""What Fandol draws too heavily beside its 仿宋 and 楷体: letters, figures, long dashes, some punctuation."""

FEATURES = ["ccmp", "halt", "kern", "liga", "locl", "mark", "palt"]
"""OpenType features kept: horizontal spacing and composition; the documents have no vertical lines."""

VERTICAL = ["BASE", "VORG", "vhea", "vmtx"]
NAME_FAMILY, NAME_STYLE, NAME_UNIQUE, NAME_FULL, NAME_POSTSCRIPT, NAME_ABOUT = 1, 2, 3, 4, 6, 10
NAMES_KEPT = [0, 5, 13, 14]
"""Copyright, version, licence and its address stay as their makers wrote them."""


@dataclass(frozen=True, slots=True)
class Cut:
    """One font to make."""

    source: str
    """Below ROOT."""
    family: str
    style: str
    face: int = -1
    """Which font of a collection; -1 for a file with one font."""

    beside: str = ""
    """A font below ROOT that it completes: then it holds LATIN and what that font lacks, and nothing else."""

    @property
    def postscript(self) -> str:
        """The PostScript name, which is the file's name as well."""
        return f"{self.family.replace(' ', '')}-{self.style}"


CUTS = (
    Cut(FANG, "Sitrep Fang", "Regular"),
    Cut(FANDOL + "FandolKai-Regular.otf", "Sitrep Kai", "Regular"),
    Cut(NOTO + "NotoSerifCJK-Bold.ttc", "Sitrep Song", "Bold", SIMPLIFIED_FACE),
    Cut(NOTO + "NotoSansCJK-Medium.ttc", "Sitrep Hei", "Medium", SIMPLIFIED_FACE),
    Cut(NOTO + "NotoSerifCJK-Light.ttc", "Sitrep Light", "Regular", SIMPLIFIED_FACE, FANG),
)


def gb2312() -> Iterator[str]:
    """Every character of GB 2312-80: 6,763 hanzi and the signs."""
    for row in GB2312_ROWS:
        for cell in GB2312_CELLS:
            yield from bytes((row, cell)).decode("gb2312", errors="ignore")


def general_standard(unihan: Path) -> Iterator[str]:
    """The 8,105 characters of 通用规范汉字表 (2013), names and places among them, by Unihan's kTGH."""
    with bz2.open(unihan, "rt", encoding="utf-8") as lines:
        for line in lines:
            code, _, rest = line.partition("\t")
            if rest.startswith("kTGH\t"):
                yield chr(int(code.removeprefix("U+"), 16))


def spread(ranges: tuple[tuple[int, int], ...]) -> set[int]:
    """Every code point of the ranges, their ends included."""
    return {code for first, last in ranges for code in range(first, last + 1)}


def repertoire(root: Path) -> set[int]:
    """The code points a document may need, kept where the font has them."""
    return spread(MARKS) | {ord(char) for char in (*gb2312(), *general_standard(root / UNIHAN))}


def wanted(item: Cut, root: Path) -> set[int]:
    """The code points one font is to hold."""
    codes = repertoire(root)
    return spread(LATIN) | codes - TTFont(root / item.beside).getBestCmap().keys() if item.beside else codes


def cut(item: Cut, root: Path) -> Path:
    """Write one subset beside this script, without hints, vertical metrics or a new time stamp."""
    options = subset.Options(
        layout_features=FEATURES,
        name_IDs=NAMES_KEPT,
        name_languages=["*"],
        notdef_outline=True,
        hinting=False,
        recalc_timestamp=False,
        drop_tables=[*subset.Options().drop_tables, *VERTICAL],
    )
    font = TTFont(root / item.source, fontNumber=item.face, recalcTimestamp=False)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=wanted(item, root))
    subsetter.subset(font)
    rename(font, item)
    path = HERE / f"{item.postscript}.otf"
    font.save(path)
    return path


def rename(font: TTFont, item: Cut) -> None:
    """Give the subset a name no font on a machine has, in every table that holds one."""
    names = {
        NAME_FAMILY: item.family,
        NAME_STYLE: item.style,
        NAME_UNIQUE: item.postscript,
        NAME_FULL: f"{item.family} {item.style}",
        NAME_POSTSCRIPT: item.postscript,
        NAME_ABOUT: f"A subset of {Path(item.source).name}, renamed; see README.md.",
    }
    for number, text in names.items():
        font["name"].setName(text, number, 3, 1, 0x409)
    outlines = font["CFF "].cff
    outlines.fontNames = [item.postscript]
    top = outlines.topDictIndex[0]
    top.FamilyName = item.family
    top.FullName = names[NAME_FULL]


def main() -> None:
    """Make every font and print its size and coverage."""
    parser = argparse.ArgumentParser(description="Makes the fonts of this folder; see README.md.")
    parser.add_argument("root", type=Path, metavar="ROOT", help="where the packages are unpacked")
    root = parser.parse_args().root
    for item in CUTS:
        path = cut(item, root)
        print(f"{path.name}  {path.stat().st_size:,} bytes  {len(TTFont(path).getBestCmap()):,} characters")


if __name__ == "__main__":
    main()
