"""Forms: when an answer to an online form was submitted, as its row of the export says."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from pipeline.findings import Finding, finding
from pipeline.model import Arrival, RawCell
from pipeline.plan.model import Plan
from pipeline.times import normal, to_date, to_datetime
from pipeline.validation.cells import as_text, is_blank, plain
from pipeline.validation.headings import SUBMITTED, Table

FORM = "在线表单"
"""The columns that a form's platform adds to its export, as the plan's 字段 names them."""
_SECONDS = re.compile(r"\d:\d{2}:(\d{2})(?!\d)")


@dataclass(frozen=True, slots=True)
class Answer:
    """What a row says of its submission; nothing in a table that is no form's."""

    submitted: datetime | None = None
    """UTC: never after the export was received; where it is blank or cannot be read, the export's own receipt."""
    day: date | None = None
    """The day of the submission as its people read the calendar."""
    findings: tuple[Finding, ...] = ()


def is_form(table: Table) -> bool:
    """Whether its rows say when they were submitted."""
    return SUBMITTED in table.columns


def answer(table: Table, index: int, arrival: Arrival, plan: Plan) -> Answer:
    """The answer in the row of that index."""
    if not is_form(table):
        return Answer()
    cell = table.cell(table.sheet.rows[index], SUBMITTED)
    if is_blank(cell):
        return Answer(arrival.received)
    at = _moment(cell, arrival.night, plan)
    if at is None:
        label = plan.field(FORM, SUBMITTED).label
        place = {"sheet": table.sheet.name, "cell": table.address(index, SUBMITTED), "stood": as_text(cell)}
        return Answer(arrival.received, None, (finding("form.time", **place, label=label, expected=arrival.night),))
    return Answer(min(at, arrival.received), at.astimezone(plan.zone).date())


def _has_clock(value: RawCell) -> bool:
    """A cell of a day alone is read as its midnight."""
    return isinstance(value, str) and ":" in normal(value)


def _moment(cell: RawCell, night: date, plan: Plan) -> datetime | None:
    """UTC, to the second; a clock time without its day is none: the next export would give it another one."""
    value = plain(cell) if isinstance(cell, str) else cell
    day = to_date(value, night)
    at = to_datetime(value, night, plan.zone) if day else None
    if day is None or at is None:
        return None
    if at.astimezone(plan.zone).time() == time.min and not _has_clock(value):
        return datetime.combine(day, time.max, plan.zone).astimezone(UTC).replace(microsecond=0)
    seconds = _SECONDS.search(normal(value)) if isinstance(value, str) else None
    return (at + timedelta(seconds=int(seconds[1])) if seconds else at).astimezone(UTC).replace(microsecond=0)
