"""Replaying: the steps of the journal done again, in their order and each by its own plan, into an empty ledger."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from pipeline.delivery.issued import IssuedStore
from pipeline.errors import LedgerError
from pipeline.intake.archive import Archive
from pipeline.intake.journal import Entry
from pipeline.ledger.store import Ledger
from pipeline.model import Arrival, Progress, Step, StepKind
from pipeline.plan.text import loads
from pipeline.register.law import Law, make_law
from pipeline.reporting.press import Press
from pipeline.steps.due import due_issues
from pipeline.steps.flashing import flash, flash_due
from pipeline.steps.issuing import Issuer, issue_due
from pipeline.steps.laying import lay_night
from pipeline.steps.returning import Returner
from pipeline.workbooks.reading import Reader


@dataclass(frozen=True, slots=True)
class Replayed:
    """How far the steps came out as the journal tells them."""

    steps: int
    differs: Step | None = None
    """The first step that came out otherwise, with the hash of the journal."""


@dataclass(slots=True)
class Replay:
    """The doors of a replay. Without a press nothing is issued: the rows and what happened to them come out alone."""

    archive: Archive
    ledger: Ledger
    reader: Reader
    store: IssuedStore
    press: Press | None
    laws: dict[str, Law] = field(default_factory=dict)

    def run(self, entries: Sequence[Entry], progress: Progress) -> Replayed:
        """Do every step; what was taken in and not laid yet is left for the next run.

        Steps before a rebuild that came out otherwise tell the hashes of the former ledger, and are not compared.
        """
        waiting: dict[date, list[Arrival]] = {}
        steps = [e for e in entries if isinstance(e, Step) and e.kind is not StepKind.REBUILT]
        done, differs = 0, None
        for entry in entries:
            if isinstance(entry, Arrival):
                waiting.setdefault(entry.night, []).append(entry)
            elif entry.kind is StepKind.REBUILT:
                differs = self._differs(entry)
            else:
                self._do(entry, waiting, progress)
                done += 1
                differs = differs or self._differs(entry)
                progress("重建", done, len(steps))
        if not steps:
            self._before_steps(waiting, progress)
        return Replayed(done, differs)

    def _do(self, step: Step, waiting: dict[date, list[Arrival]], progress: Progress) -> None:
        if step.kind is StepKind.UPGRADED:
            self._before_steps(waiting, progress)
        elif step.kind in (StepKind.NIGHT, StepKind.INTERIM):
            mine = waiting.get(step.night, [])
            waiting[step.night] = mine[step.laid :]
            self._lay(mine[: step.laid], step.night, step.plan_digest, interim=step.kind is StepKind.INTERIM)
        elif self.press is not None and step.kind is StepKind.FLASH:
            law = self._law(step.plan_digest)
            if due := flash_due(self.ledger, law, step.night):
                flash(due, self.ledger, law, self.store, self.press)
        elif self.press is not None and step.day is not None:
            self._issue(step, step.day)

    def _before_steps(self, waiting: dict[date, list[Arrival]], progress: Progress) -> None:
        """What a program laid that kept no steps: a night for each day with files, by the plan of its last file."""
        for night in sorted(waiting):
            plan = waiting[night][-1].plan_digest
            self._lay(waiting.pop(night), night, plan, interim=False)
            if self.press is not None:
                issue_due(self._issuer(plan, self.press), night, progress)

    def _lay(self, arrivals: Sequence[Arrival], night: date, plan: str, *, interim: bool) -> None:
        lay_night(arrivals, night, self._law(plan), self.ledger, self.archive, self.reader, _silent, interim=interim)

    def _issue(self, step: Step, day: date) -> None:
        assert self.press is not None  # noqa: S101 (asked by the caller)
        issuer, register = self._issuer(step.plan_digest, self.press), self.ledger.register()
        if step.kind is StepKind.RETURN:
            issuer.send_back(day, register)
            return
        dues = due_issues(self.ledger, register.as_of(step.night, step.night))
        for due in dues:
            if (due.day, due.correction) == (day, step.correction):
                issuer.issue(due, register, step.night)

    def _issuer(self, plan: str, press: Press) -> Issuer:
        law = self._law(plan)
        return Issuer(self.ledger, law, self.store, press, Returner(self.archive, self.reader, law.plan))

    def _law(self, plan_digest: str) -> Law:
        if plan_digest not in self.laws:
            self.laws[plan_digest] = kept_law(self.archive, plan_digest)
        return self.laws[plan_digest]

    def _differs(self, step: Step) -> Step | None:
        """The step, if the ledger's last seal is not the one it tells."""
        last = [(sealed.seq, sealed.hash) for sealed in self.ledger.steps(after=step.seq - 1)]
        return None if last == [(step.seq, step.hash)] else step


def kept_law(archive: Archive, plan_digest: str) -> Law:
    """The law of a plan that the archive keeps."""
    try:
        law, _ = make_law(loads(archive.plan(plan_digest)))
    except (FileNotFoundError, ValueError) as fault:
        raise LedgerError(f"存档里的方案 {plan_digest[:12]} 缺失或损坏,请从备份恢复 ledger/archive/plans") from fault
    if law is None:
        raise LedgerError(f"存档里的方案 {plan_digest[:12]} 本程序已不能使用,请用当时的程序版本重建")
    return law


def _silent(_step: str, _done: int, _of: int) -> None:
    """The bar shows steps, not files."""
