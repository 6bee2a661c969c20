"""The order in which the files of a night are listed and read does not matter: the ledger is the same, row by row."""

import os
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

import pytest

from pipeline.intake.archive import Archive
from pipeline.intake.settling import look
from pipeline.ledger.records import Record
from pipeline.ledger.schema import metadata
from pipeline.ledger.store import Ledger
from pipeline.model import Arrival
from pipeline.register.law import Law
from pipeline.register.night import lay
from pipeline.site import Site, law_of
from pipeline.steps.laying import lay_night
from tests.crash_sites import Remembering, hurry
from tests.ledger.keeping import NIGHTS
from tests.nights import DANGER, FOOD, NETWORK, PARKING, TUESDAY, Book, School, later, law, reports
from tests.site_nights import Clerk, about
from tests.test_crash import busy

FORM = "单位,上报日期,内容摘要,来源渠道,发现时间"


def crowded(clerk: Clerk) -> None:
    """Everything a night can bring, and much of it received in the same second."""
    busy(clerk)
    rows = [about(NETWORK, 序号=1), about(PARKING, 序号=2)]
    for number, words in enumerate(("", ",请答复", ",请尽快答复")):
        mine = about(FOOD + words, 序号=1 + number % 2)
        clerk.drop(TUESDAY, "初二5班", mine, *rows[number:], name=f"初二5班/{number}.xlsx")
    shutil.copy2(clerk.site.inbox / "初二5班/0.xlsx", clerk.site.inbox / "甲.xlsx")
    clerk.drop(TUESDAY, "初二5班", about("前面那条写错了", 序号=9, 记录类型="撤回", 关联编号="1"))
    clerk.text(
        TUESDAY, "表单.csv", f"{FORM}\n初二6班,{TUESDAY},{PARKING},信箱,9:40\n初二7班,{TUESDAY},{FOOD},信箱,昨儿个"
    )


@dataclass(frozen=True)
class Tuesday:
    """The files of a night in the archive, and the ledger before them."""

    arrivals: tuple[Arrival, ...]
    law: Law
    archive: Archive
    before: Path
    scratch: Path

    def ledger(self, arrivals: Iterable[Arrival]) -> dict[str, list[Record]]:
        """The ordered dump of the ledger after they are read in this order."""
        path = Path(shutil.copy(self.before, self.scratch / "ledger.sqlite"))
        with Ledger(f"sqlite:///{path}") as ledger, Remembering() as reader:
            lay_night(tuple(arrivals), TUESDAY, self.law, ledger, self.archive, reader, lambda *_: None, interim=False)
            return {name: list(ledger.records(name)) for name in metadata.tables}


@pytest.fixture(scope="module")
def tuesday(founded: Site, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tuesday]:
    folder = tmp_path_factory.mktemp("order")
    with pytest.MonkeyPatch.context() as patch:
        hurry(patch)
        clerk = Clerk.of(founded, folder / "site")
        crowded(clerk)
        before = Path(shutil.copy(clerk.site.ledger / "ledger.sqlite", folder / "before.sqlite"))
        clerk.run(TUESDAY)
        archive = Archive(clerk.site.archive)
        arrivals = tuple(a for a in archive.journal.read() if a.night == TUESDAY)
        yield Tuesday(arrivals, law_of(clerk.site), archive, before, folder)


def is_the_same(tuesday: Tuesday, seeds: range) -> bool:
    expected = tuesday.ledger(tuesday.arrivals)
    assert len(expected["workbook"]) > len(tuesday.arrivals) > 12
    for seed in seeds:
        shuffled = list(tuesday.arrivals)
        Random(seed).shuffle(shuffled)  # noqa: S311 (an order, no secret)
        assert tuesday.ledger(shuffled) == expected, seed
    return True


def test_a_night_read_in_another_order_gives_the_same_ledger(tuesday: Tuesday) -> None:
    assert is_the_same(tuesday, range(10))


@pytest.mark.heavy
def test_a_night_read_in_two_hundred_orders_gives_the_same_ledger(tuesday: Tuesday) -> None:
    assert is_the_same(tuesday, range(200))


def test_a_folder_listed_in_another_order_is_seen_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("乙/1.xlsx", "甲/1.xlsx", "1.xlsx", "10.xlsx", "2.csv"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"1")
    expected, real = look(tmp_path), os.scandir

    class Shuffled:
        """A folder as another system lists it."""

        def __init__(self, folder: Path) -> None:
            self.entries = list(real(folder))
            random.shuffle(self.entries)

        def __enter__(self) -> Iterator[os.DirEntry[str]]:
            return iter(self.entries)

        def __exit__(self, *_: object) -> None:
            """Nothing is open."""

    random = Random(1)  # noqa: S311 (as above)
    monkeypatch.setattr(os, "scandir", Shuffled)
    assert all(look(tmp_path) == expected for _ in range(200))


def test_the_pure_middle_of_a_night_does_not_ask_in_which_order_its_workbooks_come() -> None:
    (first, books), (second, more) = NIGHTS
    monday = School().night(first, *books).register
    same = [later(more[0], rows=reports(FOOD + words), clock="17:00") for words in (",请答复", ",请尽快答复", "!")]
    taken = [book.taken(second) for book in (*more, *same, Book("初二2班", reports(NETWORK, DANGER), day=first))]
    expected = lay(monday, taken, law(), second)
    for seed in range(200):
        Random(seed).shuffle(taken)  # noqa: S311 (as above)
        assert lay(monday, taken, law(), second) == expected
