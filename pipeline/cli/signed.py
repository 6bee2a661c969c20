"""Signed: what a person decided in the review workbook, and how it was signed, in words."""

from collections.abc import Iterator
from datetime import datetime

from pipeline.model import Report, Value
from pipeline.plan.model import Plan

_GIVEN = frozenset({
    "incident", "number", "report_a", "report_b", "summary", "summary_a", "summary_b", "basis", "likeness", "request",
    "decided_by", "decided_how", "decided_on", "entered_by", "signed_by",
})  # fmt: skip
"""Columns that say what a decision is about and who signed it, not what was decided."""


def signature(decision: Report) -> str:
    """`校长(签字)审定`; what nobody signed does not count."""
    row = decision.row
    who = row.text("decided_by") or row.text("signed_by")
    how = f"({row.text('decided_how')})" if row.text("decided_how") else ""
    return f"{who}{how}审定" if who else "审定表没有签名,不算数"


def what_was_decided(decision: Report, plan: Plan) -> str:
    """`审定分类 A,处置意见 …`; of a pair also which two."""
    row, columns = decision.row, plan.fields_of(decision.row.sheet)
    filled = [f"{c.label} {_shown(v, plan)}" for c in columns if c.key not in _GIVEN and not c.is_proposal
              and (v := row.values.get(c.key)) not in (None, "")]  # fmt: skip
    return ",".join((*_pair(decision), *filled)) or "没有填写"


def _pair(decision: Report) -> Iterator[str]:
    one, other = decision.row.text("report_a"), decision.row.text("report_b")
    if one and other:
        yield f"{one} 与 {other}"


def _shown(value: Value, plan: Plan) -> str:
    return f"{value.astimezone(plan.zone):%Y-%m-%d %H:%M}" if isinstance(value, datetime) else str(value)
