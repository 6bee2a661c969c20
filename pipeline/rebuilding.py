"""Rebuilding: ledger and outbox made anew from the archive beside what is there, compared, and put in its place."""

import shutil
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from pipeline.audit.places import code_of, of_step, of_table
from pipeline.delivery.issued import IssuedStore
from pipeline.errors import ExitCode, LedgerError, UsageError
from pipeline.findings import Finding, finding
from pipeline.intake.archive import Archive, digest
from pipeline.intake.journal import Entry
from pipeline.ledger.comparing import Difference, differences
from pipeline.ledger.issues import Filed, Made
from pipeline.ledger.replacing import replace_ledger, stands
from pipeline.ledger.schema import metadata
from pipeline.ledger.store import Ledger
from pipeline.model import Progress, Step, StepKind
from pipeline.reporting.press import Press
from pipeline.site import Site
from pipeline.steps.due import put_issues_out, standing
from pipeline.steps.replaying import Replay, Replayed
from pipeline.workbooks.reading import Reader

_NOTHING = "存档(ledger/archive)里没有日志,没有可以重建的"


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """What a rebuild did, and in what the rebuilt differs from what was there."""

    steps: int
    issues: int
    findings: tuple[Finding, ...]
    replaced: bool
    kept: str
    """The folder below ledger/kept/, or the schema of the database, that has the former ledger; "" if there is none."""
    written: tuple[Path, ...]

    @property
    def code(self) -> ExitCode:
        """How a mere comparison ends: 5 where the ledgers differ, 6 where only the outbox does."""
        return code_of(self.findings)


def rebuild(site: Site, progress: Progress, *, check: bool = False, press: Press | None = None) -> Rebuilt:
    """Make the ledger and the issues anew from the archive and its journal, by the plans that it keeps.

    A ledger that is equal stays; one that differs, or cannot be read, is kept aside. A check changes nothing.
    """
    archive = Archive(site.require().archive)
    if not archive.root.is_dir():
        raise UsageError(_NOTHING)
    with site.locked(), ExitStack() as doors:
        entries = _entries(archive, site.database, check=check)
        scratch = site.ledger / ".rebuild"
        shutil.rmtree(scratch, ignore_errors=True)  # of a run that was killed
        doors.callback(shutil.rmtree, scratch, ignore_errors=True)
        scratch.mkdir(parents=True)
        if not check:
            site.inbox.mkdir(exist_ok=True)  # a site made anew from its archive goes on
        fresh, store = scratch / "ledger.sqlite", IssuedStore(scratch / "issued")
        with Ledger(f"sqlite:///{fresh}") as ledger, Reader() as reader:
            press = press or doors.enter_context(Press())
            replayed = Replay(archive, ledger, reader, store, press).run(entries, progress)
            issues, made = ledger.issues(), ledger.made()
            unlike = tuple(_against_lived(site.database, ledger, looking=check))
            files = standing(made)
        found = (*_steps(replayed), *unlike, *_against_outbox(site.outbox, files))
        if check:
            return Rebuilt(replayed.steps, len(issues), found, replaced=False, kept="", written=())
        replace = bool(unlike) or not stands(site.database)
        kept, written = _install(site, fresh if replace else None, store, made)
    return Rebuilt(replayed.steps, len(issues), found, replace, kept, written)


def _install(site: Site, fresh: Path | None, store: IssuedStore, made: Sequence[Made]) -> tuple[str, tuple[Path, ...]]:
    """The issued bytes, the ledger if it differs, the outbox, then the journal's word on it; what is kept where.

    A kill between any two leaves what a rebuild, run again, makes whole.
    """
    kept, issued, aside = _new_folder(site.ledger / "kept"), IssuedStore(site.issued), ""
    files = standing(made)
    for sha256 in {filed.sha256 for one in made for filed in one.files.values()}:
        issued.keep(store.bytes_of(sha256))
    if fresh is not None:
        aside = replace_ledger(site.database, fresh, kept)
    _keep_outbox(site.outbox, files, kept / "outbox")
    with Ledger(site.database) as ledger:
        written = put_issues_out(ledger, issued, site.outbox, {one.day for one in made})
        _go_on(Archive(site.archive), ledger)
    return aside, written


def _entries(archive: Archive, database: str, *, check: bool) -> tuple[Entry, ...]:
    """The journal, with the steps that a killed run committed and did not journal any more."""
    entries = archive.journal.entries()
    if not entries:
        raise UsageError(_NOTHING)
    steps = [e for e in entries if isinstance(e, Step)]
    if not steps or not stands(database):
        return entries
    try:
        with Ledger(database, looking=check) as ledger:
            known = ledger.steps(after=steps[-1].seq - 1)
    except LedgerError:
        return entries
    if not known or (known[0].seq, known[0].hash) != (steps[-1].seq, steps[-1].hash):
        return entries
    if not check:
        archive.journal.append(known[1:])
    return (*entries, *known[1:])


def _steps(replayed: Replayed) -> Iterator[Finding]:
    if replayed.differs is not None:
        yield finding("rebuild.step", name=of_step(replayed.differs))


def _against_lived(database: str, fresh: Ledger, *, looking: bool) -> Iterator[Finding]:
    """In what the ledger in use differs, table by table, and the guards it lacks; nothing where there is none."""
    if not stands(database):
        return
    try:
        with Ledger(database, looking=looking) as lived:
            for table in metadata.tables:
                for unlike in differences(table, lived.records(table), fresh.records(table)):
                    yield _unlike(unlike)
            yield from (finding("audit.guard", stood=name) for name in lived.unguarded())
    except LedgerError as fault:
        yield finding("audit.ledger", reason=str(fault))


def _unlike(row: Difference) -> Finding:
    if row.after is None:
        return of_table("rebuild.row_gone", row.table, row.before)
    if row.before is None:
        return of_table("rebuild.row_added", row.table, row.after)
    return of_table("rebuild.row", row.table, row.before, "、".join(row.fields))


def _against_outbox(outbox: Path, files: dict[str, Filed]) -> Iterator[Finding]:
    for name, filed in sorted(files.items()):
        if not (outbox / name).is_file():
            yield finding("rebuild.outbox_gone", name=name)
        elif digest(outbox / name) != filed.sha256:
            yield finding("rebuild.outbox", name=name)


def _keep_outbox(outbox: Path, files: dict[str, Filed], kept: Path) -> None:
    """Files of the outbox that will be written anew with other bytes are kept aside."""
    for name, filed in files.items():
        if (outbox / name).is_file() and digest(outbox / name) != filed.sha256:
            (kept / name).parent.mkdir(parents=True, exist_ok=True)
            (outbox / name).replace(kept / name)


def _go_on(archive: Archive, ledger: Ledger) -> None:
    """The journal goes on from the ledger as it is now, where that is not the one it told of."""
    sealed, lines = ledger.steps(), archive.journal.steps()
    if sealed and not lines:
        archive.journal.append(sealed)
    elif sealed and (lines[-1].seq, lines[-1].hash) != (sealed[-1].seq, sealed[-1].hash):
        last = sealed[-1]
        archive.journal.append([Step(StepKind.REBUILT, last.night, last.plan_digest, last.seq, last.hash)])


def _new_folder(above: Path) -> Path:
    """The first number that is not taken; the folder is made by what is put into it."""
    number = 1
    while (above / str(number)).exists():
        number += 1
    return above / str(number)
