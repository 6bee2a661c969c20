"""The decision tables of the epidemic plan, timed on one core, and beside zen-engine.

Usage: `.venv/bin/python -m tests.benchmarks.rules [--rows N] [--rounds N]`

A row is one set of facts, and no two are alike, so that nothing remembered of a whole row could help; each
evaluation gives the full verdict: rule, results, evidence with the words and where they stand, why, runner-up.
The figures are rows a second of processor time (all threads added up) in the quickest of the rounds, for the others
say more about what else the machine did:

- fields: the texts are missing, all else is drawn at random from the plan's dictionaries;
- text: the same with a text of a hundred characters in the summary;
- texts: with such a text in each of the four fields in which rules look for words;
- chain: all four tables on one row, each reading what the ones before it said;
- row: route and assessment of the row of a workbook, its facts gathered first, as a night does it.

zen-engine has no word lists, so both get the tables without the rules that look for words and the rows without
texts, and must say the same of every row before they are timed. `batch` is zen's evaluate_batch, which takes all
rows in one call.
"""

import argparse
import json
import random
import sys
import time
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import zen

from pipeline.classification.assessment import Signals, assess, route
from pipeline.classification.evaluation import evaluate
from pipeline.classification.rulebook import (
    CLASS,
    GRADE,
    ROUTE,
    SITUATION,
    Rulebook,
    compile_rules,
    fact_fields,
)
from pipeline.classification.table import CompiledTable
from pipeline.model import Row, Value
from pipeline.plan.loading import load_pack
from pipeline.plan.model import REPORT, FieldSpec, Plan, RuleTable
from tests.classification.jdm import jdm, spelled

Facts = dict[str, object]
Rate = Callable[[Callable[[Any], object], Sequence[object]], float]
LENGTH = 100
TEXTS = ("summary", "request", "answered", "note")
"""Keys of the fields in which rules look for words."""
_WHO = ("几位家长在群里问", "有家长来电说", "两个班的同学反映", "值班时有人提出", "家委会转来意见")
_WHAT = ("食堂午餐的菜", "住校的同学", "晚自习的灯光", "校门口的接送", "网课平台的直播", "操场的开放")
_HOW = ("量变少了", "时间太短", "安排不清楚", "通知得太晚", "请说明原因", "能不能改到周五", "比上周差一些")


class Maker:
    """Rows made from the plan, the same every time."""

    def __init__(self, plan: Plan) -> None:
        self.plan, self.chance = plan, random.Random(20210325)  # noqa: S311

    def facts(self, count: int, filled: Sequence[str]) -> list[Facts]:
        """So many rows, no two alike."""
        rows: dict[tuple[object, ...], Facts] = {}
        while len(rows) < count:
            row: Facts = {f.label: self._value(f, filled) for f in fact_fields(self.plan)}
            rows[tuple(row.values())] = row
        return list(rows.values())

    def rows(self, count: int) -> list[Row]:
        """Rows as a workbook gives them, with a text in the summary."""
        fields = self.plan.fields_of(REPORT)
        made = ({f.key: self._value(f, TEXTS[:1]) for f in fields} for _ in range(count))
        return [Row(f"{n:064x}", "上报.xlsx", "上报", n, values, {}) for n, values in enumerate(made)]

    def _value(self, field: FieldSpec, filled: Sequence[str]) -> Value:
        if field.dictionary == "是否":
            return self.chance.choice((True, False, None))
        if field.dictionary:
            return self.chance.choice((None, *self.plan.options(field.dictionary)))
        if field.type == "整数":
            return self.chance.randint(1, 60)
        return self._text() if field.key in filled else None

    def _text(self) -> str:
        """Ordinary sentences, with a word of the plan's lists in every other one."""
        text, draw = "", self.chance.choice
        while len(text) < LENGTH:
            text += draw(_WHO) + draw(_WHAT) + draw(_HOW) + draw(("", draw(self.plan.words).word)) + draw("，。；")
        return text[:LENGTH]


def rate(rounds: int, ask: Callable[[Any], object], rows: Sequence[object]) -> float:
    """Rows a second of processor time."""
    seconds = []
    for _ in range(rounds):
        start = time.process_time()
        for row in rows:
            ask(row)
        seconds.append(time.process_time() - start)
    return len(rows) / min(seconds)


def chain(book: Rulebook, facts: Facts) -> None:
    """The four tables, each with what the ones before it said."""
    evaluate(book.tables[ROUTE], facts)
    situation = evaluate(book.tables[SITUATION], facts).outputs["→情形"]
    facts = facts | {"情形": facts["情形"] or situation}
    facts["分类"] = evaluate(book.tables[CLASS], facts).outputs["→分类"]
    evaluate(book.tables[GRADE], facts)


def night(book: Rulebook, plan: Plan, row: Row) -> None:
    """What a night asks of a row."""
    route(book, plan, row)
    assess(book, plan, {"一班": [row]}, Signals())


def show_speed(plan: Plan, count: int, rate: Rate) -> None:
    """Rows a second, by table and by what the rows hold."""
    book, maker = compiled(plan), Maker(plan)
    kinds = [maker.facts(count, filled) for filled in ((), TEXTS[:1], TEXTS)]
    print(f"{count} rows, rows a second\n{'':10}{'fields':>10}{'text':>10}{'texts':>10}")
    print(f"{'goal':10}{150_000:10,}{20_000:10,}")
    asked = {name: partial(evaluate, table) for name, table in book.tables.items()} | {"chain": partial(chain, book)}
    for name, ask in asked.items():
        print(f"{name:10}" + "".join(f"{rate(ask, rows):10,.0f}" for rows in kinds))
    print(f"{'row':20}{rate(partial(night, book, plan), maker.rows(count)):10,.0f}")


def show_comparison(plan: Plan, count: int, rate: Rate) -> None:
    """Rows a second of both engines on the same tables; the ratio is to the better of zen's two."""
    plain = plan.model_copy(update={"tables": tuple(map(without_words, plan.tables))})
    book, rows = compiled(plain), Maker(plan).facts(count, ())
    print(f"\nwithout words\n{'':10}{'rules':>10}{'sitrep':>10}{'zen':>10}{'batch':>10}{'ratio':>10}")
    for table in (t for t in book.tables.values() if t.rules):
        graph = jdm(
            "first", len(table.columns), [(*map(spelled, r.conditions), *r.outputs.values()) for r in table.rules]
        )
        engine = zen.ZenEngine({"loader": {"type": "static", "content": {"table": json.loads(graph)}}})
        decision = engine.get_decision("table")
        given = [{f"i{n}": facts[c.field] for n, c in enumerate(table.columns)} for facts in rows]
        check(table, rows, [decision.evaluate(row)["result"].get("o0", "") for row in given])
        batch = [{"key": "table", "context": row} for row in given]
        ours, one = rate(partial(evaluate, table), rows), rate(decision.evaluate, given)
        many = count * rate(engine.evaluate_batch, [batch])
        figures = f"{ours:10,.0f}{one:10,.0f}{many:10,.0f}{ours / max(one, many):10.1f}"
        print(f"{table.name:10}{len(table.rules):10}{figures}")


def check(table: CompiledTable, rows: Sequence[Facts], theirs: Sequence[str]) -> None:
    """Both engines say the same of every row."""
    for facts, said in zip(rows, theirs, strict=True):
        (ours,) = evaluate(table, facts).outputs.values()
        if ours != said:
            sys.exit(f"{table.name}: {facts}: {ours}, zen {said}")


def without_words(table: RuleTable) -> RuleTable:
    """The rules that look for no words."""
    kept = tuple(r for r in table.rules if not any("含(" in c or "提到(" in c for c in r.conditions))
    return table.model_copy(update={"rules": kept})


def compiled(plan: Plan) -> Rulebook:
    book, findings = compile_rules(plan)
    return book or sys.exit("\n".join(f.sentence for f in findings))


def main() -> None:
    """Print the tables."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--rows", type=int, default=5_000)
    arguments.add_argument("--rounds", type=int, default=9)
    given = arguments.parse_args()
    plan = load_pack("epidemic")
    show_speed(plan, given.rows, partial(rate, given.rounds))
    show_comparison(plan, given.rows, partial(rate, given.rounds))


if __name__ == "__main__":
    main()
