"""Records: rows of the ledger as plain values, just as they stand, whatever was done to them."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import JSON, Boolean, Column, ColumnElement, Connection, Integer, Table, Text, select, type_coerce

Record = Mapping[str, Any]


def records(connection: Connection, table: Table, *where: ColumnElement[bool]) -> Iterator[Record]:
    """The rows of a table by their key. What is no JSON, or neither true nor false, comes as it stands."""
    columns = list(table.columns)
    query = select(*map(_raw, columns)).where(*where).order_by(*table.primary_key)
    for row in connection.execute(query):
        yield {c.name: _plain(c, value) for c, value in zip(columns, row, strict=True)}


def _raw(column: Column[Any]) -> ColumnElement[Any]:
    if isinstance(column.type, JSON):
        return type_coerce(column, Text)
    return type_coerce(column, Integer) if isinstance(column.type, Boolean) else column


def _plain(column: Column[Any], value: object) -> object:
    if isinstance(column.type, JSON) and isinstance(value, str):
        try:
            return json.loads(value)
        except ValueError:
            return value
    if isinstance(column.type, Boolean) and value in (0, 1):
        return bool(value)
    return repr(value) if isinstance(value, bytes) else value  # no column of ours holds bytes
