"""The sheet 基本信息: one value a key, checked against the rest of the plan where it names it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import ValidationError

from pipeline.findings import REASONS, Finding, finding
from pipeline.plan.model import Info
from pipeline.plan.references import Draft
from pipeline.plan.sheets import Sheet, expected_of, nearest, reason_of, typed

KEY, VALUE = "键", "值"
HEADINGS = (KEY, VALUE, "说明")


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
        said = {"label": key, "reason": reason, "expected": expected}
        return finding("plan.value", sheet=self.sheet.name, cell=cell, stood=stood, **said)


def read(sheet: Sheet, draft: Draft) -> tuple[Info | None, list[Finding]]:
    """The values of the sheet, or None, and what is wrong with them."""
    absent = [name for name in HEADINGS if name not in sheet.headings]
    if absent:
        return None, [finding("plan.heading_missing", sheet=sheet.name, expected=name) for name in absent]
    keys = _keys(sheet)
    found = list(_key_findings(keys))
    fields = Info.model_fields
    known = {k: typed(v, fields[k]) for k, v in keys.values.items() if v and k in fields}
    try:
        info = Info.model_validate(known)
    except ValidationError as error:
        return None, found + [_value_finding(keys, detail) for detail in error.errors(include_url=False)]
    return info, found + [f for check in (_zone, _scores, _grades) for f in check(keys, info, draft)]


def _keys(sheet: Sheet) -> Keys:
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


def _grades(keys: Keys, info: Info, draft: Draft) -> Iterator[Finding]:
    for key, grade in (("key_grade", info.key_grade), ("flash_grade", info.flash_grade)):
        if grade not in draft.grades and draft.choices.complete:
            yield keys.finding(key, REASONS["choice"], "、".join(draft.grades))
