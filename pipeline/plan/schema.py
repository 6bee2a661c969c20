"""What the program asks of every plan by key: the bundled plans are the schema of its texts and values."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from string import Formatter

from pipeline import resources
from pipeline.findings import Finding, finding
from pipeline.plan.model import HEADER, PROGRESS, REPORT, Choice, Wording, split
from pipeline.plan.references import CONFIRM, PARTS, Draft
from pipeline.plan.sheets import E, Placed, Sheet, nearest, read
from pipeline.plan.text import read_sheet

Pair = tuple[str, str]
"""(dictionary, code), or ("", key of a text)."""

TEXTS, CHOICES = "报表", "字典"
PRINTED = ("本期情况", "状态", "报送情况", "系统拟分类")
"""Dictionaries whose values the program writes itself, by their codes."""
NEEDED_FIELDS = (
    (HEADER, "unit"),
    (HEADER, "report_date"),
    (HEADER, "reporter_role"),
    (HEADER, "statement"),
    (REPORT, "summary"),
    (REPORT, "channel"),
    (PROGRESS, "incident"),
)
"""(sheet, key) of the fields without which no workbook could be read."""
OPTIONAL = {
    "template.steps": frozenset[str](),
    "template.place": frozenset({"cutoff"}),
    "register.columns": frozenset[str](),
    "register.by.field": frozenset[str](),
    "register.by.title": frozenset[str](),
    "overview.change": frozenset({"new_change", "waiting_change", "overdue_change"}),
    "overview": frozenset({"reports", "on_the_spot", "new", "open", "among"}),
    "period.overview": frozenset({"adopted"}),
}
"""Texts that a plan may have and a bundled one may lack, and what a plan may say that a bundled one does not."""
_ALIKE = 0.8
"""From here on a key that nobody knows is one that was mistyped."""
_SHOWN = 24


@dataclass(frozen=True, slots=True)
class Schema:
    """What a plan must have."""

    own: bool
    """Whether it is a bundled plan's, so that what is missing may be taken from there."""
    texts: Mapping[Pair, Wording]
    choices: Mapping[Pair, Choice]
    braces: Mapping[str, frozenset[str]]
    """Key of a text → the names that are filled in where it is used."""
    confirmed: frozenset[str]
    """Classes that rules may only propose; a clerk may add to them, never take one away."""


@dataclass(frozen=True, slots=True)
class Lacking:
    """What a plan takes from the bundled one, and what is said about it."""

    wordings: tuple[Wording, ...]
    choices: tuple[Choice, ...]
    findings: tuple[Finding, ...]


@cache
def schema_of(plan: str) -> Schema:
    """The schema of the bundled plan of that key; for any other key, what all bundled plans have in common."""
    folders = _folders()
    texts = {name: _entries(Sheet(TEXTS, read_sheet(f, TEXTS)), Wording) for name, f in folders.items()}
    choices = {name: _entries(Sheet(CHOICES, read_sheet(f, CHOICES)), Choice) for name, f in folders.items()}
    braces: dict[str, frozenset[str]] = dict(OPTIONAL)
    for wording in (w for found in texts.values() for w in found):
        braces[wording.key] = braces.get(wording.key, frozenset()) | frozenset(_names(wording.text))
    mine = [plan] if plan in folders else list(folders)
    return Schema(
        own=plan in folders,
        texts=_common([{("", w.key): w for w in texts[n]} for n in mine]),
        choices=_common([{(c.dictionary, c.code): c for c in choices[n] if c.dictionary in PRINTED} for n in mine]),
        braces=braces,
        confirmed=frozenset.intersection(*(_confirmed(choices[n]) for n in mine)),
    )


def sample(sheet: str, plan: str) -> Sheet:
    """A sheet of the bundled plan of that key, or of the first one."""
    folders = _folders()
    return Sheet(sheet, read_sheet(folders.get(plan) or next(iter(folders.values())), sheet))


def lacking(draft: Draft, schema: Schema) -> Lacking:
    """What a plan lacks: taken with a hint from its own bundled plan, else an error."""
    keys = {("", w.key): row for row, w in draft.wordings.rows}
    texts, about_texts = _lacking(draft.wordings, keys, schema.texts, own=schema.own)
    codes = {(c.dictionary, c.code): row for row, c in draft.choices.rows if c.dictionary in PRINTED}
    choices, about_choices = _lacking(draft.choices, codes, schema.choices, own=schema.own)
    said = (
        *_fields(draft),
        *_unconfirmed(draft, schema),
        *about_choices,
        *about_texts,
        *_texts(draft.wordings, schema),
    )
    return Lacking(tuple(texts), tuple(choices), said)


def wrong_braces(text: str, names: frozenset[str]) -> str:
    """The first thing between braces that cannot be filled in, the lone brace where they do not match, or ""."""
    try:
        parts = [part[1:] for part in Formatter().parse(text) if part[1] is not None]
    except ValueError:
        return "{" if text.count("{") >= text.count("}") else "}"
    for name, form, conversion in parts:
        if name not in names or form or conversion:
            tail = f"!{conversion}" * bool(conversion) + f":{form}" * bool(form)
            return f"{{{name}{tail}}}"
    return ""


def fillable(names: frozenset[str]) -> str:
    """What may stand between braces, in words."""
    shown = "、".join(f"{{{name}}}" for name in sorted(names))
    return f"只用 {shown}" if shown else "不带花括号的文字"


def _lacking(
    placed: Placed[E], rows: Mapping[Pair, int], wanted: Mapping[Pair, E], *, own: bool
) -> tuple[list[E], list[Finding]]:
    """The entries taken, and a finding for each that is not there; none of a sheet that could not be read."""
    took: list[E] = []
    found: list[Finding] = []
    strange = {pair: row for pair, row in rows.items() if pair not in wanted}
    for pair, entry in wanted.items() if placed.complete else ():
        if pair in rows:
            continue
        group, key = pair
        like = nearest(key, tuple(k for g, k in strange if g == group), _ALIKE)
        said = {"what": f"“{group}”的代码" if group else "文字", "expected": key, "nearest": like}
        heading = "代码" if group else "键"
        if like:
            cell = placed.sheet.cell(strange[group, like], heading)
            found.append(finding("plan.needed", sheet=placed.sheet.name, cell=cell, stood=like, **said))
        elif own:
            took.append(entry)
            found.append(finding("plan.default", sheet=placed.sheet.name, **said, taken=_shown(entry)))
        else:
            found.append(finding("plan.needed", sheet=placed.sheet.name, **said))
    return took, found


def _texts(placed: Placed[Wording], schema: Schema) -> Iterator[Finding]:
    """Texts with braces that nothing fills, and keys that no page asks for."""
    standing = {w.key for w in placed.entries}
    absent = tuple(key for _, key in schema.texts if key not in standing)
    for row, wording in placed.rows:
        if wording.key not in schema.braces:
            if not nearest(wording.key, absent, _ALIKE):  # else it is an absent one, mistyped, and said to be
                like = nearest(wording.key, tuple(schema.braces), _ALIKE)
                yield placed.finding("plan.unused", row, "键", wording.key, nearest=like)
        elif wrong := wrong_braces(wording.text, schema.braces[wording.key]):
            expected = fillable(schema.braces[wording.key])
            yield placed.finding("plan.braces", row, "文字", wrong, expected=expected)


def _fields(draft: Draft) -> Iterator[Finding]:
    """Fields that every plan must have."""
    standing = {(f.sheet, f.key) for f in draft.fields.entries}
    if draft.fields.complete:
        for sheet, key in NEEDED_FIELDS:
            if (sheet, key) not in standing:
                like = nearest(key, tuple(k for s, k in standing if s == sheet), _ALIKE)
                said = {"what": f"“{sheet}”的键", "expected": key, "nearest": like}
                yield finding("plan.needed", sheet=draft.fields.sheet.name, **said)


def _unconfirmed(draft: Draft, schema: Schema) -> Iterator[Finding]:
    """Classes that a person must confirm, by the bundled plan, and no longer does by this one."""
    if draft.choices.complete and draft.values(PARTS):
        for value in sorted(schema.confirmed - _confirmed(draft.choices.entries)):
            row = next((r for r, c in draft.choices.rows if (c.dictionary, c.value) == (PARTS, value)), 1)
            yield draft.choices.finding("plan.unconfirmed", row, "代码", value, expected=CONFIRM)


def _confirmed(choices: Iterable[Choice]) -> frozenset[str]:
    return frozenset(c.value for c in choices if c.dictionary == PARTS and CONFIRM in split(c.code))


def _folders() -> dict[str, Path]:
    return {f.name: f for f in sorted(resources.packs().iterdir()) if any(f.glob("*.csv"))}


def _common(found: Sequence[Mapping[Pair, E]]) -> dict[Pair, E]:
    first, *others = found
    return {pair: entry for pair, entry in first.items() if all(pair in other for other in others)}


def _entries(sheet: Sheet, model: type[E]) -> tuple[E, ...]:
    return read(sheet, model)[0].entries


def _names(text: str) -> Iterator[str]:
    return (name for _, name, _, _ in Formatter().parse(text) if name)


def _shown(entry: object) -> str:
    """What the entry says, short enough for a sentence."""
    text = entry.value if isinstance(entry, Choice) else entry.text if isinstance(entry, Wording) else ""
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"
