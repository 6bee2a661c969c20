"""The template in the hands of LibreOffice: typed into, saved there, and read as if Excel had saved it."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest
from openpyxl import load_workbook

pytestmark = pytest.mark.heavy

TYPIST = Path(__file__).with_name("uno_typist.py")
SUMMARIES = (
    "几位家长在群里问分餐的菜为什么凉",
    "有家长来电建议校门口错峰放学",
    "两个班的同学反映晚自习灯光太暗",
)


def run(*arguments: str, site: Path) -> subprocess.CompletedProcess[str]:
    program = Path(__file__).parents[1] / ".venv" / "bin" / "sitrep"
    return subprocess.run([str(program), *arguments, "--site", str(site)], capture_output=True, text=True, check=False)


def typed_cells(template: Path) -> dict[str, dict[str, str]]:
    """Where a person finds the cells: beside the labels, and below the headings."""
    sheet = load_workbook(template)["上报"]
    cells: dict[str, str] = {}
    head = {"单位": "初二1班", "上报日期": "2021-03-25", "上报人角色": "班主任", "本期情况": "有情况"}
    for row, line in enumerate(sheet.iter_rows(max_row=20, values_only=True), start=1):
        for column, text in enumerate(line, start=1):
            label = str(text or "").rstrip("*")
            if label in head:
                cells[sheet.cell(row, column + 1).coordinate] = head.pop(label)
            for number, summary in enumerate(SUMMARIES, start=1):
                table = {"内容摘要": summary, "来源渠道": "班级家长群", "发现时间": "9:40"}
                if label in table:
                    cells[sheet.cell(row + number, column).coordinate] = table[label]
    return {"上报": cells}


def test_what_is_typed_in_libreoffice_stands_in_the_pdf(tmp_path: Path) -> None:
    site = tmp_path / "site"
    program = Path(__file__).parents[1] / ".venv" / "bin" / "sitrep"
    subprocess.run([str(program), "init", str(site)], check=True, capture_output=True)
    filled = tmp_path / "初二1班.xlsx"
    shutil.copy(site / "templates" / "report.xlsx", filled)
    typed = json.dumps(typed_cells(filled))
    subprocess.run(["/usr/bin/python3", str(TYPIST), str(filled), typed], check=True)
    shutil.copy(filled, site / "inbox" / "初二1班.xlsx")

    first = run("run", "--date", "2021-03-25", site=site)
    assert first.returncode == 0, first.stdout + first.stderr

    pages = sorted((site / "outbox" / "2021-03-25").glob("舆情汇报-*.pdf"))
    texts = [
        subprocess.run(["pdftotext", str(p), "-"], capture_output=True, text=True, check=True).stdout for p in pages
    ]
    for text in texts:
        assert all(summary in "".join(text.split()) for summary in SUMMARIES)
    assert "收到报告3条" in "".join(texts[0].split())
    explained = run("explain", "YQ-2021-0001", site=site).stdout
    assert "初二1班.xlsx" in explained
    assert "工作表 上报,单元格 B" in explained

    before = {p: p.read_bytes() for p in (site / "outbox").rglob("*") if p.is_file()}
    again = run("run", "--date", "2021-03-25", site=site)
    assert again.returncode == 0
    assert {p: p.read_bytes() for p in (site / "outbox").rglob("*") if p.is_file()} == before
