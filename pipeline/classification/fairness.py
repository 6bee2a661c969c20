"""Fairness: a rule proposes and a named person decides, whatever a plan says.

A class that needs a person may be given by a rule only in its tentative form, `拟…`. The verification refuses
a plan that breaks this; here the engine refuses the verdict, should one ever come.
"""

from dataclasses import replace

from pipeline.findings import REASONS
from pipeline.model import Verdict
from pipeline.plan.model import Plan, fold

PROPOSED, DECIDED = "系统拟分类", "分类"
"""Dictionaries of the classes as rules propose them, and as persons decide them."""
RESULT = "→分类"
UNCLEAR = "unclear"
TENTATIVE = "拟"


def is_fair(plan: Plan, value: str) -> bool:
    """Whether a rule may give that class: none that needs a person, unless it says that it is only proposed."""
    if plan.code(PROPOSED, value) in plan.needs_person:
        return value.startswith(TENTATIVE)
    return not names_decision(plan, value)


def names_decision(plan: Plan, value: str) -> bool:
    """Whether a text, `拟` left aside, is the name of a class that only a person may give."""
    bare = value.removeprefix(TENTATIVE)
    decided = plan.resolve(DECIDED, bare)
    return fold(bare).upper() in plan.needs_person or plan.code(DECIDED, decided) in plan.needs_person


def fair(plan: Plan, verdict: Verdict) -> Verdict:
    """A verdict on the class as it may stand: one that decides what a person must is no verdict."""
    said = verdict.outputs.get(RESULT, "")
    if is_fair(plan, said):
        return verdict
    outputs = {**verdict.outputs, RESULT: plan.label(PROPOSED, UNCLEAR)}
    return replace(verdict, rule="", outputs=outputs, why=REASONS["unfair"].format(rule=verdict.rule, said=said))
