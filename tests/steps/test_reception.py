"""Reception: every file its one fate, and what was returned whole may come again."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from pipeline.intake.archive import Archive
from pipeline.model import Arrival, Fate, TakenIn
from pipeline.register.book import Register
from pipeline.register.law import Law, make_law
from pipeline.register.night import lay
from pipeline.steps.reception import known_of, receive
from pipeline.workbooks.reading import Reader
from tests.plan.sheets import bundled

NIGHT, NEXT = date(2021, 3, 25), date(2021, 3, 26)
LINES = "单位,上报日期,内容摘要,来源渠道,发现时间\n初二1班,{day},几位家长问菜为什么凉,微信群,9:40\n"
HEADED = "单位,初二1班\n上报日期,{day}\n本期情况,有情况\n内容摘要,来源渠道,发现时间\n几位家长问菜为什么凉,微信群,9:40\n"


@pytest.fixture(scope="module")
def law() -> Law:
    law, findings = make_law(bundled())
    assert law is not None, findings
    return law


class Desk:
    """Takes in texts as files, night after night."""

    def __init__(self, folder: Path, law: Law) -> None:
        self.folder, self.law, self.register = folder, law, Register()
        self.archive = Archive(folder / "archive")

    def night(self, day: date, **texts: str) -> tuple[TakenIn, ...]:
        received = datetime(day.year, day.month, day.day, 10, tzinfo=UTC)
        arrivals = []
        for name, text in texts.items():
            path = self.folder / f"{name}.csv"
            path.write_text(text, encoding="utf-8")
            with path.open("rb") as source:
                arrivals.append(Arrival(f"{name}.csv", self.archive.keep(source), day, received, ""))
        with Reader(workers=1) as reader:
            taken = receive(arrivals, self.register, self.law, self.archive, reader, lambda *_: None)
        self.register = lay(self.register, taken, self.law, day).register
        return taken


@pytest.fixture
def desk(tmp_path: Path, law: Law) -> Desk:
    return Desk(tmp_path, law)


def test_the_same_bytes_are_taken_in_once(desk: Desk) -> None:
    text = LINES.format(day="2021-03-25")
    assert [t.fate for t in desk.night(NIGHT, a=text, b=text)] == [Fate.ACCEPTED, Fate.DUPLICATE]
    assert [t.fate for t in desk.night(NEXT, c=text)] == [Fate.DUPLICATE]


def test_what_was_returned_whole_is_read_anew_on_a_later_night(desk: Desk) -> None:
    text = HEADED.format(day="2021-03-26")
    assert [t.fate for t in desk.night(NIGHT, a=text)] == [Fate.RETURNED]
    assert [t.fate for t in desk.night(NIGHT, b=text)] == [Fate.DUPLICATE]
    assert [t.fate for t in desk.night(NEXT, a=text)] == [Fate.ACCEPTED]


def test_what_is_known_are_the_numbers_given_so_far(desk: Desk, law: Law) -> None:
    assert known_of(desk.register, law, NIGHT).incidents == {}
    desk.night(NIGHT, a=LINES.format(day="2021-03-25"))
    (number, incident), *rest = known_of(desk.register, law, NEXT).incidents.items()
    assert (number, incident.is_open, incident.grade, rest) == ("YQ-2021-0001", True, "Ⅳ", [])
