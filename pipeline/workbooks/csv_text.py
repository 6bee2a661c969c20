"""Comma-separated text as rows: UTF-8 with or without its mark, or GB18030; comma, semicolon or tab."""

import csv
from collections.abc import Iterator
from io import StringIO

_LONGEST_FIELD = 1_000_000
_HEAD = 4000


def csv_rows(data: bytes) -> Iterator[list[str]]:
    """The rows of the text; raises UnicodeDecodeError or csv.Error where it is none."""
    text = _decoded(data)
    head = text[:_HEAD]
    delimiter = max(",;\t", key=head.count)
    csv.field_size_limit(_LONGEST_FIELD)
    yield from csv.reader(StringIO(text, newline=""), delimiter=delimiter)


def _decoded(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("gb18030")
