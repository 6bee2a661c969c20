"""Where a plan may come from: a workbook, a folder of CSV files, or the archive, which keeps it by its digest."""

from datetime import date
from pathlib import Path
from typing import NamedTuple

from pipeline.errors import PlanError, UsageError
from pipeline.findings import errors
from pipeline.intake.archive import Archive
from pipeline.plan.text import PlanTables, loads, read_folder
from pipeline.register.book import Register
from pipeline.register.law import Law, make_law
from pipeline.site import Site
from pipeline.workbooks.plan_book import read_plan

_SHORTEST = 6
"""So many characters of a digest tell a plan from every other one."""


class Past(NamedTuple):
    """What the nights of a site left behind."""

    register: Register
    day: date
    """The last night."""
    law: Law | None
    """The last plan that was in force and is kept; None if none is, or if it cannot be used any more."""


def tables_of(said: str, site: Site) -> PlanTables:
    """The plan that an argument names; a UsageError if there is none."""
    path = Path(said)
    if path.is_dir():
        return read_folder(path)
    if path.is_file():
        return read_plan(path)
    archive = Archive(site.archive)
    found = [d for d in archive.plans() if d.startswith(said.lower())] if len(said) >= _SHORTEST else []
    if len(found) != 1:
        kept = "、".join(d[:12] for d in archive.plans()) or "没有"
        raise UsageError(f"“{said}”不是方案工作簿、文本文件夹或存档方案的编号;存档的方案:{kept}")
    return loads(archive.plan(found[0]))


def usable_law(tables: PlanTables, name: str) -> Law:
    """The law of these tables; a PlanError with every mistake if they cannot be used."""
    law, findings = make_law(tables)
    if law is None:
        mistakes = "\n".join(f"  {f.sentence}" for f in errors(findings))
        raise PlanError(f"方案 {name} 有误,不能比较:\n{mistakes}")
    return law


def past_of(site: Site) -> Past | None:
    """What is known after the last night, read and nothing else; None if no night was run."""
    if not site.archive.is_dir():
        return None
    from pipeline.ledger.store import Ledger  # SQLAlchemy: a mere check does not need it

    archive = Archive(site.archive)
    with Ledger(site.database) as ledger:
        register, nights, issues = ledger.register(), ledger.nights(), ledger.issues()
    if not nights:
        return None
    in_force = [i.plan_digest for i in sorted(issues, key=lambda i: i.night)]
    in_force = [*(a.plan_digest for a in archive.journal.read()), *in_force]
    kept = set(archive.plans())
    last = next((d for d in reversed(in_force) if d in kept), "")
    return Past(register, nights[-1], make_law(loads(archive.plan(last)))[0] if last else None)
