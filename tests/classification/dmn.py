"""A small reader of DMN XML: a decision table as a rule table, its TCK cases as facts and expected values."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import fromstring

from pipeline.classification.checks import unquoted
from pipeline.classification.facts import FactType
from pipeline.plan.model import Rule, RuleTable

ANY = "{*}"
TYPE = "{http://www.w3.org/2001/XMLSchema-instance}type"
TYPES = {"number": FactType.NUMBER, "string": FactType.TEXT, "boolean": FactType.BOOLEAN}
POLICIES = {
    "UNIQUE": "U",
    "ANY": "A",
    "PRIORITY": "P",
    "FIRST": "F",
    "RULE ORDER": "R",
    "OUTPUT ORDER": "O",
    "COLLECT": "C",
}
AGGREGATIONS = {None: "", "SUM": "+", "MIN": "<", "MAX": ">", "COUNT": "#"}
ONLY = "result"
"""Name of the result of a table with one unnamed output."""


@dataclass(frozen=True)
class Model:
    """A decision table with what its columns may hold."""

    table: RuleTable
    facts: dict[str, FactType]
    allowed: dict[str, tuple[str, ...]]


@dataclass(frozen=True)
class Case:
    """One case of a test file; a list of expected outputs where the policy gives a list."""

    name: str
    facts: dict[str, object]
    expected: dict[str, str] | list[dict[str, str]]


def read_model(path: Path) -> Model:
    """The one decision table of a file; a default output becomes the rule of that name."""
    table = _one(fromstring(path.read_bytes()), "decisionTable")
    inputs = {_text(_one(i, "inputExpression")): i for i in _all(table, "input")}
    outputs = {o.get("name", ONLY): o for o in _all(table, "output")}
    rules = [
        Rule(
            id=f"R{row}",
            conditions=tuple(map(_text, _all(rule, "inputEntry"))),
            results=tuple(map(_text, _all(rule, "outputEntry"))),
            row=row,
        )
        for row, rule in enumerate(_all(table, "rule"), start=2)
    ]
    defaults = [e for o in outputs.values() for e in _all(o, "defaultOutputEntry")]
    if defaults:
        blank = ("",) * len(inputs)
        rules.append(Rule(id="默认", conditions=blank, results=tuple(map(_text, defaults)), row=len(rules) + 2))
    policy = POLICIES[table.get("hitPolicy", "UNIQUE")] + AGGREGATIONS[table.get("aggregation")]
    return Model(
        RuleTable(
            name=path.stem,
            hit_policy=policy,
            inputs=tuple(inputs),
            outputs=tuple(outputs),
            rules=tuple(rules),
        ),
        {name: TYPES[_one(i, "inputExpression").get("typeRef", "")] for name, i in inputs.items()},
        {name: _values(i, "inputValues") for name, i in inputs.items()}
        | {name: _values(o, "outputValues") for name, o in outputs.items()},
    )


def read_cases(path: Path) -> Iterator[Case]:
    """The cases of a test file."""
    for case in _all(fromstring(path.read_bytes()), "testCase"):
        facts = {n.get("name", ""): _value(_one(n, "value")) for n in _all(case, "inputNode")}
        expected = _one(case, "expected")
        items = [_outputs(i) for i in expected.iter() if i.tag.endswith("}item")]
        yield Case(case.get("id", ""), facts, items or _outputs(expected))


def _outputs(element: Element) -> dict[str, str]:
    parts = {c.get("name", ""): c for c in _all(element, "component")} or {ONLY: element}
    return {name: _one(part, "value").text or "" for name, part in parts.items()}


def _value(element: Element) -> object:
    text = element.text or ""
    match element.get(TYPE):
        case "xsd:decimal":
            return float(text)
        case "xsd:boolean":
            return text == "true"
        case _:
            return text


def _values(element: Element, name: str) -> tuple[str, ...]:
    return tuple(unquoted(part) for e in _all(element, name) for part in _text(e).split(","))


def _all(element: Element, name: str) -> list[Element]:
    return element.findall(f"{ANY}{name}") or element.findall(f".//{ANY}{name}")


def _one(element: Element, name: str) -> Element:
    return _all(element, name)[0]


def _text(element: Element) -> str:
    return _one(element, "text").text or ""
