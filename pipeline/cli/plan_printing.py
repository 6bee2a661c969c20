"""What the plan commands say, for a person and for a program; nothing in it was written by a reporter."""

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from pipeline.findings import Finding, errors
from pipeline.plan.comparison import CellChange, RowChange, SheetChange
from pipeline.plan.loading import SHEETS
from pipeline.plan.model import Plan
from pipeline.register.law import Law
from pipeline.register.trial import CLASS, DEADLINE, GRADE, SITUATION, Changed, Difference, Trial
from pipeline.workbooks.labels import item

_LONGEST = 40
_KINDS = {"added": "增加", "removed": "删去", "changed": "改动", "moved": "换了位置"}
_WHAT = {SITUATION: "情形", CLASS: "分类", GRADE: "等级"}
_COLUMNS = ("事件编号", "项目", "原方案", "新方案", "规则", "备注")
_BEGUN, _RULED = " → ", ",规则 "
"""In the sentence of a deadline, between them stands by when."""


# findings ---------------------------------------------------------------------------------------


def finding_lines(findings: Sequence[Finding]) -> Iterator[str]:
    """The findings, sheet by sheet in the order of the plan."""
    order = {name: n for n, name in enumerate(SHEETS)}
    mine = sorted(findings, key=lambda f: (order.get(f.sheet, len(order)), f.sheet))
    for sheet, group in groupby(mine, key=lambda f: f.sheet):
        found = tuple(group)
        yield f"{sheet or '整个方案'}({len(found)} 处)"
        yield from (f"  [{f.severity}] {f.sentence}" for f in found)


def verdict(findings: Sequence[Finding]) -> str:
    """Whether the plan may be used."""
    wrong = len(errors(findings))
    hints = len(findings) - wrong
    if wrong:
        more = f",另有提醒 {hints} 条" if hints else ""
        return f"方案有误({wrong} 处{more}),改好以前不会处理任何文件。"
    return f"方案可以使用,有 {hints} 条提醒。" if hints else "方案可以使用。"


def finding_data(findings: Iterable[Finding]) -> list[dict[str, str]]:
    """The findings for a program."""
    return [
        {
            "code": f.code,
            "severity": f.severity,
            "sheet": f.sheet,
            "cell": f.cell,
            "where": f.where,
            "stood": f.stood,
            "expected": f.expected,
            "sentence": f.sentence,
        }
        for f in findings
    ]


# what changed in the plan -----------------------------------------------------------------------


def change_lines(changes: Sequence[SheetChange]) -> Iterator[str]:
    """Sheet by sheet what is otherwise."""
    if not changes:
        yield "两套方案内容相同。"
    for change in changes:
        yield change.sheet
        for heading in change.headings:
            yield f"  {'增加' if heading.new else '删去'}列“{heading.new or heading.old}”"
        for row in change.rows:
            yield f"  {_KINDS[row.kind]} {row.key}(第 {row.row} 行){_cells(row)}"


def _cells(row: RowChange) -> str:
    if row.kind == "changed":
        return ":" + ";".join(f"{c.heading} {_said(c.old)} → {_said(c.new)}" for c in row.cells)
    return ""


def _said(text: str) -> str:
    shown = " ".join(text.split())
    return f"“{shown if len(shown) <= _LONGEST else shown[: _LONGEST - 1] + '…'}”" if shown else "空白"


def change_data(changes: Iterable[SheetChange]) -> list[dict[str, object]]:
    """The same for a program."""

    def cell(c: CellChange) -> dict[str, str]:
        return {"heading": c.heading, "old": c.old, "new": c.new}

    return [
        {
            "sheet": change.sheet,
            "headings": [cell(c) for c in change.headings],
            "rows": [
                {"kind": r.kind, "key": r.key, "row": r.row, "cells": [cell(c) for c in r.cells]} for r in change.rows
            ],
        }
        for change in changes
    ]


# what would come out otherwise ------------------------------------------------------------------


def trial_lines(trial: Trial, old: Law, new: Law) -> Iterator[str]:
    """A table: one line for each thing that comes out otherwise."""
    if not trial.changed:
        yield f"试算了台账中的 {trial.incidents} 件:结果都相同。"
        return
    yield f"试算了台账中的 {trial.incidents} 件,{len(trial.changed)} 件会不同:"
    rows = [_COLUMNS]
    for changed in trial.changed:
        for n, difference in enumerate(changed.differences):
            number, note = ("", "") if n else (changed.number, _note(changed))
            rows.append((number, *_told(difference, old.plan, new.plan), note))
    widths = [max(_width(row[c]) for row in rows) for c in range(len(_COLUMNS))]
    for row in rows:
        yield "  " + "  ".join(t + " " * (w - _width(t)) for t, w in zip(row, widths, strict=True)).rstrip()


def _note(changed: Changed) -> str:
    if changed.settled:
        return "已办结,结论不再改"
    return f"等级只升不降,仍为{changed.held}" if changed.held else ""


def _told(difference: Difference, old: Plan, new: Plan) -> tuple[str, str, str, str]:
    """What, before, after, and by which rules."""
    rules = " → ".join(dict.fromkeys((difference.old_rule or "—", difference.new_rule or "—")))
    if difference.what == DEADLINE:
        before, after = map(_by_when, (difference.old, difference.new))
        if before == after:  # it is counted from another moment
            before, after = difference.old, difference.new
        return f"{item(difference.item, new)}时限", before or "没有", after or "没有", rules
    return (
        _WHAT[difference.what],
        _named(difference.old, difference.what, old),
        _named(difference.new, difference.what, new),
        rules,
    )


def _by_when(explained: str) -> str:
    return (explained.partition(_BEGUN)[2] or explained).partition(_RULED)[0]


def _named(code: str, what: str, plan: Plan) -> str:
    if not code:
        return "待研判"
    if what == SITUATION:
        return next((s.label for s in plan.situations if s.code == code), code)
    return plan.label("系统拟分类", code) if what == CLASS else plan.label("等级", code)


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(c) in "WFA" else 1 for c in text)


def trial_data(trial: Trial) -> dict[str, object]:
    """The same for a program."""
    return {
        "incidents": trial.incidents,
        "changed": [
            {
                "number": c.number,
                "settled": c.settled,
                "held": c.held,
                "differences": [
                    {
                        "what": d.what,
                        "item": d.item,
                        "old": d.old,
                        "new": d.new,
                        "old_rule": d.old_rule,
                        "new_rule": d.new_rule,
                    }
                    for d in c.differences
                ],
            }
            for c in trial.changed
        ],
    }
