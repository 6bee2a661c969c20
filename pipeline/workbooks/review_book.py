"""The review workbook: what the work group decides, prefilled with the proposals and their grounds."""

from collections.abc import Sequence
from dataclasses import replace

from openpyxl.comments import Comment

from pipeline.model import META_SHEET, Edition, Kind
from pipeline.plan.model import Plan
from pipeline.workbooks import words
from pipeline.workbooks.cells import clean, put_text, tall
from pipeline.workbooks.deterministic import workbook_bytes
from pipeline.workbooks.dropdowns import Lists
from pipeline.workbooks.review_rows import Asked, classes, pairs, referrals, replies
from pipeline.workbooks.style import new_book, print_wide
from pipeline.workbooks.tables import Form, write_meta
from pipeline.workbooks.tracking_rows import tracked

_BLANK = 6
"""Rows left free below the prefilled ones."""
_LANE = "lane"
RESTRICTED_LANE = "restricted"
"""What the hidden sheet says under `lane` in the workbook of the restricted lane."""


def review_bytes(edition: Edition, plan: Plan) -> bytes:
    """The review workbook of an issue as .xlsx: the same content gives the same bytes. Unmasked."""
    asked = {
        **_asked(edition, plan),
        "转介签收": referrals(edition.referred),
        "零报告登记": [],  # a unit that stood there already would count as having reported
    }
    return _book(edition, plan, asked, plan.texts.get("review_book.title", words.REVIEW_NAME), "")


def restricted_bytes(edition: Edition, plan: Plan) -> bytes | None:
    """The review workbook of the restricted lane alone, or None while nothing of it is to be decided."""
    lane = replace(edition, incidents=edition.restricted, restricted=(), referred=())
    asked = _asked(lane, plan)
    if not any(asked.values()):
        return None
    return _book(lane, plan, asked, plan.texts["restricted_review.title"], RESTRICTED_LANE)


def _asked(edition: Edition, plan: Plan) -> dict[str, list[Asked]]:
    return {
        "分类审定": classes(edition, plan),
        "合并审定": pairs(edition),
        "答复审定": replies(edition, plan),
        "跟踪办结": tracked(edition, plan),
    }


def _book(edition: Edition, plan: Plan, asked: dict[str, list[Asked]], title: str, lane: str) -> bytes:
    book = new_book()
    sheets = [(book.create_sheet(name), rows) for name, rows in asked.items() if plan.fields_of(name)]
    write_meta(book.create_sheet(META_SHEET), _meta(edition, plan, lane))
    lists = Lists(book)
    for sheet, rows in sheets:
        _fill(Form(sheet, plan, lists), rows, f"{title} {edition.day}")
    return workbook_bytes(book, edition.now)


def _meta(edition: Edition, plan: Plan, lane: str) -> dict[str, str]:
    return {
        "template": Kind.REVIEW,
        "version": plan.info.version,
        "plan": plan.info.plan,
        "plan_digest": plan.template_digest,
        "unit": "",
        "day": edition.day.isoformat(),
        **({_LANE: lane} if lane else {}),
    }


def _fill(form: Form, rows: Sequence[Asked], title: str) -> None:
    """A title with how many rows wait, the headings, the prefilled rows and some blank ones."""
    sheet, specs = form.sheet, form.plan.fields_of(form.sheet.title)
    pressing = sum(row.pressing for row in rows)
    put_text(sheet.cell(1, 1), title + (words.PRESSING.format(count=pressing) if pressing else ""), "标题")
    sheet.row_dimensions[1].height = 30
    form.table(2, specs, len(rows) + _BLANK)
    for number, row in enumerate(rows, start=3):
        texts = {s.key: _cut(row.known.get(s.key, ""), s.longest) for s in specs}
        for column, spec in enumerate(specs, start=1):
            if texts[spec.key]:
                is_key = column == 1 and row.pressing
                put_text(sheet.cell(number, column), texts[spec.key], "提醒" if is_key else "已有内容")
        if row.why:
            sheet.cell(number, 1).comment = Comment(clean(row.why), words.REVIEW_NAME, height=60, width=240)
        sheet.row_dimensions[number].height = tall([texts[s.key] for s in specs], [s.width for s in specs])
    sheet.freeze_panes = "B3"
    sheet.sheet_view.showGridLines = False
    print_wide(sheet, 2)


def _cut(text: str, longest: int) -> str:
    """What a cell may hold when it comes back: a longer one would keep its row waiting."""
    return text if len(text) <= longest else text[: longest - 1] + "…"
