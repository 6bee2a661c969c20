"""The page after GB/T 9704-2012, measured in millimetres on what was printed."""

import inspect
from dataclasses import replace
from functools import cache
from hashlib import sha256
from io import BytesIO
from itertools import groupby

import pdfplumber
import pytest
from pdfplumber.page import Page
from PIL import Image

from pipeline.reporting import briefing, html, linesetting, pdf
from pipeline.reporting.pdf import Sheet
from tests.reporting import editions

MM = 72 / 25.4
LEFT, RIGHT, TOP, BOTTOM, WIDTH = 28.0, 184.0, 37.0, 262.0, 156.0
ROWS, COLUMNS, PITCH, EM = 22, 28, 225 / 22, 156 / 28
NEVER_FIRST = "，。、；：？！”’）》〉」』】〕…—·％"
SAID = (
    "食堂分餐以后菜凉的反映比上周少了，家长建议各年级错开十分钟；总务处已经答复：从下周一起分三批用餐，",
    "每批二十分钟，并在“一周食谱”里公布菜价（含主食）。晚自习的接送已经分区，保卫科每晚在校门口值守！",
    "有人问：住校的同学周末能不能出校门？政教处答复，凭家长签字的假条可以出去，不必另外申请、等候。",
)
Line = tuple[float, float, float, str]
"""Base line, left edge, right edge in millimetres, and the text."""


@cache
def printed(name: str) -> tuple[Page, ...]:
    """The pages of an issue whose overview fills more than a page, of one that leaves room, or of a dense one."""
    edition, plan = editions.busy(), editions.plan()
    if name == "roomy":
        edition = replace(edition, incidents=edition.incidents[2:6], supplements=SAID)
    view = briefing.build(edition, plan)
    if name == "running text":
        view = replace(view, overview="".join(SAID * 9))
    text, _ = html.render("briefing", view, plan, edition.now)
    return tuple(pdfplumber.open(BytesIO(pdf.to_pdf(Sheet(text, edition.now)))).pages)


def lines(page: Page, *, size: float = EM) -> list[Line]:
    """The lines of characters of a size, in millimetres as well, between the margins at top and bottom."""
    chars = [c for c in page.chars if abs(c["size"] / MM - size) < 0.02 and TOP <= c["bottom"] / MM <= BOTTOM + 1]
    found = []
    for _, same in groupby(sorted(chars, key=base), key=base):
        line = sorted(same, key=lambda c: float(c["x0"]))
        text = "".join(c["text"] for c in line)
        found.append((base(line[0]), float(line[0]["x0"]) / MM, float(line[-1]["x1"]) / MM, text))
    return found


def base(char: dict[str, tuple[float, ...]]) -> float:
    """The base line of a character, in millimetres from the top of an A4 page, to a fifth."""
    return round((297 - char["matrix"][5] / MM) * 5) / 5


def test_a_page_of_running_text_has_22_lines_of_28_characters() -> None:
    found = lines(printed("running text")[1])
    assert len(found) == ROWS
    assert {len(text) for _, _, _, text in found if text.isprintable()} <= {26, 27, 28}
    assert sum(len(text) == COLUMNS for _, _, _, text in found) >= ROWS / 2
    for number, (stands, left, right, _) in enumerate(found):
        middle = stands - 0.38 * EM  # of the character's square
        assert middle == pytest.approx(TOP + (number + 0.5) * PITCH, abs=0.5)
        assert left == pytest.approx(LEFT, abs=0.2)
        assert right == pytest.approx(RIGHT, abs=0.2)


def test_no_line_begins_with_a_mark_that_ends_something() -> None:
    begins = [
        line[3][0] for name in ("running text", "roomy", "dense") for page in printed(name) for line in lines(page)
    ]
    assert len(begins) > 60
    assert not set(begins) & set(NEVER_FIRST)


def test_a_day_that_leaves_room_stands_on_the_grid_and_a_dense_one_tells_more_in_smaller_type() -> None:
    second = [line for line in lines(printed("roomy")[1]) if line[3][0] in "一二三四五六七八九YQ1"]
    assert len(second) >= 4
    for stands, left, _, _ in second:
        rows = (stands - 0.38 * EM - TOP) / PITCH - 0.5
        assert abs(rows - round(rows)) < 0.05
        assert left == pytest.approx(LEFT, abs=0.2)
    (overview, *_) = [line for line in lines(printed("dense")[0]) if "截至" in line[3]]
    assert overview[1] == pytest.approx(LEFT + 2 * EM, abs=0.2)
    assert not lines(printed("dense")[1])


def test_in_smaller_type_too_the_right_edge_is_flush() -> None:
    page = printed("dense")[1]
    small = lines(page, size=12 / MM)
    assert sum(right == pytest.approx(RIGHT, abs=0.2) for _, _, right, _ in small) > 5
    assert all(right < RIGHT + 0.2 for _, _, right, _ in small)


def test_page_numbers_stand_outside_seven_millimetres_below_the_text() -> None:
    for number, page in enumerate(printed("dense"), 1):
        below = [c for c in page.chars if c["top"] / MM > BOTTOM and c["text"] in "—0123456789"]
        assert "".join(c["text"] for c in below) == f"—{number}—"
        dash = page.crop((below[0]["x0"], (BOTTOM + 1) * MM, below[0]["x1"], page.height)).to_image(resolution=254)
        inked = dash.original.convert("L").point(lambda grey: 255 * (grey < 128)).getbbox()
        assert inked is not None
        assert inked[1] / 10 + 1 == pytest.approx(7.0, abs=0.5)
        edge = RIGHT - below[-1]["x1"] / MM if number % 2 else below[0]["x0"] / MM - LEFT
        assert edge == pytest.approx(14 / MM, abs=0.5)


def test_rules_are_as_wide_as_the_text_and_the_last_one_is_its_bottom_edge() -> None:
    (red,) = rules(printed("dense")[0])
    assert red[1] - red[0] == pytest.approx(1.0, abs=0.15)
    *colophon, last = rules(printed("dense")[-1])[-4:]
    assert [below - above for above, below in (*colophon, last)] == pytest.approx([0.35, 0.25, 0.25, 0.35], abs=0.15)
    assert last[1] == pytest.approx(BOTTOM, abs=0.2)


def rules(page: Page) -> list[tuple[float, float]]:
    """Top and bottom, in millimetres, of what is inked from one edge of the text to the other and not beyond."""
    grey = page.to_image(resolution=508).original.convert("L")
    across, outside = (
        grey.crop((int(left * 20), 0, int(right * 20), grey.height)).resize((1, grey.height), Image.Resampling.BOX)
        for left, right in ((LEFT + 0.2, RIGHT - 0.2), (LEFT - 8, LEFT - 0.2))
    )
    inked = [y for y, (in_, out) in enumerate(zip(across.tobytes(), outside.tobytes(), strict=True)) if in_ < 130 < out]
    runs = groupby(enumerate(inked), key=lambda found: found[1] - found[0])
    return [(run[0][1] / 20, (run[-1][1] + 1) / 20) for run in (list(same) for _, same in runs)]


SOURCES = {"justify_line": "cee2351b7318b85c", "split_text_box": "ed6bbe418d6d25f7"}
"""Of WeasyPrint 70: where a new version has others, look at `linesetting` before its bound is raised."""


def test_the_functions_that_are_replaced_are_those_this_was_written_for() -> None:
    pdf.load()
    from weasyprint.layout import inline

    assert set(SOURCES) == set(linesetting.REPLACED)
    source = inspect.getsource(inline)
    for name, known in SOURCES.items():
        body = source.split(f"\ndef {name}(")[1].split("\ndef ")[0]
        assert sha256(body.encode()).hexdigest()[:16] == known, name
        assert getattr(inline, name).__module__ == linesetting.__name__


def test_a_line_without_chinese_gets_wider_spaces_and_a_short_one_stays_as_it_is() -> None:
    style = "@page { size: 60mm 60mm; margin: 5mm } p { margin: 0; font: 10pt 'Sitrep Light'; text-align: justify }"
    words = f"<p>Alpha beta gamma delta epsilon zeta eta theta iota kappa</p><p>短短短{'a' * 16} {'a' * 21}</p>"
    html_text = f"<html lang=zh-CN><title>x</title><style>{style}</style><body style='margin:0'>{words}"
    page = pdfplumber.open(BytesIO(pdf.to_pdf(Sheet(html_text, editions.at("20:00"))))).pages[0]
    ends = {round(max(float(c["x1"]) for c in line["chars"]) / MM, 1) for line in page.extract_text_lines()}
    assert 55.0 in ends
    assert min(ends) < 50
