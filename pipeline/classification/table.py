"""Tables: a rule table of the plan compiled once, or every mistake in it at once."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, tzinfo

from pipeline.classification.cells import own_value
from pipeline.classification.checks import CHECKS, Draft, parsed, unquoted
from pipeline.classification.conditions import Anything, Column, Condition
from pipeline.classification.facts import FactType
from pipeline.classification.masks import Mask, TextMask, column_mask, looks_for_words
from pipeline.classification.matchers import Matcher, matcher
from pipeline.classification.memory import remembering
from pipeline.classification.policies import SINGLE, HitPolicy
from pipeline.classification.words import WordLists
from pipeline.findings import Finding
from pipeline.plan.model import Rule, RuleTable

DEFAULT = "默认"
"""Id of the rule that is used when nothing else matches."""


@dataclass(frozen=True, slots=True)
class CompiledRule:
    """One rule, ready to be asked."""

    id: str
    conditions: tuple[Condition, ...]
    asks: tuple[tuple[str, Matcher], ...]
    """Field and matcher of each condition that asks anything."""
    outputs: Mapping[str, str]
    rank: tuple[int, ...]
    """Where its results stand in their dictionaries, for the policies that go by it."""
    why: str
    row: int


@dataclass(frozen=True, slots=True)
class CompiledTable:
    """A table without mistakes, ready to be asked."""

    name: str
    policy: HitPolicy
    columns: tuple[Column, ...]
    outputs: tuple[str, ...]
    rules: tuple[CompiledRule, ...]
    default: int
    """The bit of the rule used when nothing else matches; 0 if there is none, as always under F."""
    masks: tuple[Mask, ...]
    """The mask of each column that asks anything and looks for no words."""
    text_masks: tuple[TextMask, ...]
    """The mask of each column that looks for words."""


def compile_table(
    table: RuleTable,
    facts: Mapping[str, FactType],
    plan_words: WordLists,
    allowed: Mapping[str, tuple[str, ...]],
    zone: tzinfo = UTC,
) -> tuple[CompiledTable | None, tuple[Finding, ...]]:
    """The table ready to be asked, or None and every mistake in it.

    `facts` are the fields a condition may ask about; `allowed` are the values of closed dictionaries, by
    field and by result column, in their order. A date with a time and no offset is read in `zone`.
    """
    named = tuple(own_value(name, tuple(facts)) for name in table.inputs)
    columns = tuple(
        Column(field, facts[field], zone, allowed.get(field, ()), plan_words.names) if field else None
        for field in named
    )
    draft = Draft(table, HitPolicy.read(table.hit_policy), columns, facts, allowed)
    conditions, findings = parsed(draft)
    findings += [found for check in CHECKS for found in check(draft)]
    if findings or draft.policy is None:
        return None, tuple(findings)
    return _compiled(draft, draft.policy, conditions, plan_words), ()


def _compiled(
    draft: Draft, policy: HitPolicy, conditions: tuple[tuple[Condition, ...], ...], words: WordLists
) -> CompiledTable:
    table, columns = draft.table, tuple(c for c in draft.columns if c)
    cells = [
        {c: _matcher(c, column, words) for c in {rule[i] for rule in conditions} if c != Anything()}
        for i, column in enumerate(columns)
    ]
    rules = tuple(
        CompiledRule(
            rule.id,
            asked,
            tuple((columns[i].field, cells[i][c]) for i, c in enumerate(asked) if c in cells[i]),
            _outputs(rule, draft),
            _rank(rule, draft),
            rule.why,
            rule.row,
        )
        for rule, asked in zip(table.rules, conditions, strict=True)
    )
    masks = tuple(_masks(columns, rules, cells))
    return CompiledTable(
        table.name,
        policy,
        columns,
        table.outputs,
        rules,
        _default(policy, rules),
        tuple(m for m in masks if isinstance(m, Mask)),
        tuple(m for m in masks if isinstance(m, TextMask)),
    )


def _matcher(condition: Condition, column: Column, words: WordLists) -> Matcher:
    """A matcher that remembers what it said of a value, but for one that reads texts: they are all different."""
    made = matcher(condition, column, words)
    return made if looks_for_words(condition) else remembering(made)


def _outputs(rule: Rule, draft: Draft) -> dict[str, str]:
    """The results in their dictionaries' own spelling."""
    texts = zip(draft.table.outputs, map(unquoted, rule.results), strict=True)
    return {name: own_value(text, draft.allowed.get(name, ())) or text for name, text in texts}


def _rank(rule: Rule, draft: Draft) -> tuple[int, ...]:
    ranks: list[int] = []
    for name, value in _outputs(rule, draft).items():
        known = draft.allowed.get(name, ())
        ranks.append(known.index(value) if value in known else len(known))
    return tuple(ranks)


def _default(policy: HitPolicy, rules: tuple[CompiledRule, ...]) -> int:
    """The rule called so, else under U, A and P a last rule that asks nothing; under F it is a rule like any other.

    Where all that match are collected, a rule that asks nothing is collected with them.
    """
    if policy is HitPolicy.FIRST:
        return 0
    named = [i for i, rule in enumerate(rules) if rule.id == DEFAULT]
    asks_nothing = policy in SINGLE and rules and set(rules[-1].conditions) <= {Anything()}
    last = [len(rules) - 1] if asks_nothing else []
    return sum(1 << i for i in (named or last)[:1])


def _masks(
    columns: tuple[Column, ...], rules: tuple[CompiledRule, ...], cells: Sequence[Mapping[Condition, Matcher]]
) -> Iterator[Mask | TextMask]:
    for i, asked in enumerate(cells):
        if asked:
            yield column_mask(columns[i].field, (r.conditions[i] for r in rules), asked)
