"""Review workbooks: what named persons decided, signed or typed in from the signed sheet."""

from collections.abc import Iterator
from datetime import date

from pipeline.findings import Finding, errors, finding
from pipeline.model import Arrival, Fate, Kind, RawWorkbook, Row, Submission, TakenIn
from pipeline.plan.model import Plan, fold
from pipeline.validation.header import meta_of
from pipeline.validation.headings import Table, find_table
from pipeline.validation.known import Known
from pipeline.validation.rowchecks import Check, RowCase
from pipeline.validation.tables import Attribution, CheckedRow, TableReader

REVIEW_FOLDER = "审定"
"""Decisions are taken from this folder of the inbox only."""
CLASSES, MERGES, ANSWERS, TRACKING, REFERRALS, ZEROES = (
    "分类审定", "合并审定", "答复审定", "跟踪办结", "转介签收", "零报告登记",
)  # fmt: skip
SHEETS = (CLASSES, MERGES, ANSWERS, TRACKING, REFERRALS, ZEROES)
SIGNATURE = ("decided_by", "decided_how", "decided_on", "entered_by")
PREFILLED = frozenset(
    {"incident", "summary", "proposed", "basis", "proposed_grade", "report_a", "summary_a", "report_b", "summary_b",
     "likeness", "request", "draft", "number"}
)  # fmt: skip
"""Columns that the program fills in: alone they are no decision."""


def is_review(raw: RawWorkbook, arrival: Arrival) -> bool:
    """Whether it lies in the review folder or calls itself a review."""
    return arrival.name.startswith(f"{REVIEW_FOLDER}/") or meta_of(raw).get("template") == Kind.REVIEW


def validate_review(raw: RawWorkbook, arrival: Arrival, plan: Plan, known: Known) -> TakenIn:
    """The decisions of a review workbook; rows in which nothing was decided are left out."""
    found = {name: sheet for name in SHEETS if (sheet := raw.sheet(name)) is not None}
    if not found or not arrival.name.startswith(f"{REVIEW_FOLDER}/"):
        return TakenIn(arrival, Fate.RETURNED, (finding("review.wrong_folder"),))
    rows = [row for name in found for row in _decided(raw, name, arrival, plan, known)]
    findings = tuple(f for r in rows for f in r.findings)
    good = tuple(r.row for r in rows if not r.waits)
    held = tuple(r.row for r in rows if r.waits)
    submissions = (
        Submission(arrival, Kind.REVIEW, "", arrival.night, decisions=tuple(r for r in good if r.sheet != ZEROES)),
        *(s for r in good if r.sheet == ZEROES for s in _zero(r, arrival)),
    )
    fate = Fate.PARTLY if errors(findings) else Fate.ACCEPTED
    return TakenIn(arrival, fate, findings, submissions, "", len(rows), len(good), held)


def _decided(raw: RawWorkbook, name: str, arrival: Arrival, plan: Plan, known: Known) -> Iterator[CheckedRow]:
    """The rows of a sheet in which a person wrote something."""
    sheet = raw.sheet(name)
    fields = plan.fields_of(name)
    table = find_table(sheet, fields) if sheet else None
    if table is None:
        return
    reader = TableReader(arrival, plan, known, fields, _checks(name), lambda _t, _i: (Attribution("", arrival.night), ()))
    for row in reader.read(table):
        if any(row.row.values.get(f.key) for f in fields if _is_decision(table, name, f.key)):
            yield row


def _is_decision(table: Table, sheet: str, key: str) -> bool:
    return key in table.columns and (sheet == ZEROES or key not in PREFILLED)


def _zero(row: Row, arrival: Arrival) -> Iterator[Submission]:
    """A zero report that the clerk noted down from a call."""
    day = row.values.get("date")
    if isinstance(day, date):
        yield Submission(arrival, Kind.REPORT, row.text("unit"), day, zero=True)


def _signed(case: RowCase) -> Iterator[Finding]:
    """An unsigned decision decides nothing."""
    if not case.row.text("decided_by"):
        yield case.finding("review.unsigned", "decided_by")


def _on_roster(case: RowCase) -> Iterator[Finding]:
    """Only persons or roles of the work group decide."""
    who = case.row.text("decided_by")
    allowed = {fold(n) for r in case.plan.roles if r.may_decide for n in (r.name, r.holder, r.deputy) if n}
    if who and fold(who) not in allowed:
        yield case.finding("review.not_on_roster", "decided_by", who)


def _known_number(case: RowCase) -> Iterator[Finding]:
    number = case.row.text("incident")
    if number and number not in case.known.incidents:
        yield case.finding("review.number_unknown", "incident", number)


def _checks(name: str) -> tuple[Check, ...]:
    return () if name == ZEROES else (_signed, _on_roster, _known_number)
