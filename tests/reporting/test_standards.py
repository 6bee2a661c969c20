"""What the standards ask of a PDF: ISO 32000 of all, PDF/UA's tags of all, PDF/A-3a of the archive copy."""

import subprocess
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from functools import cache
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import Any

import pdfua
import pikepdf
import pypdfium2
import pytest

from pipeline.model import Edition
from pipeline.plan.model import Plan
from pipeline.reporting import approval, briefing, final, flash, html, pdf, period, referral
from pipeline.reporting.linking import plain
from pipeline.reporting.pdf import Attachment, Sheet
from tests.reporting import editions

RARE = "喆堃垚祎翀珺瑄玥㛃䶮𬭎"
KINDS = ("briefing", "archive", "approval", "flash", "final", "period", "slip")
KNOWN = {"UA-28-004", "UA-15-003"}
"""WeasyPrint writes one variant, and that is PDF/A: PDF/UA is not declared; and the cells of its tables name their
headings, for which pdfua looks in the headings alone."""


def edition() -> Edition:
    """A busy day, on which somebody has a rare name."""
    told = editions.report(f"来信人{RARE}问校车何时恢复，请学校书面答复。", "初一1班")
    busy = editions.busy()
    return replace(busy, incidents=(editions.incident(40, told), *busy.incidents))


def page(kind: str, plan: Plan) -> tuple[str, object]:
    """The template of a kind of page, and what stands on it."""
    day, one = edition(), editions.busy().incidents[0]
    match kind:
        case "approval":
            return "approval", approval.build(day, plan)
        case "flash":
            return "flash", flash.build(one, day, plan)
        case "final":
            return "final", final.build(one, day, plan)
        case "period":
            return "period", period.build(day, day.day - timedelta(days=30), day.day, plan)
        case "slip":
            return "slip", referral.of_report(day.referred[0], plan)
    return "briefing", briefing.build(day, plan, archive=kind == "archive")


@cache
def made(kind: str) -> bytes:
    plan, stamp = editions.plan(), editions.busy().now
    files = (
        Attachment("台账.xlsx", b"PK", "register"),
        Attachment("台账.csv", b"a,b", "register"),
        Attachment("provenance.json", b"{}", "provenance", "Source"),
    )
    text, missing = html.render(*page(kind, plan), plan, stamp)
    assert missing == ""
    return pdf.to_pdf(Sheet(text, stamp, kind == "archive", files if kind == "archive" else ()))


def opened(kind: str) -> pikepdf.Pdf:
    return pikepdf.open(BytesIO(made(kind)))


@pytest.mark.parametrize("kind", KINDS)
def test_the_file_is_whole(kind: str) -> None:
    with opened(kind) as document:
        assert document.check_pdf_syntax() == []


@pytest.mark.parametrize("kind", KINDS)
def test_a_reading_aid_finds_no_fault(kind: str, tmp_path: Path) -> None:
    path = tmp_path / "page.pdf"
    path.write_bytes(made(kind))
    found = pdfua.validate(str(path)).findings
    assert [(f.rule_id, f.message) for f in found if f.rule_id not in KNOWN or f.severity is pdfua.Severity.ERROR] == []


@pytest.mark.parametrize("kind", KINDS)
def test_title_language_headings_tables_and_pictures_are_tagged(kind: str) -> None:
    with opened(kind) as document:
        root = document.Root
        assert (str(root.Lang), bool(root.MarkInfo.Marked)) == ("zh-CN", True)
        assert str(document.docinfo["/Title"])
        tags = list(walked(root.StructTreeRoot.K))
        headings = [int(str(tag.S)[2:]) for tag in tags if str(tag.S)[:2] == "/H" and str(tag.S)[2:].isdigit()]
        assert headings[0] == 1
        assert all(deeper - before <= 1 for before, deeper in pairwise(headings))
        assert len(document.open_outline().root) > 0
        for table in (tag for tag in tags if tag.S == "/Table"):
            cells = list(walked(table.K))
            assert any(cell.S == "/TH" for cell in cells)
            assert all(len(cell.A.Headers) for cell in cells if cell.S == "/TD")
        pictures = [tag for tag in tags if tag.S == "/Figure"]
        assert all(len(str(tag.Alt)) > 20 for tag in pictures)
        assert len(pictures) >= 2 or kind not in ("briefing", "archive")


def walked(kids: Any) -> Iterator[Any]:  # noqa: ANN401 (an array of tags, a tag, or a number)
    """Every tag of a structure tree, in reading order."""
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield kid
            if "/K" in kid:
                yield from walked(kid.K)


@pytest.mark.parametrize("kind", KINDS)
def test_every_font_is_embedded_and_every_glyph_has_its_character(kind: str) -> None:
    with opened(kind) as document:
        fonts = [o for o in document.objects if isinstance(o, pikepdf.Dictionary) and o.get("/Type") == "/Font"]
        whole = [font for font in fonts if "/DescendantFonts" in font]
        assert len(whole) > 2
        assert all("/ToUnicode" in font for font in whole)
        assert all("/FontFile3" in font.DescendantFonts[0].FontDescriptor for font in whole)
        assert {str(font.Subtype) for font in fonts} <= {"/Type0", "/CIDFontType0"}


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_in_it_acts(kind: str) -> None:
    with opened(kind) as document:
        keys = {key for o in document.objects if isinstance(o, pikepdf.Dictionary | pikepdf.Stream) for key in o.keys()}  # noqa: SIM118 (a stream has no other)
        assert not keys & {"/JS", "/JavaScript", "/AA", "/OpenAction", "/Launch", "/RichMedia", "/Encrypt"}


def test_the_archive_copy_says_that_it_is_pdf_a_3a_and_brings_its_colours() -> None:
    with opened("archive") as document:
        xmp = document.open_metadata()
        assert (xmp["pdfaid:part"], xmp["pdfaid:conformance"]) == ("3", "A")
        assert xmp["dc:title"] == str(document.docinfo["/Title"])
        (intent,) = document.Root.OutputIntents
        assert intent.S == "/GTS_PDFA1"
        assert intent.DestOutputProfile.N == 3
        assert len(document.trailer.ID) == 2
        assert b"/Interpolate true" not in made("archive")


def test_what_is_attached_says_how_it_belongs_and_only_the_archive_copy_has_any() -> None:
    with opened("archive") as document:
        files = {str(file.UF): file for file in document.Root.AF}
        assert {name: str(file.AFRelationship) for name, file in files.items()} == {
            "台账.xlsx": "/Data",
            "台账.csv": "/Data",
            "provenance.json": "/Source",
        }
        for file in files.values():
            assert str(file.Desc)
            assert str(file.EF.F.Subtype).count("/") == 2
            assert str(file.EF.F.Params.ModDate) == "D:20210325120000Z"
    for kind in set(KINDS) - {"archive"}:
        with opened(kind) as document:
            assert "/AF" not in document.Root
            assert "/EmbeddedFiles" not in document.Root.get("/Names", {})
            assert not document.attachments


def test_rare_characters_of_names_are_read_and_shown() -> None:
    document = pypdfium2.PdfDocument(made("archive"))
    text = "".join("".join(page.get_textpage().get_text_bounded().split()) for page in document)
    document.close()
    assert f"来信人{RARE}问校车何时恢复，请学校书面答复。" in text
    assert "\ufffd" not in text


@pytest.mark.heavy
@pytest.mark.parametrize("kind", ["briefing", "archive"])
def test_pdftotext_reads_every_sentence_in_its_order(kind: str, tmp_path: Path) -> None:
    path = tmp_path / "page.pdf"
    path.write_bytes(made(kind))
    read = subprocess.run(["pdftotext", "-raw", str(path), "-"], capture_output=True, check=True).stdout.decode()  # noqa: S603, S607
    text = "".join(read.split())
    view = briefing.build(edition(), editions.plan(), archive=kind == "archive")
    body = view.body
    told = [view.overview, *view.supplements, *(one.what for one in body.asks.items), *body.decided.items]
    told += [one.what for one in body.questions.items] + [one.title for one in body.described.items]
    told += [one.what for one in body.suggestions.items] + [one.printed for one in body.next_steps.items]
    told += [*view.roll.sentences, *view.quality, *(entry.summary for entry in view.register)]
    at = {words: text.find("".join(plain(words).split())) for words in told if words}
    assert [words for words, place in at.items() if place < 0] == []
    assert at[view.overview] < at[view.roll.sentences[0]] < at[view.quality[0]]
    assert all(at[view.quality[0]] < text.rfind(f"{e.number}{e.opened}{e.unit}") for e in view.register)
    assert RARE in text or kind == "briefing"
