"""The head of a workbook: which plan's template it is, whose unit, which day, and whether there is anything."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from pipeline.findings import Finding, finding
from pipeline.model import META_SHEET, Arrival, CellError, RawCell, RawWorkbook
from pipeline.plan.model import HEADER, FieldSpec, Plan, fold
from pipeline.times import to_date
from pipeline.validation.cells import as_text, is_blank, nearest, plain
from pipeline.validation.headings import Labelled

ZERO, REPORTED = "zero", "reported"
"""Codes of what may be said about the period."""
_STATEMENTS = "本期情况"


@dataclass(frozen=True, slots=True)
class Head:
    """What the head said; unit or day is empty where it cannot be attributed."""

    unit: str
    day: date | None
    role: str
    statement: str
    """`reported`, `zero`, or "" when nothing was chosen."""
    findings: tuple[Finding, ...] = ()


def meta_of(raw: RawWorkbook) -> Mapping[str, str]:
    """The key-value pairs of the hidden sheet; empty for a table that is not our template."""
    sheet = raw.sheet(META_SHEET)
    rows = sheet.rows if sheet else ()
    return {as_text(r[0]): as_text(r[1]) for r in rows if len(r) > 1 and not is_blank(r[0])}


def template_findings(raw: RawWorkbook, plan: Plan, sheet: str) -> tuple[Finding, ...]:
    """Another plan's template is returned whole; an older one of ours is accepted with a hint."""
    meta = meta_of(raw)
    if meta.get("plan", plan.info.plan) != plan.info.plan:
        return (finding("template.other_plan", stood=meta["plan"], expected=plan.info.plan),)
    if meta.get("plan_digest", plan.template_digest) != plan.template_digest:
        return (finding("template.old", sheet=sheet, stood=meta.get("version", ""), expected=plan.info.version),)
    return ()


@dataclass(frozen=True, slots=True)
class HeadReader:
    """Reads the labelled cells above the table, or those of one row of an online form's export."""

    sheet: str
    labelled: Labelled
    arrival: Arrival
    plan: Plan
    in_row: frozenset[str] = frozenset()
    """Keys that are columns of the table."""

    def read(self) -> Head:
        """The head with everything found in it."""
        unit, unit_findings = self.unit(*self.cell("unit"))
        day, day_findings = self.day(*self.cell("report_date"))
        role, role_findings = self._optional("reporter_role", "role.unknown")
        statement, said = self._optional("statement", "statement.unknown")
        code = self.plan.code(_STATEMENTS, statement)
        return Head(unit, day, role, code, (*unit_findings, *day_findings, *role_findings, *said))

    def unit(self, cell: RawCell, address: str) -> tuple[str, tuple[Finding, ...]]:
        """The roster's own name of a unit that reports."""
        text = plain(as_text(cell))
        if not text or isinstance(cell, CellError):
            return "", (self._missing("unit", address),)
        name = self.plan.resolve("单位", text)
        if name is None:
            close = nearest(text, self.plan.reporting_units)
            return "", (self._finding("unit.unknown", address, text, nearest=close),)
        if name not in self.plan.reporting_units:
            return "", (self._finding("unit.not_reporting", address, name),)
        return name, ()

    def day(self, cell: RawCell, address: str) -> tuple[date | None, tuple[Finding, ...]]:
        """The report date: a day that can be, neither to come nor long past."""
        received = self.arrival.received.astimezone(self.plan.zone).date()
        if is_blank(cell):
            return None, (self._missing("report_date", address, expected=self.arrival.night),)
        day = to_date(plain(cell) if isinstance(cell, str) else cell, received)
        if day is None:
            stood = as_text(cell)
            return None, (self._finding("date.unreadable", address, stood, expected=self.arrival.night),)
        if day > received:
            return None, (self._finding("date.future", address, day, expected=received),)
        oldest = self.plan.info.oldest_days
        if day < received - timedelta(days=oldest):
            return None, (self._finding("date.too_old", address, day, expected=received, days=oldest),)
        return day, ()

    def cell(self, key: str) -> tuple[RawCell, str]:
        """What stands beside a label, and its address."""
        return self.labelled.get(key, (None, ""))

    def contradiction(self, rows: int) -> Finding:
        """Nothing to report was chosen, and something is reported."""
        stood, expected = (self.plan.label(_STATEMENTS, code) for code in (ZERO, REPORTED))
        return self._finding("statement.contradicts", self.cell("statement")[1], stood, expected=expected, count=rows)

    def statement_findings(self, head: Head, rows: int, progress: int) -> tuple[Finding, ...]:
        """What was ticked must fit what was filled in."""
        cell, address = self.cell("statement")
        zero, some = (self.plan.label(_STATEMENTS, code) for code in (ZERO, REPORTED))
        if head.statement == ZERO and rows:
            return (self.contradiction(rows),)
        if head.statement == REPORTED and not rows and not progress:
            return (self._finding("statement.nothing", address, some, expected=zero),)
        if not head.statement and not is_blank(cell) and not rows and not progress:
            options = "、".join(self.plan.options(_STATEMENTS))
            return (self._finding("statement.unclear", address, as_text(cell), expected=options),)
        if is_blank(cell) and rows:
            return (self._finding("statement.missing", address, expected=some),)
        return ()

    def _missing(self, key: str, address: str, **values: object) -> Finding:
        label = next(f.label for f in self.plan.fields_of(HEADER) if f.key == key)
        if key in self.in_row:
            return self._finding("cell.required", address, label=label)
        code = {"unit": "unit.missing", "report_date": "date.missing"}[key]
        return self._finding(code, address, label=label, **values)

    def _optional(self, key: str, code: str) -> tuple[str, tuple[Finding, ...]]:
        """A choice of the head that may be blank; an unknown one is a hint."""
        cell, address = self.cell(key)
        text = plain(as_text(cell))
        if not text:
            return "", ()
        dictionary = self._spec(key).dictionary
        value = self.plan.resolve(dictionary, text)
        if value is None:
            options = "、".join(self.plan.options(dictionary))
            return "", (self._finding(code, address, text, expected=options),)
        return value, ()

    def _spec(self, key: str) -> FieldSpec:
        return self.plan.field(HEADER, key)

    def _finding(self, code: str, address: str, stood: object = "", **values: object) -> Finding:
        return finding(code, file="", sheet=self.sheet, cell=address, stood=stood, **values)


def unlike_file_name(name: str, unit: str, plan: Plan) -> tuple[Finding, ...]:
    """A file, or its folder, named after one unit and filled in for another is asked about."""
    path = fold(name)
    named = [u.name for u in plan.units if len(u.name) > 1 and fold(u.name) in path]
    if unit and named and unit not in named:
        return (finding("row.unlike_file_name", stood=max(named, key=len), expected=unit),)
    return ()
