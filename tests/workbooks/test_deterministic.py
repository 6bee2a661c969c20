from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

from openpyxl import load_workbook

from pipeline.workbooks.deterministic import save, workbook_bytes
from pipeline.workbooks.style import new_book

MADE = datetime(2021, 3, 25, 12, tzinfo=UTC)


def _bytes() -> bytes:
    book = new_book()
    book.create_sheet("甲")["A1"] = "内容"
    return workbook_bytes(book, MADE)


def test_the_same_content_gives_the_same_bytes() -> None:
    first = _bytes()
    assert _bytes() == first


def test_nothing_tells_when_or_where_it_was_written() -> None:
    data = _bytes()
    with ZipFile(BytesIO(data)) as archive:
        assert {(m.date_time, m.create_system) for m in archive.infolist()} == {((1980, 1, 1, 0, 0, 0), 0)}
    properties = load_workbook(BytesIO(data)).properties
    assert properties.modified == properties.created == MADE.replace(tzinfo=None)


def test_saving_leaves_nothing_beside(tmp_path: Path) -> None:
    save(b"x", tmp_path / "a.xlsx")
    assert [p.name for p in tmp_path.iterdir()] == ["a.xlsx"]
