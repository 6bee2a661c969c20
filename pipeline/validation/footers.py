"""Footers: rows below a table that are none of its rows — totals, notes, who filled it in."""

import re
import unicodedata
from collections.abc import Sequence

from pipeline.addresses import address
from pipeline.findings import Finding, finding
from pipeline.model import RawCell, RawSheet
from pipeline.validation.cells import as_text, is_blank, plain

_TOTAL = re.compile(r"(?:合计|总计|小计|共计|累计|总数)(?::?\d*[条件项份次]?)")
_AMOUNT = re.compile(r"[+-]?[\d,]+(?:\.\d+)?%?[条件项份次]?")
_NOTE = re.compile(r"(?:注|备注|附注|说明|填[表报写](?:说明|要求))(?:\d{0,2}[:.、]).*", re.DOTALL)
_SIGNER = "填[表报写](?:人|日期|时间)|制表人?|签[字名章]|盖章"
_LABEL = f"{_SIGNER}|审核人?|审批人?|负责人|经办人|报送人|联系人|联系电话"
_VALUE = r"[^,。;!?:]{0,14}(?:\d:\d\d)?"
_SIGN_OFF = re.compile(rf"(?:{_LABEL}):{_VALUE}(?:[,;、]?(?:{_LABEL}|日期|时间|单位|电话):{_VALUE})*")
"""Labels with their colon and a name, a day or a number, as forms end with; no sentence."""
_SIGNATURE = re.compile(rf"(?:{_SIGNER}):[^,。;!?:]{{0,8}}")
"""What nobody reports under any heading: who filled it in, or when."""

_Filled = Sequence[tuple[int, str]]
"""Column and text of the cells of a row in which something stands."""


def footers(sheet: RawSheet, first_row: int, summary: int) -> dict[int, Finding]:
    """Index of each such row below the last one of the table, and what to say about it.

    What stands in the column of the texts, `summary`, is a row unless it can be nothing but a label: a sentence that
    only begins like a note is somebody's report. In doubt it is a row, which waits until somebody was asked.
    """
    wide = {top for top, left, bottom, right in sheet.merged if top == bottom and left <= summary < right}
    found: dict[int, Finding] = {}
    for index in range(len(sheet.rows) - 1, first_row - 1, -1):
        if filled := _filled(sheet.rows[index], summary):
            code = _code(filled, summary, wide=index in wide)
            if not code:
                break
            column, stood = filled[0]
            found[index] = finding(code, sheet=sheet.name, cell=address(index, column), stood=stood)
    return dict(sorted(found.items()))


def _filled(row: Sequence[RawCell], summary: int) -> _Filled:
    """Without a number before the texts: it was there before anybody wrote."""
    filled = [(c, _shown(cell)) for c, cell in enumerate(row) if not is_blank(cell)]
    return filled[1:] if filled and filled[0][0] < summary and filled[0][1].isdecimal() else filled


def _code(filled: _Filled, summary: int, *, wide: bool) -> str:
    """The finding of a footer, or "" for a row."""
    (column, first), *others = filled
    rest = [text for _, text in others]
    if _TOTAL.fullmatch(first) and all(_AMOUNT.fullmatch(text) for text in rest):
        return "table.total"
    signed = _SIGN_OFF.fullmatch(first) and (column != summary or wide or rest or _SIGNATURE.fullmatch(first))
    noted = _NOTE.fullmatch(first) and (column < summary or wide)
    return "table.note" if (signed or noted) and all(_SIGN_OFF.fullmatch(text) for text in rest) else ""


def _shown(cell: RawCell) -> str:
    """Full-width digits and colons as ordinary ones, no blanks: `合　计：` is `合计:`."""
    return "".join(unicodedata.normalize("NFKC", plain(as_text(cell))).split())
