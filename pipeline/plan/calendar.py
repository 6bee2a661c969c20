"""Working days: the plan's own days first, then the national calendar with its make-up days."""

import datetime as dt
from types import ModuleType

from pipeline.plan.model import CalendarDay, Plan

_SATURDAY = 5
_WORK, _REST, _VACATION = "工作日", "休息日", "假期"
_ONE = dt.timedelta(days=1)
_BY_LAW = frozenset({(1, 1), (5, 1), (10, 1), (10, 2), (10, 3)})
"""Month and day of the public holidays that have a date of their own (全国年节及纪念日放假办法); the others move."""


class WorkCalendar:
    """Which days are worked, for one plan."""

    def __init__(self, plan: Plan) -> None:
        self._own = sorted(plan.calendar, key=_weight)
        self._kinds: dict[dt.date, str] = {}
        self._known: dict[dt.date, bool | None] = {}

    def is_workday(self, day: dt.date) -> bool:
        """Whether the day is worked; in a year whose holidays are not announced this is computed."""
        return self.kind(day) == _WORK

    def is_vacation(self, day: dt.date) -> bool:
        """Whether the plan's own vacation covers the day, in which nothing is worked and nobody is called."""
        return self.kind(day) == _VACATION

    def kind(self, day: dt.date) -> str:
        """What the day is, in the words of the plan's sheet: worked, free, or vacation."""
        if day not in self._kinds:
            self._kinds[day] = self._said(day) or (_WORK if self._worked(day) else _REST)
        return self._kinds[day]

    def estimated(self, day: dt.date) -> bool:
        """Whether the answer for this day is computed, because its year is not announced."""
        return not self._said(day) and self._announced(day) is None

    def add_workdays(self, day: dt.date, count: int) -> dt.date:
        """The `count`-th working day after the day; the day itself for 0."""
        for _ in range(count):
            day += _ONE
            while not self.is_workday(day):
                day += _ONE
        return day

    def previous_workday(self, day: dt.date) -> dt.date:
        """The last working day before the day."""
        day -= _ONE
        while not self.is_workday(day):
            day -= _ONE
        return day

    def _said(self, day: dt.date) -> str:
        """What the plan says of the day, or ""."""
        return next((entry.kind for entry in self._own if entry.covers(day)), "")

    def _worked(self, day: dt.date) -> bool:
        announced = self._announced(day)
        if announced is None:
            return day.weekday() < _SATURDAY and (day.month, day.day) not in _BY_LAW
        return announced

    def _announced(self, day: dt.date) -> bool | None:
        """What the national calendar says; None where it says nothing."""
        if day not in self._known:
            try:
                self._known[day] = bool(_national().is_workday(day))
            except NotImplementedError:  # what the library raises outside the years it knows
                self._known[day] = None
        return self._known[day]


def _weight(entry: CalendarDay) -> tuple[bool, int, dt.date]:
    """Which of two entries for a day holds: a single day before a vacation, the shorter before the longer."""
    return entry.kind == _VACATION, (entry.last - entry.day).days, entry.day


def _national() -> ModuleType:
    """The library with the announced holidays, imported where it is used because it is slow to import."""
    import chinese_calendar

    module: ModuleType = chinese_calendar
    return module
