"""A real site for tests: workbooks dropped into its inbox, its nights run, what they left behind."""

import os
import re
import shutil
import sqlite3
from collections.abc import Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from types import TracebackType
from typing import Self
from zipfile import ZipFile

from openpyxl import load_workbook

from pipeline.ledger.store import Ledger
from pipeline.nightly import NightResult, run_night
from pipeline.register.book import Register
from pipeline.reporting.preflight import Proof
from pipeline.reporting.press import Press, Printed
from pipeline.site import Site
from tests.nights import at
from tests.workbook_maker import fill

Row = Mapping[str, object]


class Ink(Press):
    """A press that prints the page's own text: quick, and the same text gives the same bytes."""

    def __init__(self) -> None:
        """It needs no processes."""

    def begin(self, proofs: Iterable[Proof]) -> Printed:
        """The words as they were handed over."""
        made = [_page(proof.sheet.html) for proof in proofs]
        return lambda: made

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Nothing to close."""


def _page(html: str) -> bytes:
    """A PDF of one page on which the words of the HTML can be found, and which carries the HTML as it is."""
    words = "".join(re.sub(r"<style.*?</style>|<[^>]*>", "", html, flags=re.DOTALL).split())
    drawn = b"BT /F 1 Tf 1 9 Td <%s> Tj ET" % words.encode("utf-16-be").hex().encode()
    objects = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 30000 30]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(drawn), drawn),
        b"<</Type/Font/Subtype/Type0/BaseFont/Song/Encoding/UniGB-UTF16-H/DescendantFonts[6 0 R]>>",
        b"<</Type/Font/Subtype/CIDFontType0/BaseFont/Song/FontDescriptor 7 0 R/CIDSystemInfo 8 0 R>>",
        b"<</Type/FontDescriptor/FontName/Song/Flags 4/FontBBox[0 0 1000 1000]/Ascent 800/Descent -200>>",
        b"<</Registry(Adobe)/Ordering(GB1)/Supplement 5>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(html.encode()), html.encode()),
    )
    data, places = b"%PDF-1.7\n", []
    for number, content in enumerate(objects, start=1):
        places.append(len(data))
        data += b"%d 0 obj%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in (0, *places))
    end = b"trailer<</Root 1 0 R/Size %d>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, len(data))
    return data + b"xref\n0 %d\n" % (len(objects) + 1) + table + end


def words_of(path: Path) -> str:
    """All words of a file that a night left: of a page that Ink printed, of every part of a workbook, of a text."""
    data = path.read_bytes()
    if path.suffix == ".xlsx":
        with ZipFile(BytesIO(data)) as archive:
            parts = [archive.read(name) for name in archive.namelist() if name.endswith((".xml", ".vml"))]
    else:
        parts = [data[max(0, data.find(b"<!doctype html>")) :]]
    text = "\n".join(part.decode("utf-8", "replace") for part in parts)
    return "".join(re.sub(r"<style.*?</style>|<[^>]*>", "", text, flags=re.DOTALL).split())


def about(summary: str, **more: object) -> Row:
    """A row by the labels of its columns."""
    return {"内容摘要": summary, "来源渠道": "班级家长群", "发现时间": "9:40", **more}


@dataclass
class Clerk:
    """Drops workbooks and runs nights."""

    site: Site

    @classmethod
    def of(cls, founded: Site, root: Path) -> Self:
        """The clerk of a copy of a site."""
        return cls(Site(Path(shutil.copytree(founded.root, root))))

    def drop(  # noqa: PLR0913 (a workbook is all of these)
        self,
        night: date,
        unit: str,
        *rows: Row,
        day: date | None = None,
        clock: str = "16:00",
        progress: Iterable[Row] = (),
        name: str = "",
        zero: bool = False,
    ) -> Path:
        path = self.site.inbox / (name or f"{unit}-{night}-{clock.replace(':', '')}.xlsx")
        statement = "零报告" if zero else "有情况"
        template = BytesIO(self.site.template.read_bytes())
        fill(template, path, rows=rows, progress=progress, unit=unit, day=day or night, statement=statement)
        return self.dated(path, night, clock)

    def text(self, night: date, name: str, words: str, clock: str = "16:00") -> Path:
        path = self.site.inbox / name
        path.write_text(words, encoding="utf-8")
        return self.dated(path, night, clock)

    def decide(self, night: date, sheet: str, cells: Row, clock: str = "10:40") -> Path:
        """The latest review workbook with one decision, signed."""
        made = max(self.site.outbox.glob("*/审定表-*.xlsx"), key=lambda p: p.parent.name)
        book = load_workbook(made)
        columns = {str(c.value).rstrip("*"): c.column for c in book[sheet][2] if c.value}
        row = {"审定人": "宣传舆情工作组成员", "批示方式": "签字", "批示日期": night.isoformat(), **cells}
        for label, value in row.items():
            book[sheet].cell(3, columns[label]).value = value  # type: ignore[assignment]  # a label and its value
        path = self.site.inbox / "审定" / made.name
        book.save(path)
        return self.dated(path, night, clock)

    @staticmethod
    def dated(path: Path, night: date, clock: str) -> Path:
        moment = at(night, clock).timestamp()
        os.utime(path, (moment, moment))
        return path

    def run(self, day: date, *, interim: bool = False, press: Press | None = None) -> NightResult:
        return run_night(self.site, day, evening(day), lambda *_: None, interim=interim, press=press or Ink())

    def register(self) -> Register:
        with Ledger(self.site.database) as ledger:
            return ledger.register()

    def outbox(self) -> dict[str, bytes]:
        """Path below outbox/ → bytes."""
        return {p.relative_to(self.site.outbox).as_posix(): p.read_bytes() for p in files(self.site.outbox)}

    def modes(self) -> dict[str, int]:
        return {p.relative_to(self.site.outbox).as_posix(): p.stat().st_mode & 0o777 for p in files(self.site.outbox)}

    def ledger(self) -> list[str]:
        """Every row of every table, in order."""
        with closing(sqlite3.connect(self.site.ledger / "ledger.sqlite")) as connection:
            return sorted(connection.iterdump())

    def journal(self) -> str:
        return (self.site.archive / "nights.jsonl").read_text("utf-8")

    def inbox(self) -> list[str]:
        return sorted(p.name for p in files(self.site.inbox))


def files(folder: Path) -> list[Path]:
    return sorted(p for p in folder.rglob("*") if p.is_file())


def evening(day: date) -> datetime:
    return at(day, "21:30")
