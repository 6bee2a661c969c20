"""Two pages hold the body of a leaders' copy, and its text reads in one run."""

import subprocess
from dataclasses import replace
from functools import cache
from io import BytesIO
from pathlib import Path

import pypdf
import pypdfium2
import pytest

from pipeline.model import Edition, Incident
from pipeline.reporting import briefing, html, pdf, room
from pipeline.reporting.pdf import Sheet
from tests.reporting import editions
from tests.reporting.editions import at, due, incident, progress, report
from tests.reporting.golden.situations import SITUATIONS

LENGTHS = (16, 30, 60)
SENTENCE = (
    "家长反映食堂窗口排队时间长,希望增加分餐点并公布菜价;走读生问:午间出入校门如何安排?"
    "晚自习接送拥堵,建议错峰放学和分区等候(共三处)"
)


def one(number: int, *, key: bool = False, proposed: str = "A", late: bool = False) -> Incident:
    length = LENGTHS[number % 3]
    summary = f"{number}号{SENTENCE}"[:length]
    words = SENTENCE[:40]
    return incident(
        number,
        *(
            report(summary, u, spread="公开平台", verified="部分核实", help_unit="总务处")
            for u in ("初一1班", "初一2班")
        ),
        grade="Ⅲ" if key else "Ⅳ",
        proposed=proposed,
        causes=("2个单位报告同一情况(等级标准Ⅲ,R26)",),
        deadlines=(due("answer", at("18:00" if late else "23:00")),),
        progress=tuple(progress("答复", words, "总务处", f"1{n}:00") for n in range(3)) if key else (),
    )


def heavy() -> Edition:
    """Thirty incidents with long words, five of them key, five late, some to verify, some suggestions."""
    kinds = {20: "B", 21: "C", 22: "C", 23: "D", 24: "D", 25: "D"}
    found = tuple(one(n, key=n <= 5, proposed=kinds.get(n, "A"), late=6 <= n <= 10) for n in range(1, 31))
    return replace(editions.correction(), incidents=found)


@cache
def pages(name: str, *, archive: bool = False) -> tuple[str, ...]:
    """The text of each page without white space, by pypdf."""
    edition = heavy() if name == "heavy" else getattr(editions, name)()
    return tuple(
        "".join(p.extract_text().split()) for p in pypdf.PdfReader(BytesIO(made(edition, archive=archive))).pages
    )


def made(edition: Edition, *, archive: bool = False) -> bytes:
    plan = editions.plan()
    text, _ = html.render("briefing", briefing.build(edition, plan, archive=archive), plan, edition.now)
    return pdf.to_pdf(Sheet(text, edition.now, archive))


@pytest.mark.parametrize(("name", "most"), [("quiet", 2), ("busy", 3), ("correction", 3), ("heavy", 3)])
def test_two_pages_hold_the_body_and_one_the_annex(name: str, most: int) -> None:
    found = pages(name)
    assert len(found) <= most
    assert sum("（一）报送情况" in page for page in found) == 1
    assert "（三）走势图" in found[-1]
    assert not any("下一步工作" in page for page in found[2:])


@pytest.mark.parametrize("name", ["quiet", "busy", "correction", "heavy"])
def test_the_room_is_estimated_within_five_percent(name: str) -> None:
    edition = heavy() if name == "heavy" else getattr(editions, name)()
    view = briefing.build(edition, editions.plan())
    text, _ = html.render("briefing", view, editions.plan(), edition.now)
    tall = text.replace("</style>", "@page { size: 210mm 1500mm }</style>")  # no page break adds a blank
    (page,) = pypdfium2.PdfDocument(pdf.to_pdf(Sheet(tall, edition.now)))
    annex = page.get_textpage().search("（一）")
    top = (page.get_height() - page.get_textpage().get_charbox(annex.get_next()[0])[3]) * 25.4 / 72
    above = briefing.taken(edition, view.overview, (*view.supplements, *view.apart))
    assert above + room.height(view.body, roomy=view.roomy) == pytest.approx(top - 37.0 - 15.0, rel=0.05)


@pytest.mark.parametrize(("before", "wide"), [(150.0, True), (210.0, True), (275.0, False), (420.0, True)])
def test_charts_are_wide_where_they_cost_no_page(before: float, wide: bool) -> None:  # noqa: FBT001
    assert room.wide(before, ("一" * 30, "二" * 30), "") is wide


@pytest.mark.parametrize(
    ("name", "roomy", "body", "annex"),
    [("04 一件待答复", True, 1, 2), ("17 未报迟报与退回", False, 1, 2), ("19 周末", True, 2, 3)],
)
def test_a_page_more_is_not_begun_for_a_few_lines(name: str, body: int, annex: int, *, roomy: bool) -> None:
    edition = SITUATIONS[name]()
    assert briefing.build(edition, editions.plan()).roomy is roomy
    found = ["".join(page.extract_text().split()) for page in pypdf.PdfReader(BytesIO(made(edition))).pages]
    assert [n for n, page in enumerate(found, 1) if "按日常要求" in page or "尽快答复" in page] == [body]
    assert [n for n, page in enumerate(found, 1) if "报送情况" in page and "（二）" in page] == [annex]


@pytest.mark.parametrize("archive", [False, True])
def test_what_a_page_tells_stands_in_its_text_in_one_run(archive: bool) -> None:  # noqa: FBT001
    text = "".join(pages("heavy", archive=archive))
    assert [words for words in what_is_told(archive=archive) if words not in text] == []


@pytest.mark.heavy
@pytest.mark.parametrize("archive", [False, True])
def test_pdftotext_reads_it_in_one_run_too(archive: bool, tmp_path: Path) -> None:  # noqa: FBT001
    path = tmp_path / "page.pdf"
    path.write_bytes(made(heavy(), archive=archive))
    read = subprocess.run(["pdftotext", str(path), "-"], capture_output=True, check=True).stdout.decode()  # noqa: S603, S607
    text = "".join(read.split())
    assert [words for words in what_is_told(archive=archive) if words not in text] == []


def what_is_told(*, archive: bool) -> list[str]:
    """Every summary that the pages of a heavy day tell, none of them cut."""
    edition = heavy()
    view = briefing.build(edition, editions.plan(), archive=archive)
    names = ("asks", "questions", "suggestions", "overdue")
    told = [item.what for name in names for item in getattr(view.body, name).items if item.what]
    told += [item.title for item in view.body.described.items] + [entry.summary for entry in view.register]
    assert {16, 30, 60} <= {len(words) for words in told}
    assert not any(words.endswith("…") for words in told)
    return told


def test_the_longest_section_gives_way_first_and_none_below_its_least() -> None:
    parts = {"a": room.Part((10.0,) * 5, 2), "b": room.Part((10.0,) * 3, 1)}
    assert room.keep(parts, 60.0) == ({"a": 3, "b": 3}, 0.0)
    assert room.keep(parts, 10.0) == ({"a": 2, "b": 1}, 20.0)


def test_what_still_fits_comes_back() -> None:
    parts = {"tall": room.Part((5.0, 18.0), 1), "small": room.Part((6.0,) * 4, 1)}
    assert room.keep(parts, 30.0) == ({"tall": 1, "small": 4}, 0.0)


def test_a_busy_day_keeps_the_details_of_the_gravest() -> None:
    view = briefing.build(editions.busy(), editions.plan())
    assert all(item.lines for item in view.body.described.items)
