"""The one door to WeasyPrint: the same PDF bytes for the same HTML."""

import logging
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from io import StringIO
from typing import Any

from pipeline.errors import OutputError
from pipeline.reporting import fonts, linesetting, tagging

NEEDED = "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
"""What Debian and Ubuntu call the libraries WeasyPrint rests on."""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file inside a PDF."""

    name: str
    data: bytes
    about: str
    relation: str = "Data"
    """How it relates to the page, in the words of ISO 32000: `Data`, `Source`, `Supplement`."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One PDF to make; plain values, so another process can make it."""

    html: str
    stamp: datetime
    """Date of the document and its attachments: never the clock."""
    archive: bool = False
    """PDF/A-3a with the attachments; else a small PDF without any. Both are tagged."""
    attachments: tuple[Attachment, ...] = ()


class Warned(Exception):  # noqa: N818 (the renderer's word, not an error of ours)
    """WeasyPrint printed something else than it was told to, and says what."""


def to_pdf(sheet: Sheet) -> bytes:
    """The PDF of a sheet; Warned if WeasyPrint warns of anything."""
    weasyprint = _weasyprint()
    options: dict[str, Any] = {"pdf_tags": True}
    if sheet.archive:
        files = [
            weasyprint.Attachment(
                string=a.data,
                name=a.name,
                description=a.about,
                relationship=a.relation,
                created=sheet.stamp,
                modified=sheet.stamp,
            )
            for a in sorted(sheet.attachments, key=_place)
        ]
        options |= {"pdf_variant": "pdf/a-3a", "attachments": files}
    with _no_warnings(), warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)  # WeasyPrint leaves its colour profile open
        page = weasyprint.HTML(string=sheet.html, url_fetcher=weasyprint.urls.URLFetcher(allowed_protocols=("data",)))
        data = page.write_pdf(font_config=_font_config(), **options)
    return bytes(data)


def _place(attachment: Attachment) -> tuple[bool, bytes]:
    """Where a file stands in the tree of names, whose keys are sorted by their bytes (ISO 32000-1, 7.9.6)."""
    return not attachment.name.isascii(), attachment.name.encode("utf-16-be")


def load() -> None:
    """Load the renderer, but no font: the library that finds fonts may start a thread, which no fork survives."""
    _weasyprint()


def warm() -> None:
    """Load the renderer and the fonts now, so that the first page does not wait for them."""
    _weasyprint()
    _font_config()


@cache
def _weasyprint() -> Any:  # noqa: ANN401 (WeasyPrint ships no types)
    fonts.configure()
    try:
        with redirect_stdout(StringIO()):  # WeasyPrint prints advice of its own, in English
            import weasyprint
    except OSError as error:
        raise OutputError(
            f"缺少排版用的系统组件({str(error).splitlines()[0]})。"
            f"Debian、Ubuntu 请执行 sudo apt-get install {NEEDED};"
            "macOS 请执行 brew install pango;Windows 请装 MSYS2 后执行 pacman -S mingw-w64-x86_64-pango。"
        ) from error
    linesetting.install()
    tagging.install()
    return weasyprint


@cache
def _font_config() -> Any:  # noqa: ANN401 (as above)
    _weasyprint()
    from weasyprint.text.fonts import FontConfiguration

    return FontConfiguration()


class _Collector(logging.Handler):
    """Keeps what was logged."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep one message."""
        self.messages.append(record.getMessage())


@contextmanager
def _no_warnings() -> Iterator[None]:
    collector, logger = _Collector(), logging.getLogger("weasyprint")
    logger.addHandler(collector)
    try:
        yield
    finally:
        logger.removeHandler(collector)
    if collector.messages:
        raise Warned(";".join(collector.messages))
