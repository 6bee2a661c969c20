"""Lines: the journal and the ledger tell the same files and the same steps."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import astuple, fields, replace
from datetime import UTC, datetime

from pipeline.audit.places import of_arrival, of_row, of_step
from pipeline.audit.records import Dump
from pipeline.findings import Finding, finding
from pipeline.intake.journal import Entry
from pipeline.ledger.chain import step_of
from pipeline.ledger.records import Record
from pipeline.model import Arrival, Step, StepKind


def check_lines(entries: Sequence[Entry], dump: Dump, changed: Collection[int]) -> Iterator[Finding]:
    """Every file that has its fate has its line, and every step that was sealed; what a run has yet to do may wait.

    Of seals that were changed themselves, by their place in the chain, nothing more is told.
    """
    yield from _arrivals([e for e in entries if isinstance(e, Arrival)], dump.tables["workbook"])
    lines = [e for e in entries if isinstance(e, Step)]
    if lines:
        sealed = {step.seq: step for seal in dump.seals if (step := _sealed(seal)) is not None}
        for found in _steps(lines, sealed):
            if found[0] not in changed:
                yield found[1]


def _arrivals(arrivals: Sequence[Arrival], workbooks: Sequence[Record]) -> Iterator[Finding]:
    lines = {(a.night.isoformat(), a.name, a.sha256): a for a in arrivals}
    for row in workbooks:
        line = lines.get((row["night"], row["name"], row["sha256"]))
        if line is None:
            yield finding("audit.line_gone", name=of_row("workbook", row))
            continue
        said = {"receipt": _moment(line.received), "plan": line.plan_digest}
        known = {"receipt": row["received"], "plan": row["plan_digest"]}
        for label, stood in said.items():
            if stood != known[label]:
                yield finding(
                    "audit.line_other", name=of_arrival(line), label=label, stood=stood, expected=known[label]
                )


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat()


def _steps(lines: Sequence[Step], sealed: Mapping[int, Step]) -> Iterator[tuple[int, Finding]]:
    """(place in the chain, finding) of each step that the lines and the seals tell otherwise.

    Before a rebuild that came out otherwise the lines tell places of the former ledger: there it counts that the
    steps are the same.
    """
    rebuilt = max((n for n, line in enumerate(lines) if line.kind is StepKind.REBUILT), default=-1)
    first = lines[rebuilt].seq if rebuilt >= 0 else 0
    before = lines[: max(rebuilt, 0)]
    former = {_plain(line) for line in before if line.kind is not StepKind.REBUILT}
    untold = any(line.kind is StepKind.UPGRADED for line in before)  # an older program told no steps
    present = {line.seq: line for line in lines[rebuilt + 1 :]}
    for seq, step in sealed.items():
        if seq in present and present[seq] != step:
            yield seq, _otherwise(present[seq], step)
        elif (seq > first and seq not in present) or (seq <= first and not untold and _plain(step) not in former):
            yield seq, finding("audit.line_gone", name=of_step(step))
    for seq, line in present.items():
        if seq not in sealed:
            yield seq, finding("audit.line_extra", name=of_step(line))
    if rebuilt >= 0 and (first not in sealed or sealed[first].hash != lines[rebuilt].hash):
        yield first, finding("audit.line_extra", name=of_step(lines[rebuilt]))


def _otherwise(line: Step, step: Step) -> Finding:
    label = next(f.name for f in fields(step) if getattr(line, f.name) != getattr(step, f.name))
    stood, expected = getattr(line, label), getattr(step, label)
    return finding("audit.line_other", name=of_step(line), label=label, stood=stood, expected=expected)


def _plain(step: Step) -> tuple[object, ...]:
    """A step without its place and hash."""
    return astuple(replace(step, seq=0, hash=""))


def _sealed(seal: Record) -> Step | None:
    """The step of a seal; None where the seal was changed so that it tells none, which the chain tells."""
    try:
        return step_of(seal)
    except (KeyError, ValueError, TypeError, AttributeError):
        return None
