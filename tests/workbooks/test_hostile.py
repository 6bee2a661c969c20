"""Hostile files: bombs, entities, far corners, links and macros; each is told by name and harms nobody."""

import os
import signal
import subprocess
import sys
import time
import zlib
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_LZMA, ZipFile, ZipInfo

import openpyxl
import pytest

from pipeline.model import RawWorkbook, Unreadable
from pipeline.workbooks.limits import MEMORY
from pipeline.workbooks.own_copy import NotOwn, own_workbook
from pipeline.workbooks.reader_child import read as read_in_this_process
from pipeline.workbooks.reading import Outcome, Reader
from tests.workbooks.files import ods_of, one_text_in_many_cells, xls

ROOT = Path(__file__).parents[2]
LINUX = pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the memory of a process is not limited")
SHEET = "xl/worksheets/sheet1.xml"
LAUGHS = '<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]>'


@pytest.fixture(scope="module")
def reader() -> Iterator[Reader]:
    with Reader(workers=1) as reader:
        yield reader


def book(path: Path, *values: object) -> Path:
    made = openpyxl.Workbook()
    made.worksheets[0].append(list(values or ("甲",)))
    made.save(path)
    return path


def with_parts(path: Path, **changed: Callable[[bytes], bytes]) -> Path:
    """The workbook with parts changed or added, by the last piece of their name."""
    with ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            change = changed.get(name.rpartition("/")[2].partition(".")[0])
            archive.writestr(name, change(data) if change else data)
    return path


def adding(path: Path, **parts: bytes) -> Path:
    with ZipFile(path, "a", ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return path


def read(reader: Reader, path: Path) -> Outcome:
    return reader.read([(path, path.name)])[0]


def code(outcome: Outcome) -> str:
    assert isinstance(outcome, Unreadable), outcome
    return outcome.code


def first(outcome: Outcome) -> object:
    assert isinstance(outcome, RawWorkbook), outcome
    return outcome.sheets[0].rows[0][0]


# --- bombs --------------------------------------------------------------------------------------


def add_zeros(path: Path, name: str, size: int, said: int, checksum: int = 0) -> Path:
    """Add a part of so many zeros, of which the zip's directory says another number."""
    piece = 16 * 2**20
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = packer.compress(bytes(piece)) + packer.flush(zlib.Z_FULL_FLUSH)
    raw = packed * (size // piece) + zlib.compressobj(9, zlib.DEFLATED, -15).flush()
    with ZipFile(path, "a") as archive:
        info = ZipInfo(name)
        info.compress_type, info.file_size, info.compress_size, info.CRC = ZIP_DEFLATED, said, len(raw), checksum
        assert archive.fp is not None
        archive.fp.seek(archive.start_dir)
        info.header_offset = archive.fp.tell()
        archive.fp.write(info.FileHeader(zip64=True) + raw)
        archive.filelist.append(info)
        archive.start_dir, archive._didModify = archive.fp.tell(), True  # type: ignore[attr-defined]  # noqa: SLF001 (no other way to write a lie)
    return path


def test_ten_gigabytes_of_zeros_are_not_unpacked(reader: Reader, tmp_path: Path) -> None:
    path = add_zeros(book(tmp_path / "a.xlsx"), "xl/worksheets/sheet2.xml", 10 * 2**30, 10 * 2**30)
    assert path.stat().st_size < 20 * 2**20
    assert code(read(reader, path)) == "file.too_large"


@pytest.mark.parametrize("name", ["xl/worksheets/sheet2.xml", "xl/sharedStrings.xml", "XL\\Styles.xml"])
def test_a_directory_that_lies_about_a_parts_size_is_found_out(reader: Reader, tmp_path: Path, name: str) -> None:
    path = add_zeros(book(tmp_path / "a.xlsx", 1), name, 2**30, 1000)
    assert code(read(reader, path)) == "file.damaged"


def test_the_checksum_of_what_the_directory_admits_to_silences_nobody(reader: Reader, tmp_path: Path) -> None:
    path = add_zeros(book(tmp_path / "a.xlsx", 1), "xl/styles2.xml", 2**28, 1000, zlib.crc32(bytes(1001)))
    assert own_workbook(path, path.name, RawWorkbook(())) is NotOwn.UNSEEN
    assert first(read(reader, path)) == 1, "what no reader unpacks does no harm"
    path = add_zeros(book(tmp_path / "b.xlsx", 1), "xl/sharedStrings.xml", 2**28, 1000, zlib.crc32(bytes(1000)))
    assert code(read(reader, path)) == "file.damaged"


def _packed_in_a_strange_way(path: Path) -> Path:
    """A part that no reader unpacks, packed as no spreadsheet program packs, and damaged."""
    with ZipFile(path, "a", ZIP_LZMA) as archive:
        archive.writestr("docProps/other.xml", os.urandom(4000))
        at = archive.infolist()[-1].header_offset
    data = bytearray(path.read_bytes())
    data[at + 60 : at + 90] = bytes(255 for _ in range(30))
    path.write_bytes(data)
    return path


def _named_otherwise_inside(path: Path) -> Path:
    """The directory names a part in UTF-8, its own header says that too, and is not."""
    with ZipFile(path, "a") as archive:
        archive.writestr("附.xml", b"x")
        at = archive.infolist()[-1].header_offset + 30
    data = bytearray(path.read_bytes())
    data[at : at + 3] = b"\xff\xfe\xfd"
    path.write_bytes(data)
    return path


@pytest.mark.parametrize("damage", [_packed_in_a_strange_way, _named_otherwise_inside])
def test_a_damaged_part_that_nobody_reads_stops_neither_the_reading_nor_the_return(
    reader: Reader, tmp_path: Path, damage: Callable[[Path], Path]
) -> None:
    path = damage(book(tmp_path / "a.xlsx"))
    assert first(read(reader, path)) == "甲"
    assert own_workbook(path, path.name, RawWorkbook(())) is NotOwn.UNSEEN


@pytest.mark.parametrize("name", ["[Content_Types].xml", "xl/workbook.xml"])
def test_a_part_whose_packing_is_damaged_is_told_as_damage(tmp_path: Path, name: str) -> None:
    """By the child itself: what ends the child would be set aside as if it were an attack."""
    path = book(tmp_path / "a.xlsx")
    with ZipFile(path) as archive:
        at = archive.getinfo(name).header_offset
        packed = archive.getinfo(name).compress_size
    data = bytearray(path.read_bytes())
    body = at + 30 + len(name)
    data[body : body + packed] = b"\xff" * packed
    path.write_bytes(data)
    assert read_in_this_process(path, path.name)["code"] == "file.damaged"


def test_a_directory_with_a_name_in_no_encoding_is_damage(tmp_path: Path) -> None:
    path = adding(book(tmp_path / "a.xlsx"), **{"附.xml": b"x"})
    path.write_bytes(path.read_bytes().replace("附.xml".encode(), b"\xff\xfe\xfd.xml"))
    assert read_in_this_process(path, path.name)["code"] == "file.damaged"


def test_a_file_that_cannot_be_opened_is_the_machines_fault(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="没有"):
        read_in_this_process(tmp_path / "没有.xlsx", "没有.xlsx")


def test_zips_within_a_workbook_stay_closed(reader: Reader, tmp_path: Path) -> None:
    inner = BytesIO(bytes(30 * 2**20))
    for _ in range(3):
        outer = BytesIO()
        with ZipFile(outer, "w", ZIP_DEFLATED) as archive:
            archive.writestr("inner.zip", inner.getvalue())
        inner = outer
    path = adding(book(tmp_path / "a.xlsx"), **{"xl/embeddings/inner.zip": inner.getvalue()})
    assert first(read(reader, path)) == "甲"


@pytest.mark.parametrize(
    ("rows", "columns"), [("1048576", "16384"), ("99999999999", "99999999999"), ("1048576", "1"), ("1", "16384")]
)
def test_a_cell_repeated_seventeen_billion_times(reader: Reader, tmp_path: Path, rows: str, columns: str) -> None:
    cell = f'<table:table-cell office:value-type="string" table:number-columns-repeated="{columns}">'
    row = f'<table:table-row table:number-rows-repeated="{rows}">{cell}<text:p>x</text:p></table:table-cell>'
    assert code(read(reader, ods_of(tmp_path / "a.ods", f"{row}</table:table-row>"))) == "file.too_large"


def test_blank_rows_repeated_to_the_end_of_the_sheet_are_how_every_ods_ends(reader: Reader, tmp_path: Path) -> None:
    blank = '<table:table-cell table:number-columns-repeated="16384"/>'
    rows = (
        "<table:table-row><table:table-cell><text:p>甲</text:p></table:table-cell></table:table-row>"
        f'<table:table-row table:number-rows-repeated="1048575">{blank}</table:table-row>'
    ).replace("<table:table-cell><text", '<table:table-cell office:value-type="string"><text')
    assert first(read(reader, ods_of(tmp_path / "a.ods", rows))) == "甲"


@pytest.mark.parametrize("cell", ["XFD1048576", "A1048576", "AAA3000"])
def test_one_value_in_a_far_corner_is_told_as_too_large(reader: Reader, tmp_path: Path, cell: str) -> None:
    made = openpyxl.Workbook()
    made.worksheets[0]["A1"], made.worksheets[0][cell] = "甲", "角"
    made.save(tmp_path / "a.xlsx")
    assert code(read(reader, tmp_path / "a.xlsx")) == "file.too_large"


def test_a_sheet_that_is_only_formatted_down_to_the_last_row_is_read(reader: Reader, tmp_path: Path) -> None:
    rows = b"".join(b'<row r="%d"><c r="A%d" s="0"/><c r="XFD%d" s="0"/></row>' % (n, n, n) for n in range(2, 60_000))
    path = with_parts(
        book(tmp_path / "a.xlsx"), sheet1=lambda xml: xml.replace(b"</sheetData>", rows + b"</sheetData>")
    )
    assert first(read(reader, path)) == "甲"


def test_too_many_sheets_and_shared_strings_are_too_large(reader: Reader, tmp_path: Path) -> None:
    made = openpyxl.Workbook()
    for _ in range(200):
        made.create_sheet()
    made.save(tmp_path / "sheets.xlsx")
    strings = adding(
        book(tmp_path / "b.xlsx", 1), **{"xl/sharedStrings.xml": b"<sst>" + b"<si/>" * 500_001 + b"</sst>"}
    )
    for path in (tmp_path / "sheets.xlsx", strings):
        assert code(read(reader, path)) == "file.too_large"


@LINUX
def test_one_long_text_in_a_hundred_thousand_cells_ends_the_child_and_not_the_machine(tmp_path: Path) -> None:
    path = one_text_in_many_cells(tmp_path / "a.xlsx")
    with Reader(workers=1) as reader:
        assert code(read(reader, path)) == "file.quarantined"
        assert first(read(reader, book(tmp_path / "b.xlsx"))) == "甲"


# --- entities, names, links, macros ---------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize("doctype", [LAUGHS, '<!DOCTYPE a [<!ENTITY c SYSTEM "file:///etc/hostname">]>'])
def test_entities_are_never_expanded(reader: Reader, tmp_path: Path, doctype: str, encoding: str) -> None:
    def change(xml: bytes) -> bytes:
        text = xml.decode().partition("<worksheet")
        return (doctype + "<worksheet" + text[2].replace("<v>1</v>", "<v>&c;</v>")).encode(encoding)

    assert code(read(reader, with_parts(book(tmp_path / "a.xlsx", 1), sheet1=change))) == "file.unsafe"


def test_entities_in_an_ods(reader: Reader, tmp_path: Path) -> None:
    path = ods_of(tmp_path / "a.ods", "")
    with_parts(path, content=lambda xml: LAUGHS.encode() + xml)
    assert code(read(reader, path)) == "file.unsafe"


def test_names_that_lead_out_of_the_zip_lead_nowhere(reader: Reader, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    names = ("../../evil", "/evil", "xl/../../evil", "..\\evil", "C:\\evil", "xl/worksheets/../../../evil.xml")
    path = adding(book(tmp_path / "in" / "a.xlsx"), **dict.fromkeys(names, b"x"))
    assert first(read(reader, path)) == "甲"
    assert [p.name for p in tmp_path.rglob("*")] == ["in", "a.xlsx"]


def test_macros_and_links_are_told_and_left_alone(reader: Reader, tmp_path: Path) -> None:
    link = b'<externalLink><ddeLink ddeService="cmd" ddeTopic="/c calc"/></externalLink>'
    path = adding(
        book(tmp_path / "a.xlsm", "=cmd|'/c calc'!A0"),
        **{"xl/vbaProject.bin": b"x", "xl/externalLinks/externalLink1.xml": link, "xl/externalLinks/_rels/x.rels": b""},
    )
    outcome = read(reader, path)
    assert isinstance(outcome, RawWorkbook)
    assert (outcome.macros, outcome.links, outcome.pictures) == (True, 1, 0)
    old = read(reader, xls(tmp_path / "b.xls", [("甲",)], links=2))
    assert isinstance(old, RawWorkbook)
    assert (old.macros, old.links) == (False, 2)
    plain = read(reader, book(tmp_path / "c.xlsx"))
    assert isinstance(plain, RawWorkbook)
    assert (plain.macros, plain.links) == (False, 0)


def test_a_dde_link_and_a_macro_in_an_ods(reader: Reader, tmp_path: Path) -> None:
    link = '<table:dde-source office:dde-application="soffice" office:dde-topic="x" office:dde-item="y"/>'
    row = '<table:table-row><table:table-cell office:value-type="float" office:value="1"/></table:table-row>'
    outcome = read(reader, adding(ods_of(tmp_path / "a.ods", link + row), **{"Basic/Standard/Module1.xml": b"x"}))
    assert isinstance(outcome, RawWorkbook)
    assert (outcome.macros, outcome.links) == (True, 1)


def test_a_macro_sheet_that_cannot_be_read_is_named_as_such(reader: Reader, tmp_path: Path) -> None:
    path = adding(book(tmp_path / "a.xlsm"), **{"xl/macrosheets/sheet9.xml": b"<macrosheet/>"})
    with_parts(
        path,
        workbook=lambda xml: xml.replace(b"worksheets/sheet1.xml", b"macrosheets/sheet9.xml").replace(
            b'/worksheet"', b'/xlMacrosheet"'
        ),
    )
    assert code(read(reader, path)) == "file.unsafe"


# --- the limits of a child ------------------------------------------------------------------------


def children_of(pid: int) -> list[int]:
    return [int(n) for n in Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()]


@LINUX
def test_a_child_has_limits_of_its_own_and_outlives_nobody(tmp_path: Path) -> None:
    """Its parent is killed while it waits for a file that never comes."""
    os.mkfifo(tmp_path / "never.xlsx")
    program = (
        "import sys; from pathlib import Path; from pipeline.workbooks.reading import Reader\n"
        "with Reader(workers=1, seconds=0.5) as reader: reader.read([(Path(sys.argv[1]), 'a.xlsx')])"
    )
    with subprocess.Popen([sys.executable, "-c", program, str(tmp_path / "never.xlsx")], cwd=ROOT) as parent:  # noqa: S603 (the program above)
        child = _started(parent.pid)
        limits = Path(f"/proc/{child}/limits").read_text(encoding="ascii")
        parent.send_signal(signal.SIGKILL)
    said = {line[:26].strip(): line[26:].split()[0] for line in limits.splitlines()}
    assert (said["Max address space"], said["Max core file size"]) == (str(MEMORY), "0")
    assert int(said["Max cpu time"]) <= 3
    assert _gone(child, 5)


def _started(parent: int) -> int:
    """The child, once it reads."""
    for _ in range(200):
        time.sleep(0.02)
        for child in children_of(parent):
            if "address space" in (text := Path(f"/proc/{child}/limits").read_text(encoding="ascii")):
                line = next(each for each in text.splitlines() if each.startswith("Max cpu time"))
                if "unlimited" not in line[26:47]:
                    return child
    pytest.fail("no child was started")


def _gone(pid: int, seconds: int) -> bool:
    for _ in range(seconds * 20):
        state = Path(f"/proc/{pid}/stat")
        if not state.exists() or ") Z " in state.read_text(encoding="ascii"):
            return True
        time.sleep(0.05)
    return False
