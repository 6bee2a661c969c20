"""One report as ten people save it: other programs' formats, moved tables, renamed sheets; the same records."""

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from pipeline.model import RawWorkbook, TakenIn, Value
from pipeline.plan.loading import load_pack
from pipeline.workbooks.reading import Reader
from pipeline.workbooks.report_template import write_report_template
from tests.validation.books import take
from tests.workbook_maker import fill

pytestmark = pytest.mark.heavy

ROWS = (
    {"序号": 1, "内容摘要": "几位家长在群里问分餐的菜为什么凉", "来源渠道": "班级家长群", "发现时间": "9:40"},
    {
        "序号": 2,
        "内容摘要": "家长来电:Wi-Fi 连不上\n上午第2节课卡顿",
        "来源渠道": "当面或电话",
        "发现时间": "3月25日 15:30",
        "传播层级": "群内",
        "涉及班级或处室": "食堂、总务处",
        "已答复情况": "15:50 已电话答复",
    },
    {
        "序号": 3,
        "内容摘要": "-@+ 开头的话也是话",
        "来源渠道": "其他",
        "发现时间": "2021-03-24 18:05",
        "备注": "3月24日晚上看到",
    },
)


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("original")
    write_report_template(folder / "report.xlsx", load_pack("epidemic"))
    return fill(folder / "report.xlsx", folder / "上报表.xlsx", rows=ROWS)


def saved(path: Path, suffix: str) -> Path:
    """The workbook as LibreOffice saves it."""
    folder = path.parent / f"as-{suffix}"
    how = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false" if suffix == "csv" else suffix
    soffice = shutil.which("soffice")
    assert soffice, "LibreOffice is not installed"
    command = [soffice, "--headless", f"-env:UserInstallation={(path.parent / 'profile').as_uri()}"]
    subprocess.run(  # noqa: S603 (LibreOffice, on a file of ours)
        [*command, "--convert-to", how, "--outdir", str(folder), str(path)],
        check=True,
        capture_output=True,
        timeout=120,
    )
    return folder / f"{path.stem}.{suffix}"


def changed(original: Path, folder: Path, change: Callable[[Workbook], object]) -> Path:
    book = load_workbook(original)
    change(book)
    book.save(folder / original.name)
    return folder / original.name


def read(path: Path) -> tuple[RawWorkbook, TakenIn]:
    with Reader(workers=1) as reader:
        (raw,) = reader.read([(path, path.name)])
    assert isinstance(raw, RawWorkbook), raw
    return raw, take(raw, path.name)


def records(taken: TakenIn) -> list[dict[str, Value]]:
    assert [f.sentence for f in taken.findings if f.is_error] == []
    (said,) = taken.submissions
    assert (said.unit, str(said.report_date), said.role, said.zero) == ("初二1班", "2021-03-25", "班主任", False)
    return [dict(row.values) for row in said.rows]


# --- what people do to a form ---------------------------------------------------------------------


def _as_it_is(_book: Workbook) -> None:
    pass


def _heading(sheet: Worksheet) -> int:
    rows = enumerate(sheet.iter_rows(max_row=20, values_only=True), start=1)
    return next(n for n, row in rows if any(str(c or "").startswith("内容摘要") for c in row))


def _columns_in_reverse(book: Workbook) -> None:
    """The table alone: the labels above it keep their values to the right."""
    sheet = book["上报"]
    head = _heading(sheet)
    for row in range(head, head + 1 + len(ROWS)):
        cells = [sheet.cell(row, column).value for column in range(1, sheet.max_column + 1)]
        for column, value in enumerate(reversed(cells), start=1):
            sheet.cell(row, column).value = value


def _renamed(book: Workbook) -> None:
    book["上报"].title = "3月25日 初二1班"


def _shifted(book: Workbook) -> None:
    """Blank rows above everything and blank columns before it."""
    _plain(book)
    book["上报"].insert_rows(1, 4)
    book["上报"].insert_cols(1, 2)


def _plain(book: Workbook) -> None:
    """Without what openpyxl would leave behind when rows and columns move."""
    sheet = book["上报"]
    for merged in list(sheet.merged_cells.ranges):
        sheet.unmerge_cells(str(merged))
    sheet.data_validations.dataValidation = []


def _titled(book: Workbook) -> None:
    """A title of their own over the whole width."""
    _plain(book)
    sheet = book["上报"]
    sheet.insert_rows(1, 2)
    sheet["A1"] = "某某中学舆情上报表（三月）"
    sheet.merge_cells("A1:L2")


def _without_help(book: Workbook) -> None:
    for name in [n for n in book.sheetnames if n != "上报"]:
        book.remove(book[name])


def _footed(book: Workbook) -> None:
    """A total and who filled it in, below the table."""
    sheet = book["上报"]
    last = _heading(sheet) + len(ROWS)
    sheet.cell(last + 2, 1).value, sheet.cell(last + 2, 2).value = "合计", 3
    sheet.cell(last + 3, 2).value, sheet.cell(last + 3, 3).value = "填表人:班主任", "审核人:年级组长"


VARIANTS = {
    "xlsx": (_as_it_is, "xlsx"),
    "xls": (_as_it_is, "xls"),
    "ods": (_as_it_is, "ods"),
    "csv": (_without_help, "csv"),
    "columns moved": (_columns_in_reverse, "ods"),
    "sheet renamed": (_renamed, "xls"),
    "blank rows and columns before": (_shifted, "xlsx"),
    "a merged title": (_titled, "xls"),
    "the sheet alone": (_without_help, "ods"),
    "a total and signatures below": (_footed, "xlsx"),
}


@pytest.mark.parametrize("name", VARIANTS)
def test_ten_ways_of_saving_a_report_give_the_same_records(original: Path, tmp_path: Path, name: str) -> None:
    change, suffix = VARIANTS[name]
    wanted = records(read(original)[1])
    assert len(wanted) == len(ROWS)
    _, taken = read(saved(changed(original, tmp_path, change), suffix))
    assert records(taken) == wanted


def test_errors_are_told_from_blanks_in_what_libreoffice_saves(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    for column, formula in enumerate(("=1/0", "=NA()", "=FOO()", "=SQRT(-1)", '=""'), start=1):
        sheet.cell(2, column).value = formula
    sheet["A1"] = "甲"
    book.save(tmp_path / "a.xlsx")
    for suffix in ("xlsx", "xls", "ods", "csv"):
        raw, _ = read(saved(tmp_path / "a.xlsx", suffix))
        kinds = [type(cell).__name__ for cell in raw.sheets[0].rows[1][:4]]
        assert kinds == ["CellError"] * 4, suffix
