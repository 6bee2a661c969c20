"""The head of a workbook: which plan's template it is, whose unit, which day, and whether there is anything."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from pipeline.findings import Finding, finding
from pipeline.model import Arrival, CellError, RawCell, RawWorkbook
from pipeline.plan.model import FieldSpec, Plan, fold
from pipeline.validation.cells import as_text, is_blank, nearest
from pipeline.times import to_date

META = "_meta"
Labelled = Mapping[str, tuple[RawCell, str]]


@dataclass(frozen=True, slots=True)
class Head:
    """What the head said; unit or day is empty where it cannot be attributed."""

    unit: str
    day: date | None
    role: str
    statement: str
    """`reported`, `zero`, or "" when nothing was chosen."""
    findings: tuple[Finding, ...]


def meta_of(raw: RawWorkbook) -> Mapping[str, str]:
    """The key-value pairs of the hidden sheet; empty for a table that is not our template."""
    sheet = raw.sheet(META)
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
    """Reads the labelled cells above the table."""

    sheet: str
    labelled: Labelled
    arrival: Arrival
    plan: Plan

    def read(self) -> Head:
        """The head with everything found in it."""
        unit, unit_findings = self.unit(*self._cell("unit"))
        day, day_findings = self.day(*self._cell("report_date"))
        role, role_findings = self._optional("reporter_role", "role.unknown")
        statement, said = self._optional("statement", "statement.unknown")
        code = self.plan.code("本期情况", statement)
        return Head(unit, day, role, code, (*unit_findings, *day_findings, *role_findings, *said))

    def unit(self, cell: RawCell, address: str) -> tuple[str, tuple[Finding, ...]]:
        """The roster's own name of a unit."""
        text = as_text(cell).strip()
        if not text or isinstance(cell, CellError):
            return "", (self._finding("unit.missing", address, label=self._spec("unit").label),)
        name = self.plan.resolve("单位", text)
        if name is None:
            close = nearest(text, self.plan.reporting_units)
            return "", (self._finding("unit.unknown", address, text, nearest=close),)
        return name, ()

    def day(self, cell: RawCell, address: str) -> tuple[date | None, tuple[Finding, ...]]:
        """The report date: a day that can be, neither to come nor long past."""
        received = self.arrival.received.astimezone(self.plan.zone).date()
        label = self._spec("report_date").label
        if is_blank(cell):
            return None, (self._finding("date.missing", address, label=label, expected=self.arrival.night),)
        day = to_date(cell, received.year)
        if day is None:
            return None, (self._finding("date.unreadable", address, as_text(cell), expected=self.arrival.night),)
        if day > received:
            return None, (self._finding("date.future", address, day, expected=received),)
        oldest = self.plan.info.oldest_days
        if day < received - timedelta(days=oldest):
            return None, (self._finding("date.too_old", address, day, expected=received, days=oldest),)
        return day, ()

    def _optional(self, key: str, code: str) -> tuple[str, tuple[Finding, ...]]:
        """A choice of the head that may be blank; an unknown one is a hint."""
        cell, address = self._cell(key)
        text = as_text(cell).strip()
        if not text:
            return "", ()
        dictionary = self._spec(key).dictionary
        value = self.plan.resolve(dictionary, text)
        if value is None:
            options = "、".join(self.plan.options(dictionary))
            return "", (self._finding(code, address, text, expected=options),)
        return value, ()

    def _cell(self, key: str) -> tuple[RawCell, str]:
        return self.labelled.get(key, (None, ""))

    def _spec(self, key: str) -> FieldSpec:
        return self.plan.field("表头", key)

    def _finding(self, code: str, address: str, stood: object = "", **values: object) -> Finding:
        return finding(code, sheet=self.sheet, cell=address, stood=stood, **values)


def unlike_file_name(name: str, unit: str, plan: Plan) -> tuple[Finding, ...]:
    """A file named after one unit and filled in for another is asked about."""
    stem = fold(name.rsplit("/", 1)[-1])
    named = [u.name for u in plan.units if len(u.name) > 1 and fold(u.name) in stem]
    if unit and named and unit not in named:
        return (finding("row.unlike_file_name", stood=max(named, key=len), expected=unit),)
    return ()
