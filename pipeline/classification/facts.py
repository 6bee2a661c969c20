"""Facts: the types a fact of a rule table may have, and how its value is shown to a person."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from enum import StrEnum

Scalar = str | int | float | bool | date | datetime | timedelta
"""One value; a fact is a scalar, None, or a tuple or frozenset of scalars (a multi-valued fact)."""


class FactType(StrEnum):
    """The type of a condition column, as a plan names it."""

    TEXT = "文字"
    NUMBER = "数字"
    DATE = "日期"
    DATETIME = "日期时间"
    DURATION = "时长"
    BOOLEAN = "是否"


_UNITS = ((86_400, "日"), (3_600, "小时"), (60, "分钟"), (1, "秒"))


def is_of(kind: FactType, value: object) -> bool:
    """Whether one value has that type; True is no number, a datetime no date, a naive datetime nothing."""
    match kind:
        case FactType.TEXT:
            return isinstance(value, str)
        case FactType.NUMBER:
            return isinstance(value, int | float) and not isinstance(value, bool)
        case FactType.DATE:
            return isinstance(value, date) and not isinstance(value, datetime)
        case FactType.DATETIME:
            return isinstance(value, datetime) and value.tzinfo is not None
        case FactType.DURATION:
            return isinstance(value, timedelta)
        case FactType.BOOLEAN:
            return isinstance(value, bool)


def elements(value: object) -> tuple[object, ...]:
    """The values of a fact, in an order that does not depend on hashing; none at all is a missing value."""
    if isinstance(value, frozenset):
        value = tuple(sorted(value, key=shown))
    return (value or (None,)) if isinstance(value, tuple) else (value,)


def shown(value: object) -> str:
    """A fact as a person reads it: `是`, `2021-03-25`, `2小时30分钟`, `甲、乙` for several, "" for None."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, timedelta):
        return _duration(value)
    if isinstance(value, tuple | frozenset):
        return "、".join(_texts(elements(value)))
    return str(value)


def _texts(values: Iterable[object]) -> Iterable[str]:
    return (shown(v) for v in values)


def _duration(value: timedelta) -> str:
    rest = int(abs(value).total_seconds())
    parts: list[str] = []
    for size, unit in _UNITS:
        count, rest = divmod(rest, size)
        if count:
            parts.append(f"{count}{unit}")
    return ("-" if value < timedelta() else "") + ("".join(parts) or "0分钟")
