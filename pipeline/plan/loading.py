"""A plan from its tables: every sheet understood, everything that is wrong said at once."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from pipeline import resources
from pipeline.errors import PlanError
from pipeline.findings import Finding, errors, finding
from pipeline.plan import cells, info, references, rules, schema
from pipeline.plan.model import (
    Answer,
    CalendarDay,
    Choice,
    DeadlineRule,
    Entry,
    FieldSpec,
    Info,
    Phase,
    Plan,
    Retention,
    Role,
    RuleTable,
    Situation,
    Unit,
    Word,
    Wording,
)
from pipeline.plan.references import Draft
from pipeline.plan.schema import Lacking
from pipeline.plan.sheets import Placed, Sheet, read
from pipeline.plan.text import PlanTables, digest, read_folder

SHEETS = (
    "基本信息",
    "单位名册",
    "人员角色",
    "字段",
    "阶段",
    "情形",
    "字典",
    "词表",
    "去向规则",
    "情形规则",
    "分类规则",
    "分级规则",
    "时限",
    "口径",
    "日历",
    "报表",
    "保存期限",
)
"""Every sheet of a plan, in the order in which it is written."""
INFO = SHEETS[0]
_RULES = "规则"
"""A sheet whose name ends with this is a decision table."""
_RULE_SHEETS = frozenset(name for name in SHEETS if name.endswith(_RULES))
ENTRIES: Mapping[str, tuple[str, type[Entry]]] = MappingProxyType(
    {
        "单位名册": ("units", Unit),
        "人员角色": ("roles", Role),
        "字段": ("fields", FieldSpec),
        "阶段": ("phases", Phase),
        "情形": ("situations", Situation),
        "字典": ("choices", Choice),
        "词表": ("words", Word),
        "时限": ("deadlines", DeadlineRule),
        "口径": ("answers", Answer),
        "日历": ("calendar", CalendarDay),
        "报表": ("wordings", Wording),
        "保存期限": ("retention", Retention),
    }
)
"""Sheet → attribute of the plan and what a row of it is."""
_TEMPLATE_SHEETS = ("字段", "字典")
"""What a filled-in template depends on."""


def load(tables: PlanTables) -> tuple[Plan | None, tuple[Finding, ...]]:
    """The plan that the tables hold, or None, and every finding about them."""
    plan, found = examine(tables)
    return (None if errors(found) else plan), found


def examine(tables: PlanTables) -> tuple[Plan | None, tuple[Finding, ...]]:
    """Every finding about the tables, and a plan as far as its rules can be checked, even if something is wrong."""
    draft, found = _draft(tables)
    sheet = Sheet(INFO, tables.get(INFO, ()))
    key = info.plan_key(sheet)
    lacking = schema.lacking(draft, schema.schema_of(key))
    basics, about_basics = info.read(sheet, draft, schema.sample(INFO, key))
    every = (
        *cells.findings(tables),
        *(finding("plan.sheet_missing", stood=name) for name in SHEETS if name not in tables),
        *(about_basics if INFO in tables else ()),
        *found,
        *references.findings(draft),
        *lacking.findings,
    )
    return (_plan(basics, draft, tables, lacking) if _checkable(draft) else None), every


def load_pack(name: str) -> Plan:
    """A bundled plan."""
    if name not in packs():
        raise PlanError(f"没有名为“{name}”的方案,可用的有:{'、'.join(packs())}")
    plan, found = load(read_folder(resources.packs() / name))
    if plan is None:
        raise PlanError("\n".join(f.sentence for f in errors(found)))
    return plan


def packs() -> tuple[str, ...]:
    """Names of the bundled plans."""
    return tuple(sorted(folder.name for folder in resources.packs().iterdir() if any(folder.glob("*.csv"))))


def of_plan(tables: PlanTables) -> dict[str, tuple[tuple[str, ...], ...]]:
    """Only the sheets that belong to a plan, in its order; a clerk's notes on other sheets are left out."""
    known = (*SHEETS, *(name for name in tables if name.endswith(_RULES) and name not in SHEETS))
    return {name: tables[name] for name in known if name in tables}


def _draft(tables: PlanTables) -> tuple[Draft, list[Finding]]:
    found: list[Finding] = []
    placed: dict[str, Any] = {}
    for name, (attribute, model) in ENTRIES.items():
        if name not in tables:
            placed[attribute] = Placed(Sheet(name, ()), (), complete=False, named=False)
            continue
        placed[attribute], about = read(Sheet(name, tables[name]), model)
        found += about
    decisions: list[RuleTable] = []
    for name in of_plan(tables):
        if name.endswith(_RULES):
            table, about = rules.read(Sheet(name, tables[name]))
            found += about
            decisions += [table] if table else []
    return Draft(**placed, tables=tuple(decisions)), found


def _checkable(draft: Draft) -> bool:
    """Whether everything is there that rules may name: else every rule that names what is missing seems wrong."""
    named = (draft.fields, draft.choices, draft.situations, draft.words, draft.units)
    ruled = {table.name for table in draft.tables}
    return all(placed.named for placed in named) and ruled >= _RULE_SHEETS


def _plan(basics: Info, draft: Draft, tables: PlanTables, lacking: Lacking) -> Plan:
    entries = {attribute: getattr(draft, attribute).known for attribute, _ in ENTRIES.values()}
    entries["wordings"] += lacking.wordings
    entries["choices"] += lacking.choices
    mine = of_plan(tables)
    template = {name: mine[name] for name in _TEMPLATE_SHEETS}
    return Plan.model_construct(
        info=basics, tables=draft.tables, digest=digest(mine), template_digest=digest(template), **entries
    )
