from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import PlanError
from pipeline.plan.text import digest, dumps, loads, normal_rows, read_folder, write_folder
from tests.plan.sheets import bundled

CELLS = st.text("a甲9,;=\"'\n\t 😀\ufeff", max_size=6)
TABLES = st.dictionaries(
    st.text("甲乙丙规则", min_size=1, max_size=4),
    st.lists(st.lists(CELLS, max_size=4), max_size=5),
    max_size=3,
).map(lambda tables: {name: normal_rows(rows) for name, rows in tables.items()})


@given(TABLES)
def test_a_folder_of_csv_gives_back_the_tables(tables: dict[str, tuple[tuple[str, ...], ...]]) -> None:
    with TemporaryDirectory() as folder:
        write_folder(tables, Path(folder))
        again = read_folder(Path(folder))
    assert again == tables
    assert list(again) == list(tables)


@given(TABLES)
def test_json_gives_back_the_tables(tables: dict[str, tuple[tuple[str, ...], ...]]) -> None:
    assert loads(dumps(tables)) == tables


def test_the_bundled_files_are_written_as_they_stand(tmp_path: Path) -> None:
    from pipeline.resources import packs

    write_folder(bundled(), tmp_path)
    files = {f.name: f.read_bytes() for f in (packs() / "epidemic").glob("*.csv")}
    assert {f.name: f.read_bytes() for f in tmp_path.iterdir()} == files


def test_the_digest_sees_content_and_nothing_else() -> None:
    tables = {"甲": (("a", "b"), ("c",)), "乙": (("d",),)}
    padded = {"乙": (("d", "", ""), ()), "甲": (("a", "b "), ("c", ""), ("",))}
    assert digest(tables) == digest(padded)
    assert digest(tables) != digest({**tables, "乙": (("D",),)})
    assert digest(tables) != digest({**tables, "甲": (("a", "b"), (), ("c",))})


def test_a_plain_csv_of_excel_in_china_is_read(tmp_path: Path) -> None:
    (tmp_path / "阶段.csv").write_bytes("代码,名称\r\nP1,开学后\r\n".encode("gb18030"))
    assert read_folder(tmp_path) == {"阶段": (("代码", "名称"), ("P1", "开学后"))}


def test_two_files_of_one_sheet_are_refused(tmp_path: Path) -> None:
    for name in ("01-阶段.csv", "阶段.csv"):
        (tmp_path / name).write_text("代码\n", encoding="utf-8")
    with pytest.raises(PlanError, match="阶段"):
        read_folder(tmp_path)
