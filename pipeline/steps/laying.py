"""Laying: the files of one night are read, validated, merged, classified and tracked, and committed whole."""

from collections.abc import Sequence
from datetime import date

from pipeline.errors import LedgerError
from pipeline.intake.archive import Archive
from pipeline.intake.journal import Journal
from pipeline.ledger.store import Ledger
from pipeline.model import Arrival, Progress, TakenIn
from pipeline.register.law import Law
from pipeline.register.night import lay
from pipeline.steps.reception import receive
from pipeline.workbooks.reading import Reader


def lay_night(  # noqa: PLR0913, PLR0917 (the doors of a night)
    arrivals: Sequence[Arrival],
    night: date,
    law: Law,
    ledger: Ledger,
    archive: Archive,
    reader: Reader,
    progress: Progress,
    *,
    interim: bool,
) -> tuple[TakenIn, ...]:
    """Read, validate, merge, classify and track one night, and commit it in one transaction."""
    register = ledger.register()
    received = receive(arrivals, register, law, archive, reader, progress)
    laid = lay(register, received, law, night, interim=interim)
    taken = laid.asked(received)
    now = laid.register.interim(law.plan, night) if interim else laid.register.now(law.plan, night)
    ledger.commit_night(register, laid.register, taken, night, law.plan.digest, now=now, interim=interim)
    return taken


def journal_steps(journal: Journal, ledger: Ledger) -> None:
    """Write into the journal what the ledger has committed since; a ledger that lacks what is journalled is refused."""
    steps = journal.steps()
    if not steps:
        journal.append(ledger.steps())
        return
    last = steps[-1]
    known = ledger.steps(after=last.seq - 1)
    if not known or (known[0].seq, known[0].hash) != (last.seq, last.hash):
        raise LedgerError(
            f"台账缺失,或与存档的日志不符(日志已记到第 {last.seq} 条事件);没有处理任何文件。"
            "请运行 sitrep rebuild 由存档重建"
        )
    journal.append(known[1:])
