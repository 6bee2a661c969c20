"""Workbooks: from a raw workbook to what its sender said, all findings at once."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipeline.findings import Finding, errors, finding, returns_whole
from pipeline.model import (
    Arrival,
    Fate,
    Kind,
    RawWorkbook,
    Submission,
    TakenIn,
    Unreadable,
)
from pipeline.plan.model import Plan
from pipeline.validation.header import META, Head, HeadReader, template_findings, unlike_file_name
from pipeline.validation.headings import Table, address, find_labelled, find_table
from pipeline.validation.known import Known
from pipeline.validation.progresschecks import PROGRESS_CHECKS
from pipeline.validation.reviews import is_review, validate_review
from pipeline.validation.rowchecks import ROW_CHECKS
from pipeline.validation.tables import Attribution, CheckedRow, TableReader

REPORT, PROGRESS, HEADER = "上报", "续报", "表头"
"""Sheets of the template, as the plan's 字段 names them."""


def validate(raw: RawWorkbook | Unreadable, arrival: Arrival, plan: Plan, known: Known) -> TakenIn:
    """What became of one file. Every row in which anything stands is accepted or has an error."""
    if isinstance(raw, Unreadable):
        fate = Fate.QUARANTINED if raw.code == "file.quarantined" else Fate.RETURNED
        return TakenIn(arrival, fate, _named((finding(raw.code, stood=raw.detail),), arrival))
    if is_review(raw, arrival):
        return _named_taken(validate_review(raw, arrival, plan, known))
    return _named_taken(_Workbook(raw, arrival, plan, known).read())


@dataclass(frozen=True, slots=True)
class _Workbook:
    raw: RawWorkbook
    arrival: Arrival
    plan: Plan
    known: Known

    def read(self) -> TakenIn:
        template = template_findings(self.raw, self.plan, REPORT)
        if returns_whole(template):
            return self._returned(template)
        tables = self._report_tables()
        if len(tables) != 1:
            return self._returned((*template, self._no_single_table(tables)))
        table = tables[0]
        head = self._head(table)
        rows = self._rows(table, head, REPORT)
        progress = self._progress(head)
        found = (*template, *self._head_findings(table, head, rows, progress), *table.findings)
        return self._taken(head, rows, progress, found)

    def _report_tables(self) -> list[Table]:
        """The table of the sheet of that name, else of every visible sheet that has its headings."""
        fields = self.plan.fields_of(REPORT)
        extra = self.plan.fields_of(HEADER)
        own = self.raw.sheet(REPORT)
        sheets = [own] if own else [s for s in self.raw.sheets if s.visible and s.name not in (META, PROGRESS)]
        return [t for s in sheets if (t := find_table(s, fields, extra)) is not None]

    def _no_single_table(self, tables: Sequence[Table]) -> Finding:
        if tables:
            return finding("template.sheets", stood=len(tables), expected=REPORT)
        if not any(cell not in (None, "") for s in self.raw.sheets for row in s.rows for cell in row):
            return finding("file.empty")
        wanted = [f.label for f in self.plan.fields_of(REPORT) if f.required]
        return finding("template.unknown", expected="、".join(wanted))

    def _head(self, table: Table) -> Head:
        labelled = find_labelled(table.sheet, self.plan.fields_of(HEADER), table.heading_row)
        return HeadReader(table.sheet.name, labelled, self.arrival, self.plan).read()

    def _rows(self, table: Table, head: Head, sheet: str) -> tuple[CheckedRow, ...]:
        checks = ROW_CHECKS if sheet == REPORT else PROGRESS_CHECKS
        fields = self.plan.fields_of(sheet)
        own = _rows_attribute(table)
        to = self._own_attribution if own else lambda _table, _index: (self._attribution(head), ())
        return TableReader(self.arrival, self.plan, self.known, fields, checks, to).read(table)

    def _attribution(self, head: Head) -> Attribution:
        return Attribution(head.unit, head.day or self.arrival.night, head.role)

    def _own_attribution(self, table: Table, index: int) -> tuple[Attribution, tuple[Finding, ...]]:
        """An online form's export: each row names its unit and date."""
        raw = table.sheet.rows[index]
        cells = {k: (raw[c] if c < len(raw) else None, address(index, c)) for k, c in table.columns.items()}
        head = HeadReader(table.sheet.name, cells, self.arrival, self.plan).read()
        return self._attribution(head), head.findings

    def _progress(self, head: Head) -> tuple[CheckedRow, ...]:
        sheet = self.raw.sheet(PROGRESS)
        table = find_table(sheet, self.plan.fields_of(PROGRESS)) if sheet else None
        return self._rows(table, head, PROGRESS) if table else ()

    def _head_findings(
        self, table: Table, head: Head, rows: Sequence[CheckedRow], progress: Sequence[CheckedRow]
    ) -> tuple[Finding, ...]:
        pictures = (finding("workbook.pictures", stood=self.raw.pictures),) if self.raw.pictures else ()
        if _rows_attribute(table):
            return pictures
        if not rows and not progress and not head.statement:
            return (finding("file.empty"),)
        named = unlike_file_name(self.arrival.name, head.unit, self.plan)
        return (*head.findings, *named, *self._statement_findings(table, head, len(rows), len(progress)), *pictures)

    def _statement_findings(self, table: Table, head: Head, rows: int, progress: int) -> tuple[Finding, ...]:
        """What was ticked must fit what was filled in."""
        labelled = find_labelled(table.sheet, self.plan.fields_of(HEADER), table.heading_row)
        place = {"sheet": table.sheet.name, "cell": labelled.get("statement", (None, ""))[1]}
        zero, some = self.plan.label("本期情况", "zero"), self.plan.label("本期情况", "reported")
        if head.statement == "zero" and rows:
            return (finding("statement.contradicts", **place, stood=zero, expected=some, count=rows),)
        if head.statement == "reported" and not rows and not progress:
            return (finding("statement.nothing", **place, stood=some, expected=zero),)
        if not head.statement and rows:
            return (finding("statement.missing", **place, expected=some),)
        return ()

    def _returned(self, findings: tuple[Finding, ...]) -> TakenIn:
        return TakenIn(self.arrival, Fate.RETURNED, findings)

    def _taken(
        self, head: Head, rows: Sequence[CheckedRow], progress: Sequence[CheckedRow], found: tuple[Finding, ...]
    ) -> TakenIn:
        every = (*rows, *progress)
        findings = (*found, *(f for r in every for f in r.findings))
        whole, waits_all = returns_whole(found), bool(errors(found))
        good = () if whole or waits_all else tuple(r for r in every if not r.waits and r.to.unit)
        held = tuple(r.row for r in every if r not in good)
        fate = Fate.RETURNED if whole else Fate.PARTLY if errors(findings) or held else Fate.ACCEPTED
        submissions = () if whole else self._submissions(head, good, every)
        return TakenIn(self.arrival, fate, findings, submissions, head.unit, len(every), len(good), held)

    def _submissions(
        self, head: Head, good: Sequence[CheckedRow], every: Sequence[CheckedRow]
    ) -> tuple[Submission, ...]:
        """One per unit, date and role; a head that says zero is one without rows."""
        by_sender: dict[Attribution, list[CheckedRow]] = defaultdict(list)
        if head.unit and head.day:
            by_sender[self._attribution(head)] = []
        for row in every:
            if row.to.unit:
                by_sender[row.to].append(row)
        accepted = set(map(id, good))
        return tuple(
            self._submission(to, [r for r in mine if id(r) in accepted], len(mine), zero=head.statement == "zero")
            for to, mine in by_sender.items()
        )

    def _submission(self, to: Attribution, good: Sequence[CheckedRow], count: int, *, zero: bool) -> Submission:
        sheet = self.raw.sheet(PROGRESS)
        progress = tuple(r.row for r in good if sheet and r.row.sheet == sheet.name)
        rows = tuple(r.row for r in good if r.row not in progress)
        waiting = count - len(good)
        return Submission(
            self.arrival, Kind.REPORT, to.unit, to.day, to.role,
            zero=zero and not rows and not waiting, rows=rows, progress=progress, waiting=waiting,
        )  # fmt: skip


def _rows_attribute(table: Table) -> bool:
    return {"unit", "report_date"} <= table.columns.keys()


def _named(findings: tuple[Finding, ...], arrival: Arrival) -> tuple[Finding, ...]:
    return tuple(replace(f, file=arrival.name) for f in findings)


def _named_taken(taken: TakenIn) -> TakenIn:
    return replace(taken, findings=_named(taken.findings, taken.arrival))
