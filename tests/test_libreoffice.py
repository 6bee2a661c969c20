"""Template and plan in the hands of LibreOffice: typed into, saved there, and read as if Excel had saved them."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from openpyxl import load_workbook

from pipeline.plan.text import digest
from pipeline.workbooks.plan_book import read_plan, write_plan
from tests.plan.sheets import bundled, row_of
from tests.workbook_maker import fill

pytestmark = pytest.mark.heavy

TYPIST = Path(__file__).with_name("uno_typist.py")
SUMMARIES = (
    "几位家长在群里问分餐的菜为什么凉",
    "有家长来电建议校门口错峰放学",
    "两个班的同学反映晚自习灯光太暗",
)


ROOT = Path(__file__).parents[1]


def sitrep(*arguments: object) -> subprocess.CompletedProcess[str]:
    """The program as the tests import it."""
    paths = os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH"))))
    command = [sys.executable, "-m", "pipeline", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False, env={**os.environ, "PYTHONPATH": paths})


def run(*arguments: object, site: Path) -> subprocess.CompletedProcess[str]:
    return sitrep(*arguments, "--site", site)


def type_into(workbook: Path, typed: dict[str, dict[str, str]]) -> None:
    """Type into a workbook through LibreOffice and save it there."""
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONPATH"}
    command = ["/usr/bin/python3", str(TYPIST), str(workbook), json.dumps(typed)]
    subprocess.run(command, check=True, env=environment)


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
    assert sitrep("init", site).returncode == 0
    filled = tmp_path / "初二1班.xlsx"
    shutil.copy(site / "templates" / "report.xlsx", filled)
    type_into(filled, typed_cells(filled))
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


def test_a_plan_saved_by_libreoffice_says_the_same(tmp_path: Path) -> None:
    awkward = (
        "=1+1",
        "-3",
        "+86",
        "@x",
        "00123",
        "1e5",
        "3-4",
        "20:00",
        "'x",
        " 前空",
        "a\nb",
        "_x0041_",
        "长" * 32_767,
    )
    notes = tuple((f"n{n}", text) for n, text in enumerate(awkward))
    tables = {**bundled(), "我的备忘": notes}
    write_plan(tmp_path / "plan.xlsx", tables)
    office = ["soffice", "--headless", f"-env:UserInstallation=file://{tmp_path / 'profile'}"]
    convert = ["--convert-to", "xlsx", "--outdir", str(tmp_path / "saved"), str(tmp_path / "plan.xlsx")]
    subprocess.run([*office, *convert], check=True, capture_output=True)
    again = read_plan(tmp_path / "saved" / "plan.xlsx")
    assert again["我的备忘"] == notes
    assert digest(again) == digest(tables)


def test_a_clerk_changes_a_deadline_and_the_next_report_uses_and_names_it(tmp_path: Path) -> None:
    site, row = tmp_path / "site", row_of("时限", "SX-07")
    assert sitrep("init", site).returncode == 0
    asked = {"内容摘要": "几位家长在群里问分餐的菜为什么凉", "来源渠道": "班级家长群", "发现时间": "9:40"}
    fill(site / "templates" / "report.xlsx", site / "inbox" / "初二1班.xlsx", rows=[asked], day="2021-03-24")
    assert run("run", "--date", "2021-03-24", site=site).returncode == 0
    shutil.copy(site / "templates" / "plan.xlsx", tmp_path / "old.xlsx")

    type_into(site / "templates" / "plan.xlsx", {"时限": {f"D{row}": "2", f"E{row}": "小时"}})
    checked = run("plan", "check", "--against", "ledger", site=site)
    assert checked.returncode == 0, checked.stdout + checked.stderr
    assert "方案可以使用。" in checked.stdout
    compared = run("plan", "diff", tmp_path / "old.xlsx", site / "templates" / "plan.xlsx", site=site)
    assert compared.returncode == 0
    for said in (checked.stdout, compared.stdout):
        assert f"改动 SX-07(第 {row} 行):数值 “0” → “2”;单位 “当日” → “小时”" in said
        assert "当日 23:59 前答复或告知答复日期  当日 11:40 前答复或告知答复日期  SX-07" in said

    fill(site / "templates" / "report.xlsx", site / "inbox" / "初三2班.xlsx", rows=[asked], unit="初三2班")
    assert run("run", "--date", "2021-03-25", site=site).returncode == 0
    explained = run("explain", "YQ-2021-0001", site=site).stdout
    assert "当日 11:40 前答复或告知答复日期,规则 SX-07,工作日" in explained
    (page,) = (site / "outbox" / "2021-03-25").glob("舆情汇报-*期.pdf")
    text = subprocess.run(["pdftotext", str(page), "-"], capture_output=True, text=True, check=True).stdout
    assert "应于3月24日11:40完成，规则SX-07" in "".join(text.split())
