"""Reading: real files in, raw workbooks or the reason why not out, whatever is in them."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, timedelta
from datetime import time as clock
from pathlib import Path
from threading import Timer
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import openpyxl
import pytest

from pipeline.findings import WORDING
from pipeline.model import CellError, RawWorkbook, Unreadable
from pipeline.workbooks.reading import Outcome, Reader
from tests.workbooks.files import ods, one_text_in_many_cells, xls

ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared" / "data"
POSIX = pytest.mark.skipif(sys.platform == "win32", reason="named pipes and signals as on POSIX")


@pytest.fixture(scope="module")
def reader() -> Iterator[Reader]:
    with Reader() as reader:
        yield reader


def xlsx(
    path: Path, rows: Sequence[Sequence[Any]], change: Callable[[openpyxl.Workbook], object] | None = None
) -> Path:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "上报"
    for row in rows:
        sheet.append(tuple(row))
    if change:
        change(book)
    book.save(path)
    return path


def read(reader: Reader, path: Path, name: str = "") -> Outcome:
    return reader.read([(path, name or path.name)])[0]


def rows(outcome: Outcome) -> tuple[tuple[object, ...], ...]:
    assert isinstance(outcome, RawWorkbook), outcome
    return outcome.sheets[0].rows


def code(outcome: Outcome) -> str:
    assert isinstance(outcome, Unreadable), outcome
    return outcome.code


# --- what a workbook says ----------------------------------------------------------------------


def test_cells_keep_their_address_and_their_type(reader: Reader, tmp_path: Path) -> None:
    path = xlsx(
        tmp_path / "a.xlsx",
        [
            [],
            [None, "单位", 3, 3.5, True],
            [],
            [datetime(2021, 3, 25, 9, 40), date(2021, 3, 25), clock(9, 40), timedelta(hours=30)],  # noqa: DTZ001
        ],
    )
    assert rows(read(reader, path)) == (
        (),
        (None, "单位", 3, 3.5, True),
        (),
        (datetime(2021, 3, 25, 9, 40), date(2021, 3, 25), clock(9, 40), "30:00:00"),  # noqa: DTZ001
    )


def test_a_time_is_whole_seconds_though_stored_a_hair_before(reader: Reader, tmp_path: Path) -> None:
    def shown_as_time(book: openpyxl.Workbook) -> None:
        for cell, form in (("A1", "yyyy-mm-dd hh:mm"), ("B1", "hh:mm"), ("C1", "[h]:mm")):
            book.worksheets[0][cell].number_format = form

    path = xlsx(tmp_path / "a.xlsx", [[44280.40277777, 0.40277777, 0.40277777]], shown_as_time)
    assert rows(read(reader, path)) == ((datetime(2021, 3, 25, 9, 40), clock(9, 40), clock(9, 40)),)  # noqa: DTZ001


def test_an_error_is_an_error_and_no_blank(reader: Reader, tmp_path: Path) -> None:
    """Several sheets, cells without an address, and an error beyond the last value."""
    path = xlsx(tmp_path / "a.xlsx", [["好"]], lambda book: book.create_sheet("续报"))
    cells = (
        '<row r="2"><c r="C2" t="e"><v>#N/A</v></c></row>'
        '<row><c><v>7</v></c><c t="e"><f>1/0</f><v>#DIV/0!</v></c></row>'
    )
    _replace(path, "xl/worksheets/sheet2.xml", b"<sheetData>", b"<sheetData>" + cells.encode())
    outcome = read(reader, path)
    assert isinstance(outcome, RawWorkbook)
    assert [s.rows for s in outcome.sheets] == [
        (("好",),),
        ((), (None, None, CellError("#N/A")), (7, CellError("#DIV/0!"))),
    ]


def _replace(path: Path, part: str, old: bytes, new: bytes) -> None:
    with ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    assert old in parts[part]
    parts[part] = parts[part].replace(old, new)
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)


def test_hidden_sheets_merged_areas_and_pictures_are_told(reader: Reader, tmp_path: Path) -> None:
    def furnish(book: openpyxl.Workbook) -> None:
        book.create_sheet("_meta").sheet_state = "veryHidden"
        book.create_chartsheet("图")
        book.worksheets[0].merge_cells("A1:B2")

    path = xlsx(tmp_path / "a.xlsx", [["合并"]], furnish)
    with ZipFile(path, "a") as archive:
        archive.writestr("xl/media/image1.png", b"")
    outcome = read(reader, path)
    assert isinstance(outcome, RawWorkbook)
    assert [(s.name, s.visible) for s in outcome.sheets] == [("上报", True), ("_meta", False)]
    assert outcome.sheets[0].merged == ((0, 0, 1, 1),)
    assert outcome.pictures == 1


def test_blank_rows_and_cells_at_the_end_are_no_part_of_a_sheet(reader: Reader, tmp_path: Path) -> None:
    path = xlsx(tmp_path / "a.xlsx", [["甲", None, ""], *[[""]] * 6000])
    assert rows(read(reader, path)) == (("甲",),)


@pytest.mark.parametrize(
    "data", [t.encode(e) for t in ["\n单位,初二1班\n,3\n"] for e in ("utf-8", "utf-8-sig", "gb18030")]
)
def test_csv_in_each_encoding(reader: Reader, tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(data)
    assert rows(read(reader, path)) == ((), ("单位", "初二1班"), (None, "3"))


def test_csv_with_tabs_quotes_and_lines(reader: Reader, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text('内容\t备注\n"两\r\n行"\t#N/A\n', newline="")
    assert rows(read(reader, path)) == (("内容", "备注"), ("两\n行", CellError("#N/A")))


def test_ods_and_xls(reader: Reader, tmp_path: Path) -> None:
    table = (("", ""), ("单位", "初二1班"))
    outcome = read(reader, ods(tmp_path / "a.ods", table))
    assert rows(outcome) == ((), ("单位", "初二1班"))
    assert isinstance(outcome, RawWorkbook)
    assert outcome.pictures == 1
    assert rows(read(reader, xls(tmp_path / "a.et", [*table, (3.0, 3.5)]))) == (
        (),
        ("单位", "初二1班"),
        (3, 3.5),
    )


def test_the_content_tells_the_kind_and_the_name_only_that_it_is_one(reader: Reader, tmp_path: Path) -> None:
    path = xlsx(tmp_path / ("0" * 64), [["甲"]])
    assert rows(read(reader, path, "旧.XLS")) == (("甲",),)
    assert code(read(reader, path, "旧.docx")) == "file.unknown_type"


# --- why one cannot be read --------------------------------------------------------------------


def test_unknown_suffixes_say_what_stood_there(reader: Reader, tmp_path: Path) -> None:
    path = tmp_path / "x"
    path.write_bytes(b"\x89PNG")
    assert read(reader, path, "一班/照片.PNG") == Unreadable("file.unknown_type", ".png")
    assert read(reader, path, "一班/无名") == Unreadable("file.unknown_type", "一班/无名")


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.xlsx", "今天没有情况".encode()),
        ("a.xlsx", b"%PDF-1.7"),
        ("a.xls", b"<html><table><tr><td>1</td></tr></table></html>"),
        ("a.xls", b"<?xml version='1.0'?><Workbook/>"),
        ("a.xls", b"a\tb\n1\t2\n"),
        ("a.et", bytes.fromhex("d0cf11e0a1b11ae1") + bytes(3000)),
        ("a.csv", b"\x89PNG\0\0"),
        ("a.csv", b"%PDF-1.7\n1,2"),
        ("a.csv", b"\xff\xfe\xff"),
    ],
)
def test_what_only_bears_the_name_of_a_workbook(reader: Reader, tmp_path: Path, name: str, data: bytes) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    assert code(read(reader, path)) == "file.not_a_workbook"


def test_a_zip_of_something_else_is_no_workbook(reader: Reader, tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with ZipFile(path, "w") as archive:
        archive.writestr("[Content_Types].xml", "application/vnd…wordprocessingml.document.main+xml")
        archive.writestr("word/embeddings/1.xlsx", "spreadsheetml.sheet")
    assert code(read(reader, path)) == "file.not_a_workbook"


def test_half_a_workbook_is_damaged(reader: Reader, tmp_path: Path) -> None:
    path = xlsx(tmp_path / "a.xlsx", [["甲"]])
    path.write_bytes(path.read_bytes()[:3000])
    assert code(read(reader, path)) == "file.damaged"


def test_a_workbook_whose_sheet_is_cut_is_damaged(reader: Reader, tmp_path: Path) -> None:
    path = xlsx(tmp_path / "a.xlsx", [["甲"]])
    _replace(path, "xl/worksheets/sheet1.xml", b"</row></sheetData>", b"</row></sheetDat")
    assert code(read(reader, path)) == "file.damaged"


def test_a_password_is_told_in_either_container(reader: Reader, tmp_path: Path) -> None:
    old = xls(tmp_path / "a.xls", [("甲",)], password=True)
    new = tmp_path / "b.xlsx"
    new.write_bytes(
        old.read_bytes().replace("Workbook".encode("utf-16-le"), b"") + "EncryptedPackage".encode("utf-16-le")
    )
    assert [code(o) for o in reader.read([(old, old.name), (new, new.name)])] == ["file.password"] * 2


def test_a_zip_bomb_is_not_unpacked(reader: Reader, tmp_path: Path) -> None:
    path = xlsx(tmp_path / "a.xlsx", [["甲"]])
    with ZipFile(path, "a", ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet2.xml", bytes(30 * 2**20))
    assert code(read(reader, path)) == "file.too_large"


@pytest.mark.parametrize(("rows_", "columns"), [(5001, 1), (1, 201), (2000, 160)])
def test_more_than_anybody_fills_in_is_too_large(reader: Reader, tmp_path: Path, rows_: int, columns: int) -> None:
    path = tmp_path / "a.csv"
    path.write_text(f"{','.join('1' * columns)}\n" * rows_)
    assert code(read(reader, path)) == "file.too_large"
    path.write_text(f"{','.join('1' * min(columns, 60))}\n" * min(rows_, 5000))
    assert len(rows(read(reader, path))) == min(rows_, 5000)


# --- the children ------------------------------------------------------------------------------


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the memory is not limited")
def test_a_file_that_kills_its_reader_twice_is_set_aside_and_the_others_are_read(tmp_path: Path) -> None:
    bad = one_text_in_many_cells(tmp_path / "bad.xlsx")
    good = xlsx(tmp_path / "good.xlsx", [["甲"]])
    files = [(p, p.name) for p in (good, bad, good, bad, good)]
    with Reader() as many, Reader(workers=1) as one:
        outcomes = many.read(files)
        assert outcomes == one.read(files)
    assert outcomes[1] == outcomes[3] == Unreadable("file.quarantined")
    assert [rows(o) for o in outcomes[::2]] == [(("甲",),)] * 3


@POSIX
def test_a_file_that_takes_too_long_is_set_aside(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "never.xlsx")
    good = xlsx(tmp_path / "good.xlsx", [["甲"]])
    with Reader(seconds=0.3) as reader:
        assert code(read(reader, tmp_path / "never.xlsx")) == "file.quarantined"
        assert rows(read(reader, good)) == (("甲",),)


@POSIX
def test_a_file_is_tried_once_more(tmp_path: Path) -> None:
    """It blocks the first child, and is a workbook by the time of the second."""
    path = tmp_path / "a.xlsx"
    os.mkfifo(path)
    good = xlsx(tmp_path / "good.xlsx", [["甲"]])
    with Reader(seconds=0.5) as reader:
        Timer(0.25, good.replace, [path]).start()
        assert rows(read(reader, path)) == (("甲",),)


def test_the_order_is_the_one_asked_for_with_any_number_of_children(tmp_path: Path) -> None:
    paths = [xlsx(tmp_path / f"{n}.xlsx", [[n]] * (1 + n * 37 % 11)) for n in range(12)]
    files = [(p, p.name) for p in paths]
    with Reader(workers=3) as three, Reader(workers=1) as one:
        outcomes = three.read(files)
        assert outcomes == one.read(files)
        assert outcomes == one.read(files[::-1])[::-1]
    assert [rows(o)[0] for o in outcomes] == [(n,) for n in range(12)]


def test_a_file_that_is_not_there_is_no_fault_of_its_sender(tmp_path: Path) -> None:
    with Reader() as reader, pytest.raises(OSError, match="gone"):
        reader.read([(tmp_path / "gone", "a.xlsx")] * 4)


def test_nothing_asked_nothing_started() -> None:
    with Reader() as reader:
        assert reader.read([]) == ()


@POSIX
@pytest.mark.parametrize("files", [1, 4])
def test_an_interrupt_ends_the_children(tmp_path: Path, files: int) -> None:
    os.mkfifo(tmp_path / "never.xlsx")
    program = (
        "import sys; from pathlib import Path; from pipeline.workbooks.reading import Reader\n"
        "with Reader() as reader:\n"
        "    print(flush=True); reader.read([(Path(sys.argv[1]), 'a.xlsx')] * int(sys.argv[2]))"
    )
    command = [sys.executable, "-c", program, str(tmp_path / "never.xlsx"), str(files)]
    with subprocess.Popen(  # noqa: S603 (the program above)
        command, cwd=ROOT, start_new_session=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as process:
        assert process.stdout
        process.stdout.readline()
        time.sleep(0.2)
        process.send_signal(signal.SIGINT)
        process.wait(5)
    with pytest.raises(ProcessLookupError):
        os.killpg(process.pid, 0)


# --- files from the field, where they are at hand ----------------------------------------------


def _shared(folder: str) -> list[tuple[Path, str]]:
    if not (SHARED / folder).is_dir():
        pytest.skip(f"the test data {folder} is not beside this repository")
    return [(path, path.name) for path in sorted((SHARED / folder).iterdir())]


def test_every_odd_and_hostile_file_gets_an_outcome() -> None:
    files = _shared("badfiles")
    with Reader() as reader:
        outcomes = dict(zip((name for _, name in files), reader.read(files), strict=True))
    codes = {o.code for o in outcomes.values() if isinstance(o, Unreadable)}
    assert codes <= WORDING.keys()
    protected = {n for n in outcomes if any(w in n for w in ("pwd", "encrypt", "pwtest", "password_"))}
    assert protected == {n for n, o in outcomes.items() if _is(o, "file.password")} - FUZZED
    assert sum(isinstance(o, RawWorkbook) for o in outcomes.values()) >= 108
    assert rows(outcomes["test_files__ErrorTypes.xlsx"])[1][:2] == (CellError("#NULL!"), CellError("#NULL!"))
    assert rows(outcomes["roo__1904_base.xlsx"])[1] == (date(2013, 4, 19),)


FUZZED = {"poi__clusterfuzz-testcase-minimized-POIHSSFFuzzer-6537773940867072.xls"}


def _is(outcome: Outcome, wanted: str) -> bool:
    return isinstance(outcome, Unreadable) and outcome.code == wanted


def test_other_peoples_forms_are_read_as_they_stand(reader: Reader) -> None:
    files = [f for f in _shared("school_sheets_redacted") if f[0].suffix.startswith(".xls")]
    sheets = [o.sheets[0] for o in reader.read(files) if isinstance(o, RawWorkbook)]
    assert [(s.name, len(s.rows)) for s in sheets] == [("主表", 52), ("Sheet1", 31), ("学校明细", 1)]
