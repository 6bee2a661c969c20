"""The register as text: the incidents of an issue as CSV, which any program reads in fifty years."""

import csv
from datetime import datetime
from io import StringIO
from zoneinfo import ZoneInfo

from pipeline.model import CellError, CellPicture, Edition, RawCell
from pipeline.plan.model import Plan
from pipeline.workbooks.cells import FORMULA_STARTS, clean
from pipeline.workbooks.register_book import incidents_of


def register_csv(edition: Edition, plan: Plan) -> bytes:
    """An incident a row, as in the first sheet of the register; UTF-8 with its mark, so that Excel reads it too."""
    headings, _, rows = incidents_of(edition, plan)
    text = StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(headings)
    writer.writerows([_said(value, plan.zone) for value in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def _said(value: RawCell, zone: ZoneInfo) -> str:
    """A value as text; one that a program would take for a formula gets a quote mark in front."""
    if value is None or isinstance(value, CellPicture):
        return ""
    if isinstance(value, datetime):
        moment = value.astimezone(zone) if value.tzinfo else value
        return moment.isoformat(" ", "minutes")[:16]
    text = clean(value.text if isinstance(value, CellError) else str(value))
    return f"'{text}" if isinstance(value, str) and text.startswith(FORMULA_STARTS) else text
