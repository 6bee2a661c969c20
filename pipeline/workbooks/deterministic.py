"""Workbook bytes that depend on the content alone: no clock, no host, no temporary names."""

import io
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import Workbook
from openpyxl.writer.excel import ExcelWriter

if TYPE_CHECKING:
    from _typeshed import SizedBuffer

_MEMBER_DATE = (1980, 1, 1, 0, 0, 0)
NEVER = datetime(2000, 1, 1, tzinfo=UTC)
"""Stands as the date of making in workbooks that have none, such as templates."""


class _UndatedZip(ZipFile):
    """A zip whose members carry neither a date nor the system they were made on."""

    def writestr(
        self,
        zinfo_or_arcname: str | ZipInfo,
        data: "SizedBuffer | str",
        compress_type: int | None = None,
        compresslevel: int | None = None,
    ) -> None:
        """Add a member under a constant date."""
        name = zinfo_or_arcname if isinstance(zinfo_or_arcname, str) else zinfo_or_arcname.filename
        member = ZipInfo(name, _MEMBER_DATE)
        member.create_system = 0
        member.compress_type = ZIP_DEFLATED if compress_type is None else compress_type
        super().writestr(member, data, compresslevel=compresslevel)

    def write(
        self,
        filename: str | os.PathLike[str],
        arcname: str | os.PathLike[str] | None = None,
        compress_type: int | None = None,
        compresslevel: int | None = None,
    ) -> None:
        """Add a file under a constant date."""
        self.writestr(os.fspath(arcname or filename), Path(filename).read_bytes(), compress_type, compresslevel)


def workbook_bytes(book: Workbook, made: datetime = NEVER) -> bytes:
    """The workbook as .xlsx; `made` stands in its properties. `Workbook.save` would stamp the clock."""
    stamp = made.astimezone(UTC).replace(tzinfo=None)
    book.properties.created = book.properties.modified = stamp
    out = io.BytesIO()
    with _UndatedZip(out, "w") as archive:
        ExcelWriter(book, archive).write_data()
    return out.getvalue()


def save(data: bytes, path: Path) -> None:
    """Write beside, then put in place."""
    beside = path.with_name(path.name + ".part")
    beside.write_bytes(data)
    beside.replace(path)
