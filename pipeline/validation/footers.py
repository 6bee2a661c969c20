"""Footers: rows below a table that are none of its rows — totals, notes, who filled it in."""

import re
import unicodedata
from collections.abc import Iterator, Sequence

from pipeline.addresses import address
from pipeline.findings import Finding, finding
from pipeline.model import RawCell, RawSheet
from pipeline.validation.cells import as_text, is_blank, plain

_TOTAL = re.compile(r"(?:合计|总计|小计|共计|累计|总数)(?::?\d*[条件项份次]?)")
_AMOUNT = re.compile(r"[+-]?[\d,]+(?:\.\d+)?%?[条件项份次]?")
_NOTE = re.compile(
    r"(?:注|备注|附注|说明|填[表报写](?:说明|要求|人|日期|时间)|制表人?|审核人?|审批人?|负责人|经办人|报送人|联系人|联系电话|签[字名章]|盖章)"
    r"(?:\d{0,2}[:.、]).*",
    re.DOTALL,
)
"""A label with its colon, as forms end with; a sentence that merely begins so is somebody's report."""


def footers(sheet: RawSheet, first_row: int, summary: int) -> Iterator[tuple[int, Finding]]:
    """Index of each such row from `first_row` on, and what to say about it.

    A note alone in the column of the texts, `summary`, is a row of the table unless it is merged beyond it.
    """
    wide = {top for top, left, bottom, right in sheet.merged if top == bottom and left <= summary < right}
    for index in range(first_row, len(sheet.rows)):
        filled = [(c, _shown(cell)) for c, cell in enumerate(sheet.rows[index]) if not is_blank(cell)]
        if len(filled) > 1 and filled[0][0] < summary and filled[0][1].isdecimal():
            del filled[0]  # a number that was there before anybody wrote
        code = _code(filled, summary, wide=index in wide) if filled else ""
        if code:
            place = address(index, filled[0][0])
            yield index, finding(code, sheet=sheet.name, cell=place, stood=filled[0][1])


def _code(filled: Sequence[tuple[int, str]], summary: int, *, wide: bool) -> str:
    texts = [text for _, text in filled]
    if _TOTAL.fullmatch(texts[0]) and all(_AMOUNT.fullmatch(text) for text in texts[1:]):
        return "table.total"
    alone = len(filled) == 1 and filled[0][0] == summary and not wide
    return "table.note" if not alone and all(_NOTE.fullmatch(text) for text in texts) else ""


def _shown(cell: RawCell) -> str:
    """Full-width digits and colons as ordinary ones, no blanks: `合　计：` is `合计:`."""
    return "".join(unicodedata.normalize("NFKC", plain(as_text(cell))).split())
