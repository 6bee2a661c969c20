"""`sitrep check`: validate workbooks without submitting them."""

from contextlib import nullcontext
from datetime import date
from pathlib import Path

import click

from pipeline.cli.common import DayType, json_option, now, print_json, site_option
from pipeline.errors import ExitCode
from pipeline.intake.archive import digest
from pipeline.ledger.store import Ledger
from pipeline.model import Arrival, RawWorkbook, TakenIn, Unreadable
from pipeline.register.law import Law
from pipeline.site import Site, law_of
from pipeline.steps.reception import known_now
from pipeline.tracking.rollcall import cutoff
from pipeline.validation.known import Known
from pipeline.validation.workbooks import validate
from pipeline.workbooks.marked_copy import write_marked_copy
from pipeline.workbooks.reading import Reader
from pipeline.workbooks.receipt import write_receipt


@click.command("check")
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--annotate", is_flag=True, help="在原文件旁写一份标注了问题的副本")
@click.option("--date", "day", type=DayType(), default=None, help="按哪一天收到来校验,默认今天")
@site_option
@json_option
def command(files: tuple[Path, ...], annotate: bool, day: date | None, site: Site, as_json: bool) -> int:  # noqa: FBT001 (click passes flags so)
    """校验填好的工作簿:列出每一处问题,不上报。"""
    law = law_of(site)
    with Ledger(site.database) if site.archive.is_dir() else nullcontext() as ledger:
        known = known_now(ledger.register(), law) if ledger else Known()
    with Reader() as reader:
        raws = reader.read([(path, path.name) for path in files])
    moment = cutoff(day, law.plan) if day else now()
    night = moment.astimezone(law.plan.zone).date()
    results = []
    for path, raw in zip(files, raws, strict=True):
        arrival = Arrival(path.name, digest(path), night, moment, law.plan.digest)
        taken = validate(raw, arrival, law.plan, known)
        results.append(taken)
        if annotate:
            _annotate(path, taken, law, raw)
    if as_json:
        print_json([_data(t) for t in results])
    else:
        for taken in results:
            _tell(taken)
    return ExitCode.RETURNED if any(t.is_returned for t in results) else ExitCode.DONE


def _tell(taken: TakenIn) -> None:
    click.echo(f"{taken.arrival.name}:可收 {taken.accepted} 行,待补正 {len(taken.held)} 行")
    for found in taken.findings:
        click.echo(f"  [{found.severity}] {found.sentence}")


def _data(taken: TakenIn) -> object:
    return {
        "file": taken.arrival.name,
        "fate": taken.fate,
        "accepted": taken.accepted,
        "waiting": taken.waiting,
        "findings": [
            {"code": f.code, "severity": f.severity, "where": f.where, "stood": f.stood, "sentence": f.sentence}
            for f in taken.findings
        ],
    }


def _annotate(path: Path, taken: TakenIn, law: Law, raw: RawWorkbook | Unreadable) -> None:
    target = path.with_name(f"{path.stem}-标注.xlsx")
    if isinstance(raw, RawWorkbook):
        write_marked_copy(path, target, taken, law.plan, raw)
    else:
        write_receipt(target, taken, law.plan)
    click.echo(f"已写 {target}")
