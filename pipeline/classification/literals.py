"""Literals: what a condition cell writes down as a number, date, duration or yes and no."""

import re
from datetime import date, datetime, timedelta, tzinfo

from pipeline.classification.facts import FactType, Scalar

EXAMPLES = {
    FactType.TEXT: '值、"值"、甲,乙、非(甲)、含(词,@词表)',
    FactType.NUMBER: "3、>=3、[2..5]",
    FactType.DATE: "2021-03-25、>=2021-03-25",
    FactType.DATETIME: "2021-03-25 09:40、>=2021-03-25 09:40",
    FactType.DURATION: "2小时、<=30分钟、>3日",
    FactType.BOOLEAN: "是、否",
}
"""How a cell of each type may be written, for the remedy."""

_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?")
_DAY = r"(\d{4})(?:-|/|年)(\d{1,2})(?:-|/|月)(\d{1,2})日?"
_DATE = re.compile(_DAY)
_DATETIME = re.compile(_DAY + r"[T ]?\s*(\d{1,2}):(\d{2})(?::(\d{2}))?(Z|[+-]\d{2}:\d{2})?")
_DURATION = re.compile(r"(?:\d+(?:\.\d+)?(?:日|天|小时|分钟|分|秒))+")
_ISO_DURATION = re.compile(r"P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?")
_PART = re.compile(r"(\d+(?:\.\d+)?)(日|天|小时|分钟|分|秒)")
_SECONDS = {"日": 86_400, "天": 86_400, "小时": 3_600, "分钟": 60, "分": 60, "秒": 1}
_BOOLEANS = {"是": True, "否": False, "true": True, "false": False}


def literal(text: str, kind: FactType, zone: tzinfo) -> Scalar | None:
    """The value a text writes down for a column of that type, or None; a time without offset is in `zone`."""
    match kind:
        case FactType.TEXT:
            return text
        case FactType.NUMBER:
            return _number(text)
        case FactType.DATE:
            return _date(text)
        case FactType.DATETIME:
            return _datetime(text, zone)
        case FactType.DURATION:
            return _duration(text)
        case FactType.BOOLEAN:
            return _BOOLEANS.get(text.lower())


def _number(text: str) -> int | float | None:
    found = _NUMBER.fullmatch(text)
    if not found:
        return None
    return float(text) if found.group(1) else int(text)


def _date(text: str) -> date | None:
    found = _DATE.fullmatch(text)
    if not found:
        return None
    try:
        return date(*map(int, found.groups()))
    except ValueError:
        return None


def _datetime(text: str, zone: tzinfo) -> datetime | None:
    found = _DATETIME.fullmatch(text)
    if not found:
        return None
    *numbers, offset = found.groups(default="0")
    year, month, day, hour, minute, second = map(int, numbers)
    try:
        naive = datetime(year, month, day, hour, minute, second)  # noqa: DTZ001 (its zone follows)
    except ValueError:
        return None
    if offset == "0":
        return naive.replace(tzinfo=zone)
    return datetime.fromisoformat(f"{naive.isoformat()}{offset}")


def _duration(text: str) -> timedelta | None:
    iso = _ISO_DURATION.fullmatch(text)
    if iso and any(iso.groups()):
        days, hours, minutes, seconds = (int(n or 0) for n in iso.groups())
        return timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)
    if not _DURATION.fullmatch(text):
        return None
    return timedelta(seconds=sum(float(n) * _SECONDS[unit] for n, unit in _PART.findall(text)))
