"""Deadlines: when each answer, first report, progress and review is due, each explaining itself."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from operator import itemgetter

from pipeline.model import Deadline
from pipeline.plan.calendar import WorkCalendar
from pipeline.plan.model import DeadlineRule, Plan
from pipeline.tracking.progress import TOLD, Step, promise_of

_LAST = time(23, 59)
_RUNNING = {"分钟": timedelta(minutes=1), "小时": timedelta(hours=1)}
"""Units of spans that run through the night, unless their rule waits for the end of the quiet hours."""
Start = tuple[str, datetime]
"""What a span is counted from, in a word, and when that was, UTC."""


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
    announces: bool = False
    """Whether it is a notice, such as a new telephone number, that everybody must learn of."""
    rise: Rise | None = None
    origin: str = "发现"
    """What happened at `found`, in a word."""

    def deadlines(self) -> tuple[Deadline, ...]:
        """Every deadline that applies, in the order of the plan's rules, a promise last."""
        rules = [r for r in self._rules() if r.is_set]
        return (*(d for r in rules for d in _BY_ITEM[r.item](self, r)), *self._promise())

    def undated(self) -> tuple[str, ...]:
        """Items still to be done for which nobody has set a time: the plan's default is none."""
        open_items = (r.item for r in self._rules() if not r.is_set and self.is_open and self._is_open(r))
        return tuple(dict.fromkeys(open_items))

    def _rules(self) -> tuple[DeadlineRule, ...]:
        return tuple(r for r in self.plan.deadlines if r.grade in ("", self.grade))

    def _is_open(self, rule: DeadlineRule) -> bool:
        """Whether what a rule is about applies, and has not been done."""
        some_time = rule.model_copy(update={"amount": 0, "unit": "当日"})
        return any(d.met is None for d in _BY_ITEM[rule.item](self, some_time))

    def answer(self, rule: DeadlineRule) -> Iterator[Deadline]:
        """R28: the same day an answer, or a handling opinion and the exact date of the result."""
        if not self.asks:
            return
        given = [s.at for s in self.done if s.code in TOLD | {"answer", "promise"}]
        met = min([*given, *([self.told] if self.told else [])], default=None)
        yield self._due(rule, (self.origin, self.found), met)

    def phone(self, rule: DeadlineRule) -> Iterator[Deadline]:
        """The first report by telephone, logged as a progress; a notice is published, not phoned about."""
        if self.announces:
            return
        calls = [s.at for s in self.done if s.code == "phone_first"]
        yield self._due(rule, self._start(rule), min(calls, default=None))

    def written(self, rule: DeadlineRule) -> Iterator[Deadline]:
        """The first report in writing: the receipt of the workbook."""
        risen = self.rise if rule.grade else None
        yield self._due(rule, self._start(rule), risen.received if risen else self.received)

    def progress(self, rule: DeadlineRule) -> Iterator[Deadline]:
        """The next progress after the last one, while the incident is open."""
        if self.is_open:
            last = max((s.at for s in self.done), default=None)
            since = ("收到", self.received) if last is None else ("上次进展", last)
            yield self._due(rule, max(since, self._start(rule), key=itemgetter(1)), None)

    def publish(self, rule: DeadlineRule) -> Iterator[Deadline]:
        """What everybody must learn of is published, on some channel."""
        if self.announces:
            made = [s.at for s in self.done if s.code in ("publish_first", "publish_next")]
            yield self._due(rule, (self.origin, self.found), min(made, default=None))

    def review(self, rule: DeadlineRule) -> Iterator[Deadline]:
        """R33: the final review, some days after the incident is calm."""
        if self.calm_since is not None:
            start = datetime.combine(self.calm_since, self.plan.info.cutoff, self.plan.zone)
            yield self._due(rule, ("平稳", start.astimezone(UTC)), self.reviewed)

    def _start(self, rule: DeadlineRule) -> Start:
        """The clocks of a grade start when the incident reached it, those of any grade when it was found."""
        if rule.grade and self.rise and self.rise.found > self.found:
            return f"升至{rule.grade}", self.rise.found
        return self.origin, self.found

    def _promise(self) -> Iterator[Deadline]:
        if (promise := promise_of(self.done)) is not None:
            day, kept = promise
            due = datetime.combine(day, _LAST, self.plan.zone)
            said = f"承诺 → {_shown(due)} 前告知结果,{self._day(day)}"
            yield Deadline("promise", due.astimezone(UTC), said, kept)

    def _due(self, rule: DeadlineRule, since: Start, met: datetime | None) -> Deadline:
        """The deadline of a rule, which says what it was counted from, how long, until when, and by which rule."""
        origin, moment = since
        start = moment.astimezone(self.plan.zone)
        counted = max(self._add(rule, start), start)
        due = self._after_quiet(counted) if _is_put_off(rule) else counted
        texts = self.plan.texts
        what = texts.get(f"due.{rule.item}") or texts.get(f"late.{rule.item}", rule.item)
        until = _shown(due, beside=start)
        put_off = ",安静时段顺延" if due > counted else ""
        said = f"{origin} {_shown(start)}{_span(rule)} → {until} 前{what},规则 {rule.id},{self._day(due.date())}"
        return Deadline(rule.item, due.astimezone(UTC), said + put_off, met, rule.id)

    def _add(self, rule: DeadlineRule, start: datetime) -> datetime:
        """Minutes and hours run on; 当日 ends at the hour given, or with the day; days end with their day."""
        amount = rule.amount or 0
        if rule.unit in _RUNNING:
            return (start.astimezone(UTC) + amount * _RUNNING[rule.unit]).astimezone(start.tzinfo)
        if rule.unit == "当日":
            hour = time(amount) if 0 < amount < 24 else _LAST  # noqa: PLR2004 (hours of a day)
            return datetime.combine(start.date(), hour if hour >= start.time() else _LAST, start.tzinfo)
        if rule.unit == "工作日":
            return datetime.combine(self.calendar.add_workdays(start.date(), amount), _LAST, start.tzinfo)
        return datetime.combine(start.date() + timedelta(days=amount), _LAST, start.tzinfo)

    def _after_quiet(self, due: datetime) -> datetime:
        """The end of the quiet hours, for what would fall due within them."""
        begin, end, at = self.plan.info.quiet_from, self.plan.info.quiet_to, due.time()
        over_midnight = begin > end
        if not (at >= begin or at < end if over_midnight else begin <= at < end):
            return due
        day = due.date() + timedelta(days=1) if over_midnight and at >= begin else due.date()
        return datetime.combine(day, end, due.tzinfo)

    def _day(self, day: date) -> str:
        """What the day is, and whether that is computed because its year is not announced."""
        return self.calendar.kind(day) + (",预估" if self.calendar.estimated(day) else "")


def _is_put_off(rule: DeadlineRule) -> bool:
    return rule.unit in _RUNNING and rule.quiet == "顺延"


def _span(rule: DeadlineRule) -> str:
    """How long it is; 当日 is told by the due time alone."""
    if rule.unit == "当日":
        return ""
    return f",{rule.amount}个工作日内" if rule.unit == "工作日" else f",{rule.amount}{rule.unit}内"


def _shown(moment: datetime, beside: datetime | None = None) -> str:
    """Month, day and time; only the time on the day beside which it stands, the year too if that is another."""
    if beside is not None and beside.date() == moment.date():
        return f"当日 {moment:%H:%M}"
    year = f"{moment.year}年" if beside is not None and beside.year != moment.year else ""
    return f"{year}{moment.month}月{moment.day}日 {moment:%H:%M}"


_BY_ITEM: dict[str, Callable[[Clocks, DeadlineRule], Iterator[Deadline]]] = {
    "answer": Clocks.answer,
    "phone": Clocks.phone,
    "written": Clocks.written,
    "progress": Clocks.progress,
    "review": Clocks.review,
    "publish": Clocks.publish,
}
