"""A rule sheet as text becomes a decision table; what its cells mean is the classification's business."""

from collections.abc import Iterator

from pipeline.addresses import column_name
from pipeline.findings import REASONS, Finding, finding
from pipeline.plan.model import Rule, RuleTable
from pipeline.plan.sheets import Sheet

HIT_POLICIES = ("U", "A", "P", "F", "R", "O", "C", "C+", "C<", "C>", "C#")
RESULT = "→"
"""A heading that starts with this names a result."""
WHY = "理由"


def read(sheet: Sheet) -> tuple[RuleTable | None, list[Finding]]:
    """The table of a rule sheet: A1 hit policy, column A ids, conditions, `→results`, last the reason."""
    headings = sheet.headings
    findings = list(_heading_findings(sheet, headings))
    results = _results(headings)
    if not _in_order(headings, results):
        return None, findings
    policy = headings[0] if headings[0] in HIT_POLICIES else "F"  # its rules are checked all the same
    first, last = results[0], results[-1] + 1
    rules: list[Rule] = []
    for number, cells in sheet.filled():
        findings.extend(_row_findings(sheet, number, cells, first))
        asked, given = cells[1:first], cells[first:last]
        rules.append(Rule(id=cells[0], conditions=asked, results=given, why=cells[last], row=number))
    outputs = headings[first:last]
    table = RuleTable(name=sheet.name, hit_policy=policy, inputs=headings[1:first], outputs=outputs, rules=tuple(rules))
    return table, findings


def _results(headings: tuple[str, ...]) -> list[int]:
    return [index for index, name in enumerate(headings) if name.startswith(RESULT)]


def _in_order(headings: tuple[str, ...], results: list[int]) -> bool:
    """Whether the results stand together, and after them the reason alone."""
    return bool(results) and headings[results[0] :] == (*(headings[i] for i in results), WHY)


def _heading_findings(sheet: Sheet, headings: tuple[str, ...]) -> Iterator[Finding]:
    results = _results(headings)
    if not headings or headings[0] not in HIT_POLICIES:
        yield _finding(sheet, "A1", "hit_policy", "、".join(HIT_POLICIES))
    if not results:
        yield _finding(sheet, "A1", "no_result", f"{RESULT}…")
    elif not _in_order(headings, results):
        yield _finding(sheet, f"{column_name(len(headings) - 1)}1", "no_why", WHY)


def _row_findings(sheet: Sheet, row: int, cells: tuple[str, ...], first: int) -> Iterator[Finding]:
    if not cells[0]:
        yield _finding(sheet, f"A{row}", "no_id", f"{sheet.name[:2]}-{row - 1:02}")
    if not any(cells[first:-1]):
        yield _finding(sheet, f"{column_name(first)}{row}", "no_outcome", sheet.headings[first])


def _finding(sheet: Sheet, cell: str, reason: str, expected: str) -> Finding:
    """A finding about a rule sheet; it shows what stands in the first cell of the row: policy or rule id."""
    row = int(cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
    stood = next(iter(sheet.rows[row - 1]), "") if len(sheet.rows) >= row else ""
    said = {"reason": REASONS[reason], "expected": expected}
    return finding("plan.rule", sheet=sheet.name, cell=cell, stood=stood, **said)
