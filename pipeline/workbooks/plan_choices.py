"""What the plan workbook offers beside a column: a drop-down, a note, or both."""

from dataclasses import dataclass
from types import MappingProxyType

from pipeline.classification.rulebook import RESULT_DICTIONARIES
from pipeline.plan.loading import ENTRIES
from pipeline.plan.rules import RESULT
from pipeline.plan.sheets import alternatives
from pipeline.plan.text import PlanTables
from pipeline.workbooks import plan_words, words

Rows = tuple[tuple[str, ...], ...]

_DEFINED_AT = MappingProxyType(
    {
        ("单位名册", "级别"): ("字典", "值", "单位级别"),
        ("情形", "阶段"): ("阶段", "代码", ""),
        ("时限", "等级"): ("字典", "代码", "等级"),
    }
)
"""(sheet, heading) → the sheet and heading that define its values, and the dictionary; nothing else may be said."""
_STANDING = frozenset({("单位名册", "组别"), ("字段", "表"), ("字典", "字典"), ("词表", "词表")})
"""(sheet, heading) whose values are mostly there already; others are taken too."""
_ELSEWHERE = ("情形", "单位")
"""Dictionaries that are sheets of their own."""


@dataclass(frozen=True, slots=True)
class Help:
    """What is offered beside the cells of a column."""

    title: str
    note: str
    options: tuple[str, ...] = ()
    strict: bool = True
    """Whether nothing but an option is taken."""


def help_of(sheet: str, heading: str, tables: PlanTables) -> Help:
    """What is offered beside a column of a plain sheet."""
    note = plan_words.NOTES.get((sheet, heading), "")
    if (sheet, heading) in _DEFINED_AT:
        at, column, dictionary = _DEFINED_AT[sheet, heading]
        return Help(heading, note, _values(tables.get(at, ()), column, dictionary))
    if (sheet, heading) == ("字段", "字典"):
        return Help(heading, note, (*_values(tables.get("字典", ()), "字典"), *_ELSEWHERE), strict=False)
    if (sheet, heading) in _STANDING:
        return Help(heading, note, _values(tables.get(sheet, ()), heading), strict=False)
    return Help(heading, note, _fixed(sheet, heading))


def condition_help(heading: str, tables: PlanTables) -> Help:
    """How a condition is written, and the values that its field knows."""
    fields = tables.get("字段", ())
    head = fields[0] if fields else ()
    known: tuple[str, ...] = ()
    if {"标签", "字典"} <= set(head):
        label, dictionary = head.index("标签"), head.index("字典")
        named = [r[dictionary] for r in fields[1:] if len(r) > dictionary and r[label] == heading and r[dictionary]]
        known = _values(tables.get("字典", ()), "值", named[0]) if named else ()
    listed = f"{plan_words.VALUES}{'、'.join(known)}。" if known else ""
    return Help(heading, plan_words.CONDITION + listed)


def result_help(heading: str, tables: PlanTables) -> Help:
    """The values a result may have."""
    dictionary = RESULT_DICTIONARIES.get(heading, heading.removeprefix(RESULT))
    at = tables.get("情形" if dictionary == "情形" else "字典", ())
    options = _values(at, "代码") if dictionary == "情形" else _values(at, "值", dictionary)
    return Help(heading, plan_words.RESULT, options)


def _fixed(sheet: str, heading: str) -> tuple[str, ...]:
    """The alternatives of a column that is yes or no, or one of a pattern's."""
    model = ENTRIES[sheet][1] if sheet in ENTRIES else None
    for field in model.model_fields.values() if model else ():
        if field.alias == heading:
            return (words.YES, words.NO) if field.annotation is bool else alternatives(field)
    return ()


def _values(rows: Rows, heading: str, dictionary: str = "") -> tuple[str, ...]:
    """What stands under a heading, each once; of one dictionary only, if it is named."""
    if not rows or heading not in rows[0]:
        return ()
    index = rows[0].index(heading)
    of = rows[0].index("字典") if dictionary and "字典" in rows[0] else 0
    mine = [row for row in rows[1:] if len(row) > of and dictionary in ("", row[of])]
    return tuple(dict.fromkeys(row[index] for row in mine if len(row) > index and row[index]))
