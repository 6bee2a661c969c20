"""Dates and times as a Chinese document writes them: Arabic numerals, no padding (GB/T 9704-2012)."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

MINUTES_OF_DAY = 24 * 60
HOUR = timedelta(hours=1)
END_OF_DAY = (23, 59)
"""Hour and minute at which a deadline falls that is meant for a whole day."""


def full(day: date) -> str:
    """2021年3月5日."""
    return f"{day.year}年{day.month}月{day.day}日"


def short(day: date) -> str:
    """3月5日."""
    return f"{day.month}月{day.day}日"


def moment(at: datetime, zone: ZoneInfo) -> str:
    """3月5日9:40, or 3月5日 where only the day is known."""
    local = at.astimezone(zone)
    clock = "" if (local.hour, local.minute) == (0, 0) else f"{local.hour}:{local.minute:02}"
    return short(local.date()) + clock


def told(at: datetime, words: str, zone: ZoneInfo, mark: str = "") -> str:
    """When and what, with a mark between; where the words begin with a clock time of their own, only the day."""
    when = short(at.astimezone(zone).date()) if words[:1].isdigit() else moment(at, zone)
    return when + mark + words


def since(at: datetime, day: date, zone: ZoneInfo) -> str:
    """9:40 on the day named last, 3月5日9:40 on another."""
    local = at.astimezone(zone)
    return f"{local.hour}:{local.minute:02}" if local.date() == day else moment(at, zone)


def full_moment(at: datetime, zone: ZoneInfo) -> str:
    """2021年3月5日9:40."""
    local = at.astimezone(zone)
    return f"{full(local.date())}{local.hour}:{local.minute:02}"


def coarse(length: timedelta) -> str:
    """How long in the largest unit that fits: 2天, 3小时, 12分."""
    minutes = max(1, int(length.total_seconds()) // 60)
    for size, unit in ((MINUTES_OF_DAY, "天"), (60, "小时")):
        if minutes >= size:
            return f"{minutes // size}{unit}"
    return f"{minutes}分"


def until(due: datetime, zone: ZoneInfo) -> str:
    """By when, as `moment`; a deadline at the end of a day is that day."""
    local = due.astimezone(zone)
    return short(local.date()) if (local.hour, local.minute) == END_OF_DAY else moment(due, zone)


def hours(length: timedelta) -> str:
    """How long, as `span`; in whole hours from one hour on."""
    return span(length // HOUR * HOUR if length >= HOUR else length)


def span(length: timedelta) -> str:
    """How long: 2天3小时, 3小时5分, 12分; the smaller unit is left out where it is nothing."""
    minutes = max(0, int(length.total_seconds()) // 60)
    days, rest = divmod(minutes, MINUTES_OF_DAY)
    hours, minutes = divmod(rest, 60)
    parts = ((days, "天"), (hours, "小时"), (0 if days else minutes, "分"))
    return "".join(f"{n}{unit}" for n, unit in parts if n) or "不到1分"
