"""Revisions: what a later workbook of one unit says about what it said before."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from pipeline.findings import Finding, finding
from pipeline.merging.likeness import wording
from pipeline.model import Report, ReportStatus, Row, Submission
from pipeline.plan.model import Plan, fold

_ALIKE, _VERY_ALIKE = 0.5, 0.8
"""Wording above which the same serial, or any serial, is taken for the same row said anew."""
STANDING = frozenset(
    {ReportStatus.COUNTED, ReportStatus.TALLIED, ReportStatus.REFERRED, ReportStatus.RESTRICTED}
)


@dataclass(frozen=True, slots=True)
class Revised:
    """All reports after a submission, and what its sender is asked about it."""

    reports: Mapping[str, Report]
    added: tuple[str, ...]
    """Keys of the reports that this submission added and that stand."""
    findings: tuple[Finding, ...]


def apply_submission(
    reports: Mapping[str, Report], sub: Submission, routes: Mapping[str, ReportStatus], plan: Plan
) -> Revised:
    """Lay one submission over what is known; `routes` says where each of its rows belongs."""
    night = sub.arrival.night
    mine = [r for r in reports.values() if r.unit == sub.unit and r.status in STANDING]
    before = [r for r in mine if r.report_date == sub.report_date and r.role == sub.role]
    result, findings, added = dict(reports), [], []
    matched: set[str] = set()
    fresh: list[Report] = []
    for row in sub.rows:
        if plan.code("记录类型", row.values.get("record_type")) == "withdraw":
            for target in _targets(row, mine):
                result[target.key] = _changed(target, ReportStatus.WITHDRAWN, night)
            result[row.key] = _report(sub, row, ReportStatus.WITHDRAWN)
            continue
        new = _report(sub, row, routes.get(row.key, ReportStatus.COUNTED))
        old = _same_row(row, [r for r in before if r.key not in matched])
        if old is not None:
            matched.add(old.key)
            new = replace(new, revises=old.key, incident=old.incident, day=old.day, date_in_doubt=old.date_in_doubt)
            if _says_the_same(old.row, row):
                result[row.key] = replace(new, status=ReportStatus.REPEATED)
                continue
            result[old.key] = _changed(old, ReportStatus.REVISED, night)
        elif (earlier := _repeats(row, mine, sub.report_date)) is not None:
            result[row.key] = replace(new, status=ReportStatus.REPEATED, incident=earlier.incident)
            findings.append(_about(row, "row.repeat_of_earlier", earlier.report_date))
            continue
        elif any(r.row.text("serial") == row.text("serial") != "" for r in before):
            findings.append(_about(row, "row.same_serial_other_text", row.text("serial")))
        fresh.append(new)
    doubtful = bool(before) and not matched and bool(fresh) and sub.report_date < night
    for new in fresh:
        result[new.key] = replace(new, day=night, date_in_doubt=True) if doubtful and not new.revises else new
        added.append(new.key)
    findings += _about_missing(sub, before, matched, doubtful=doubtful)
    return Revised(result, tuple(added), tuple(findings))


def _report(sub: Submission, row: Row, status: ReportStatus) -> Report:
    arrival = sub.arrival
    return Report(row, sub.unit, sub.role, sub.report_date, arrival.received, arrival.night, sub.report_date, status)


def _changed(report: Report, status: ReportStatus, night: date) -> Report:
    return replace(report, status=status, changed=night)


def _targets(row: Row, mine: Sequence[Report]) -> list[Report]:
    """The unit's own reports that a withdrawal names, by serial (of its date first) or incident number."""
    named = row.text("related")
    return [r for r in mine if named in (r.incident, r.row.text("serial")) and named]


def _same_row(row: Row, before: Iterable[Report]) -> Report | None:
    """The earlier row that this one says anew: same serial and alike text, else very alike text."""
    scored = [(wording(fold(r.row.text("summary")), fold(row.text("summary"))), r) for r in before]
    serial = row.text("serial")
    same = [r for score, r in scored if serial and r.row.text("serial") == serial and score >= _ALIKE]
    alike = sorted(((score, r.key, r) for score, r in scored if score >= _VERY_ALIKE), reverse=True)
    return same[0] if same else alike[0][2] if alike else None


def _says_the_same(old: Row, new: Row) -> bool:
    return {k: v for k, v in old.values.items() if k != "serial"} == {
        k: v for k, v in new.values.items() if k != "serial"
    }


def _repeats(row: Row, mine: Iterable[Report], day: date) -> Report | None:
    """The same unit and text under another, earlier date."""
    text = fold(row.text("summary"))
    return next((r for r in mine if r.report_date < day and fold(r.row.text("summary")) == text), None)


def _about(row: Row, code: str, stood: object) -> Finding:
    cell = row.cells.get("summary", "")
    return finding(code, file=row.file, sheet=row.sheet, cell=cell, stood=stood)


def _about_missing(sub: Submission, before: Sequence[Report], matched: set[str], *, doubtful: bool) -> list[Finding]:
    """Rows of the earlier workbook that this one leaves out stand, and the sender is told."""
    file = sub.arrival.name
    if doubtful:
        return [finding("row.date_in_doubt", file=file, stood=sub.report_date)]
    if not matched:
        return []
    left_out = [r for r in before if r.key not in matched]
    return [finding("row.missing_from_later", file=file, stood=r.row.text("serial") or r.row.number) for r in left_out]
