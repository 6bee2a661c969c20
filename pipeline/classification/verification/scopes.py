"""Scopes: what the facts of a field can be when a table is asked, as `assessment` asks it."""

from collections.abc import Mapping
from dataclasses import dataclass

from pipeline.classification.rulebook import CLASS, DERIVED, GRADE, ROUTE, SITUATION
from pipeline.plan.model import REPORT, FieldSpec, Plan


@dataclass(frozen=True, slots=True)
class Scope:
    """What is known about the facts of a field, beyond its type and its dictionary."""

    blank: bool = True
    """Whether it may be missing."""
    several: bool = False
    """Whether it may hold several values at once."""
    whole: bool = False
    """Whether its numbers are whole."""
    least: int | None = None
    """The least number there can be."""
    known: bool = True
    """Whether it is ever known; if not, it is always missing."""


UNLIMITED = Scope()
_SOMETIMES_BLANK = ("class_confirmed", "situation", "class", "grade", "phase")
"""Derived facts that are missing until somebody, or a table, has said them; the others are always known."""


def scopes(plan: Plan, table: str) -> Mapping[str, Scope]:
    """Field → scope, for one of the tables of the rulebook.

    A route is asked of one row, the situation of all rows of an incident and of its phase, the class and the
    grade of all that is derived; the grade knows the class, and the plan's further tables the grade too.
    """
    reported = {f.label: _reported(f, table) for f in plan.fields_of(REPORT)}
    derived = {f.label: _derived(f, table) for f in plan.fields_of(DERIVED)}
    return derived | reported if table == ROUTE else reported | derived


def _reported(field: FieldSpec, table: str) -> Scope:
    """Validation lets no row pass without what is required, and fills in what blank means."""
    return Scope(
        blank=not (field.required or field.default),
        several=table != ROUTE or field.type in ("单位", "多选"),
        whole=field.type == "整数",
    )


def _derived(field: FieldSpec, table: str) -> Scope:
    return Scope(
        blank=field.key in _SOMETIMES_BLANK,
        whole=field.type == "整数",
        least=1 if field.key == "days" else 0,
        known=_known(field.key, table),
    )


def _known(key: str, table: str) -> bool:
    """Whether a derived fact is known when a table is asked: each table reads the results of those before it."""
    unknown = {ROUTE: None, SITUATION: None, CLASS: ("class", "grade"), GRADE: ("grade",)}.get(table, ())
    return key == "phase" and table == SITUATION if unknown is None else key not in unknown
