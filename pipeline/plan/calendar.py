"""Working days: the plan's own days first, then the national calendar with its make-up days."""

import datetime as dt
from types import ModuleType

from pipeline.plan.model import Plan

_SATURDAY = 5
_WORK = "工作日"
_ONE = dt.timedelta(days=1)


class WorkCalendar:
    """Which days are worked, for one plan."""

    def __init__(self, plan: Plan) -> None:
        self._own = {entry.day: entry.kind == _WORK for entry in plan.calendar}
        self._known: dict[dt.date, bool | None] = {}

    def is_workday(self, day: dt.date) -> bool:
        """Whether the day is worked; Monday to Friday in a year whose holidays are not announced."""
        own = self._own.get(day)
        if own is not None:
            return own
        announced = self._announced(day)
        return day.weekday() < _SATURDAY if announced is None else announced

    def estimated(self, day: dt.date) -> bool:
        """Whether the answer for this day is computed, because its year is not announced."""
        return day not in self._own and self._announced(day) is None

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

    def _announced(self, day: dt.date) -> bool | None:
        """What the national calendar says; None where it says nothing."""
        if day not in self._known:
            try:
                self._known[day] = bool(_national().is_workday(day))
            except NotImplementedError:  # what the library raises outside the years it knows
                self._known[day] = None
        return self._known[day]


def _national() -> ModuleType:
    """The library with the announced holidays, imported where it is used because it is slow to import."""
    import chinese_calendar

    module: ModuleType = chinese_calendar
    return module
