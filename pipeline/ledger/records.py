"""Records: rows of the ledger as plain values, just as they stand, whatever was done to them."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from errno import EIO, ENOSPC, EROFS
from typing import Any

from sqlalchemy import JSON, Boolean, Column, ColumnElement, Connection, Integer, Table, Text, select, type_coerce
from sqlalchemy.exc import SQLAlchemyError

from pipeline.errors import LedgerError, trouble

Record = Mapping[str, Any]
REMEDY = "请运行 sitrep audit 查看,再用 sitrep rebuild 由存档重建"
_NOT_AS_WRITTEN = (ValueError, KeyError, TypeError, AttributeError)
"""What comes of a row that holds what this program never wrote."""
_TROUBLES = {"is full": ENOSPC, "No space left": ENOSPC, "readonly database": EROFS, "disk I/O error": EIO}
"""What the databases say → the fault of the disk that it tells of."""


def reason(error: Exception) -> str:
    """Why the database refused: what is wrong with the disk, else the fault's own name."""
    said = str(getattr(error, "orig", error))
    number = next((number for words, number in _TROUBLES.items() if words in said), 0)
    return trouble(OSError(number, said)) or error.__class__.__name__


@contextmanager
def legible() -> Iterator[None]:
    """Raises a LedgerError for what cannot be read: a spoilt page, a lost connection, a row that makes no sense."""
    try:
        yield
    except (SQLAlchemyError, *_NOT_AS_WRITTEN) as fault:
        raise LedgerError(f"台账读不出来({reason(fault)});数据库若没有停,{REMEDY}") from fault


def records(connection: Connection, table: Table, *where: ColumnElement[bool]) -> Iterator[Record]:
    """The rows of a table by their key. What is no JSON, or neither true nor false, comes as it stands."""
    columns = list(table.columns)
    query = select(*map(_raw, columns)).where(*where).order_by(*table.primary_key)
    with legible():
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
