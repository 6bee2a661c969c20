"""Real files, from the template in a clerk's hands to what is accepted, and the wording of it all."""

import re
from pathlib import Path

import pytest
from openpyxl import load_workbook

from pipeline.findings import WORDING
from pipeline.model import Fate, TakenIn
from pipeline.workbooks.marked_copy import write_marked_copy
from pipeline.workbooks.reading import Reader
from pipeline.workbooks.report_template import write_report_template
from tests.validation.books import GOOD, codes, plan, take
from tests.workbook_maker import fill
from tests.workbooks.taking import take as take_file

ROOT = Path(__file__).parents[2]
SHEETS = ROOT.parent / "shared" / "data" / "school_sheets_redacted"
_RAISED_ELSEWHERE = (
    "plan.",
    "audit.",
    "rebuild.",
    "row.same_serial",
    "row.missing_from",
    "row.repeat_of",
    "row.date_in_doubt",
)
"""By the plan, by merging, by audit and rebuild."""


def read(*paths: Path) -> list[TakenIn]:
    with Reader(workers=1) as reader:
        return [
            take(raw, path.name) for path, raw in zip(paths, reader.read([(p, p.name) for p in paths]), strict=True)
        ]


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "report.xlsx"
    write_report_template(path, plan())
    return path


def test_a_filled_in_template_and_the_untouched_one(template: Path, tmp_path: Path) -> None:
    filled = fill(template, tmp_path / "初二1班.xlsx", rows=[GOOD])
    good, blank = read(filled, template)
    assert (good.fate, good.findings, good.accepted) == (Fate.ACCEPTED, (), 1)
    assert (blank.fate, codes(blank)) == (Fate.RETURNED, ["file.empty"])


def test_a_marked_copy_put_right_is_accepted(template: Path, tmp_path: Path) -> None:
    wrong = fill(
        template, tmp_path / "初二1班.xlsx", rows=[GOOD, {**GOOD, "内容摘要": "有人问门口太挤", "来源渠道": "黑板报"}]
    )
    taken, raw = take_file(wrong, plan())
    assert (taken.fate, taken.accepted) == (Fate.PARTLY, 1)
    copy = tmp_path / "初二1班-退回.xlsx"
    write_marked_copy(wrong, copy, taken, plan(), raw)
    book = load_workbook(copy)
    (cell,) = [c for row in book["上报"].iter_rows() for c in row if c.value == "黑板报"]
    cell.value = "班级家长群"
    book.save(copy)
    (again,) = read(copy)
    assert (again.fate, again.findings, again.accepted) == (Fate.ACCEPTED, (), 2)


def test_a_form_exported_as_csv(tmp_path: Path) -> None:
    path = tmp_path / "表单.csv"
    lines = (
        "单位,上报日期,内容摘要,来源渠道,发现时间",
        "初二1班,2021-3-25,几位家长问菜为什么凉,微信群,9:40",
        "食堂,2021/3/25,有人问几点开饭,电话,10:00",
    )
    path.write_bytes("\n".join(lines).encode("gb18030"))
    (taken,) = read(path)
    assert [s.unit for s in taken.submissions] == ["初二1班", "食堂"]
    assert taken.findings == ()


def test_bad_files_have_a_sentence_with_a_remedy(tmp_path: Path) -> None:
    text, picture = tmp_path / "笔记.xlsx", tmp_path / "照片.jpg"
    text.write_text("今天没有情况", encoding="utf-8")
    picture.write_bytes(b"\xff\xd8\xff")
    for taken, code in zip(read(text, picture), ("file.not_a_workbook", "file.unknown_type"), strict=True):
        assert (taken.fate, codes(taken)) == (Fate.RETURNED, [code])
        assert "请" in taken.findings[0].remedy


@pytest.mark.skipif(not SHEETS.is_dir(), reason="the test data is not here")
def test_other_peoples_forms() -> None:
    files = sorted(p for p in SHEETS.iterdir() if p.suffix in {".xls", ".xlsx"})
    assert files
    for taken in read(*files):
        assert (taken.fate, codes(taken)) == (Fate.RETURNED, ["template.unknown"])


def test_every_wording_is_used_and_has_a_test() -> None:
    source = "".join(
        p.read_text(encoding="utf-8") for p in (ROOT / "pipeline").rglob("*.py") if p.name != "findings.py"
    )
    tests = "".join(p.read_text(encoding="utf-8") for p in (ROOT / "tests").rglob("*.py"))
    assert [code for code in WORDING if f'"{code}"' not in source] == []
    mine = [code for code in WORDING if not code.startswith(_RAISED_ELSEWHERE)]
    assert [code for code in mine if f'"{code}"' not in tests] == []


def test_every_wording_is_one_chinese_sentence_with_a_remedy() -> None:
    for code, wording in WORDING.items():
        assert re.search("[一-鿿]", wording.problem), code
        assert re.search("请|已|直接", wording.remedy), code
        assert not wording.problem.endswith("。"), code
