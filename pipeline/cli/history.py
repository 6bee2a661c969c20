"""History: what happened to an incident, moment by moment, in sentences that a head teacher reads."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby

from pipeline.cli.signed import signature, what_was_decided
from pipeline.model import Event, EventKind, Incident, Report, State, Value
from pipeline.plan.model import Plan
from pipeline.reporting.described import unreferenced
from pipeline.tracking.parts import Names

_CERTAIN = 1.0
"""The score of a report that named its incident itself."""
_SOMEBODY = "有单位"
"""Whose row stands here no more."""
_HAPPENED = {
    EventKind.SPLIT: "报告 {part} 分出去,另立 {other}",
    EventKind.REVISED: "{unit}的{what}有更正",
    EventKind.WITHDRAWN: "{unit}的{what}撤回",
    EventKind.REPEATED: "{unit}重复报送,不另计数",
    EventKind.TALLIED: "{unit}的{what}只计数,不描述",
    EventKind.REFERRED: "转介",
    EventKind.RESTRICTED: "进入受限通道",
    EventKind.PROGRESS: "续报",
    EventKind.DECIDED: "审定",
    EventKind.REVIEWED: "出总结评定",
}
_BY_ITSELF = {
    State.TO_VERIFY: "还没有核实",
    State.HANDLING: "已经核实,过了登记当日",
    State.CALM: "连续{days}天没有新情况",
    State.MERGED: "由人决定,见所并入的事件",
}
"""Why it came to a state though nothing happened."""


def told(incident: Incident, plan: Plan, names: Names) -> Iterator[str]:
    """A line for each thing that happened, in order; what happened in one minute stands under one time.

    `names`: what each report is called.
    """
    minute = "%Y-%m-%d %H:%M"
    account = _Account(incident, plan, names)
    moments = groupby(incident.events, lambda e: e.at.astimezone(plan.zone).strftime(minute))
    for when, events in moments:
        shown = when
        for line in dict.fromkeys(said for event in events if (said := account.say(event))):
            yield f"{shown} {line}"
            shown = " " * len(when)


@dataclass(slots=True)
class _Account:
    """Tells the events of one incident one after the other, and of what is assessed only what is new."""

    incident: Incident
    plan: Plan
    names: Names
    rows: dict[str, Report] = field(init=False)
    """By key, and the reports by what they are called too: a row said anew tells of the old one."""
    assessed: Mapping[str, Value] = field(default_factory=dict)
    """How it was assessed last."""
    happened: bool = False
    """Whether anything happened since it came to its state."""

    def __post_init__(self) -> None:
        """Nothing is told yet."""
        reports, others = self.incident.reports, (*self.incident.progress, *self.incident.decisions)
        called = {self.names.get((r.incident, r.key)): r for r in reports}
        self.rows = {name: r for name, r in called.items() if name} | {r.key: r for r in (*reports, *others)}

    def say(self, event: Event) -> str:
        """What happened, as a sentence; "" if there is nothing new in it."""
        if event.kind is EventKind.STATE:
            return self._state(event)
        said = self._assessed(event) if event.kind is EventKind.ASSESSED else self._told(event)
        self.happened = self.happened or event.kind is not EventKind.ASSESSED
        return said

    def _told(self, event: Event) -> str:
        """What a row says, or what became of it."""
        part = self.names.get((event.incident, event.report), "")
        row = self.rows.get(event.report) or self.rows.get(part)
        if row and event.kind is EventKind.DECIDED:
            return f"{signature(row)}:{what_was_decided(row, self.plan)}"
        if row and event.kind is EventKind.PROGRESS:
            return self._progress(row)
        unit, what = row.unit if row else _SOMEBODY, "续报" if row in self.incident.progress else "报告"
        if event.kind is EventKind.OPENED:
            return self._opened(event, unit)
        if event.kind is EventKind.PARKED:
            other = next(n for n in (event.data["other"], event.incident) if n != self.incident.number)
            return f"疑似与 {other} 是同一件事,请人决定:{_likeness(event)}"
        if event.kind is EventKind.ATTACHED:
            return f"{unit}上报,自动并入,编为 {part}:{_likeness(event)}"
        return _HAPPENED[event.kind].format(unit=unit, what=what, part=part, other=event.data.get("other"))

    def _opened(self, event: Event, unit: str) -> str:
        number, left = event.incident, event.data.get("other")
        if left:
            return f"由 {left} 分出来,登记为 {number}({unit}的报告)"
        return f"{unit}上报,登记为 {number}" + (",后来与本事件合并办理" if number != self.incident.number else "")

    def _progress(self, row: Report) -> str:
        promised = row.row.text("promise_date")
        by = f",承诺 {promised} 前告知结果" if promised else ""
        return f"{row.unit}续报:{row.row.text('type')},{row.row.text('content')}{by}"

    def _assessed(self, event: Event) -> str:
        """The first time all of it; later what is new, and why."""
        before, now = self.assessed, event.data
        self.assessed = now
        known = str(before.get("causes", "")).split(";")
        causes = [unreferenced(c) for c in str(now["causes"]).split(";") if c and c not in known]
        said = [f"{label}{self._changed(key, before, now)}" for key, label in _SEEN if before.get(key) != now[key]]
        if not said:
            return f"研判的理由有变化:{';'.join(causes)}" if causes else ""
        if before and now["grade"] != now["ruled"]:
            return f"{','.join(said)},按审定"
        why = f":{';'.join(causes)}" if causes else ""
        return f"{'系统再次研判' if before else '系统研判'},{','.join(said)}{why}"

    def _changed(self, key: str, before: Mapping[str, Value], now: Mapping[str, Value]) -> str:
        was, value = (self._named(key, str(data.get(key, ""))) for data in (before, now))
        return f"由{was}改为{value}" if before else f" {value}"

    def _named(self, key: str, code: str) -> str:
        """A code as people say it."""
        if key == "class":
            return self.plan.label("系统拟分类", code or "unclear")
        return code or "待研判"

    def _state(self, event: Event) -> str:
        state = State(str(event.data["to"]))
        why = "" if self.happened else _BY_ITSELF.get(state, "").format(days=self.plan.info.quiet_days)
        self.happened = False
        return f"状态:{self.plan.label('状态', state)}" + (f"({why})" if why else "")


_SEEN = (("class", "分类"), ("grade", "等级"))
"""What is told of an assessment."""


def _likeness(event: Event) -> str:
    """How alike two are; a report that names its incident says so in words."""
    score, explained = float(str(event.data["score"])), event.data["explained"]
    return f"{explained}" if score == _CERTAIN else f"相似程度 {score:.2f}({explained})"
