"""Preflight: each PDF is looked at as soon as it is printed; one with a fault never goes out (exit 6)."""

import ctypes
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from os.path import commonprefix
from typing import Any

from pipeline.errors import OutputError
from pipeline.reporting import pdf
from pipeline.reporting.leaks import told
from pipeline.reporting.pdf import Sheet

MIB = 1024 * 1024
MOST = 3 * MIB
"""Bytes of a page that leaders open on a phone."""
REMEDY = "方案新近改过的地方请先改回去,再运行一次;还不行,请把这句话交给维护人员。"
_SECTION = re.compile(r"<h2([^>]*)>(.*?)</h2>(.*?)(?=<h[12]|<section class=\"annex|<footer|</body>)", re.DOTALL)
_TAG = re.compile(r"<(?!img)[^>]*>")
_BROKEN_HYPHEN = str.maketrans("\ufffe\x02", "--")
"""What the reader makes of a hyphen at the end of a line."""


@dataclass(frozen=True, slots=True)
class Proof:
    """A PDF to print, and what is to be seen on it; plain values, so another process can print it."""

    sheet: Sheet
    name: str
    """As the file will be called: faults name it."""
    words: tuple[str, ...] = ()
    """What must be read somewhere, such as its title, date and number."""
    incidents: tuple[str, ...] = ()
    """Numbers of the incidents that it may not leave out."""
    numbered: bool = False
    """Whether each page bears its number."""
    most: int = MOST
    """Bytes that it may have."""
    secrets: tuple[str, ...] = ()
    """Names and numbers that it may not hold (see `leaks`); a page with any is one that leaves the office."""


@dataclass(frozen=True, slots=True)
class _Printed:
    proof: Proof
    size: int
    pages: tuple[str, ...]
    """The text of each page, as it is read from the PDF, without white space."""
    embedded: bool
    about: str
    """Title, author and the like."""
    attached: int
    """Files inside it."""

    @property
    def text(self) -> str:
        return "".join(self.pages)


def printed(proof: Proof) -> bytes:
    """The PDF, once nothing is wrong with it; else an OutputError that names every fault."""
    try:
        data = pdf.to_pdf(proof.sheet)
    except pdf.Warned as warned:
        raise OutputError(f"{proof.name} 没有发出,上一次发出的保持不变:排版时出现警告({warned})。{REMEDY}") from warned
    look(data, proof)
    return data


def look(data: bytes, proof: Proof) -> None:
    """Look at a PDF; an OutputError names every fault."""
    seen = _opened(data, proof)
    if found := [fault for check in CHECKS for fault in check(seen)]:
        raise OutputError(f"{proof.name} 没有通过出稿检查,没有发出:{';'.join(found)}。上一次发出的保持不变。{REMEDY}")


def _opened(data: bytes, proof: Proof) -> _Printed:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise OutputError(f"{proof.name} 打不开,没有发出。请再运行一次。") from error
    try:
        texts = []
        for page in document:
            read = page.get_textpage()
            texts.append("".join(read.get_text_bounded().split()).translate(_BROKEN_HYPHEN))
            read.close()
        # every page draws on the fonts of the whole document: the head, a page of the body and the last tell
        some = {0, len(document) // 2, len(document) - 1}
        embedded = all(_embeds(document[number]) for number in some if number >= 0)
        about = "\n".join(document.get_metadata_dict(skip_empty=True).values())
        return _Printed(proof, len(data), tuple(texts), embedded, about, document.count_attachments())
    finally:
        document.close()


def _embeds(page: Any) -> bool:  # noqa: ANN401 (pypdfium2 ships no types)
    from pypdfium2 import raw

    objects = page.get_objects(filter=(raw.FPDF_PAGEOBJ_TEXT,))
    known = {}
    for one in objects:
        font = raw.FPDFTextObj_GetFont(one.raw)
        known[ctypes.addressof(font.contents)] = font
    return all(raw.FPDFFont_GetIsEmbedded(font) == 1 for font in known.values())


# --- the checks: what is wrong, in a few words each ----------------------------------------------


def _pages(seen: _Printed) -> Iterator[str]:
    if not seen.pages:
        yield "一页也没有"
    for number, text in enumerate(seen.pages, 1):
        if not text.replace(f"—{number}—", ""):
            yield f"第{number}页是空白的"
        elif seen.proof.numbered and f"—{number}—" not in text:
            yield f"第{number}页没有页码"


def _words(seen: _Printed) -> Iterator[str]:
    missing = [words for words in seen.proof.words if "".join(words.split()) not in seen.text]
    if missing:
        yield f"找不到“{'”“'.join(missing)}”"


def _incidents(seen: _Printed) -> Iterator[str]:
    """Numbers are looked up among those that are read, in one go: there may be thousands of them."""
    wanted = seen.proof.incidents
    lengths, text = {len(number) for number in wanted}, seen.text
    read = {
        text[at.start() : at.start() + length]
        for at in re.finditer(re.escape(commonprefix(wanted)), text)  # noqa: RUF071 (of numbers, not of paths)
        for length in lengths
    }
    if missing := [number for number in wanted if number not in read]:
        yield f"漏了{'、'.join(missing)}"


def _sections(seen: _Printed) -> Iterator[str]:
    """A section with nothing in it says so in its heading."""
    for kind, heading, below in _SECTION.findall(seen.proof.sheet.html):
        said = _TAG.sub("", heading.partition('<span class="none">')[2] if "empty" in kind else below)
        if not said.strip():
            yield f"“{_TAG.sub('', heading.partition('<span')[0]).strip()}”下面没有内容"


def _fonts(seen: _Printed) -> Iterator[str]:
    if not seen.embedded:
        yield "有字体没有嵌入"


def _leaks(seen: _Printed) -> Iterator[str]:
    """In what is read, what the file says of itself, and what is read aloud: texts beside pictures, bookmarks."""
    sought = seen.proof.secrets
    if sought and seen.attached:
        yield f"里面带有{seen.attached}个附件"
    if fault := told(f"{seen.text}\n{seen.about}\n{seen.proof.sheet.html}", sought):
        yield fault


def _size(seen: _Printed) -> Iterator[str]:
    if seen.size > seen.proof.most:
        yield f"文件有 {seen.size / MIB:.1f} MB,超过 {seen.proof.most / MIB:g} MB"


CHECKS: tuple[Callable[[_Printed], Iterator[str]], ...] = (
    _pages,
    _words,
    _incidents,
    _sections,
    _fonts,
    _leaks,
    _size,
)
"""What WeasyPrint warns of stops a page before: a character that no font has, a link that leads nowhere, a picture
that is not there."""
