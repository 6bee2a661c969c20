"""The sheet 基本信息: one value a key, checked against the rest of the plan where it names it."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
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
HEADINGS = (KEY, VALUE, NOTE)


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


def read(sheet: Sheet, draft: Draft) -> tuple[Info | None, list[Finding]]:
    """The values of the sheet, or None, and what is wrong with them."""
    found = list(_heading_findings(sheet))
    if not {KEY, VALUE} <= set(sheet.headings):
        return None, found
    keys = _keys(sheet)
    found += _key_findings(keys)
    known = _known(keys)
    try:
        info = Info.model_validate(known)
    except ValidationError as error:
        return None, found + [_value_finding(keys, detail) for detail in error.errors(include_url=False)]
    return info, found + [f for check in CHECKS for f in check(keys, info, draft)]


def stand_in(sheet: Sheet, sample: Sheet) -> Info:
    """The values of the sheet, in the place of unusable ones those of a sample: enough to check the other sheets by."""
    usable, known = _known(_keys(sample)), _known(_keys(sheet)) if {KEY, VALUE} <= set(sheet.headings) else {}
    for key, value in known.items():
        with suppress(ValidationError):
            Info.model_validate(usable | {key: value})
            usable[key] = value
    return Info.model_validate(usable)


def plan_key(sheet: Sheet) -> str:
    """Which plan it is, or ""."""
    return next((c[1] for _, c in sheet.filled() if len(c) > 1 and c[0] == "plan"), "")


def _heading_findings(sheet: Sheet) -> Iterator[Finding]:
    for name in HEADINGS:
        if name not in sheet.headings:
            said = {"stood": "", "expected": name}
            if name == NOTE:
                yield finding("plan.default", sheet=sheet.name, what="列", taken="空白", **said)
            else:
                like = nearest(name, tuple(set(sheet.headings) - set(HEADINGS)))
                yield finding("plan.heading_missing", sheet=sheet.name, cell="A1", nearest=like, **said)


def _known(keys: Keys) -> dict[str, str | bool]:
    fields = Info.model_fields
    return {k: typed(v, fields[k]) for k, v in keys.values.items() if v and k in fields}


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
