"""Workbooks: from a raw workbook to what its sender said, all findings at once."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from pipeline.findings import Finding, errors, finding, returns_whole
from pipeline.model import META_SHEET, RECEIPT_SHEET, Arrival, Fate, RawSheet, RawWorkbook, TakenIn, Unreadable
from pipeline.plan.model import HEADER, PROGRESS, REPORT, Plan
from pipeline.validation.cells import is_blank
from pipeline.validation.forms import FORM, is_form
from pipeline.validation.header import HeadReader, template_findings, unlike_file_name
from pipeline.validation.headings import Table, find_labelled, find_table, no_headings
from pipeline.validation.known import Known
from pipeline.validation.progresschecks import PROGRESS_CHECKS
from pipeline.validation.reviews import is_review, validate_review
from pipeline.validation.rowchecks import ROW_CHECKS
from pipeline.validation.senders import Sender, submissions
from pipeline.validation.tables import CheckedRow, TableReader, merged_findings

_NO_REPORTS = frozenset({META_SHEET, RECEIPT_SHEET, PROGRESS})
_SHOWN_DETAIL = frozenset({"file.unknown_type"})
"""Of these the reader's detail is for the sender; of others it is a machine's."""


def validate(raw: RawWorkbook | Unreadable, arrival: Arrival, plan: Plan, known: Known) -> TakenIn:
    """What became of one file. Every row in which anything stands is accepted or has an error."""
    if isinstance(raw, Unreadable):
        fate = Fate.QUARANTINED if raw.code == "file.quarantined" else Fate.RETURNED
        found = finding(raw.code, stood=raw.detail if raw.code in _SHOWN_DETAIL else "")
        taken = TakenIn(arrival, fate, (found,))
    elif is_review(raw, arrival):
        taken = _noticed(validate_review(raw, arrival, plan, known), raw)
    else:
        taken = _noticed(_Workbook(raw, arrival, plan, known).read(), raw)
    return replace(taken, findings=tuple(replace(f, file=arrival.name) for f in taken.findings))


def _noticed(taken: TakenIn, raw: RawWorkbook) -> TakenIn:
    """What was in the workbook and was not read, whatever became of the workbook."""
    notices = (
        *((finding("workbook.pictures", stood=raw.pictures),) if raw.pictures else ()),
        *((finding("workbook.macros"),) if raw.macros else ()),
        *((finding("workbook.links", stood=raw.links),) if raw.links else ()),
    )
    return replace(taken, findings=(*notices, *taken.findings))


def report_table(sheet: RawSheet, plan: Plan) -> Table | None:
    """The table of reports in a sheet, in the template or as an online form exports it."""
    return find_table(sheet, plan.fields_of(REPORT), plan.fields_of(HEADER), plan.fields_of(FORM))


@dataclass(frozen=True, slots=True)
class _Part:
    """A sheet's rows, and what was found about the sheet as a whole; an error there keeps all its rows waiting."""

    rows: tuple[CheckedRow, ...] = ()
    findings: tuple[Finding, ...] = ()

    @property
    def good(self) -> tuple[CheckedRow, ...]:
        """The rows that count."""
        return () if errors(self.findings) else tuple(r for r in self.rows if not r.waits)


@dataclass(frozen=True, slots=True)
class _Workbook:
    raw: RawWorkbook
    arrival: Arrival
    plan: Plan
    known: Known

    def read(self) -> TakenIn:
        template = template_findings(self.raw, self.plan, REPORT)
        if returns_whole(template):
            return TakenIn(self.arrival, Fate.RETURNED, template)
        tables = self._report_tables()
        if len(tables) != 1:
            return TakenIn(self.arrival, Fate.RETURNED, (*template, self._no_single_table(tables)))
        sender = self._sender(tables[0])
        if is_form(tables[0]) and "unit" not in tables[0].columns and not sender.head.unit:
            label = self.plan.field(HEADER, "unit").label
            asked = finding("form.unit", sheet=tables[0].sheet.name, label=label)
            return TakenIn(self.arrival, Fate.RETURNED, (*template, asked, *tables[0].findings))
        report = self._part(tables[0], sender)
        progress = self._progress(sender)
        found = (*template, *self._hidden(), *self._head_findings(sender, report, progress))
        contradicted = [f for f in found if f.code == "statement.contradicts"]
        return self._taken(sender, replace(report, findings=(*report.findings, *contradicted)), progress, found)

    def _report_tables(self) -> list[Table]:
        """The sheets that have the headings of the report; of several, those in which something stands."""
        sheets = [s for s in self.raw.sheets if s.name not in _NO_REPORTS and (s.visible or s.name == REPORT)]
        tables = self._tables(sheets)
        if len(tables) > 1:
            filled = self._filled(tables)
            return filled or [next((t for t in tables if t.sheet.name == REPORT), tables[0])]
        return tables

    def _hidden(self) -> tuple[Finding, ...]:
        """Hidden sheets that are filled in like the report: nobody reads them, and nobody would know."""
        sheets = [s for s in self.raw.sheets if not s.visible and s.name not in {*_NO_REPORTS, REPORT}]
        filled = self._filled(self._tables(sheets))
        return tuple(finding("heading.hidden", stood=t.sheet.name, expected=REPORT) for t in filled)

    def _tables(self, sheets: Iterable[RawSheet]) -> list[Table]:
        """The tables that have the headings of the report."""
        return [t for s in sheets if (t := report_table(s, self.plan)) is not None]

    def _filled(self, tables: Iterable[Table]) -> list[Table]:
        """Those in which something stands."""
        return [t for t in tables if self._part(t, self._sender(t)).rows]

    def _no_single_table(self, tables: Sequence[Table]) -> Finding:
        if tables:
            return finding("template.sheets", stood=len(tables), expected=REPORT)
        if not any(not is_blank(c) for s in self.raw.sheets if s.visible for row in s.rows for c in row):
            return finding("file.empty")
        wanted = [f.label for f in self.plan.fields_of(REPORT) if f.required]
        return finding("template.unknown", expected="、".join(wanted))

    def _sender(self, table: Table) -> Sender:
        labelled = find_labelled(table.sheet, self.plan.fields_of(HEADER), table.heading_row)
        reader = HeadReader(table.sheet.name, labelled, self.arrival, self.plan)
        return Sender(table, reader, reader.read())

    def _part(self, table: Table, sender: Sender) -> _Part:
        sheet = REPORT if table is sender.table else PROGRESS
        checks = ROW_CHECKS if sheet == REPORT else PROGRESS_CHECKS
        fields = self.plan.fields_of(sheet)
        rows = TableReader(self.arrival, self.plan, self.known, fields, checks, sender.of).read(table)
        return _Part(rows, (*table.findings, *merged_findings(table, rows, fields)))

    def _progress(self, sender: Sender) -> _Part:
        sheet, fields = self.raw.sheet(PROGRESS), self.plan.fields_of(PROGRESS)
        if sheet is None or not fields:
            return _Part()
        table = find_table(sheet, fields)
        return self._part(table, sender) if table else _Part(findings=no_headings(sheet, fields))

    def _head_findings(self, sender: Sender, report: _Part, progress: _Part) -> tuple[Finding, ...]:
        head, rows, more = sender.head, len(report.rows), len(progress.rows)
        if sender.in_rows:
            return () if rows or more else (finding("file.empty"),)
        said = sender.reader.statement_findings(head, rows, more)
        if not rows and not more and not head.statement and not said and not progress.findings:
            return (finding("file.empty"),)
        unlike = unlike_file_name(self.arrival.name, head.unit, self.plan)
        return (*head.findings, *unlike, *said)

    def _taken(self, sender: Sender, report: _Part, progress: _Part, found: Sequence[Finding]) -> TakenIn:
        every = (*report.rows, *progress.rows)
        about = [f for p in (report, progress) for f in p.findings if f not in found]
        findings = (*found, *about, *(f for r in every for f in r.findings))
        whole = returns_whole(found)
        good = () if whole else (*report.good, *progress.good)
        counted = {r.row.key for r in good}
        held = tuple(r.row for r in every if r.row.key not in counted)
        fate = Fate.RETURNED if whole else Fate.PARTLY if errors(findings) else Fate.ACCEPTED
        sent = () if whole else submissions(self.arrival, sender, report.rows, progress.rows, counted)
        head, counts = sender.head, (len(every), len(good))
        return TakenIn(self.arrival, fate, findings, sent, head.unit, *counts, held, head.day)
