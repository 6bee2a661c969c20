"""Referring: what tells of a danger to a person leaves the pipeline under a number of its own, and may come back."""

from collections.abc import Iterable, Iterator
from datetime import date

from pipeline.classification.assessment import route, route_given_back
from pipeline.merging.revisions import changed
from pipeline.merging.wording import wording
from pipeline.model import Event, EventKind, Kind, Report, ReportStatus, Row, TakenIn
from pipeline.numbering import last_numbers
from pipeline.plan.model import fold
from pipeline.register.law import Law

_HANDLING = "转介处理"
_ALIKE = 0.8
"""Wording from which a row is the one that was referred before."""


def dangers(taken: TakenIn, law: Law) -> Iterator[Report]:
    """Rows that wait for a correction, and progress rows, that tell of a danger to a person: that does not wait."""
    if any(sub.kind is Kind.REVIEW for sub in taken.submissions):
        return
    of = {row.key: sub for sub in taken.submissions for row in sub.held}
    told = [(row, of.get(row.key)) for row in taken.held]
    told += [(row, sub) for sub in taken.submissions for row in sub.progress]
    night, refer = taken.arrival.night, ReportStatus.REFERRED
    for said, by in told:
        row = _as_reported(said)
        if row.text("summary") and route(law.rules, law.plan, row)[0] is refer:
            unit, received = (by.unit, by.received) if by else (taken.sender, taken.arrival.received)
            yield Report(row, unit, "", night, received, night, night, refer)


def referred_before(report: Report, reports: Iterable[Report]) -> bool:
    """Whether its unit's reports hold a referral in the same words."""
    text = fold(report.row.text("summary"))
    return any(r.was(ReportStatus.REFERRED) and wording(fold(r.row.text("summary")), text) >= _ALIKE for r in reports)


def given_back(reports: Iterable[Report], decisions: Iterable[Report], law: Law, night: date) -> Iterator[Report]:
    """Referrals that the contact gave back to the normal process: they go on from their own receipt, tonight."""
    by_number = {r.incident: r for r in reports if r.status is ReportStatus.REFERRED}
    for decision in decisions:
        row = decision.row
        referral = by_number.get(row.text("number"))
        handling = law.plan.code(_HANDLING, row.values.get("handling"))
        if referral is not None and row.text("signed_by") and handling == "returned":
            status = route_given_back(law.rules, law.plan, referral.row)
            yield changed(referral, decision, status=status, incident="", day=night)


def numbers_given(events: Iterable[Event], kind: EventKind) -> dict[int, int]:
    """Year → the last running number that such events gave in it."""
    return last_numbers(e.incident for e in events if e.kind is kind)


def _as_reported(row: Row) -> Row:
    """A progress row as the rules read a report: its content is what is said."""
    if "content" not in row.values:
        return row
    values = {**row.values, "summary": row.values["content"]}
    cells = {**row.cells, "summary": row.cells.get("content", "")}
    return Row(row.sha256, row.file, row.sheet, row.number, values, cells)
