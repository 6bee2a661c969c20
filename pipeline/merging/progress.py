"""Progress said anew: a workbook sent again brings its progress rows again, as they were or corrected."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

from pipeline.merging.revisions import changed
from pipeline.merging.wording import wording
from pipeline.model import Report, ReportStatus
from pipeline.plan.model import fold

_ALIKE = 0.5
"""Wording from which a row of the same moment and kind is the earlier one, corrected."""
_Moment = tuple[str, str, object, object]


def lay_progress(known: Iterable[Report], new: Iterable[Report]) -> dict[str, Report]:
    """The progress rows that are new or changed, by key.

    The same words of one unit about one incident, moment and kind are repeated; alike ones take their place.
    """
    standing: dict[_Moment, list[Report]] = defaultdict(list)
    for report in known:
        if report.status is ReportStatus.COUNTED:
            standing[_moment(report)].append(report)
    done: dict[str, Report] = {}
    for report in new:
        mine = standing[_moment(report)]
        old = next((r for r in mine if r.row.sha256 != report.row.sha256 and _alike(r, report)), None)
        if old is not None and old.row.values == report.row.values:
            done[report.key] = replace(report, status=ReportStatus.REPEATED, revises=old.key)
            continue
        if old is not None:
            done[old.key] = changed(old, report, status=ReportStatus.REVISED)
            mine.remove(old)
        done[report.key] = replace(report, revises=old.key if old else "")
        mine.append(done[report.key])
    return done


def _moment(report: Report) -> _Moment:
    values = report.row.values
    return report.unit, report.incident, values.get("at"), values.get("type")


def _alike(a: Report, b: Report) -> bool:
    return wording(fold(a.row.text("content")), fold(b.row.text("content"))) >= _ALIKE
