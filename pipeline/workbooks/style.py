"""How our workbooks look: one restrained palette, as named styles that Excel lists too."""

from dataclasses import dataclass
from typing import Literal

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Protection, Side
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

FONT = "微软雅黑"
INK, SOFT, LINE = "FF1F3A5F", "FF5B6B7F", "FFC5CFDB"
LINK = "FF1A5FB4"
ERROR_FILL, HINT_FILL = "FFF9C9C4", "FFFFF0B3"
_PALE, _WHITE, _GREY, _RED, _ALERT = "FFE9EEF5", "FFFFFFFF", "FFF6F8FA", "FFB3261E", "FFFDECEA"

Across = Literal["left", "center", "right"]


@dataclass(frozen=True, slots=True)
class Look:
    """One way a cell may look; colours are ARGB."""

    ink: str = "FF222B36"
    fill: str = ""
    size: float = 11
    bold: bool = False
    box: bool = True
    across: Across = "left"
    middle: bool = True
    wrap: bool = True
    locked: bool = True
    indent: int = 0


LOOKS = {
    "标题": Look(INK, size=16, bold=True, box=False, wrap=False),
    "说明文字": Look(SOFT, box=False),
    "导语": Look(INK, size=12, box=False, wrap=False),
    "正文": Look(box=False, indent=1),
    "警示": Look(_RED, _ALERT, size=12, bold=True, box=False, wrap=False, indent=1),
    "标签": Look(INK, _PALE, bold=True, across="right", indent=1),
    "标签左": Look(INK, _PALE, size=12, bold=True, indent=1),
    "填写": Look("FF222B36", "FFFFFBE8", locked=False, size=12, bold=True, wrap=False, indent=1),
    "列标题": Look(_WHITE, INK, bold=True, across="center"),
    "次要列标题": Look(SOFT, _PALE, bold=False, across="center"),
    "格子": Look(locked=False, indent=1),
    "次要格子": Look(SOFT, _GREY, locked=False),
    "居中格子": Look(locked=False, across="center"),
    "已有内容": Look(SOFT, _GREY, indent=1),
    "正确": Look("FF1B6B3A", "FFE6F4EA", indent=1),
    "错误": Look(_RED, _ALERT, indent=1),
    "提醒": Look("FF7A5B00", "FFFFF8DF", indent=1),
}
"""Every named style by its name."""


def add_styles(book: Workbook) -> None:
    """Make the named styles known to a workbook that has none of them."""
    side = Side(style="thin", color=LINE)
    for name, look in LOOKS.items():
        style = NamedStyle(name)
        style.font = Font(name=FONT, size=look.size, bold=look.bold, color=look.ink)
        if look.fill:
            style.fill = fill(look.fill)
        if look.box:
            style.border = Border(left=side, right=side, top=side, bottom=side)
        style.alignment = Alignment(
            horizontal=look.across,
            vertical="center" if look.middle else "top",
            wrap_text=look.wrap,
            indent=look.indent,
        )
        style.protection = Protection(locked=look.locked)
        book.add_named_style(style)


def fill(colour: str) -> PatternFill:
    """A plain fill."""
    return PatternFill("solid", fgColor=colour)


def new_book() -> Workbook:
    """A workbook without sheets that knows the named styles."""
    book = Workbook()
    book.remove(book.worksheets[0])
    add_styles(book)
    return book


def print_wide(sheet: Worksheet, heading_row: int) -> None:
    """A4 landscape, as wide as the page, headings on every page, page numbers at the foot."""
    print_tall(sheet)
    sheet.page_setup.orientation = "landscape"
    sheet.print_title_rows = f"{heading_row}:{heading_row}"


def print_tall(sheet: Worksheet) -> None:
    """A4 upright, as wide as the page."""
    sheet.page_setup.paperSize = 9
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_margins.left = sheet.page_margins.right = 0.4
    sheet.page_margins.top = sheet.page_margins.bottom = 0.65
    sheet.page_margins.header = sheet.page_margins.footer = 0.3
    if sheet.oddFooter is not None:  # one without words is false
        sheet.oddFooter.center.text = "— &P / &N —"


def protect(sheet: Worksheet) -> None:
    """Lock the headings, not the cells, without a password; rows may be sized, sorted, added and deleted."""
    lock = sheet.protection
    lock.sheet = True
    lock.formatCells = lock.formatColumns = lock.formatRows = False
    lock.insertRows = lock.deleteRows = lock.sort = lock.autoFilter = False
    lock.insertHyperlinks = False
