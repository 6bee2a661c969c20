"""History: what happened to an incident, event by event, in words that a head teacher reads."""

from collections.abc import Iterator, Mapping

from pipeline.model import Event, EventKind, Incident
from pipeline.plan.model import Plan

_HAPPENED = {
    EventKind.OPENED: "登记",
    EventKind.ATTACHED: "又有报告,并入",
    EventKind.PARKED: "疑似同一件事,请人决定",
    EventKind.SPLIT: "拆分",
    EventKind.REVISED: "报告有更正",
    EventKind.WITHDRAWN: "报告撤回",
    EventKind.REPEATED: "重复上报,不另计数",
    EventKind.TALLIED: "只计数,不描述",
    EventKind.REFERRED: "转介",
    EventKind.RESTRICTED: "进入受限通道",
    EventKind.ASSESSED: "研判",
    EventKind.PROGRESS: "续报",
    EventKind.DECIDED: "审定",
    EventKind.STATE: "状态",
    EventKind.REVIEWED: "出总结评定",
}


def told(incident: Incident, plan: Plan, names: Mapping[tuple[str, str], str]) -> Iterator[str]:
    """A line an event, in order; `names`: what each report is called."""
    rows = {r.key: r for r in (*incident.reports, *incident.progress)}
    for event in incident.events:
        row = rows.get(event.report)
        part = names.get((event.incident, event.report), "")
        said = ",".join(text for text in (_said(event, plan, part), row.row.text("type") if row else "") if text)
        by = f"({row.unit})" if row else ""
        happened = f"{_HAPPENED[event.kind]}:{said}" if said else _HAPPENED[event.kind]
        yield f"{event.at.astimezone(plan.zone):%Y-%m-%d %H:%M} {happened}{by}"


def _said(event: Event, plan: Plan, part: str) -> str:
    """`part`: the number of the report that it is about."""
    data = event.data
    said = ""
    match event.kind:
        case EventKind.STATE:
            said = plan.label("状态", str(data["to"]))
        case EventKind.ATTACHED | EventKind.PARKED:
            said = f"{data.get('other', part)},相似程度 {data['score']}({data['explained']})"
        case EventKind.SPLIT:
            said = f"报告 {part} 分出为 {data['other']}"
        case EventKind.OPENED if "other" in data:
            said = f"由 {data['other']} 分出"
        case EventKind.ASSESSED:
            proposed = plan.label("系统拟分类", str(data["class"]))
            graded = f"情形 {data['situation'] or '待研判'},分类 {proposed},等级 {data['grade'] or '待研判'}"
            said = f"{graded};依据 {data['causes'] or '无'};规则 {data['rules'] or '无'}"
        case EventKind.DECIDED:
            said = str(data.get("sheet", ""))
    return said
