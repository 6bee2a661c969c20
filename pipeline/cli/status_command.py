"""`sitrep status`: the roll call, open incidents and what is overdue, on the terminal."""

from datetime import date

import click

from pipeline.cli.common import DayType, json_option, print_json, site_option
from pipeline.intake.settling import look
from pipeline.ledger.store import Ledger
from pipeline.model import Attendance, Edition, Incident
from pipeline.register.law import Law
from pipeline.reporting.reminder import reminder
from pipeline.reporting.voice import Voice
from pipeline.site import Site, law_of


@click.command("status")
@click.option("--date", "day", type=DayType(), default=None, help="哪一天,默认最近一次运行的那天")
@site_option
@json_option
def command(day: date | None, site: Site, as_json: bool) -> None:  # noqa: FBT001 (click passes flags so)
    """报送情况、未办结事项、逾期事项,和还留在收件夹里的文件。"""
    law = law_of(site)
    site.prepare()
    with Ledger(site.database) as ledger:
        register, nights = ledger.register(), ledger.nights()
    left = [seen.name for seen in look(site.inbox)]
    if not nights:
        click.echo(f"还没有运行过。收件夹里有 {len(left)} 个文件,运行:sitrep run")
        return
    edition = register.edition(law, day or nights[-1], nights[-1])
    if as_json:
        print_json(_data(edition, law, left))
    else:
        _tell(edition, law, left)


def _tell(edition: Edition, law: Law, left: list[str]) -> None:
    roll = edition.roll_call
    counts = " · ".join(f"{law.plan.label('报送情况', a)} {roll.count(a)}" for a in Attendance)
    click.echo(f"{edition.day}  报送情况:{counts}")
    for kind in (Attendance.MISSING, Attendance.CORRECTING):
        units = [u for u, a in roll.attendance.items() if a is kind]
        if units:
            click.echo(f"  {law.plan.label('报送情况', kind)}:{'、'.join(units)}")
    if line := reminder(edition, Voice(law.plan)):
        click.echo(f"  {line}")
    click.echo(f"未办结 {len(edition.open_incidents)} 件")
    for incident in edition.open_incidents:
        click.echo(f"  {_line(incident, law, edition)}")
    if edition.referred:
        click.echo(law.plan.texts["referral.count"].format(count=len(edition.referred)))
    if left:
        click.echo(f"还在收件夹里(未收完或打不开):{'、'.join(left)}")


def _line(incident: Incident, law: Law, edition: Edition) -> str:
    late = [d for d in incident.deadlines if d.met is None and d.overdue(edition.now)]
    state = law.plan.label("状态", incident.state)
    words = incident.first.row.text("summary")
    mark = f"  逾期:{late[0].explained}" if late else ""
    return f"{incident.number} {incident.assessment.grade} {state} {incident.first.unit} {words[:30]}{mark}"


def _data(edition: Edition, law: Law, left: list[str]) -> object:
    return {
        "day": edition.day,
        "roll_call": {u: law.plan.label("报送情况", a) for u, a in edition.roll_call.attendance.items()},
        "open": [
            {
                "number": i.number,
                "state": law.plan.label("状态", i.state),
                "grade": i.assessment.grade,
                "overdue": [d.explained for d in i.deadlines if d.met is None and d.overdue(edition.now)],
            }
            for i in edition.open_incidents
        ],
        "referrals": len(edition.referred),
        "inbox": left,
    }
