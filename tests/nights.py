"""Nights for tests: what units said, as values, laid night by night over a register."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from hashlib import sha256

from pipeline.founding import bundled
from pipeline.model import (
    Arrival,
    Edition,
    EventKind,
    Fate,
    Incident,
    Kind,
    Report,
    Row,
    State,
    Submission,
    TakenIn,
    Value,
)
from pipeline.register.book import Register
from pipeline.register.law import Law, make_law
from pipeline.register.night import lay

MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY = (date(2021, 3, n) for n in range(22, 27))
FOOD = "几位家长在群里反映分餐的饭菜偏凉,希望改善保温"
NETWORK = "网课平台上午第二节卡顿掉线,多名同学进不去课堂"
PARKING = "晚自习后校门口停车太乱,接送的车堵到路口"
DANGER = "有同学在作业本上写了不想活了,两天没说话"
QUESTION = "一位家长来电问明天几点放学"
TALLY = {"answered": "9:50 已答复", "scope": "个别", "spread": "未传播"}
"""One person's question, answered on the spot."""
Values = Mapping[str, Value]


@cache
def law() -> Law:
    found, findings = make_law(bundled("epidemic"))
    assert found is not None, findings
    return found


def at(day: date, clock: str) -> datetime:
    return datetime.combine(day, time.fromisoformat(clock), law().plan.zone).astimezone(UTC)


def said(summary: str, serial: int = 1, **values: Value) -> dict[str, Value]:
    return {"serial": serial, "summary": summary, **values}


def told(
    incident: str, kind: str, clock: str = "15:00", content: str = "已按要求办理", **values: Value
) -> dict[str, Value]:
    return {"incident": incident, "type": kind, "content": content, "clock": clock, **values}


def signed(incident: str, **values: Value) -> dict[str, Value]:
    return {"incident": incident, "decided_by": "校长", "decided_how": "签字", **values}


@dataclass(frozen=True)
class Book:
    """What one workbook says; without a date of its own it is of the night it comes in."""

    unit: str = "初二1班"
    rows: tuple[Values, ...] = ()
    day: date | None = None
    role: str = "班主任"
    clock: str = "16:00"
    progress: tuple[Values, ...] = ()
    decisions: Mapping[str, tuple[Values, ...]] = field(default_factory=dict)
    held: tuple[Values, ...] = ()
    zero: bool = False
    returned: bool = False
    copy: int = 0

    def taken(self, night: date) -> TakenIn:
        """The workbook as validation would hand it on."""
        sha = sha256(f"{self!r}{night}".encode()).hexdigest()
        received = at(night, self.clock)
        arrival = Arrival(f"{self.unit}/上报-{sha[:8]}.xlsx", sha, night, received, law().plan.digest)
        day = self.day or night
        held = tuple(self._rows(arrival, day, self.held, 40))
        if self.returned:
            return TakenIn(arrival, Fate.RETURNED, sender=self.unit)
        subs = (
            Submission(
                arrival, Kind.REVIEW, "", night,
                decisions=tuple(r for n, rows in self.decisions.items() for r in self._review(arrival, n, rows)),
            )
            if self.decisions
            else Submission(
                arrival, Kind.REPORT, self.unit, day, self.role, self.zero,
                tuple(self._rows(arrival, day, self.rows, 7)), tuple(self._progress(arrival, day)), waiting=len(held),
            ),
        )  # fmt: skip
        fate = Fate.PARTLY if held else Fate.ACCEPTED
        good = len(self.rows) + len(self.progress)
        return TakenIn(arrival, fate, (), subs, self.unit, good + len(held), good, held)

    def _rows(self, arrival: Arrival, day: date, rows: Iterable[Values], first: int) -> Iterable[Row]:
        for number, values in enumerate(rows, start=first):
            known = {f.key: f.default or None for f in law().plan.fields_of("上报")}
            filled = {**known, "channel": "班级家长群", "found_at": at(day, "09:40"), **values}
            yield _row(arrival, "上报", number, filled)

    def _progress(self, arrival: Arrival, day: date) -> Iterable[Row]:
        for number, values in enumerate(self.progress, start=3):
            clock = str(values.get("clock", "15:00"))
            rest = {k: v for k, v in values.items() if k != "clock"}
            yield _row(arrival, "续报", number, {"at": at(day, clock), **rest})

    @staticmethod
    def _review(arrival: Arrival, sheet: str, rows: Iterable[Values]) -> Iterable[Row]:
        return (_row(arrival, sheet, number, {**values}) for number, values in enumerate(rows, start=3))


def _row(arrival: Arrival, sheet: str, number: int, values: Values) -> Row:
    cells = {key: f"{chr(65 + n % 26)}{number}" for n, key in enumerate(values)}
    return Row(arrival.sha256, arrival.name, sheet, number, values, cells)


@dataclass
class School:
    """A register that grows night by night."""

    register: Register = field(default_factory=Register)
    asked: tuple[str, ...] = ()
    """Codes of what the last night asked about."""

    def night(self, day: date, *books: Book, interim: bool = False) -> "School":
        laid = lay(self.register, [b.taken(day) for b in books], law(), day, interim=interim)
        self.register = laid.register
        self.asked = tuple(f.code for found in laid.findings.values() for f in found)
        return self

    def quiet(self, first: date, last: date) -> "School":
        """Nights on which nothing came."""
        for n in range((last - first).days + 1):
            self.night(first + timedelta(days=n))
        return self

    def edition(self, day: date, known_by: date | None = None) -> Edition:
        return self.register.edition(law(), day, known_by or day)

    def incident(self, day: date, number: int = 1) -> Incident:
        return next(i for i in self.all(day) if i.number == yq(number))

    def all(self, day: date) -> tuple[Incident, ...]:
        edition = self.edition(day)
        return (*edition.incidents, *edition.restricted)

    def state(self, day: date, number: int = 1) -> State:
        return self.incident(day, number).state

    def report(self, text: str, nth: int = 0) -> Report:
        """The nth row with these words, in the order of the register."""
        return [r for r in self.register.reports.values() if text in r.row.text("summary")][nth]

    def kinds(self, report: Report) -> list[EventKind]:
        return [e.kind for e in self.register.events if e.report == report.key]


def yq(number: int) -> str:
    return f"YQ-2021-{number:04d}"


def reports(*texts: str, **values: Value) -> tuple[Values, ...]:
    """Rows with serials from 1."""
    return tuple(said(text, n, **values) for n, text in enumerate(texts, start=1))


def later(book: Book, **changes: object) -> Book:
    return replace(book, **changes)  # type: ignore[arg-type]  # fields by name
