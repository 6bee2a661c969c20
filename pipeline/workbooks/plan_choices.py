"""Which columns of the plan workbook have a drop-down, and what it offers."""

import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import NamedTuple

from pipeline.plan import model
from pipeline.plan.text import PlanTables
from pipeline.workbooks import words

_ENTRIES: Mapping[str, type[model.Entry]] = MappingProxyType(
    {
        "单位名册": model.Unit,
        "人员角色": model.Role,
        "字段": model.FieldSpec,
        "阶段": model.Phase,
        "时限": model.DeadlineRule,
        "日历": model.CalendarDay,
    }
)
"""Sheets with columns that take one of a few values: their entries say which."""
_DEFINED_AT = MappingProxyType(
    {
        ("单位名册", "级别"): ("单位名册", "级别"),
        ("单位名册", "组别"): ("单位名册", "组别"),
        ("字段", "表"): ("字段", "表"),
        ("字段", "字典"): ("字典", "字典"),
        ("情形", "阶段"): ("阶段", "代码"),
        ("字典", "字典"): ("字典", "字典"),
        ("词表", "词表"): ("词表", "词表"),
    }
)
"""(sheet, heading) → where the entries usually stand already; others are taken too."""


class Choice(NamedTuple):
    """The drop-down of one column."""

    column: int
    title: str
    options: tuple[str, ...]
    strict: bool


def choices_of(sheet: str, rows: tuple[tuple[str, ...], ...], tables: PlanTables) -> Iterator[Choice]:
    """The drop-downs of a sheet."""
    fixed = dict(_fixed(_ENTRIES[sheet])) if sheet in _ENTRIES else {}
    for column, heading in enumerate(rows[0] if rows else (), start=1):
        if heading in fixed:
            yield Choice(column, f"{sheet}_{heading}", fixed[heading], strict=True)
        elif (sheet, heading) in _DEFINED_AT:
            at, of = _DEFINED_AT[sheet, heading]
            options = _standing(tables.get(at, ()), of)
            if options:
                yield Choice(column, f"{at}_{of}", options, strict=False)


def _fixed(entry: type[model.Entry]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Headings of the entry that are yes or no, or one of a pattern's alternatives."""
    for field in entry.model_fields.values():
        patterns = (re.fullmatch(r"\^\((.+)\)\$", str(getattr(m, "pattern", ""))) for m in field.metadata)
        alternatives = next((found for found in patterns if found), None)
        if field.annotation is bool:
            yield str(field.alias), (words.YES, words.NO)
        elif alternatives:
            yield str(field.alias), tuple(alternatives[1].split("|"))


def _standing(rows: tuple[tuple[str, ...], ...], heading: str) -> tuple[str, ...]:
    """What stands under a heading, each once."""
    if not rows or heading not in rows[0]:
        return ()
    index = rows[0].index(heading)
    return tuple(dict.fromkeys(row[index] for row in rows[1:] if len(row) > index and row[index]))
