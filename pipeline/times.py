"""Times as people write them: "9:40", "3月25日下午3点半", "昨天上午九点", a date cell, a serial number."""

import math
import re
import unicodedata
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

_FIRST_SERIAL, _LAST_SERIAL = 36526, 73050
"""Serial numbers of a spreadsheet for 2000-01-01 and 2099-12-31: what a date cell without its format shows."""
_EPOCH = date(1899, 12, 30)
_YEARS = range(1990, 2200)
"""Days outside of these years are slips, and break the arithmetic of zones at both ends of the calendar."""
_SERIAL_TEXT = re.compile(r"\d{5}(?:\.\d+)?|0\.\d+")
_DAY = re.compile(
    r"(?<![\d:.])(?<!\d[-/])(?:(?:(?P<y>\d{4})\s*[-/.年]\s*|(?P<short>\d{2})\s*年\s*)?"
    r"(?P<m>\d{1,2})\s*(?P<by>[-/.月])\s*(?P<d>\d{1,2})"
    r"(?:\s*[日号]|(?!\d|\s*[:点时分个%]|\s*[-/.年]\s*\d))"
    r"|(?P<compact>20\d{6})(?!\d))"
)
"""Not 3/4/2021 or 5-3-21: whoever writes the year last may mean the day or the month first."""
_TO = r"\s*[-‐-―−~至到]\s*"
_RANGE = re.compile(rf"{_TO}\d")
_SECOND_DAY = re.compile(rf"(?:{_TO}|\s*[、及和]\s*)\d{{1,2}}\s*(?:[日号]|[-/.月]\s*\d)")
_LETTER = r"[^\W\d_]"
_NO_DAY = re.compile(
    rf"(?<![\w.])(?:[3-7]\d{{4}}|\d{{3,4}})(?!\d|(?![年月日号]){_LETTER})"  # a serial number, 0325, 2021
    r"|(?<!\d)(?:\d{6}|\d{8})(?!\d)"  # 210325
    r"|\d\s*[-/.、]\s*\d|\d\s+\d|\d{2}\s*年\s*\d|\d\s*[月日]"
    rf"|\d\s*号(?!{_LETTER})"
    r"|(?<![a-z])(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec"
    r"|january|february|march|april|august|september|october|november|december)(?![a-z])",
    re.IGNORECASE,
)
"""Beside a clock time: a day that is written so that it may be another one too, or in another language.

A number that stands at a word is none: 102班, 接12345, 2018级, 3号楼; nor is a year of one digit, 3年2班."""
_DASH = re.compile(r"(?<=\d)\s*[‐-―−]+\s*(?=\d)")
_CLOCK = re.compile(
    r"(?P<half>凌晨|清晨|早上|早晨|早|上午|中午|下午|傍晚|晚上|深夜|夜里|晚)?\s*(?<![\d:.~-])(?P<h>\d{1,2})\s*"
    r"(?::\s*(?P<min>\d{2})(?::\d{2})?(?!\d)"
    r"|(?:点钟?(?!意见|建议|要求|诉求|问题|原因|措施|理由|内容|看法)|时(?!段))"
    r"\s*(?:(?P<min2>\d{1,2})\s*分?(?!\d)|(?P<part>半|一刻|三刻))?)"
    r"(?:\s*(?P<half_day>[AaPp])\.?[Mm])?"
)
_NEAR = {"今": 0, "当": 0, "昨": 1, "前": 2, "明": -1, "后": -2}
_NEAR_WORD = re.compile(r"(?<!大)([今当昨前明后])([天日早晨晚夜])")
_VAGUE = re.compile(r"(?:周|星期|礼拜)[一二三四五六日天末]|大前天|前几天|上周|上月")
"""Words that name a day which only its writer can tell."""
_EVENING = frozenset({"晚", "晚上", "夜", "深夜", "夜里"})
_EARLIEST_EVENING = 5
"""晚上3点 may be either of two mornings."""
_NUMERAL = "[零〇一二两三四五六七八九十]{1,3}"
_SPOKEN_DAY = re.compile(rf"({_NUMERAL})月({_NUMERAL})([日号])")
_SPOKEN_CLOCK = re.compile(rf"(^|[上午晨晚天日号里夜]\s*)({_NUMERAL})点({_NUMERAL})?")
_DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_GAP = re.compile(r"[^,。;、!?\n]{0,6}")
"""Between a day and the clock time that belongs to it."""


def normal(text: str) -> str:
    """NFKC: full-width digits, colons and slashes become ordinary ones, and so do long dashes between digits."""
    return _DASH.sub("-", unicodedata.normalize("NFKC", text).strip())


def to_date(value: object, near: date) -> date | None:
    """A day from a cell; without a year, the one nearest to `near`. None if it is not clear which day."""
    if isinstance(value, str):
        return _date_in(_digits(normal(value)), near)
    if isinstance(value, datetime):
        value = value.date()
    if isinstance(value, date):
        return value if value.year in _YEARS else None
    if not isinstance(value, int | float) or isinstance(value, bool) or not math.isfinite(value):
        return None
    if _FIRST_SERIAL <= value <= _LAST_SERIAL:
        return _EPOCH + timedelta(days=int(value))
    return _compact(str(int(value))) if value == int(value) else None


def to_datetime(value: object, day: date, zone: ZoneInfo) -> datetime | None:
    """A moment in UTC from a cell; a clock time alone is taken on `day`, a day alone at midnight."""
    local = _local(value, day)
    return None if local is None or local.year not in _YEARS else local.replace(tzinfo=zone).astimezone(UTC)


def clock_in(text: str, day: date, zone: ZoneInfo) -> datetime | None:
    """The first time in a sentence, such as "9:50 已在群里答复", with its day if it names one.

    A sentence that names only a day has its midnight; one that names neither has None. Numbers that only look
    like a day, such as 3.5 or 1/3, are none unless a clock time follows them.
    """
    local = _in_sentence(_digits(normal(text)), day)
    return None if local is None else local.replace(tzinfo=zone).astimezone(UTC)


def _local(value: object, day: date) -> datetime | None:
    if isinstance(value, str):
        text = _digits(normal(value))
        return _local(float(text), day) if _SERIAL_TEXT.fullmatch(text) else _in_cell(text, day)
    if isinstance(value, datetime):  # some programs store a clock time as one of the first days of their calendar
        return datetime.combine(day, value.time()) if value.year <= 1904 else value.replace(tzinfo=None)  # noqa: PLR2004 (Apple's epoch)
    if isinstance(value, time):
        return datetime.combine(day, value.replace(tzinfo=None))
    if isinstance(value, float) and 0 < value < 1:
        return datetime.combine(day, time()) + timedelta(seconds=round(value * 86400))
    plain = to_date(value, day)
    if plain is None:
        return None
    fraction = value % 1 if isinstance(value, float) else 0
    return datetime.combine(plain, time()) + timedelta(seconds=round(fraction * 86400))


# --- words --------------------------------------------------------------------------------------


def _date_in(text: str, near: date) -> date | None:
    if _SERIAL_TEXT.fullmatch(text):
        return to_date(float(text), near)
    found = list(_DAY.finditer(text))
    if len(found) != 1 or _RANGE.match(text, found[0].end()):  # two days, or 3月25日至26日
        return None
    return _day_of(found[0], near)


def _in_cell(text: str, day: date) -> datetime | None:
    """A local moment from a cell that holds nothing else; None if it is not clear which."""
    found = _DAY.search(text)
    rest = f"{text[: found.start()]} {text[found.end() :]}" if found else text
    clock = _CLOCK.search(rest)
    if found:
        named = None if _SECOND_DAY.match(text, found.end()) else _day_of(found, day)
        unclear = clock is None and found["by"] == "." and not found["y"]  # 9.30 is a day, or half past nine
        return None if named is None or unclear else _at(named, clock, "")
    if clock is None or _VAGUE.search(rest) or _NO_DAY.search(f"{rest[: clock.start()]}|{rest[clock.end() :]}"):
        return None
    near = _NEAR_WORD.search(rest)
    return _at(_shifted(day, near), clock, near[2] if near else "")


def _in_sentence(text: str, day: date) -> datetime | None:
    clock = _CLOCK.search(text)
    found = next((f for f in _DAY.finditer(text) if _is_meant(f, clock, text)), None)
    if found and (clock is None or found.end() <= clock.start() or _joined(text, clock, found)):
        together = clock and (found.start() > clock.start() or _joined(text, found, clock))
        named = _day_of(found, day)
        return None if named is None else _at(named, clock if together else None, "")
    if clock is None:
        return None
    if any(_joined(text, vague, clock) for vague in _VAGUE.finditer(text)):
        return None
    near = next((n for n in _NEAR_WORD.finditer(text, 0, clock.end()) if _joined(text, n, clock)), None)
    return _at(_shifted(day, near), clock, near[2] if near else "")


def _is_meant(found: re.Match[str], clock: re.Match[str] | None, text: str) -> bool:
    """Whether a day is one for sure: with its year or 月, before a clock time, or as 3/25已… at the start."""
    certain = found["y"] or found["compact"] or found["by"] == "月"
    beside = clock is not None and found.end() <= clock.start() and not text[found.end() : clock.start()].strip()
    return bool(certain) or beside or (found.start() == 0 and text.startswith("已", found.end()))


def _joined(text: str, first: re.Match[str], second: re.Match[str]) -> bool:
    """Whether two parts of a sentence belong together."""
    return first.start() < second.start() and _GAP.fullmatch(text[first.end() : second.start()]) is not None


def _at(day: date, clock: re.Match[str] | None, near: str) -> datetime | None:
    since = timedelta() if clock is None else _clock_of(clock, near)
    return None if since is None else datetime.combine(day, time()) + since


def _shifted(day: date, near: re.Match[str] | None) -> date:
    return day - timedelta(days=_NEAR[near[1]]) if near else day


def _day_of(found: re.Match[str], near: date) -> date | None:
    if found["compact"]:
        return _compact(found["compact"])
    month, day = int(found["m"]), int(found["d"])
    year = int(found["y"] or 0) or (2000 + int(found["short"]) if found["short"] else _year(month, near))
    try:
        return date(year, month, day) if year in _YEARS else None
    except ValueError:
        return None


def _year(month: int, near: date) -> int:
    """In January, December is last year's; in December, January is next year's."""
    return near.year + (near.month - month > 6) - (month - near.month > 6)  # noqa: PLR2004 (half a year)


def _compact(digits: str) -> date | None:
    try:
        found = datetime.strptime(digits, "%Y%m%d").date()  # noqa: DTZ007 (a day has no zone)
    except ValueError:
        return None
    return found if found.year in _YEARS and len(digits) == len("20210325") else None


def _clock_of(found: re.Match[str], near: str) -> timedelta | None:
    """The time since midnight; None for one that cannot be, or may be either of two."""
    hour = int(found["h"])
    minute = {"半": 30, "一刻": 15, "三刻": 45}.get(found["part"] or "") or int(found["min"] or found["min2"] or 0)
    half = found["half"] or near
    if found["half_day"]:
        half = "下午" if found["half_day"] in "Pp" else "凌晨"
    if half in _EVENING and hour < _EARLIEST_EVENING:
        return None
    if half in _EVENING and hour == 12:  # noqa: PLR2004 (midnight)
        hour = 24
    elif (half in _EVENING | {"下午", "傍晚"} and hour < 12) or (half == "中午" and hour < 4):  # noqa: PLR2004 (noon)
        hour += 12
    elif half == "凌晨" and hour == 12:  # noqa: PLR2004 (midnight)
        hour = 0
    since = timedelta(hours=hour, minutes=minute)
    return since if minute < 60 and since <= timedelta(days=1) else None  # noqa: PLR2004 (an hour)


def _digits(text: str) -> str:
    """三月五日 and 下午三点半 with digits."""
    text = _SPOKEN_DAY.sub(lambda f: f"{_number(f[1])}月{_number(f[2])}{f[3]}", text)
    return _SPOKEN_CLOCK.sub(lambda f: f"{f[1]}{_number(f[2])}点{_number(f[3]) if f[3] else ''}", text)


def _number(numeral: str) -> int:
    """二十五 is 25, 十 is 10, 零五 is 5."""
    tens, ten, ones = numeral.rpartition("十")
    units = int("".join(str(_DIGITS[c]) for c in ones if c in _DIGITS) or 0)
    return units + (10 * _DIGITS.get(tens[-1:], 1) if ten else 0)
