"""Book: a plan under verification, with its sheets, so that findings can name cells, and its tables analysed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pipeline.addresses import column_name
from pipeline.classification.facts import shown
from pipeline.classification.table import CompiledTable
from pipeline.classification.verification.analysis import Analysis, Facts, analyse
from pipeline.classification.verification.scopes import scopes
from pipeline.classification.words import WordLists
from pipeline.findings import REASONS
from pipeline.plan.model import Plan
from pipeline.plan.sheets import Sheet
from pipeline.plan.text import PlanTables


@dataclass(frozen=True, slots=True)
class Book:
    """What the checks of a plan look at."""

    plan: Plan
    tables: Mapping[str, CompiledTable]
    """Those that could be compiled."""
    analyses: Mapping[str, Analysis]
    sheets: PlanTables

    def cells(self, sheet: str, *headings: str) -> Iterator[tuple[str, tuple[str, ...]]]:
        """The address of each row's cell under the last heading, and its texts under all of them."""
        whole = self._sheet(sheet)
        columns = [whole.headings.index(h) for h in headings if h in whole.headings]
        if len(columns) == len(headings):
            letter = column_name(columns[-1])
            for row, cells in whole.filled():
                yield f"{letter}{row}", tuple(cells[c] for c in columns)

    def heading(self, sheet: str, name: str) -> str:
        """The address of a heading."""
        return self._sheet(sheet).cell(1, name)

    def _sheet(self, name: str) -> Sheet:
        return Sheet(name, self.sheets.get(name, ()))


def read(plan: Plan, tables: Mapping[str, CompiledTable], sheets: PlanTables) -> Book:
    """The plan with everything its tables alone can tell."""
    words = WordLists(plan.words)
    analyses = {name: analyse(table, scopes(plan, name), words) for name, table in tables.items()}
    return Book(plan, tables, analyses, sheets)


def told_of(facts: Facts, table: CompiledTable, rules: Sequence[int]) -> str:
    """What of the facts some rules ask about: `渠道“群聊”,单位数“空”,其余不论`."""
    asked = {field for i in rules for field, _ in table.rules[i].asks}
    said = [f"{field}“{shown(fact) or REASONS['blank_fact']}”" for field, fact in facts.items() if field in asked]
    return ",".join(said if len(said) == len(facts) else (*said, REASONS["rest_open"]))


def told(facts: Facts) -> str:
    """All facts as a clerk reads them: `渠道“群聊”,单位数“2”,其余空白`."""
    said = [f"{field}“{text}”" for field, fact in facts.items() if (text := shown(fact))]
    if not said:
        return REASONS["all_blank"]
    return ",".join((*said, REASONS["rest_blank"]) if len(said) < len(facts) else said)
