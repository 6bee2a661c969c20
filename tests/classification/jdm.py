"""Rule tables as JDM graphs for zen-engine, whose names must be ASCII: i0, i1 … the facts, o0, o1 … the results."""

import json
from collections.abc import Sequence

from pipeline.classification.conditions import AnyOf, Anything, Condition, Equals, Not, Present, Span


def jdm(policy: str, inputs: int, rules: Sequence[Sequence[str]]) -> str:
    """The graph as JSON; `policy` is first or collect, a rule its cells in zen's spelling, then its results."""
    names = [f"i{n}" if n < inputs else f"o{n - inputs}" for n in range(len(rules[0]))]
    columns = [{"id": name, "name": name, "field": name} for name in names]
    cells = [(*rule[:inputs], *(f'"{said}"' for said in rule[inputs:])) for rule in rules]
    table = {
        "hitPolicy": policy,
        "inputs": columns[:inputs],
        "outputs": columns[inputs:],
        "rules": [{"_id": f"r{n}", **dict(zip(names, rule, strict=True))} for n, rule in enumerate(cells)],
    }
    nodes = [
        {"id": "in", "name": "in", "type": "inputNode"},
        {"id": "table", "name": "table", "type": "decisionTableNode", "content": table},
        {"id": "out", "name": "out", "type": "outputNode"},
    ]
    edges = [
        {"id": "1", "type": "edge", "sourceId": "in", "targetId": "table"},
        {"id": "2", "type": "edge", "sourceId": "table", "targetId": "out"},
    ]
    return json.dumps({"nodes": nodes, "edges": edges})


def spelled(condition: Condition) -> str:  # noqa: PLR0911 (one case, one return)
    """A condition cell as zen spells it; it has no words to look for."""
    match condition:
        case Anything():
            return ""
        case Present():
            return "$ != null"
        case Not(Present()):
            return "$ == null"
        case Not(test):
            return f"$ not in [{spelled(test)}]"
        case Equals(value):
            return json.dumps(value, ensure_ascii=False)
        case AnyOf(tests):
            return ", ".join(map(spelled, tests))
        case Span(None, high, _, is_open):
            return f"{'<' if is_open else '<='} {high}"
        case Span(low, None, is_open):
            return f"{'>' if is_open else '>='} {low}"
        case Span(low, high, low_open, high_open):
            return f"{'(' if low_open else '['}{low}..{high}{')' if high_open else ']'}"
        case _:
            raise ValueError(condition)
