"""The sheet 基本信息: one value a key, checked against the rest of the plan where it names it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import ValidationError

from pipeline.findings import REASONS, Finding, finding
from pipeline.plan.model import Info
from pipeline.plan.references import Draft
from pipeline.plan.schema import fillable, wrong_braces
from pipeline.plan.sheets import Sheet, expected_of, nearest, reason_of, taken, typed

KEY, VALUE, NOTE = "键", "值", "说明"
"""Headings; the notes are for the clerk alone."""


@dataclass(frozen=True, slots=True)
class Keys:
    """The sheet as a mapping: where each key stands, and what stands beside it."""

    sheet: Sheet
    rows: Mapping[str, int]
    values: Mapping[str, str]

    def finding(self, key: str, reason: str, expected: str) -> Finding:
        """A finding about the value of a key; about the sheet where the key has no row."""
        cell = self.sheet.cell(self.rows[key], VALUE) if key in self.rows else ""
        stood = self.values.get(key, "")
        like = nearest(stood, tuple(expected.split("、"))) if "、" in expected else ""
        said = {"label": key, "reason": reason, "expected": expected, "nearest": like}
        return finding("plan.value", sheet=self.sheet.name, cell=cell, stood=stood, **said)


def read(sheet: Sheet, draft: Draft, sample: Sheet) -> tuple[Info, list[Finding]]:
    """The values of the sheet, and what is wrong with them.

    In the place of values that cannot be used stand those of a sample, so that all else is checked at once.
    """
    found = list(_heading_findings(sheet))
    keys, values = _keys(sheet), _usable(_keys(sample))
    if found:
        return Info.model_validate(values), found
    found += _key_findings(keys)
    known = _usable(keys)
    try:
        info = Info.model_validate(known)
    except ValidationError as error:
        about = {str(d["loc"][0]): _value_finding(keys, d) for d in error.errors(include_url=False)}
        info = Info.model_validate(values | {k: v for k, v in known.items() if k not in about})
        found += about.values()
    told = {f.cell for f in found}
    return info, found + [f for check in CHECKS for f in check(keys, info, draft) if f.cell not in told]


def plan_key(sheet: Sheet) -> str:
    """Which plan it is, or ""."""
    return next((c[1] for _, c in sheet.filled() if len(c) > 1 and c[0] == "plan"), "")


def _heading_findings(sheet: Sheet) -> Iterator[Finding]:
    for name in (KEY, VALUE):
        if name not in sheet.headings:
            yield finding("plan.heading_missing", sheet=sheet.name, cell="A1", expected=name)


def _usable(keys: Keys) -> dict[str, str | bool]:
    """What stands beside the keys that there are."""
    fields = Info.model_fields
    return {k: typed(v, fields[k]) for k, v in keys.values.items() if v and k in fields}


def _keys(sheet: Sheet) -> Keys:
    if not {KEY, VALUE} <= set(sheet.headings):
        return Keys(sheet, {}, {})
    key, value = sheet.headings.index(KEY), sheet.headings.index(VALUE)
    filled = tuple(sheet.filled())
    return Keys(sheet, {c[key]: row for row, c in filled}, {c[key]: c[value] for _, c in filled})


def _key_findings(keys: Keys) -> Iterator[Finding]:
    """Keys that do not exist, and keys that stand twice."""
    known = tuple(Info.model_fields)
    column = keys.sheet.headings.index(KEY)
    for row, cells in keys.sheet.filled():
        name, cell = cells[column], keys.sheet.cell(row, KEY)
        if name not in known:
            said = {"label": KEY, "nearest": nearest(name, known), "expected": "、".join(known)}
            yield finding("plan.reference", sheet=keys.sheet.name, cell=cell, stood=name, **said)
        elif keys.rows[name] != row:
            yield finding("plan.twice", sheet=keys.sheet.name, cell=cell, stood=name)
    for name, field in Info.model_fields.items():
        if name not in keys.rows and not field.is_required():
            yield finding("plan.default", sheet=keys.sheet.name, what="一项", expected=name, taken=taken(field))


def _value_finding(keys: Keys, detail: Mapping[str, Any]) -> Finding:
    key = str(detail["loc"][0])
    return keys.finding(key, reason_of(detail), "、".join(expected_of(detail, Info.model_fields[key])))


def _zone(keys: Keys, info: Info, _: Draft) -> Iterator[Finding]:
    try:
        ZoneInfo(info.zone)
    except (ZoneInfoNotFoundError, ValueError):
        yield keys.finding("zone", REASONS["zone"], "Asia/Shanghai")


def _scores(keys: Keys, info: Info, _: Draft) -> Iterator[Finding]:
    if info.attach_score <= info.ask_score:
        yield keys.finding("attach_score", REASONS["order"], f">{info.ask_score}")


def _safety(keys: Keys, info: Info, _: Draft) -> Iterator[Finding]:
    """The sentence is filled with who is to be phoned, and with nothing else."""
    names = frozenset({"contact", "phone"})
    if wrong := wrong_braces(info.safety, names):
        said = {"label": "safety", "expected": fillable(names)}
        cell = keys.sheet.cell(keys.rows["safety"], VALUE)
        yield finding("plan.braces", sheet=keys.sheet.name, cell=cell, stood=wrong, **said)


def _grades(keys: Keys, info: Info, draft: Draft) -> Iterator[Finding]:
    for key, grade in (("key_grade", info.key_grade), ("flash_grade", info.flash_grade)):
        if grade not in draft.grades and draft.choices.complete:
            yield keys.finding(key, REASONS["choice"], "、".join(draft.grades))


CHECKS = (_zone, _scores, _safety, _grades)
