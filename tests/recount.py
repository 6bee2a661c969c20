"""A recount: the headline of an issue from its `provenance.json`, the archive and the attached register.

It imports nothing of the program, as an auditor would a year later: pages say a figure, `provenance.json` says of which
incidents, units and cells it is made, the register says when each was opened, answered and late, and the archive has
the cells.
"""

import csv
import json
from collections.abc import Iterator
from datetime import date, datetime
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pikepdf
import pypdfium2
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

HEADLINE = {
    "new": "新增",
    "open": "在办",
    "answered_today": "今日答复",
    "waiting": "待答复",
    "overdue": "逾期",
    "roll.missing": "未报单位",
}
"""Figure → its label in the band on the first page."""
CLOSED = ("平稳", "已总结", "撤回", "合并办理")
Row = dict[str, Any]


def attached(issue: Path) -> tuple[dict[str, Any], dict[str, list[Row]]]:
    """What an archive copy carries: the provenance, and the sheets of the register as rows by heading."""
    with pikepdf.open(issue) as document:
        files = {a.filename: a.get_file().read_bytes() for a in document.attachments.values()}
    book = load_workbook(BytesIO(next(data for name, data in files.items() if name.endswith(".xlsx"))))
    return json.loads(files["provenance.json"]), {sheet.title: list(_rows(sheet.values)) for sheet in book}


def _rows(lines: Iterator[tuple[Any, ...]]) -> Iterator[Row]:
    heads = next(lines)
    yield from (dict(zip(heads, line, strict=True)) for line in lines)


def recounted(told: dict[str, Any], sheets: dict[str, list[Row]]) -> dict[str, int]:
    """The headline, counted from the register alone."""
    day, now = date.fromisoformat(told["day"]), datetime.fromisoformat(told["as_of"])
    known = [r for r in sheets["事件"] if r["事件编号"] in told["incidents"]]
    working = [r for r in known if r["状态"] not in CLOSED]
    answered = [r for r in known if r["告知时间"] and _local(now) >= r["告知时间"]]
    asked = told["figures"]["questions"]["counted"]
    # a row of an earlier day that is still asked about stands in the issue of the night that read it
    doubted = {f"{c['file']} {c['sheet']}!{c['cell']}" for c in told["figures"]["in_doubt"]["cells"]}
    opened = {r["事件编号"] for r in sheets["报告"] if r["上报日期"].date() < day and r["出处"] not in doubted}
    return {
        "new": sum(r["事件编号"] not in opened for r in known),
        "open": len(working),
        "answered_today": sum(r["告知时间"].date() == day for r in answered),
        "waiting": sum(r["事件编号"] in asked and r not in answered for r in working),
        "overdue": sum(_is_late(r) for r in working),
        "roll.missing": sum(r[day.isoformat()] == "未报" for r in sheets["报送情况"]),
    }


def _is_late(incident: Row) -> bool:
    lines = (incident["时限"] or "").splitlines()
    return any(line.endswith("逾期") and "已办" not in line for line in lines)


def _local(moment: datetime) -> datetime:
    return moment.astimezone(ZoneInfo("Asia/Shanghai")).replace(tzinfo=None)


def printed(issue: Path) -> dict[str, int]:
    """The headline as it stands on the first page: each number above its label."""
    with pypdfium2.PdfDocument(issue) as document:
        words = document[0].get_textpage().get_text_bounded().split()
    return {name: int(words[words.index(label) - 1]) for name, label in HEADLINE.items() if label in words}


def stands(cell: dict[str, str], archive: Path) -> bool:
    """Whether something stands in that cell of the original."""
    path = archive / cell["sha256"][:2] / cell["sha256"]
    column, row = _address(cell["cell"])
    if cell["sheet"] == "CSV":
        data = path.read_bytes()
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = data.decode("gb18030")
        return bool(list(csv.reader(StringIO(text)))[row - 1][column - 1])
    sheet = CalamineWorkbook.from_filelike(BytesIO(path.read_bytes())).get_sheet_by_name(cell["sheet"])
    return bool(sheet.to_python(skip_empty_area=False)[row - 1][column - 1])


def _address(cell: str) -> tuple[int, int]:
    letters = cell.rstrip("0123456789")
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - 64
    return column, int(cell[len(letters) :])
