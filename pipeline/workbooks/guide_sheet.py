"""The page that says how to fill in the report: steps, right and wrong, personal data, where to put it."""

import re
from collections.abc import Iterator

from openpyxl.worksheet.worksheet import Worksheet

from pipeline.plan.model import HEADER, Plan
from pipeline.workbooks import words
from pipeline.workbooks.cells import put_text, width
from pipeline.workbooks.style import print_tall, protect

_WIDTH = 70
_LINE = 20
"""Height of a line, in points."""


def write_guide(sheet: Worksheet, plan: Plan) -> None:
    """Column A; a part for each of the plan's texts that say how to fill in."""
    for row, (style, text) in enumerate(_lines(plan), start=1):
        put_text(sheet.cell(row, 1), text, style)
        lines = -(-width(text) // _WIDTH)
        sheet.row_dimensions[row].height = 30 if style == "标题" else max(1, lines) * _LINE + 4
    sheet.column_dimensions["A"].width = _WIDTH + 4
    sheet.sheet_view.showGridLines = False
    print_tall(sheet)
    sheet.print_options.horizontalCentered = True
    protect(sheet)


def _lines(plan: Plan) -> Iterator[tuple[str, str]]:
    """(style, text) of each line; a blank line before each part."""
    yield "标题", plan.texts.get("template.title", words.GUIDE_SHEET)
    yield "错误", safety_line(plan)
    for key, heading, style in words.GUIDE:
        lines = _part(plan, key)
        if lines:
            yield "说明文字", ""
            yield "标签左", heading
            yield from ((style, line) for line in lines)


def _part(plan: Plan, key: str) -> tuple[str, ...]:
    """The lines of one part; the plan may write 一、 二、 in one go."""
    text = plan.texts.get(key, "")
    if not text and key == "template.steps":
        statement = plan.field(HEADER, "statement").label
        return tuple(
            line.format(statement=statement, zero=plan.label("本期情况", "zero")) for line in words.GUIDE_STEPS
        )
    if not text and key == "template.place":
        return (words.GUIDE_PLACE,)
    filled = text.format(cutoff=plan.info.cutoff.strftime("%H:%M"))
    return tuple(line for line in re.split(r"\n|(?<=。)(?=[一二三四五六七八九十]、)", filled) if line)


def safety_line(plan: Plan) -> str:
    """The sentence that stands first on the form, with who is to be phoned."""
    return plan.info.safety.format(contact=plan.info.contact, phone=plan.info.contact_phone)
