"""Review workbooks: what named persons decided, signed or typed in from the signed sheet."""

from collections.abc import Iterator, Sequence
from datetime import date

from pipeline.findings import Finding, errors, finding, returns_whole
from pipeline.model import Arrival, Fate, Kind, RawWorkbook, Submission, TakenIn
from pipeline.numbering import part_of
from pipeline.plan.model import REPORT, Plan
from pipeline.validation.answerchecks import two_answers_in
from pipeline.validation.header import meta_of, template_findings
from pipeline.validation.headings import find_table, no_headings
from pipeline.validation.known import Known
from pipeline.validation.reviewchecks import ANSWERS, REVIEW_CHECKS, SHEETS, ZEROES
from pipeline.validation.tables import Attribution, CheckedRow, Sent, TableReader, merged_findings

REVIEW_FOLDER = "审定"
"""Decisions are taken from this folder of the inbox only."""
PREFILLED = frozenset(
    {"incident", "summary", "basis", "report_a", "summary_a", "report_b", "summary_b",
     "likeness", "request", "draft", "number"}
)  # fmt: skip
"""Columns that the program fills in: alone they are no decision."""


def is_review(raw: RawWorkbook, arrival: Arrival) -> bool:
    """Whether it lies in the review folder, calls itself a review, or has the sheets of one."""
    if _in_folder(arrival) or meta_of(raw).get("template") == Kind.REVIEW:
        return True
    return raw.sheet(REPORT) is None and any(raw.sheet(name) for name in SHEETS)


def validate_review(raw: RawWorkbook, arrival: Arrival, plan: Plan, known: Known) -> TakenIn:
    """The decisions of a review workbook; rows in which nothing was decided are left out."""
    template = template_findings(raw, plan, "")
    apart = plan.texts["restricted.folder"] if _is_apart(raw, plan, known) else ""
    if returns_whole(template):
        return TakenIn(arrival, Fate.RETURNED, template, sender=apart)
    if not _in_folder(arrival) or not any(raw.sheet(name) for name in SHEETS):
        return TakenIn(arrival, Fate.RETURNED, (finding("review.wrong_folder"),), sender=apart)
    rows: list[tuple[str, CheckedRow]] = []
    good: list[tuple[str, CheckedRow]] = []
    findings = [*template]
    for name in SHEETS:
        about, found = _sheet(raw, name, arrival, plan, known)
        findings += [*about, *(f for row in found for f in row.findings)]
        rows += [(name, row) for row in found]
        good += [] if errors(about) else [(name, row) for row in found if not row.waits]
    counted = {row.row.key for _, row in good}
    held = tuple(row.row for _, row in rows if row.row.key not in counted)
    fate = Fate.PARTLY if errors(findings) else Fate.ACCEPTED
    return TakenIn(arrival, fate, tuple(findings), _submissions(arrival, good), apart, len(rows), len(good), held)


def _sheet(
    raw: RawWorkbook, name: str, arrival: Arrival, plan: Plan, known: Known
) -> tuple[tuple[Finding, ...], Sequence[CheckedRow]]:
    """What was found about a sheet as a whole, and the rows in which a person wrote something."""
    sheet, fields = raw.sheet(name), plan.fields_of(name)
    if sheet is None or not fields:
        return (), ()
    table = find_table(sheet, fields)
    if table is None:
        return no_headings(sheet, fields), ()
    sent = Sent(Attribution("", arrival.night))
    proposals = {f.key for f in fields if f.is_proposal}
    ignored = frozenset() if name == ZEROES else PREFILLED | proposals
    reader = TableReader(arrival, plan, known, fields, REVIEW_CHECKS[name], lambda _t, _i: sent, ignored)
    rows = reader.read(table)
    if name == ANSWERS:
        rows = two_answers_in(rows, plan)
    return (*table.findings, *merged_findings(table, rows, fields)), rows


def _submissions(arrival: Arrival, good: Sequence[tuple[str, CheckedRow]]) -> tuple[Submission, ...]:
    decisions = tuple(row.row for name, row in good if name != ZEROES)
    zeroes = dict.fromkeys(zero for name, row in good if name == ZEROES for zero in _zeroes(row))
    return (
        Submission(arrival, Kind.REVIEW, "", arrival.night, decisions=decisions),
        *(Submission(arrival, Kind.REPORT, unit, day, zero=True) for unit, day in zeroes),
    )


def _zeroes(row: CheckedRow) -> Iterator[tuple[str, date]]:
    """Unit and day of each zero report that the clerk noted down; a row may name several units."""
    day = row.row.values.get("date")
    if isinstance(day, date):
        yield from ((unit, day) for unit in row.row.text("unit").split("、"))


def _is_apart(raw: RawWorkbook, plan: Plan, known: Known) -> bool:
    """Whether it speaks of the restricted lane anywhere: its marked copy then goes where that lane's papers go."""
    if meta_of(raw).get("lane"):
        return True
    numbers = {number for number, incident in known.incidents.items() if incident.restricted}
    cells = (c for name in SHEETS if (s := raw.sheet(name)) and plan.fields_of(name) for row in s.rows for c in row)
    return any(isinstance(c, str) and part_of(c.strip())[0] in numbers for c in cells) if numbers else False


def _in_folder(arrival: Arrival) -> bool:
    return arrival.name.startswith(f"{REVIEW_FOLDER}/")
