"""`sitrep explain`: every fact, rule, match and decision behind an incident."""

from collections.abc import Iterator

import click

from pipeline.classification.outcomes import outcomes
from pipeline.cli import history
from pipeline.cli.common import json_option, print_json, site_option
from pipeline.cli.finding import find_incident
from pipeline.model import Edition, EventKind, Incident, Report, Verdict
from pipeline.plan.model import UNSET
from pipeline.register.law import Law
from pipeline.site import Site, law_of
from pipeline.tracking.answering import approved
from pipeline.workbooks.labels import class_of, item, results


@click.command("explain")
@click.argument("number")
@site_option
@json_option
def command(number: str, site: Site, as_json: bool) -> None:  # noqa: FBT001 (click passes flags so)
    """一个事件的来处、规则、归并、时限和审定,逐条写明文件、工作表和单元格。"""
    law = law_of(site)
    edition, incident = find_incident(site, law, number)
    if as_json:
        print_json(_data(incident, law))
        return
    for line in _lines(incident, edition, law):
        click.echo(line)
    click.echo(f"(数据截至 {edition.now.astimezone(law.plan.zone):%Y-%m-%d %H:%M})")


def _lines(incident: Incident, edition: Edition, law: Law) -> Iterator[str]:
    found = incident.assessment
    state, proposed = law.plan.label("状态", incident.state), class_of(incident, law.plan)
    yield f"{incident.number}  {state}  情形 {found.situation or '待研判'}  分类 {proposed}  等级 {found.grade}"
    yield "上报:"
    for report in incident.reports:
        yield f"  {report.unit} {report.report_date}:{report.row.text('summary')}"
        yield f"    {_place(report, 'summary')}"
    if incident.progress:
        yield "续报:"
    for report in incident.progress:
        yield f"  {report.row.text('type')}:{report.row.text('content')}"
        yield f"    {_place(report, 'content')}"
    yield "规则:"
    for verdict in found.verdicts:
        yield from _rule(verdict)
    for outcome in outcomes(incident, law.plan):
        yield f"{outcome.name}:{outcome.value}({'已审定' if outcome.decided else f'规则 {outcome.rule},待审定'})"
    yield f"定级依据:{';'.join(found.causes) or '无'}"
    yield from _deadlines(incident, law)
    yield "经过:"
    yield from (f"  {line}" for line in history.told(incident, law.plan, edition.parts))
    yield from _decided(incident, law)


def _rule(verdict: Verdict) -> Iterator[str]:
    """What a table said and on what words; of a settled incident only the rule's id is kept."""
    if not verdict.rule:
        yield f"  {verdict.table}:没有规则命中"
        return
    outputs, why = results(verdict), verdict.why or "已办结,按当时的规则"
    yield f"  {verdict.table} {verdict.rule}" + (f" → {outputs}:{why}" if outputs else f"({why})")
    for evidence in verdict.evidence:
        words = "、".join(f"“{w}”(第{n + 1}字)" for w, n in evidence.words)
        yield f"    {evidence.field} = {evidence.value}{' 命中 ' + words if words else ''}"
    if verdict.runner_up:
        yield f"    其次是 {verdict.runner_up}"


def _deadlines(incident: Incident, law: Law) -> Iterator[str]:
    yield "时限:"
    for deadline in incident.deadlines:
        done = f"{deadline.met.astimezone(law.plan.zone):%m-%d %H:%M} 办到" if deadline.met else "未办到"
        yield f"  {item(deadline.item, law.plan)}:{deadline.explained},{done}"
    for key in incident.undated:
        yield f"  {item(key, law.plan)}:{UNSET},请在方案的“时限”中填写"


def _decided(incident: Incident, law: Law) -> Iterator[str]:
    if not any(e.kind is EventKind.DECIDED for e in incident.events):
        yield "审定:尚无"
    for report in incident.decisions:
        yield f"审定:{report.row.sheet} {report.row.text('decided_by')} {report.row.text('decided_on')}"
    for one in approved(incident.decisions, law.plan):
        told = f"{one.told.astimezone(law.plan.zone):%m-%d %H:%M} 告知" if one.told else "未写告知时间"
        if one.text:
            yield f"审定答复:{one.text}({told})"


def _place(report: Report, key: str) -> str:
    row = report.row
    return f"文件 {row.file},工作表 {row.sheet},单元格 {row.cells.get(key, '')}(收到日 {report.night})"


def _data(incident: Incident, law: Law) -> object:
    found = incident.assessment
    return {
        "number": incident.number,
        "state": law.plan.label("状态", incident.state),
        "situation": found.situation,
        "proposed": law.plan.label("系统拟分类", found.proposed),
        "confirmed": found.confirmed,
        "grade": found.grade,
        "outcomes": [
            {"name": o.name, "value": o.value, "rule": o.rule, "why": o.why, "decided": o.decided}
            for o in outcomes(incident, law.plan)
        ],
        "undated": incident.undated,
        "causes": found.causes,
        "reports": [_row(r) for r in incident.reports],
        "progress": [_row(r) for r in incident.progress],
        "rules": [
            {
                "table": v.table,
                "rule": v.rule,
                "why": v.why,
                "outputs": dict(v.outputs),
                "evidence": [{"field": e.field, "value": e.value, "words": e.words} for e in v.evidence],
                "runner_up": v.runner_up,
            }
            for v in found.verdicts
        ],
        "deadlines": [
            {"item": d.item, "due": d.due.isoformat(), "met": d.met and d.met.isoformat(), "explained": d.explained}
            for d in incident.deadlines
        ],
        "events": [
            {"kind": e.kind, "at": e.at.isoformat(), "night": e.night, "report": e.report, "data": dict(e.data)}
            for e in incident.events
        ],
    }


def _row(report: Report) -> dict[str, object]:
    row = report.row
    return {
        "unit": report.unit,
        "date": report.report_date,
        "status": report.status,
        "file": row.file,
        "sha256": row.sha256,
        "sheet": row.sheet,
        "row": row.number,
        "cells": dict(row.cells),
        "values": dict(row.values),
    }
