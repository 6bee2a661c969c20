"""Cell codes: what a cell holds, as JSON from the reading child to its parent.

A JSON value, or a pair of tag and text: `["d", "2021-03-25"]` a date, `t` a time of day, `dt` both, `e` an
error such as `#N/A`, `p` a picture set into the cell. Text can never be taken for a pair.
"""

import re
from datetime import date, datetime, time, timedelta

Cell = str | int | float | bool | list[str] | None
Held = str | float | bool | date | time | timedelta
"""What the readers make of a cell; a date may be a datetime."""

_DAY = timedelta(days=1)
_WHOLE_NUMBERS = 2**53
_ERRORS = frozenset({"#N/A", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!", "#SPILL!", "#CALC!"})

_OFFICE_ERROR = re.compile(r"(?:Err|错误):\d{3}")
"""How LibreOffice shows what has no name of its own, which stands in its CSV files too."""
_PICTURE = re.compile(r"=(?:_xlfn\.)?DISPIMG\(", re.IGNORECASE)
"""How WPS sets a picture into a cell: a formula, whose text every other program shows."""
_MARKED = frozenset("#E错=")
"""What an error or a picture begins with."""
PICTURE: list[str] = ["p", ""]


def coded(value: Held) -> Cell:
    """Whole numbers as int, times rounded to the second (9:40 may be stored as 9:39:59.999)."""
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, float):
        return int(value) if value.is_integer() and abs(value) < _WHOLE_NUMBERS else value
    if isinstance(value, datetime):
        return ["dt", (value + timedelta(microseconds=500_000)).replace(microsecond=0).isoformat()]
    if isinstance(value, date):
        return ["d", value.isoformat()]
    if isinstance(value, time):
        return _duration(datetime.combine(date.min, value) - datetime.combine(date.min, time()))
    return _duration(value) if isinstance(value, timedelta) else value


def _text(value: str) -> Cell:
    if not value:  # most cells of a sheet are blank
        return None
    if value[0] in _MARKED:
        if value in _ERRORS or _OFFICE_ERROR.fullmatch(value):
            return ["e", value]
        if _PICTURE.match(value):
            return PICTURE
    return value.replace("\r\n", "\n").replace("\r", "\n")


def _duration(value: timedelta) -> Cell:
    """A time of day, as people format 9:40 as `[h]:mm`; as text where it is negative or a day and more."""
    whole = timedelta(seconds=round(value.total_seconds()))
    minutes, seconds = divmod(int(abs(whole).total_seconds()), 60)
    if timedelta() <= whole < _DAY:
        return ["t", time(minutes // 60, minutes % 60, seconds).isoformat()]
    return f"{'-' * (whole < timedelta())}{minutes // 60}:{minutes % 60:02}:{seconds:02}"
