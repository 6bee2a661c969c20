"""Each number of a page leads to what it counts, and from there to the cells."""

import re
from dataclasses import replace
from functools import cache
from io import BytesIO

import pypdf
import pytest

from pipeline.findings import finding
from pipeline.model import Edition, Verdict
from pipeline.numbering import listed
from pipeline.reporting import briefing, digest, html, pdf
from pipeline.reporting.pdf import Sheet
from pipeline.reporting.sources import LABELS
from pipeline.reporting.voice import Voice
from tests.reporting import editions

LEADING = re.compile(r'<a href="#figure-([^"]+)">(\d+)</a>')
LISTED = re.compile(r'<b id="figure-([^"]+)">\D*(\d+)</b>')
BAND = re.compile(r'<span class="value">(.*?)</span>')
TOLD = re.compile(
    r'<p>(截至.*?)</p>|报送情况</h2>\s*<p class="entry">(.*?)请提醒|数据质量</h2>\s*<p.*?>(.*?)</p>', re.DOTALL
)
NO_FIGURE = re.compile(r"\d+月\d+日\d+:\d+|近\d+次|\d+%|<[^>]*>")
"""Times, shares and the days that they are about."""


def page(edition: Edition, *, archive: bool) -> str:
    view = briefing.build(edition, editions.plan(), archive=archive)
    return html.render("briefing", view, editions.plan(), edition.now)[0]


@cache
def busy(*, archive: bool) -> str:
    return page(editions.busy(), archive=archive)


def words(text: str) -> str:
    return re.sub(r"<[^>]*>", "", text)


@pytest.mark.parametrize("archive", [False, True])
def test_each_number_leads_to_a_line_that_says_the_same(archive: bool) -> None:  # noqa: FBT001 (a parameter)
    leading, lines = LEADING.findall(busy(archive=archive)), dict(LISTED.findall(busy(archive=archive)))
    assert {name for name, _ in leading} == set(lines)
    # 23 are open, which is eighteen more than before
    assert [(name, number) for name, number in leading if lines[name] != number] == [("open", "18")]


@pytest.mark.parametrize("archive", [False, True])
def test_no_number_of_the_headline_the_roll_call_and_the_quality_is_without_one(archive: bool) -> None:  # noqa: FBT001 (as above)
    told = ["".join(found) for found in TOLD.findall(busy(archive=archive))]
    band = BAND.findall(busy(archive=archive))
    assert (len(told), len(band)) == (3, 6)
    assert [n for text in (*told, *band) for n in re.findall(r"\d+", NO_FIGURE.sub("", LEADING.sub("", text)))] == []


@pytest.mark.parametrize("archive", [False, True])
def test_the_archive_copy_alone_names_file_sheet_and_cell(archive: bool) -> None:  # noqa: FBT001 (as above)
    text, first = words(busy(archive=archive)), editions.busy().incidents[2].first.row
    assert ("上报!" in text, ".xlsx" in text) == (archive, archive)
    assert (f"出处：{first.file} 上报!{first.cells['summary']}" in text) is archive
    assert ("YQ-2021-0001：" in text) is archive  # answered before, so that the register leaves it out
    assert "YQ-2021-0003：" not in text  # told once, in the register
    assert "在办23：0003至0025。" in text
    assert f"填报模板版本{editions.plan().info.version}" in text


def test_the_rules_that_judged_an_incident_stand_with_its_cells() -> None:
    one = editions.incident(1, editions.report("饭菜偏凉", "初一1班"))
    judged = replace(one.assessment, verdicts=(Verdict("分类", "C-7", {}), Verdict("分级", "", {})))
    due = replace(editions.due("answer", editions.at("20:00")), rule="T-2")
    ruled = replace(one, assessment=judged, deadlines=(due, due))
    text = words(page(replace(editions.quiet(), incidents=(ruled,)), archive=True))
    assert "出处：初一1班/上报表-2021-03-25.xlsx 上报!A7；规则C-7、T-2。" in text


def test_an_older_form_is_named_with_its_version() -> None:
    day = editions.busy()
    old = replace(day.workbooks[0], findings=(finding("template.old", stood="2019.3", expected="2021.1"),))
    text = words(page(replace(day, workbooks=(old, *day.workbooks[1:])), archive=True))
    assert f"用旧版模板的：{old.arrival.name}（2019.3）。" in text


def test_a_step_that_counts_leads_there_too() -> None:
    assert '提醒<a href="#figure-roll.missing">3</a>个未报单位' in busy(archive=True)


def test_the_restricted_lanes_lead_nowhere() -> None:
    assert not {"referred", "restricted"} & LABELS.keys()


def test_in_the_pdf_the_numbers_are_links_within_it() -> None:
    reader = pypdf.PdfReader(BytesIO(pdf.to_pdf(Sheet(busy(archive=False), editions.busy().now))))
    leading = [str(a.get_object()["/Dest"]) for p in reader.pages for a in p.get("/Annots", ())]
    assert len(leading) == len(LEADING.findall(busy(archive=False))) > 20
    assert {f"figure-{name}" for name, _ in LEADING.findall(busy(archive=False))} == set(leading)
    assert set(leading) <= set(reader.named_destinations)


def test_the_digest_has_no_mark_in_it() -> None:
    edition, plan = editions.busy(), editions.plan()
    assert digest.digest(briefing.build(edition, plan), 12, Voice(plan)).isprintable()


def test_a_number_that_somebody_typed_between_such_marks_is_no_link() -> None:
    forged = editions.incident(1, editions.report("\x02new\x035\x04件<b>", "初一1班"), grade="Ⅲ")
    text = page(replace(editions.quiet(), incidents=(forged,)), archive=False)
    assert ("new", "5") not in LEADING.findall(text)
    assert "\x02" not in text


@pytest.mark.parametrize(
    ("names", "told"),
    [
        ("YQ-2021-0001 YQ-2021-0002 YQ-2021-0004", "YQ-2021-0001至0002、0004"),
        ("YQ-2021-9999 YQ-2021-10000 YQ-2022-0001", "YQ-2021-9999至10000、YQ-2022-0001"),
        ("YQ-2021-0001-1 YQ-2021-0001-2 食堂", "YQ-2021-0001-1至2、食堂"),
        ("", ""),
    ],
)
def test_numbers_in_a_row_are_told_as_a_range(names: str, told: str) -> None:
    assert "、".join(listed(names.split(), "至")) == told
