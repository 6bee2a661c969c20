"""Deadlines: when each answer, first report, progress and review is due, each explaining itself."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from pipeline.model import Deadline
from pipeline.plan.calendar import WorkCalendar
from pipeline.plan.model import DeadlineRule, Plan
from pipeline.tracking.progress import TOLD, Step, promise_of

_LAST = time(23, 59)


@dataclass(frozen=True, slots=True)
class Rise:
    """When an incident rose to the grade it has, and when the word that made it came in writing."""

    found: datetime
    received: datetime


@dataclass(frozen=True, slots=True)
class Clocks:
    """What the deadlines of one incident are counted from."""

    plan: Plan
    calendar: WorkCalendar
    found: datetime
    received: datetime
    """When the first word of it came in writing."""
    grade: str
    told: datetime | None
    done: Sequence[Step]
    is_open: bool = True
    calm_since: date | None = None
    reviewed: datetime | None = None
    asks: bool = True
    """Whether somebody waits for an answer; a warning and a proof ask nothing."""
    rise: Rise | None = None

    def deadlines(self) -> tuple[Deadline, ...]:
        """Every deadline that applies, in the order of the plan's rules, a promise last."""
        rules = [r for r in self.plan.deadlines if r.grade in ("", self.grade)]
        return (*(d for r in rules for d in _BY_ITEM[r.item](self, r)), *self._promise())

    def answer(self, rule: DeadlineRule) -> Iterator[Deadline]:
        """R28: the same day an answer, or a handling opinion and the exact date of the result."""
        if not self.asks:
            return
        given = [s.at for s in self.done if s.code in TOLD | {"answer", "promise"}]
        yield self._due(rule, self.found, min([*given, *([self.told] if self.told else [])], default=None))

    def phone(self, rule: DeadlineRule) -> Iterator[Deadline]:
        """The first report by telephone, logged as a progress."""
        calls = [s.at for s in self.done if s.code == "phone_first"]
        yield self._due(rule, self._start(rule), min(calls, default=None))

    def written(self, rule: DeadlineRule) -> Iterator[Deadline]:
        """The first report in writing: the receipt of the workbook."""
        risen = self.rise if rule.grade else None
        yield self._due(rule, self._start(rule), risen.received if risen else self.received)

    def progress(self, rule: DeadlineRule) -> Iterator[Deadline]:
        """The next progress after the last one, while the incident is open."""
        if self.is_open:
            last = max((s.at for s in self.done), default=self.received)
            yield self._due(rule, max(last, self._start(rule)), None)

    def review(self, rule: DeadlineRule) -> Iterator[Deadline]:
        """R33: the final review, some days after the incident is calm."""
        if self.calm_since is not None:
            start = datetime.combine(self.calm_since, self.plan.info.cutoff, self.plan.zone)
            yield self._due(rule, start.astimezone(UTC), self.reviewed)

    def _start(self, rule: DeadlineRule) -> datetime:
        """The clocks of a grade start when the incident reached it, those of any grade when it was found."""
        return max(self.found, self.rise.found) if rule.grade and self.rise else self.found

    def _promise(self) -> Iterator[Deadline]:
        if (promise := promise_of(self.done)) is not None:
            day, kept = promise
            due = datetime.combine(day, _LAST, self.plan.zone).astimezone(UTC)
            yield Deadline("promise", due, f"承诺 {day.month}月{day.day}日答复", kept)

    def _due(self, rule: DeadlineRule, start: datetime, met: datetime | None) -> Deadline:
        local = start.astimezone(self.plan.zone)
        due = self._add(rule, local)
        kind = "工作日" if self.calendar.is_workday(due.date()) else "休息日"
        mark = ",预估" if self.calendar.estimated(due.date()) else ""
        by = f"{due.month}月{due.day}日 {due:%H:%M}"
        sentence = f"自 {local.month}月{local.day}日 {local:%H:%M} 起 → {by} 前,规则 {rule.id},{kind}{mark}"
        return Deadline(rule.item, due.astimezone(UTC), sentence, met)

    def _add(self, rule: DeadlineRule, start: datetime) -> datetime:
        """Minutes and hours run on; 当日 ends at the hour given, or with the day; days end with their day."""
        if rule.unit in ("分钟", "小时"):
            return start + timedelta(minutes=rule.amount * (60 if rule.unit == "小时" else 1))
        if rule.unit == "当日":
            hour = time(rule.amount) if 0 < rule.amount < 24 else _LAST  # noqa: PLR2004 (hours of a day)
            return datetime.combine(start.date(), hour, start.tzinfo)
        if rule.unit == "工作日":
            return datetime.combine(self.calendar.add_workdays(start.date(), rule.amount), _LAST, start.tzinfo)
        return datetime.combine(start.date() + timedelta(days=rule.amount), _LAST, start.tzinfo)


_BY_ITEM: dict[str, Callable[[Clocks, DeadlineRule], Iterator[Deadline]]] = {
    "answer": Clocks.answer,
    "phone": Clocks.phone,
    "written": Clocks.written,
    "progress": Clocks.progress,
    "review": Clocks.review,
}
