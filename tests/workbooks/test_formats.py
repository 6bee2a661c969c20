"""Formats: the same cells whatever program saved them, errors and pictures told from blanks."""

from collections.abc import Callable, Iterator
from datetime import date, datetime
from importlib.util import find_spec
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import openpyxl
import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from pipeline.model import CellError, CellPicture, RawCell, RawWorkbook, Unreadable
from pipeline.workbooks.reading import Reader
from tests.workbooks import files

BLANK = ""


@pytest.fixture(scope="module")
def reader() -> Iterator[Reader]:
    with Reader(workers=1) as reader:
        yield reader


def workbook(reader: Reader, path: Path) -> RawWorkbook:
    (outcome,) = reader.read([(path, path.name)])
    assert isinstance(outcome, RawWorkbook), outcome
    return outcome


def rows(reader: Reader, path: Path) -> tuple[tuple[RawCell, ...], ...]:
    return workbook(reader, path).sheets[0].rows


def xlsx(path: Path, *lines: tuple[object, ...]) -> Path:
    book = openpyxl.Workbook()
    for line in lines:
        book.worksheets[0].append(list(line))
    book.save(path)
    return path


def changed(path: Path, part: str, change: Callable[[str], str], **more: str) -> Path:
    with ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts[part] = change(parts[part].decode()).encode()
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        for name, data in {**parts, **{n: t.encode() for n, t in more.items()}}.items():
            archive.writestr(name, data)
    return path


# --- errors are no blanks -----------------------------------------------------------------------

ERRORS = [("甲", CellError("#N/A"), 3.5), (CellError("#REF!"),), (BLANK, "尾"), (CellError("#DIV/0!"),)]


@pytest.mark.parametrize("write", [files.xls, files.xlsb])
def test_errors_in_old_and_binary_workbooks(
    reader: Reader, tmp_path: Path, write: Callable[[Path, files.Values], Path]
) -> None:
    suffix = ".et" if write is files.xls else ".xlsb"
    assert rows(reader, write(tmp_path / f"a{suffix}", ERRORS)) == (
        ("甲", CellError("#N/A"), 3.5),
        (CellError("#REF!"),),
        (None, "尾"),
        (CellError("#DIV/0!"),),
    )


def test_errors_in_an_ods_though_cells_and_rows_before_them_are_repeated(reader: Reader, tmp_path: Path) -> None:
    text = '<table:table-cell office:value-type="string" table:number-columns-repeated="2"><text:p>甲</text:p>'
    error = '<table:table-cell office:value-type="string" office:string-value="" calcext:value-type="error">'
    path = files.ods_of(
        tmp_path / "a.ods",
        f'<table:table-row table:number-rows-repeated="2">{text}</table:table-cell></table:table-row>'
        f"<table:table-row>{text}</table:table-cell>{error}<text:p>Err:502</text:p></table:table-cell></table:table-row>",
    )
    assert rows(reader, path) == (("甲", "甲"), ("甲", "甲"), ("甲", "甲", CellError("Err:502")))


def _error_of_ods(columns: int, rows: int) -> str:
    cell = '<table:table-cell office:value-type="string" office:string-value="" calcext:value-type="error"'
    return (
        f'<table:table-row table:number-rows-repeated="{rows}"><table:table-cell/>'
        f'{cell} table:number-columns-repeated="{columns}"><text:p>#N/A</text:p></table:table-cell></table:table-row>'
    )


def test_errors_that_an_ods_repeats_are_told_each(reader: Reader, tmp_path: Path) -> None:
    row = (None, CellError("#N/A"), CellError("#N/A"))
    assert rows(reader, files.ods_of(tmp_path / "a.ods", _error_of_ods(2, 3))) == (row, row, row)


@pytest.mark.parametrize(
    ("columns", "repeated"), [(16_384, 1), (1, 1_048_576), (190, 4_900), (16_384, 1_048_576), (10**12, 10**12)]
)
def test_errors_repeated_beyond_every_table(reader: Reader, tmp_path: Path, columns: int, repeated: int) -> None:
    path = files.ods_of(tmp_path / "a.ods", _error_of_ods(columns, repeated))
    (outcome,) = reader.read([(path, path.name)])
    assert isinstance(outcome, Unreadable)
    assert outcome.code == "file.too_large"


def test_errors_in_a_csv(reader: Reader, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("#N/A,Err:502,错误:502,Err:我忘了,#标签\n", encoding="utf-8")
    assert rows(reader, tmp_path / "a.csv") == (
        (CellError("#N/A"), CellError("Err:502"), CellError("错误:502"), "Err:我忘了", "#标签"),
    )


# --- pictures are flagged and never read ----------------------------------------------------------


def test_a_picture_in_a_cell_of_wps_is_no_text(reader: Reader, tmp_path: Path) -> None:
    def formula(xml: str) -> str:
        cell = '<c r="B1" t="str"><f>_xlfn.DISPIMG("ID_1",1)</f><v>=DISPIMG("ID_1",1)</v></c>'
        return xml.replace("</row>", f"{cell}</row>")

    path = changed(
        xlsx(tmp_path / "a.xlsx", ("甲",)),
        "xl/worksheets/sheet1.xml",
        formula,
        **{"xl/cellimages.xml": "<cellImages/>", "xl/media/image1.png": "x"},
    )
    outcome = workbook(reader, path)
    assert (outcome.sheets[0].rows, outcome.pictures) == ((("甲", CellPicture()),), 1)


@pytest.mark.parametrize(("structure", "cell"), [("_localImage", CellPicture()), ("_error", CellError("#VALUE!"))])
def test_a_picture_in_a_cell_of_excel_is_no_error(
    reader: Reader, tmp_path: Path, structure: str, cell: RawCell
) -> None:
    path = changed(
        xlsx(tmp_path / "a.xlsx", ("甲",)),
        "xl/worksheets/sheet1.xml",
        lambda xml: xml.replace("</row>", '<c r="B1" t="e" vm="1"><v>#VALUE!</v></c></row>'),
        **{"xl/richData/rdrichvaluestructure.xml": f'<rvStructures><s t="{structure}"/></rvStructures>'},
    )
    assert rows(reader, path) == (("甲", cell),)


# --- CSV, strict OOXML, 1904 ---------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030"])
def test_csv_by_its_mark_then_utf_8_then_gb18030(reader: Reader, tmp_path: Path, encoding: str) -> None:
    mark = "\ufeff" if encoding[-2:] in {"le", "be"} else ""
    (tmp_path / "a.csv").write_bytes(f"{mark}单位\t初二1班\n㐀𠀀,\t3\n".encode(encoding))
    assert rows(reader, tmp_path / "a.csv") == (("单位", "初二1班"), ("㐀𠀀,", "3"))


@pytest.mark.parametrize("data", [b"\xef\xbb\xbf\xb5\xa5\xce\xbb", b"\xff\xfea", b"\x80\x81,\xff", b"a\0b"])
def test_a_csv_that_is_no_text_in_any_of_them_is_refused(reader: Reader, tmp_path: Path, data: bytes) -> None:
    (tmp_path / "a.csv").write_bytes(data)
    (outcome,) = reader.read([(tmp_path / "a.csv", "a.csv")])
    assert getattr(outcome, "code", "") == "file.not_a_workbook"


def test_strict_ooxml(reader: Reader, tmp_path: Path) -> None:
    path = xlsx(tmp_path / "a.xlsx", ("甲", 3, date(2021, 3, 25)))
    for part in ("xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/styles.xml", "xl/_rels/workbook.xml.rels"):
        changed(path, part, _strict)
    assert rows(reader, path) == (("甲", 3, date(2021, 3, 25)),)


def _strict(xml: str) -> str:
    return xml.replace(
        "http://schemas.openxmlformats.org/spreadsheetml/2006/main", "http://purl.oclc.org/ooxml/spreadsheetml/main"
    ).replace(
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
        "http://purl.oclc.org/ooxml/officeDocument/relationships",
    )


def test_dates_counted_from_1904(reader: Reader, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.epoch = CALENDAR_MAC_1904
    book.worksheets[0].append([date(2021, 3, 25), datetime(2021, 3, 25, 9, 40)])  # noqa: DTZ001 (as a cell holds it)
    book.save(tmp_path / "a.xlsx")
    with ZipFile(tmp_path / "a.xlsx") as archive:
        assert b"date1904" in archive.read("xl/workbook.xml")
    assert rows(reader, tmp_path / "a.xlsx") == ((date(2021, 3, 25), datetime(2021, 3, 25, 9, 40)),)  # noqa: DTZ001 (the same)


# --- what stands in hidden places, and odd characters -----------------------------------------------


def test_hidden_rows_and_columns_are_read_like_the_others(reader: Reader, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for line in (["甲", "乙"], ["丙", "丁"]):
        sheet.append(line)
    sheet.row_dimensions[2].hidden = sheet.column_dimensions["A"].hidden = True
    book.save(tmp_path / "a.xlsx")
    assert rows(reader, tmp_path / "a.xlsx") == (("甲", "乙"), ("丙", "丁"))


def test_escaped_line_ends_are_line_ends(reader: Reader, tmp_path: Path) -> None:
    path = changed(
        xlsx(tmp_path / "a.xlsx", ("甲乙",)),
        "xl/worksheets/sheet1.xml",
        lambda xml: xml.replace("甲乙", "甲_x000D_\n乙_x000d_丙_x005F_x000D_"),
    )
    assert rows(reader, path) == (("甲\n乙\n丙_x000D_",),)


def test_what_else_is_installed_does_not_change_how_workbooks_are_written() -> None:
    assert find_spec("lxml") is not None  # pikepdf brings it to the tests; a user may have it too
    assert not openpyxl.LXML
