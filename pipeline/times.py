"""Times as people write them: "9:40", "3月25日下午3点半", "2021.3.25", a date cell, a serial number."""

import re
import unicodedata
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

_FIRST_SERIAL, _LAST_SERIAL = 36526, 73050
"""Serial numbers of a spreadsheet for 2000-01-01 and 2099-12-31: what a date cell without its format shows."""
_EPOCH = date(1899, 12, 30)
_DAY = re.compile(
    r"(?:(?P<y>\d{4})\s*[-/.年]\s*)?(?P<m>\d{1,2})\s*[-/.月]\s*(?P<d>\d{1,2})\s*[日号]?|(?<!\d)(?P<compact>20\d{6})(?!\d)"
)
_CLOCK = re.compile(
    r"(?P<half>凌晨|清晨|早上|早晨|上午|中午|下午|傍晚|晚上|晚)?\s*(?P<h>\d{1,2})\s*(?::\s*(?P<min>\d{1,2})(?::\d{1,2})?|[点时]\s*(?:(?P<min2>\d{1,2})\s*分?|(?P<thirty>半))?)"
)
_NEAR = {"今天": 0, "今日": 0, "今早": 0, "今晨": 0, "昨天": 1, "昨日": 1, "昨晚": 1, "前天": 2}
_AFTERNOON = frozenset({"下午", "傍晚", "晚上", "晚", "昨晚"})


def normal(text: str) -> str:
    """NFKC: full-width digits, colons and slashes become ordinary ones."""
    return unicodedata.normalize("NFKC", text).strip()


def to_date(value: object, year: int) -> date | None:
    """A day from a cell; a day without a year is taken in `year`. None if it cannot be read."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, int | float) and not isinstance(value, bool):
        if _FIRST_SERIAL <= value <= _LAST_SERIAL:
            return _EPOCH + timedelta(days=int(value))
        return _compact(str(int(value))) if value == int(value) else None
    if not isinstance(value, str):
        return None
    found = _DAY.match(normal(value))
    return _day_of(found, year) if found else None


def to_datetime(value: object, day: date, zone: ZoneInfo) -> datetime | None:
    """A moment in UTC from a cell; a clock time alone is taken on `day`, a day alone at midnight."""
    local: datetime | None = None
    if isinstance(value, datetime):
        local = value.replace(tzinfo=None)
    elif isinstance(value, time):
        local = datetime.combine(day, value.replace(tzinfo=None))
    elif isinstance(value, float) and 0 < value < 1:
        local = datetime.combine(day, time()) + timedelta(seconds=round(value * 86400))
    elif isinstance(value, str):
        local = _spoken(normal(value), day)
    elif (plain := to_date(value, day.year)) is not None:
        fraction = value % 1 if isinstance(value, float) else 0
        local = datetime.combine(plain, time()) + timedelta(seconds=round(fraction * 86400))
    return None if local is None else local.replace(tzinfo=zone).astimezone(UTC)


def clock_in(text: str, day: date, zone: ZoneInfo) -> datetime | None:
    """The first clock time in a sentence, such as "9:50 已在群里答复", with its day if it names one.

    A sentence that names only a day has its midnight; one that names neither has None.
    """
    words = normal(text)
    clock = _CLOCK.search(words)
    local = _spoken(words[: clock.end()] if clock else words, day)
    return None if local is None else local.replace(tzinfo=zone).astimezone(UTC)


def _spoken(text: str, day: date) -> datetime | None:
    """A local moment from words; None if nothing of a day or clock time is in them."""
    found = _DAY.search(text)
    named = _day_of(found, day.year) if found else None
    rest = text[found.end() :] if found and named else text
    near = next((word for word in _NEAR if word in text), None)
    clock = _CLOCK.search(rest)
    if named is None and clock is None:
        return None
    base = named or (day - timedelta(days=_NEAR[near]) if near else day)
    at = _clock_of(clock, near or "") if clock else time()
    return None if at is None else datetime.combine(base, at)


def _day_of(found: re.Match[str], year: int) -> date | None:
    if found["compact"]:
        return _compact(found["compact"])
    try:
        return date(int(found["y"] or year), int(found["m"]), int(found["d"]))
    except ValueError:
        return None


def _compact(digits: str) -> date | None:
    try:
        return datetime.strptime(digits, "%Y%m%d").date()  # noqa: DTZ007 (a day has no zone)
    except ValueError:
        return None


def _clock_of(found: re.Match[str], near: str) -> time | None:
    hour = int(found["h"])
    minute = 30 if found["thirty"] else int(found["min"] or found["min2"] or 0)
    if (found["half"] in _AFTERNOON or near in _AFTERNOON) and hour < 12:  # noqa: PLR2004 (noon)
        hour += 12
    try:
        return time(hour, minute)
    except ValueError:
        return None
