"""One sheet of a plan as text: where its columns stand, and its rows as entries with findings."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any, Generic, TypeVar, cast

from pydantic import ValidationError
from pydantic.fields import FieldInfo

from pipeline.addresses import column_name
from pipeline.findings import REASONS, Finding, errors, finding
from pipeline.plan.model import Entry

E = TypeVar("E", bound=Entry)

_DAY = re.compile(r"^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?: 0?0:00(?::00)?)?$")
_YES_NO: dict[str, bool] = {
    **dict.fromkeys(("是", "✓", "√", "☑", "y", "yes", "true", "1"), True),
    **dict.fromkeys(("否", "✗", "×", "n", "no", "false", "0"), False),
}
_REASON_OF = {
    "bool_parsing": "yes_no",
    "int_parsing": "integer",
    "int_from_float": "integer",
    "float_parsing": "number",
    "missing": "blank",
    "string_too_short": "blank",
}
"""Error types of pydantic that have a reason of their own; the rest go by the first word of their type."""
_LIMITS = {"ge": "≥", "gt": ">", "le": "≤", "lt": "<"}
_REASON_BY_PREFIX = {"date": "date", "time": "time", "greater": "range", "less": "range"}


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet whose first row holds the headings."""

    name: str
    rows: tuple[tuple[str, ...], ...]

    @property
    def headings(self) -> tuple[str, ...]:
        """What stands in the first row."""
        return tuple(cell.strip() for cell in self.rows[0]) if self.rows else ()

    def cell(self, row: int, heading: str) -> str:
        """Physical address of a row's cell under a heading; of its first cell if there is no such heading."""
        columns = self.headings
        return f"{column_name(columns.index(heading) if heading in columns else 0)}{row}"

    def filled(self) -> Iterator[tuple[int, tuple[str, ...]]]:
        """Row number and cells, as wide as the headings, of each row in which anything stands."""
        width = len(self.headings)
        for number, row in enumerate(self.rows[1:], start=2):
            cells = tuple(cell.strip() for cell in row[:width])
            if any(cells):
                yield number, cells + ("",) * (width - len(cells))


@dataclass(frozen=True, slots=True)
class Placed(Generic[E]):
    """The entries of a sheet, each with its physical row."""

    sheet: Sheet
    rows: tuple[tuple[int, E], ...]
    complete: bool = True
    """Whether every row could be read; else what others name may stand in one that could not."""
    known: tuple[E, ...] = ()
    """The entries, and those with a wrong value in which something stands: enough to check what names them."""
    named: bool = True
    """Whether no row has a blank where something must stand."""

    @property
    def entries(self) -> tuple[E, ...]:
        """The entries alone."""
        return tuple(entry for _, entry in self.rows)

    def finding(self, code: str, row: int, heading: str, stood: object, **values: str) -> Finding:
        """A finding about one cell of the sheet."""
        cell = self.sheet.cell(row, heading)
        return finding(code, sheet=self.sheet.name, cell=cell, stood=stood, label=heading, **values)


def read(sheet: Sheet, model: type[E]) -> tuple[Placed[E], list[Finding]]:
    """The rows of a sheet as entries of that kind; a row that cannot be one becomes findings."""
    fields = {str(field.alias): field for field in model.model_fields.values()}
    findings = list(_heading_findings(sheet, fields))
    rows: list[tuple[int, E]] = []
    known: list[E] = []
    named = not errors(findings)
    headings = sheet.headings
    for number, cells in sheet.filled():
        stood = dict(zip(headings, cells, strict=True))
        values = {name: typed(stood[name], field) for name, field in fields.items() if stood.get(name)}
        try:
            rows.append((number, model.model_validate(values)))
            known.append(rows[-1][1])
        except ValidationError as error:
            details = [d for d in error.errors(include_url=False) if d["loc"][0] in stood]
            findings += [_value_finding(sheet, number, stood, detail, fields) for detail in details]
            named = named and all(stood[str(d["loc"][0])] for d in details)
            known.append(cast("E", model.model_construct(None, **values)))
    return Placed(sheet, tuple(rows), not errors(findings), tuple(known), named), findings


def reason_of(detail: Mapping[str, Any]) -> str:
    """Why pydantic refused a value, in the words of the findings."""
    kind = str(detail["type"])
    if kind == "string_pattern_mismatch" and _choices(detail):
        return REASONS["choice"]
    return REASONS[_REASON_OF.get(kind) or _REASON_BY_PREFIX.get(kind.split("_", maxsplit=1)[0], "form")]


def expected_of(detail: Mapping[str, Any], field: FieldInfo) -> tuple[str, ...]:
    """What may stand there: the values of a pattern, the limits of a number, or an example."""
    context = detail.get("ctx", {})
    if choices := _choices(detail):
        return choices
    limits = [f"{sign}{context[name]}" for name, sign in _LIMITS.items() if name in context]
    return tuple(limits) or (_example(field),)


def nearest(text: str, known: tuple[str, ...], alike: float = 0.5) -> str:
    """The known name most like what was typed, or ""."""
    return next(iter(get_close_matches(text, known, n=1, cutoff=alike)), "")


def taken(field: FieldInfo) -> str:
    """What is taken where nothing stands, in words."""
    value = field.get_default()
    if isinstance(value, bool):
        return "是" if value else "否"
    return "空白" if value in (None, "") else str(value)


def typed(text: str, field: FieldInfo) -> str | bool:
    """The text of a cell, made plain where a number, a date or a yes is wanted."""
    kind = str(field.annotation)
    if "str" in kind:
        return text
    plain = unicodedata.normalize("NFKC", text)
    if field.annotation is bool:
        return _YES_NO.get(plain.lower(), plain)
    if day := _DAY.match(plain) if "date" in kind else None:
        return "{}-{:0>2}-{:0>2}".format(*day.groups())
    return plain


def _heading_findings(sheet: Sheet, fields: Mapping[str, FieldInfo]) -> Iterator[Finding]:
    """A heading that is missing or stands twice; without one that is no more than mistyped, its default is taken."""
    strange = tuple(name for name in sheet.headings if name and name not in fields)
    for name, field in fields.items():
        if name in sheet.headings:
            continue
        if like := nearest(name, strange):
            cell = sheet.cell(1, like)
            yield finding("plan.heading_missing", sheet=sheet.name, cell=cell, stood=like, expected=name, nearest=like)
        elif field.is_required():
            yield finding("plan.heading_missing", sheet=sheet.name, cell="A1", expected=name)
        else:
            yield finding("plan.default", sheet=sheet.name, what="列", expected=name, taken=taken(field))
    for index, name in enumerate(sheet.headings):
        if name and name in sheet.headings[:index]:
            yield finding("plan.twice", sheet=sheet.name, cell=f"{column_name(index)}1", stood=name)


def _value_finding(
    sheet: Sheet,
    row: int,
    stood: Mapping[str, str],
    detail: Mapping[str, Any],
    fields: Mapping[str, FieldInfo],
) -> Finding:
    heading = str(detail["loc"][0])
    expected = expected_of(detail, fields[heading])
    like = nearest(stood[heading], expected) if len(expected) > 1 else ""
    said = {"reason": reason_of(detail), "expected": "、".join(expected), "nearest": like}
    cell = sheet.cell(row, heading)
    return finding("plan.value", sheet=sheet.name, cell=cell, stood=stood[heading], label=heading, **said)


def alternatives(field: FieldInfo) -> tuple[str, ...]:
    """The values that a field's pattern allows; none if it allows more than a list."""
    patterns = (_listed(str(getattr(rule, "pattern", ""))) for rule in field.metadata)
    return next((found for found in patterns if found), ())


def _choices(detail: Mapping[str, Any]) -> tuple[str, ...]:
    return _listed(str(detail.get("ctx", {}).get("pattern", "")))


def _listed(pattern: str) -> tuple[str, ...]:
    """The values of a pattern such as `^(日|工作日)$`; none if it is no such list."""
    return tuple(pattern.strip("^$()").split("|")) if "|" in pattern else ()


def _example(field: FieldInfo) -> str:
    kind = str(field.annotation)
    if field.annotation is bool:
        return "是、否"
    if "datetime.time" in kind:
        return "时间,如 20:00"
    if "date" in kind:
        return "日期,如 2021-03-25"
    if "str" not in kind:
        return "数字"
    return "字母" if any("pattern" in str(rule) for rule in field.metadata) else "文字"
