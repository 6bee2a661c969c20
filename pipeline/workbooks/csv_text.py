"""Comma-separated text as rows: UTF-16 or UTF-8 by their mark, else UTF-8, else GB18030; comma, semicolon or tab."""

import csv
from collections.abc import Iterator
from io import StringIO

_LONGEST_FIELD = 1_000_000
_HEAD = 4000
_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


def csv_rows(data: bytes) -> Iterator[list[str]]:
    """The rows of the text; raises UnicodeDecodeError or csv.Error where it is none."""
    text = _decoded(data)
    head = text[:_HEAD]
    delimiter = max(",;\t", key=head.count)
    csv.field_size_limit(_LONGEST_FIELD)
    yield from csv.reader(StringIO(text, newline=""), delimiter=delimiter)


def marked(data: bytes) -> str:
    """The encoding whose mark stands at the beginning, or ""."""
    return next((encoding for mark, encoding in _MARKS if data.startswith(mark)), "")


def _decoded(data: bytes) -> str:
    """Strictly: a text that is neither is refused rather than read with holes."""
    if encoding := marked(data):
        return data.decode(encoding)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("gb18030")
