"""Places: a row of the ledger as a person would point to it."""

from collections.abc import Collection, Mapping
from typing import Any

from pipeline.errors import ExitCode
from pipeline.findings import Finding, finding
from pipeline.ledger.records import Record
from pipeline.model import Arrival, Step, StepKind

TABLES = {
    "workbook": "收件",
    "report": "上报行",
    "call": "报送",
    "event": "事件",
    "night": "夜次",
    "issue": "签发",
}
"""Table → what it is called."""
_STEPS = {
    StepKind.NIGHT: "夜间收件",
    StepKind.INTERIM: "临时收件",
    StepKind.ISSUE: "签发",
    StepKind.RETURN: "补退",
    StepKind.FLASH: "快报",
    StepKind.UPGRADED: "升级",
    StepKind.REBUILT: "重建",
}


def code_of(findings: Collection[Finding]) -> ExitCode:
    """How a look ends that found these: 5 where archive or ledger are not whole, 6 where only the outbox is not."""
    if not findings:
        return ExitCode.DONE
    apart = all(".outbox" in found.code for found in findings)
    return ExitCode.OUTPUT if apart else ExitCode.LEDGER


def of_row(table: str, record: Record) -> str:
    """Which row: its file and place, its unit and day, its day and correction."""
    return _ROWS[table](record)


def of_arrival(arrival: Arrival) -> str:
    """A file and the night it came in."""
    return f" {arrival.name}({arrival.night} 收到)"


def of_step(step: Step) -> str:
    """A step, and its place in the chain."""
    day = f" {step.day}" if step.day else ""
    correction = f" 第{step.correction}次更正" if step.correction else ""
    return f" {step.night} 的{_STEPS[step.kind]}{day}{correction}(第 {step.seq} 条事件)"


def of_table(code: str, table: str, record: Record | None = None, fields: str = "") -> Finding:
    """A finding about a row, or about a whole table."""
    name = of_row(table, record) if record else ""
    key = str(record.get("key", "")) if record else ""
    return finding(code, table=TABLES[table], name=name, fields=fields, key=key)


def bracketed(fields: tuple[str, ...]) -> str:
    """The fields in brackets after what they are about; "" if none could be told."""
    return f"(字段 {'、'.join(fields)})" if fields else ""


def _report(record: Mapping[str, Any]) -> str:
    _, sheet, number = (*str(record["key"]).rsplit(":", 2), "", "")[:3]
    return f" {record['night']} {record['name']} 的“{sheet}”第 {number} 行"


def _issue(record: Mapping[str, Any]) -> str:
    correction = f"第{record['correction']}次更正" if record["correction"] else "一期"
    return f" {record['day']} {correction}"


_ROWS = {
    "workbook": lambda r: f" {r['night']} 收到的 {r['name']}",
    "report": _report,
    "call": lambda r: f" {r['unit']} {r['day']}",
    "event": lambda r: f"第 {r['seq']} 条",
    "night": lambda r: f" {r['day']}",
    "issue": _issue,
}
