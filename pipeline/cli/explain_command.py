"""`sitrep explain`: every fact, rule, match and decision behind an incident."""

from collections.abc import Iterator
from datetime import datetime

import click

from pipeline.classification.outcomes import outcomes
from pipeline.cli import history
from pipeline.cli.common import json_option, print_json, site_option
from pipeline.cli.finding import find_incident
from pipeline.model import Edition, Incident, Report, Verdict
from pipeline.plan.model import UNSET, Plan
from pipeline.register.law import Law
from pipeline.reporting.described import unreferenced
from pipeline.site import Site, law_of
from pipeline.tracking.answering import approved
from pipeline.tracking.signals import Secondary, secondary
from pipeline.workbooks.labels import class_of, grade, item, results, situation


@click.command("explain")
@click.argument("number")
@site_option
@json_option
def command(number: str, site: Site, as_json: bool) -> None:  # noqa: FBT001 (click passes flags so)
    """一个事件的来处、规则、归并、时限和审定,逐条写明文件、工作表和单元格。"""
    law = law_of(site)
    edition, incident = find_incident(site, law, number)
    if as_json:
        print_json({**_data(incident, law), "may_follow": [s.first for s in _follows(incident, edition, law.plan)]})
        return
    for line in account(incident, edition, law.plan):
        click.echo(line)
    click.echo(f"(数据截至 {edition.now.astimezone(law.plan.zone):%Y-%m-%d %H:%M})")


def _follows(incident: Incident, edition: Edition, plan: Plan) -> tuple[Secondary, ...]:
    """What it may follow from, of its own lane."""
    return secondary(incident, (*edition.incidents, *edition.restricted), plan)


def account(incident: Incident, edition: Edition, plan: Plan) -> Iterator[str]:
    """Line by line: where it stands, who said what, what became of it, and where all that is written."""
    yield from _stands(incident, plan)
    for one in _follows(incident, edition, plan):
        said = plan.texts["word.secondary"].format(first=one.first)
        yield f"{said}:登记时 {one.first} 的状态是{plan.label('状态', one.state)};{one.explained}"
    yield "报告:"
    for report in incident.reports:
        called = edition.parts.get((report.incident, report.key), report.incident)
        yield f"  {called} {report.unit} {report.report_date}:{report.row.text('summary')}"
    yield "经过:"
    yield from (f"  {line}" for line in history.told(incident, plan, edition.parts))
    yield from _approved(incident, plan)
    yield from _deadlines(incident, plan, edition.now)
    yield "规则(编号见方案):"
    for verdict in incident.assessment.verdicts:
        yield from _rule(verdict, plan)
    yield "出处:"
    yield from (f"  {_place(r)}" for r in (*incident.reports, *incident.progress, *incident.decisions))


def _stands(incident: Incident, plan: Plan) -> Iterator[str]:
    """Where it stands, and who says so: a person or the rules."""
    found = incident.assessment
    gone = f",到 {incident.merged_into}" if incident.merged_into else ""
    yield f"{incident.number}  {plan.label('状态', incident.state)}{gone}"
    yield f"情形:{situation(incident, plan) or '待研判'}"
    yield f"分类:{class_of(incident, plan)}({'已审定' if found.confirmed else '系统提出,尚未审定'})"
    for outcome in outcomes(incident, plan):
        yield f"{outcome.name}:{outcome.value}({'已审定' if outcome.decided else f'规则 {outcome.rule},待审定'})"
    causes = ";".join(unreferenced(c) for c in found.causes)
    by_rule = f"(已审定;按规则为 {found.ruled or '待研判'})" if found.grade != found.ruled else ""
    yield f"等级:{grade(incident, plan) or '待研判'}{by_rule}"
    yield f"规则定级的依据:{causes or '无'}"
    if incident.parked:
        yield f"疑似同一件事,请人决定:{'、'.join(incident.parked)}"


def _rule(verdict: Verdict, plan: Plan) -> Iterator[str]:
    """What a table said and on what words; of a settled incident only the rule's id is kept."""
    if not verdict.rule:
        yield f"  {verdict.table}:没有规则命中"
        return
    outputs, why = results(verdict), verdict.why or "已不在办,命中的词句不再列出"
    yield f"  {verdict.table} {verdict.rule}" + (f" → {outputs}:{why}" if outputs else f"({why})")
    for evidence in verdict.evidence:
        words = "、".join(f"“{w}”(第{n + 1}字)" for w, n in evidence.words)
        yield f"    {evidence.field} = {_named(evidence.value, plan)}{' 命中 ' + words if words else ''}"
    if verdict.runner_up:
        yield f"    也符合 {verdict.runner_up},排在后面"


def _named(value: str, plan: Plan) -> str:
    """A phase by its name; any other value as it is."""
    return next((f"{p.name}({p.code})" for p in plan.phases if p.code == value), value)


def _deadlines(incident: Incident, plan: Plan, now: datetime) -> Iterator[str]:
    if incident.merged_into:
        yield f"时限:看 {incident.merged_into}"
    elif not incident.deadlines and not incident.undated:
        yield "时限:没有要办的"
    else:
        yield "时限:"
    for due in incident.deadlines:
        done = f"{due.met.astimezone(plan.zone):%Y-%m-%d %H:%M} 办到" if due.met else "还没有办到"
        yield f"  {item(due.item, plan)}:{due.explained},{done}" + (",逾期" if due.overdue(now) else "")
    for key in incident.undated:
        yield f"  {item(key, plan)}:{UNSET},请在方案的“时限”中填写"


def _approved(incident: Incident, plan: Plan) -> Iterator[str]:
    """Every approved reply in its words, and whether the asker was told."""
    for one in approved(incident.decisions, plan):
        told = f"{one.told.astimezone(plan.zone):%Y-%m-%d %H:%M} 告知" if one.told else "没有写明何时告知"
        if one.text:
            yield f"审定的答复:{one.text}({told})"


def _place(report: Report) -> str:
    """Workbook and row, by the first of its cells that was filled in."""
    row = report.row
    filled = next((key for key in ("summary", "content", "decision", "decided_by") if row.text(key)), "")
    cell = row.cells.get(filled, f"第{row.number}行")
    return f"文件 {row.file},工作表 {row.sheet},单元格 {cell}({report.night} 收到)"


def _data(incident: Incident, law: Law) -> dict[str, object]:
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
