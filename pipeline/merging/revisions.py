"""Revisions: what a later workbook of one unit says about what it said before."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from pipeline.findings import Finding, finding
from pipeline.merging.wording import wording
from pipeline.model import Past, Report, ReportStatus, Row, Submission
from pipeline.plan.model import Plan, fold

_ALIKE, _VERY_ALIKE = 0.5, 0.8
"""Wording above which the same serial, or any serial, is taken for the same row said anew."""
_SAME_SERIAL = 0.3
"""What the same serial adds to the wording when several rows may be the one."""
STANDING = frozenset({ReportStatus.COUNTED, ReportStatus.TALLIED, ReportStatus.REFERRED, ReportStatus.RESTRICTED})


@dataclass(frozen=True, slots=True)
class Revised:
    """What a submission did to the reports of its unit, and what its sender is asked about it."""

    reports: Mapping[str, Report]
    """The reports that are new or changed, by key."""
    added: tuple[str, ...]
    """Keys of the reports that this submission added and that stand."""
    findings: tuple[Finding, ...]
    in_doubt: bool
    """Whether its date was likely left standing from an earlier day."""


def apply_submission(
    mine: Iterable[Report],
    sub: Submission,
    routes: Mapping[str, ReportStatus],
    plan: Plan,
    *,
    zero_before: bool = False,
) -> Revised:
    """Lay one submission over what its unit said before; `routes` says where each of its rows belongs.

    `zero_before`: on an earlier night the unit said that there was nothing to report for this date.
    """
    laying = _Laying(sub, routes, plan, {r.key: r for r in mine}, zero_before)
    return laying.lay()


def changed(report: Report, by: Report, **now: object) -> Report:
    """The report as another row leaves it, with how it stood before."""
    past = Past(by.night, report.status, report.incident, report.day, by.key)
    return replace(report, past=(*report.past, past), **now)  # type: ignore[arg-type]  # fields by name


@dataclass(slots=True)
class _Laying:
    sub: Submission
    routes: Mapping[str, ReportStatus]
    plan: Plan
    mine: dict[str, Report]
    """Every report of the unit, as it stands while the rows are laid."""
    zero_before: bool
    done: dict[str, Report] = field(default_factory=dict)
    fresh: list[Report] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    def lay(self) -> Revised:
        told = [r for r in self.sub.rows if not self._told_before(r)]
        withdrawals = [r for r in told if self._code("记录类型", r, "record_type") == "withdraw"]
        rows = [r for r in told if r not in withdrawals]
        known = list(self.mine.values())
        before = [r for r in known if r.status in STANDING and self._may_be_revised(r)]
        paired = _paired(rows, before)
        for row in rows:
            old = paired.get(row.key)
            new = self._report(row, self.routes.get(row.key, ReportStatus.COUNTED))
            self._put(self._said_anew(old, new) if old else self._new(new, known))
        in_doubt = not paired and self._date_in_doubt(known)
        for report in self.fresh:
            self._put(self._dated(report, in_doubt=in_doubt))
        for row in withdrawals:
            self._withdraw(row)
        left_out = [r for r in before if r not in paired.values()]
        self._ask(left_out, shares=bool(paired), in_doubt=in_doubt)
        added = tuple(k for k, r in self.done.items() if r.status in STANDING and r.row.sha256 == self._sha)
        return Revised(self.done, added, tuple(self.findings), in_doubt)

    @property
    def _sha(self) -> str:
        return self.sub.arrival.sha256

    def _put(self, report: Report) -> None:
        self.mine[report.key] = self.done[report.key] = report

    def _code(self, dictionary: str, row: Row, key: str) -> str:
        return self.plan.code(dictionary, row.values.get(key))

    def _report(self, row: Row, status: ReportStatus) -> Report:
        sub = self.sub
        return Report(
            row, sub.unit, sub.role, sub.report_date, sub.received, sub.arrival.night, sub.report_date, status
        )

    def _told_before(self, row: Row) -> bool:
        """An answer to a form that an earlier export had is laid as repeated, whatever became of it since."""
        old = next((r for r in self.mine.values() if self._is_same_answer(r, row)), None)
        if old is None or (old.date_in_doubt and self._is_confirmed(row)):
            return False
        new = self._report(row, ReportStatus.REPEATED)
        self._put(replace(new, incident=old.incident, revises=old.key, day=old.day, date_in_doubt=old.date_in_doubt))
        return True

    def _is_same_answer(self, old: Report, row: Row) -> bool:
        sub = self.sub
        one = (old.received, old.report_date, old.role) == (sub.submitted, sub.report_date, sub.role)
        return one and _says_the_same(old.row, row)

    def _may_be_revised(self, old: Report) -> bool:
        """Of the same date and role, or in doubt about it; a danger seen in a row that waited has no role yet."""
        if old.status is ReportStatus.REFERRED and not old.role:
            return True
        day = self.sub.report_date
        return old.role == self.sub.role and (old.report_date == day or (old.date_in_doubt and old.day == day))

    def _said_anew(self, old: Report, new: Report) -> Report:
        """The row that takes the place of an old one; said the same, or received before it, it changes nothing."""
        settled = self._confirmed(new) or old.report_date != new.report_date
        doubt = old.date_in_doubt and not settled
        day = new.report_date if old.date_in_doubt and settled else old.day
        new = replace(_in_its_lane(old, new), revises=old.key, day=day, date_in_doubt=doubt)
        new = new if new.incident else replace(new, incident=self._left_before(new))
        if _says_the_same(old.row, new.row) and doubt == old.date_in_doubt:
            return replace(new, status=ReportStatus.REPEATED, incident=old.incident)
        if self._came_before(new, old):
            self._find("row.older_copy", new.row, "")
            return replace(new, status=ReportStatus.REVISED, incident=old.incident, revises="")
        if self._was_said(new.row):
            self._find("row.older_words", new.row, "")
        self._put(changed(old, new, status=ReportStatus.REVISED))
        return new

    def _came_before(self, new: Report, old: Report) -> bool:
        """By receipt, ties by sha256; an answer edited in its form keeps its time, and the later export has it."""
        if self.sub.submitted:
            return new.received < old.received
        return (new.received, new.row.sha256) < (old.received, old.row.sha256)

    def _was_said(self, row: Row) -> bool:
        """Whether these are words that the sender had corrected before."""
        before = (r for r in self.mine.values() if r.status is ReportStatus.REVISED and r.role == self.sub.role)
        return any(_says_the_same(r.row, row) for r in before)

    def _left_before(self, new: Report) -> str:
        """The incident of an earlier version in the lane that a row comes back to, "" if it never was in it."""
        if new.status not in (ReportStatus.COUNTED, ReportStatus.RESTRICTED):
            return ""
        older = self.mine.get(new.revises)
        while older is not None and not (older.incident and older.was(new.status)):
            older = self.mine.get(older.revises)
        return older.incident if older else ""

    def _new(self, new: Report, known: Sequence[Report]) -> Report:
        """A row that was not there before; the same words of an earlier date are not counted again."""
        if (earlier := self._earlier(new, known)) is not None:
            self._find("row.repeat_of_earlier", new.row, earlier.report_date)
            return replace(new, status=ReportStatus.REPEATED, incident=earlier.incident, revises=earlier.key)
        self.fresh.append(new)
        return new

    def _earlier(self, new: Report, known: Iterable[Report]) -> Report | None:
        text, window = fold(new.row.text("summary")), self.plan.info.window_days
        return next(
            (
                r
                for r in known
                if r.status in STANDING
                and 0 < (new.report_date - r.report_date).days <= window
                and fold(r.row.text("summary")) == text
            ),
            None,
        )

    def _date_in_doubt(self, known: Iterable[Report]) -> bool:
        """Whether it adds rows to a past date for which the same sender had already reported others."""
        sub = self.sub
        if not self.fresh or sub.report_date >= sub.arrival.night or sub.confirmed_date:
            return False
        return self.zero_before or any(r.report_date == sub.report_date and r.role == sub.role for r in known)

    def _dated(self, report: Report, *, in_doubt: bool) -> Report:
        """Tonight's while its date is in doubt, unless the sender confirmed the row as it is."""
        if in_doubt and not self._confirmed(report):
            return replace(report, day=report.night, date_in_doubt=True)
        return report

    def _confirmed(self, report: Report) -> bool:
        return self._is_confirmed(report.row)

    def _is_confirmed(self, row: Row) -> bool:
        return self.sub.confirmed_date or self._code("是否", row, "confirmed") == "yes"

    def _withdraw(self, row: Row) -> None:
        by = self._report(row, ReportStatus.WITHDRAWN)
        targets = self._targets(row)
        for target in targets:
            self._put(changed(target, by, status=ReportStatus.WITHDRAWN))
        if not targets:
            self._find("row.withdraw_no_such", row, row.text("related"))
        self._put(by)

    def _targets(self, row: Row) -> list[Report]:
        """The sender's own reports that a withdrawal names: by incident, or by serial on the latest date that has it.

        What tells of a danger to a person is not the sender's to withdraw.
        """
        named = row.text("related")
        own = [
            r
            for r in self.mine.values()
            if r.status in STANDING - {ReportStatus.REFERRED}
            and r.role == self.sub.role
            and r.report_date <= self.sub.report_date
        ]
        of_incident = [r for r in own if named and r.incident == named]
        of_serial = [r for r in own if named and r.row.text("serial") == named]
        last = max((r.report_date for r in of_serial), default=date.min)
        return of_incident or [r for r in of_serial if r.report_date == last]

    def _ask(self, left_out: Iterable[Report], *, shares: bool, in_doubt: bool) -> None:
        """What the sender is asked: the date alone if that is in doubt, else serials used anew and rows left out."""
        file = self.sub.arrival.name
        if in_doubt:
            self.findings.append(finding("row.date_in_doubt", file=file, stood=self.sub.report_date))
            return
        left = [r for r in left_out if self.mine[r.key].status in STANDING - {ReportStatus.REFERRED}]
        for new in self.fresh:
            serial = new.row.text("serial")
            if serial and any(r.row.text("serial") == serial for r in left):
                self._find("row.same_serial_other_text", new.row, serial)
        if (shares or self.sub.zero) and self.sub.submitted is None:  # an answer is no list of all there is
            stood = (r.row.text("serial") or r.row.number for r in left)
            self.findings += [finding("row.missing_from_later", file=file, stood=s) for s in stood]

    def _find(self, code: str, row: Row, stood: object) -> None:
        cell = row.cells.get("summary", "")
        self.findings.append(finding(code, file=row.file, sheet=row.sheet, cell=cell, stood=stood))


def _in_its_lane(old: Report, new: Report) -> Report:
    """A row said anew keeps its incident, and is described on, as long as it stays in its lane.

    What was once referred as a danger to a person goes the way a person sent it, whatever it says now.
    """
    if old.was(ReportStatus.REFERRED):
        return replace(new, status=old.status, incident=old.incident)
    status = old.status if new.status is ReportStatus.TALLIED else new.status
    same = (old.status is ReportStatus.RESTRICTED) is (status is ReportStatus.RESTRICTED)
    if old.incident and same and status is not ReportStatus.REFERRED:
        return replace(new, status=status, incident=old.incident)
    return new


def _paired(rows: Iterable[Row], before: Sequence[Report]) -> dict[str, Report]:
    """Row key → the earlier row that it says anew, each at most once, the likest first.

    The same serial with alike words, or very alike words under any serial.
    """
    scored = []
    for row in rows:
        text, serial = fold(row.text("summary")), row.text("serial")
        for old in before:
            same = serial != "" and old.row.text("serial") == serial
            score = wording(fold(old.row.text("summary")), text)
            if score >= (_ALIKE if same else _VERY_ALIKE):
                scored.append((score + _SAME_SERIAL * same, old, row))
    scored.sort(key=lambda s: (-s[0], s[1].order, s[2].sheet, s[2].number))
    paired: dict[str, Report] = {}
    taken: set[str] = set()
    for _, old, row in scored:
        if row.key not in paired and old.key not in taken:
            paired[row.key] = old
            taken.add(old.key)
    return paired


def _says_the_same(old: Row, new: Row) -> bool:
    """Whether two rows differ at most in their serial and in what was confirmed."""
    return _said(old) == _said(new)


def _said(row: Row) -> dict[str, object]:
    return {k: v for k, v in row.values.items() if k not in ("serial", "confirmed")}
