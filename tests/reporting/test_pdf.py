import subprocess
import sys
from functools import cache
from io import BytesIO

import pypdf
import pytest

from pipeline.reporting import briefing, html, pdf
from pipeline.reporting.pdf import Attachment, Sheet, Warned
from tests.reporting import editions

PLAIN = "<html lang=zh-CN><title>一页</title><body><p>正文</p></body></html>"
MUST = ("2021年3月25日", "2021年第12期")


@cache
def made(*, archive: bool) -> bytes:
    edition, plan = editions.busy(), editions.plan()
    text, missing = html.render("briefing", briefing.build(edition, plan, archive=archive), plan, edition.now)
    assert missing == ""
    files = (Attachment("台账.xlsx", b"PK", "台账"), Attachment("provenance.json", b"{}", "出处", "Source"))
    return pdf.to_pdf(Sheet(text, edition.now, archive, files if archive else ()))


def reader(data: bytes) -> pypdf.PdfReader:
    return pypdf.PdfReader(BytesIO(data))


def test_the_same_html_gives_the_same_bytes() -> None:
    sheet = Sheet(PLAIN, editions.at("20:00"), archive=True, attachments=(Attachment("a.json", b"{}", "a"),))
    assert pdf.to_pdf(sheet) == pdf.to_pdf(sheet)


def test_whatever_the_renderer_warns_of_is_a_fault() -> None:
    with pytest.raises(Warned, match="unknown property"):
        pdf.to_pdf(Sheet("<style>p { no-such: 1 }</style><p>一</p>", editions.at("20:00")))


@pytest.mark.parametrize("address", ["http://127.0.0.1:9/x.png", "file:///etc/hostname"])
def test_nothing_is_fetched(address: str) -> None:
    with pytest.raises(Warned, match="disallowed protocol"):
        pdf.to_pdf(Sheet(f'<img alt="x" src="{address}">', editions.at("20:00")))


def test_the_page_is_a4_and_says_its_date_and_number() -> None:
    data = made(archive=False)
    assert len(reader(data).pages) <= 5
    assert all(words in reader(data).pages[0].extract_text() for words in MUST)
    box = reader(data).pages[0].mediabox
    assert (round(box.width), round(box.height)) == (595, 842)


def test_only_our_fonts_are_embedded_and_no_glyph_is_missing() -> None:
    document = reader(made(archive=False))
    fonts = {name.removeprefix("/") for page in document.pages for name in page._get_fonts()[0]}  # noqa: SLF001
    families = {name.split("+")[-1].split(",")[0] for name in fonts}
    assert families <= {
        "Sitrep-Fang",
        "Sitrep-Light",
        "Sitrep-Song-Bold",
        "Sitrep-Hei-Medium",
        "Sitrep-Kai",
        "Noto-Sans-SC",
        "Noto-Serif-SC",
    }
    assert "Sitrep-Fang" in families
    assert "\ufffd" not in "".join(page.extract_text() for page in document.pages)


def test_the_leaders_copy_has_no_attachments_and_no_clock() -> None:
    document = reader(made(archive=False))
    assert not document.attachments
    assert document.metadata is not None
    assert str(document.metadata["/CreationDate"]) == "D:20210325120000Z"


def test_the_archive_copy_is_tagged_pdf_a_with_its_attachments() -> None:
    document = reader(made(archive=True))
    assert {"台账.xlsx", "provenance.json"} <= set(document.attachments)
    assert "/StructTreeRoot" in document.root_object
    xmp = document.xmp_metadata
    assert xmp is not None
    assert (xmp.pdfaid_part, xmp.pdfaid_conformance) == ("3", "A")


def test_missing_pango_is_one_clear_sentence() -> None:
    broken = (
        "import cffi\n"
        "def dlopen(*_): raise OSError(\"cannot load library 'libpango-1.0-0'\")\n"
        "cffi.FFI.dlopen = dlopen\n"
        "from pipeline.errors import OutputError\n"
        "from pipeline.reporting import pdf\n"
        "try: pdf.warm()\n"
        "except OutputError as error: print(error.code.value, error)\n"
    )
    told = subprocess.run([sys.executable, "-c", broken], capture_output=True, text=True, check=True)  # noqa: S603
    assert told.stdout.startswith("6 缺少排版用的系统组件")
    assert "apt-get install libpango-1.0-0" in told.stdout
    assert "Traceback" not in told.stderr
