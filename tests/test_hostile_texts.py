"""Every text field of every form filled with hostile texts: they come out as text, and nothing else happens."""

import re
import shutil
from collections.abc import Iterable, Iterator
from datetime import date
from html.parser import HTMLParser
from http.server import BaseHTTPRequestHandler, HTTPServer
from io import BytesIO
from itertools import cycle
from pathlib import Path
from threading import Thread
from typing import ClassVar

import pdfplumber
import pytest
import weasyprint
from openpyxl import load_workbook
from openpyxl.cell.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

from pipeline.founding import found
from pipeline.model import TakenIn
from pipeline.reporting.press import Press
from pipeline.reporting.sources import LABELS
from pipeline.resources import templates
from pipeline.workbooks.cells import LONGEST
from tests.hostile_texts import texts
from tests.nights import MONDAY, TUESDAY, WEDNESDAY, law
from tests.reporting.test_preflight import Looking
from tests.site_nights import Clerk, Row, about, files
from tests.workbook_maker import fill

HERE = "127.0.0.1"
MM = 72 / 25.4
LEFT, RIGHT = 27.5 * MM, 184.5 * MM
MOST_PAGES = 8
BAND = 8
INVISIBLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]"
)
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_TAG = re.compile(r"<([a-z][a-z0-9]*)")

SUBJECTS = (
    *("饭菜偏凉", "网课卡顿", "停车太乱", "校服掉色", "空调不凉", "作业太多", "图书损坏", "路灯不亮", "厕所没水"),
    *("课间太短", "桌椅太矮", "快递丢失", "操场积水", "广播太响", "黑板反光", "热水不够", "校车晚点", "窗帘破了"),
    *("社团报名", "考试时间", "体检安排", "门禁太慢"),
)
"""Ends of the texts, so that each is about something else."""
_DECISION = {"审定人": "宣传舆情工作组成员", "批示方式": "签字", "批示日期": str(TUESDAY)}


def fitting(table: str, port: int, **known: str) -> list[Row]:
    """A row for each text, which stands in every field of a text, as far as the field has room."""
    fields = [f for f in law().plan.fields_of(table) if f.type == "文字"]
    return [{f.label: text[: f.longest] for f in fields} | known for text in texts(port).values()]


def whole(table: str, port: int) -> list[Row]:
    """A row for each text, which stands in every field, whatever the field takes, and whole where a text belongs."""
    fields = law().plan.fields_of(table)
    return [{f.label: text if f.type == "文字" else text[:300] for f in fields} for text in texts(port).values()]


def asked(rows: Iterable[Row]) -> list[Row]:
    """Rows that are taken in as incidents of their own: each says something, and when it was answered."""
    return [
        {**about(""), **row}
        | {"内容摘要": f"{str(row['内容摘要'])[:240]}{end}", "已答复情况": f"9:50 {str(row['已答复情况'])[:240]}"}
        for end, row in zip(SUBJECTS, rows, strict=True)
    ]


def hand_in(clerk: Clerk, night: date, unit: str, rows: Iterable[Row] = (), progress: Iterable[Row] = ()) -> None:
    """A workbook as no spreadsheet would let anybody type it."""
    path = fill(
        BytesIO(clerk.site.template.read_bytes()), clerk.site.inbox / f"{unit}-{night}.xlsx", unit=unit, day=night
    )
    book = load_workbook(path)
    _type(book["上报"], "内容摘要", rows)
    _type(book["续报"], "事件编号", progress)
    book.save(path)
    clerk.dated(path, night, "16:00")


def _type(sheet: Worksheet, anchor: str, rows: Iterable[Row]) -> None:
    lines = ([c for c in line if c.value] for line in sheet.iter_rows(max_row=20))
    heads = next(line for line in lines if anchor in [str(c.value).rstrip("*") for c in line])
    for number, row in enumerate(rows, start=heads[0].row + 1):
        for head in heads:
            cell, text = sheet.cell(number, head.column), str(row.get(str(head.value).rstrip("*"), ""))
            # past openpyxl, which would cut a long text and refuse a control character
            cell._value = _NOT_XML.sub(lambda found: f"_x{ord(found[0]):04X}_", text) or None  # type: ignore[union-attr]  # noqa: SLF001
            cell.data_type = "s"


def suffer(clerk: Clerk, port: int, press: Press | None = None) -> list[TakenIn]:
    """Three nights of hostile reports, progress and decisions: what became of each workbook."""
    hand_in(clerk, MONDAY, "初二1班", asked(fitting("上报", port)))
    hand_in(clerk, MONDAY, "初二2班", whole("上报", port), whole("续报", port))
    taken = [*clerk.run(MONDAY, press=press).taken]
    numbers = [i.number for i in clerk.register().edition(law(), MONDAY, MONDAY).incidents]
    steps = fitting("续报", port, 进展时间="15:30", 进展类型="其他", 承诺答复日期=str(WEDNESDAY))
    hand_in(clerk, TUESDAY, "初二1班", progress=[{**r, "事件编号": n} for n, r in zip(cycle(numbers), steps)])
    taken += clerk.run(TUESDAY, press=press).taken
    decide(clerk, port)
    return [*taken, *clerk.run(WEDNESDAY, press=press).taken]


def decide(clerk: Clerk, port: int) -> None:
    """The review workbook with a hostile text in every cell where a person writes."""
    made = next(clerk.site.outbox.glob(f"{TUESDAY}/审定表-*.xlsx"))
    book, said = load_workbook(made), cycle(texts(port, 200).values())
    for name in book.sheetnames:
        labels = {f.label: f.longest for f in law().plan.fields_of(name) if f.type == "文字"}
        heads = [c for c in book[name][2] if c.value]
        for number in range(3, book[name].max_row + 1):
            for head in heads:
                label, cell = str(head.value).rstrip("*"), book[name].cell(number, head.column)
                if label in _DECISION or (label in labels and cell.value is None):
                    cell._value = _DECISION.get(label, _NOT_XML.sub("", next(said))[: labels.get(label)])  # type: ignore[union-attr]  # noqa: SLF001
                    cell.data_type = "s"
    path = clerk.site.inbox / "审定" / made.name
    book.save(path)
    clerk.dated(path, WEDNESDAY, "10:40")


class Tags(HTMLParser):
    """What a page is made of, as a browser sees it."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.sources: set[str] = set()
        self.words: list[str] = []
        self.style = ""
        self.styles = 0
        self._open = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.styles += tag == "style"
        self._open = tag
        self.sources |= {v or "" for k, v in attrs if k in ("src", "href", "data", "srcset", "style")}

    def handle_data(self, data: str) -> None:
        if self._open == "style":
            self.style += data
        else:
            self.words.append(data)


def pages(clerk: Clerk) -> Iterator[tuple[Path, Tags]]:
    """The HTML of every page that Ink printed."""
    for path in files(clerk.site.outbox):
        if path.suffix == ".pdf":
            data = path.read_bytes()
            yield path, Tags(data[data.find(b"<!doctype html>") : data.rfind(b"</html>")].decode())


def check(clerk: Clerk) -> None:
    """Nothing that was printed or written is more than text."""
    ours = set(_TAG.findall("".join(p.read_text("utf-8") for p in (templates() / "html").glob("*.html"))))
    ours |= {"html", "a"}
    within = {f"#figure-{name}" for name in LABELS}
    for path, page in pages(clerk):
        assert page.tags <= ours, path
        assert page.styles == 1, path
        assert HERE not in page.style, path
        assert all(s.startswith("data:image/svg+xml;base64,") for s in page.sources - within), path
        assert not INVISIBLE.search("".join(page.words)), path
    for path in files(clerk.site.outbox):
        if path.suffix in (".txt", ".json"):
            assert not INVISIBLE.search(path.read_text("utf-8").replace("\n", "")), path
        elif path.suffix == ".xlsx":
            for cell in _cells(path):
                assert cell.data_type != "f", (path, cell.coordinate)
                own = "退回" in path.parts and not cell.comment
                assert own or cell.quotePrefix or not str(cell.value).startswith("="), (path, cell.coordinate)
                assert "退回" in path.parts or not INVISIBLE.search(str(cell.value)), (path, cell.coordinate)


def _cells(path: Path) -> Iterator[Cell]:
    for sheet in load_workbook(path):
        for row in sheet.iter_rows():
            yield from (cell for cell in row if isinstance(cell, Cell) and cell.value is not None)


def test_hostile_texts_come_out_as_text(clerk: Clerk) -> None:
    hand_in(clerk, MONDAY, "初二1班", asked(fitting("上报", 9)))
    (taken,) = clerk.run(MONDAY).taken
    assert (taken.accepted, len(taken.held)) == (len(SUBJECTS), 0)
    check(clerk)
    seen = "".join(word for _, page in pages(clerk) for word in page.words)
    shown = [name for name, text in texts(9).items() if text[:15] in seen]
    assert len(shown) >= 10, shown
    assert {"html", "jinja", "format", "formula"} <= {*shown}
    assert "49" not in re.findall(r"(?<![\w.:])\d+(?![\w.:])", seen)


def test_a_text_of_a_hundred_thousand_characters_is_cut_with_a_note(clerk: Clerk) -> None:
    hand_in(clerk, MONDAY, "初二1班", [{**about(texts(9)["long"])}])
    (taken,) = clerk.run(MONDAY).taken
    assert [(f.code, f.cell) for f in taken.findings] == [("cell.too_long", "B6")]
    (back,) = clerk.site.outbox.glob("*/退回/*")
    words = [str(cell.value) for cell in _cells(back)]
    assert any("有 100002 字,太长" in word for word in words)
    assert max(map(len, words)) <= LONGEST


class Ears(BaseHTTPRequestHandler):
    """Hears whoever asks."""

    heard: ClassVar[list[str]] = []

    def do_GET(self) -> None:
        self.heard.append(self.path)
        self.send_error(404)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def port() -> Iterator[int]:
    """The port of a server that must not be asked for anything."""
    Ears.heard.clear()
    with HTTPServer((HERE, 0), Ears) as server:
        listening = Thread(target=server.serve_forever)
        listening.start()
        yield server.server_port
        server.shutdown()
        listening.join()


@pytest.mark.heavy
def test_hostile_texts_move_nothing_on_paper_and_fetch_nothing(
    clerk: Clerk, port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    fetched: list[str] = []
    fetch = weasyprint.urls.URLFetcher.fetch

    def heard(self: object, url: str, *more: object, **named: object) -> object:
        fetched.append(url)
        return fetch(self, url, *more, **named)

    monkeypatch.setattr(weasyprint.urls.URLFetcher, "fetch", heard)
    suffer(clerk, port, Looking())
    assert Ears.heard == []
    assert fetched
    assert {url[:26] for url in fetched} == {"data:image/svg+xml;base64,"}
    for path in files(clerk.site.outbox):
        if path.suffix == ".pdf":
            with pdfplumber.open(path) as document:
                assert len(document.pages) <= MOST_PAGES, path
                for page in document.pages:
                    assert (round(page.width / MM), round(page.height / MM)) == (210, 297), path
                    drawn = [c for c in page.chars if not c["text"].isspace()]
                    assert [c for c in drawn if c["x0"] < LEFT or c["x1"] > RIGHT] == [], (path, page)
    check_first_page(clerk)


def check_first_page(clerk: Clerk) -> None:
    """Its head stands where it stands on a day on which nothing happened."""
    (told,) = clerk.site.outbox.glob(f"{MONDAY}/*第1期.pdf")
    hostile = _head(told)
    shutil.rmtree(clerk.site.root)
    found(clerk.site, "epidemic")
    clerk.run(MONDAY, press=Looking())
    assert _head(told) == hostile


def _head(path: Path) -> list[tuple[str, float, float]]:
    """Each character of the head of the first page, and where it stands."""
    with pdfplumber.open(path) as document:
        (below,) = [w["top"] for w in document.pages[0].extract_words() if w["text"].startswith("一、总体情况")]
        drawn = [c for c in document.pages[0].chars if c["bottom"] < below and c["size"] > BAND]
        return [(c["text"], round(c["x0"], 1), round(c["top"], 1)) for c in drawn if not c["text"].isdigit()]


@pytest.mark.heavy
def test_hostile_texts_of_three_nights_come_out_as_text(clerk: Clerk) -> None:
    fates = [(t.accepted, len(t.held)) for t in suffer(clerk, 9)]
    assert (len(SUBJECTS), 0) in fates
    assert (0, 2 * len(SUBJECTS)) in fates
    check(clerk)
