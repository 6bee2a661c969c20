"""Two days of the story in a fresh site, and the promises that a visitor would check."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from pipeline.demo.running import Clerk, digests, run_demo
from pipeline.demo.story import story_of
from pipeline.findings import Finding
from pipeline.founding import found
from pipeline.ledger.store import Ledger
from pipeline.model import Attendance, Edition, Fate, Incident, State, TakenIn
from pipeline.nightly import NightResult
from pipeline.reporting.press import Press
from pipeline.site import Site, law_of

WAS, CHANGED = "校门口太挤", "家长问晚自习放学时东门的路灯为什么不亮"


@dataclass(frozen=True)
class Ran:
    site: Site
    nights: tuple[NightResult, ...]
    again: tuple[str, ...]

    def edition(self, day: int) -> Edition:
        night = self.nights[day - 15].day
        with Ledger(self.site.database) as ledger:
            return ledger.register().edition(law_of(self.site), night, night)

    def about(self, phrase: str) -> Incident:
        return next(i for i in self.edition(16).incidents if any(phrase in r.row.text("summary") for r in i.reports))

    def taken(self, name: str) -> TakenIn:
        return next(t for n in self.nights for t in n.taken if t.arrival.name == name)

    def text(self, day: int, pattern: str) -> str:
        path = next((self.site.outbox / f"2021-03-{day}").glob(pattern))
        return "".join("".join(page.extract_text().split()) for page in PdfReader(path).pages)


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ran]:
    """Two nights; before the first one somebody changes one cell of one workbook."""
    site = Site(tmp_path_factory.mktemp("site"))
    found(site, "epidemic")
    plan = law_of(site).plan
    first, second = story_of(plan)[:2]
    with Press() as press:
        clerk = Clerk(site, plan, press)
        clerk.drop(first)
        change(site.inbox, WAS, CHANGED)
        nights = (clerk.night(first, quiet), clerk.work(second, quiet))
        yield Ran(site, nights, clerk.again(second, quiet))


def quiet(_step: str, _done: int, _of: int) -> None:
    """Nobody watches."""


def change(inbox: Path, word: str, text: str) -> None:
    """Type another text over the summary that has the word."""
    for path in inbox.rglob("*.xlsx"):
        if path.read_bytes().startswith(b"PK"):
            book = load_workbook(path)
            cell = book["上报"]["B6"]
            if word in str(cell.value):
                cell.value = text
                book.save(path)


def test_one_cell_changed_is_followed_by_page_register_and_incident(ran: Ran) -> None:
    assert CHANGED in ran.text(15, "舆情汇报*第1期.pdf")
    register = load_workbook(next((ran.site.outbox / "2021-03-15").glob("台账*.xlsx")))
    assert CHANGED in {c.value for sheet in register for row in sheet.iter_rows() for c in row}
    incident = ran.about("路灯")
    assert incident.first.row.where("summary") == "上报!B6"
    assert WAS not in ran.text(15, "舆情汇报*存档.pdf")


def test_a_rumour_told_in_different_words_is_one_incident(ran: Ran) -> None:
    rumour = ran.about("核酸阳性")
    assert {r.unit for r in rumour.reports} == {"初二2班", "初二5班", "初一7班", "保卫科", "校医室"}
    assert rumour.assessment.grade == "Ⅲ"


def test_five_usual_mistakes_are_five_marked_cells(ran: Ran) -> None:
    taken = next(t for t in ran.nights[1].taken if t.unit == "初一4班")
    assert (taken.fate, taken.rows_read, taken.accepted) == (Fate.PARTLY, 5, 1)
    copy = next((ran.site.outbox / "2021-03-16" / "退回").glob("初一4班-*.xlsx"))
    marked = {c.coordinate for row in load_workbook(copy)["上报"].iter_rows() for c in row if c.comment}
    assert marked == {"C7", "D8", "G8", "J9", "B10"}
    assert "家长问课后服务几点结束" in ran.text(16, "舆情汇报*第2期.pdf")


def test_each_kind_of_bad_file_has_its_fate(ran: Ran) -> None:
    assert codes(ran.taken("初二5班今日情况.xlsx").findings) == {"file.not_a_workbook"}
    assert codes(next(t for t in ran.nights[1].taken if t.unit == "初三5班").findings) == {"date.future"}
    assert "cell.id_number" in codes(next(t for t in ran.nights[1].taken if t.unit == "初二6班").findings)
    assert [t.fate for t in ran.nights[1].taken if "初三4班" in t.arrival.name].count(Fate.DUPLICATE) == 1


def codes(findings: tuple[Finding, ...]) -> set[str]:
    return {f.code for f in findings}


def test_the_roll_call_tells_silence_from_lateness(ran: Ran) -> None:
    called = ran.edition(15).roll_call.attendance
    assert {u for u, a in called.items() if a is Attendance.MISSING} == {"初二3班", "初二5班", "工会"}
    assert called["初三2班"] is Attendance.LATE
    assert called["初一8班"] is Attendance.REPORTED


def test_the_same_night_again_changes_nothing(ran: Ran) -> None:
    assert ran.again == ()


def test_digests_see_a_changed_byte(tmp_path: Path) -> None:
    path = tmp_path / "2021" / "a"
    path.parent.mkdir()
    path.write_bytes(b"1")
    before = digests(tmp_path)
    path.write_bytes(b"2")
    assert before.keys() == digests(tmp_path).keys() == {"2021/a"}
    assert before != digests(tmp_path)


@pytest.mark.heavy
def test_the_whole_story_leaves_what_it_promises_and_does_so_again(tmp_path: Path) -> None:
    one, two = Site(tmp_path / "one"), Site(tmp_path / "two")
    for site in (one, two):
        found(site, "epidemic")
    result = run_demo(one, quiet)
    assert len(result.briefings) >= 10
    assert result.finals
    assert result.flashes
    assert result.corrections
    assert len(result.returned) >= 3
    assert len(result.books) == 2
    assert result.again.changed == ()
    assert all((one.outbox / name).is_file() for name in (*result.briefings, *result.returned, *result.books))
    with Ledger(one.database) as ledger:
        edition = ledger.register().edition(law_of(one), result.nights[-1].day, result.nights[-1].day)
    assert {i.state for i in edition.incidents} >= {State.CALM, State.ANSWERED, State.TO_VERIFY, State.WITHDRAWN}
    assert {i.assessment.grade for i in edition.incidents} == {"Ⅳ", "Ⅲ", "Ⅱ"}
    assert {i.assessment.confirmed for i in edition.incidents} == {"", "A", "C"}
    assert edition.restricted
    assert list(one.inbox.rglob("*.xlsx")) == []
    assert result.lines(one)
    run_demo(two, quiet)
    assert digests(one.outbox) == digests(two.outbox)
