"""Cells: one raw value becomes a value of its field's type, or a finding."""

import math
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from difflib import get_close_matches
from functools import lru_cache

from pipeline.findings import Finding, finding
from pipeline.model import CellError, CellPicture, RawCell, Value
from pipeline.plan.model import FieldSpec, Plan, fold
from pipeline.times import normal, to_date, to_datetime

_CONTROL = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff"
    r"\ufff9-\ufffb\ufffe\uffff\ud800-\udfff\U000e0000-\U000e007f]"
    r"|(?<=[\u0300-\u036f\u0483-\u0489]{3})[\u0300-\u036f\u0483-\u0489]+"
)
"""What nobody sees: controls, marks that turn the direction of writing, tags; and marks heaped upon one letter."""
_FULLWIDTH = re.compile(r"[\uff10-\uff19]")
_QUOTED = re.compile(r"^'\s*(?=[^']*$)")
"""Excel takes `'3月25日` as text and hides the mark; pasted, exported or saved elsewhere, it stands there."""
_INTEGER = re.compile(r"[+-]?\d{1,18}")
_DASHES = re.compile(r"[‐-―−—]")
_SHOWN_OPTIONS = 8
"""A sentence lists at most this many options."""
_WHOLE_DIGITS = 1e21
"""Larger numbers are no number anybody typed on purpose."""


@dataclass(frozen=True, slots=True)
class Place:
    """The cell being read, and the day that a bare clock time belongs to."""

    sheet: str
    cell: str
    spec: FieldSpec
    day: date
    plan: Plan

    def finding(self, code: str, stood: object = "", **values: object) -> Finding:
        """A finding about this cell."""
        return finding(code, file="", sheet=self.sheet, cell=self.cell, stood=stood, label=self.spec.label, **values)


Outcome = tuple[Value, tuple[Finding, ...]]


def plain(text: str) -> str:
    """A text without invisible characters, without white space around it and the quote mark that makes a text."""
    return _QUOTED.sub("", _CONTROL.sub("", text).strip())


def is_blank(cell: RawCell) -> bool:
    """Whether nothing stands in a cell; white space is nothing."""
    return cell is None or (isinstance(cell, str) and not plain(cell))


def read_cell(cell: RawCell, place: Place) -> Outcome:
    """The value of a cell by its field's type, the field's default for a blank one."""
    if isinstance(cell, CellError):
        return None, (place.finding("cell.error", cell.text),)
    if isinstance(cell, CellPicture):
        value, findings = _missing(place) if place.spec.required else (place.spec.default or None, ())
        return value, (place.finding("cell.picture"), *findings)
    if is_blank(cell):
        return _missing(place) if place.spec.required else (place.spec.default or None, ())
    value, findings = _READERS[place.spec.type](cell, place)
    if value in ("", None) and not findings:  # nothing but separators
        return _missing(place) if place.spec.required else (None, ())
    if isinstance(cell, str) and place.spec.type != "文字" and _FULLWIDTH.search(cell):
        findings = (*findings, place.finding("cell.fullwidth", cell))
    return value, findings


def as_text(cell: RawCell) -> str:
    """A cell as a person reads it: 2.0 is "2", a date is 2021-03-25; a long number has all its digits."""
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, float) and math.isfinite(cell) and cell == int(cell) and abs(cell) < _WHOLE_DIGITS:
        return str(int(Decimal(repr(cell))))  # the digits a spreadsheet keeps, not those of the nearest double
    if isinstance(cell, datetime):
        return f"{cell:%Y-%m-%d %H:%M}" if cell.time() != time() else f"{cell:%Y-%m-%d}"
    if isinstance(cell, time):
        return f"{cell:%H:%M}"
    if cell is None or isinstance(cell, CellPicture):
        return ""
    return cell.text if isinstance(cell, CellError) else str(cell)


def _missing(place: Place) -> Outcome:
    hint = f",{place.spec.hint}" if place.spec.hint else ""
    return None, (place.finding("cell.required", hint=hint),)


def _text(cell: RawCell, place: Place) -> Outcome:
    text = as_text(cell)
    clean = plain(text)
    findings = [place.finding("cell.control")] if _CONTROL.search(text) else []
    if len(clean) > place.spec.longest:
        findings.append(place.finding("cell.too_long", clean, count=len(clean), expected=place.spec.longest))
    return clean, tuple(findings)


def _date(cell: RawCell, place: Place) -> Outcome:
    found = to_date(plain(cell) if isinstance(cell, str) else cell, place.day)
    return found, () if found else (place.finding("cell.date", as_text(cell), expected=place.day),)


def _datetime(cell: RawCell, place: Place) -> Outcome:
    found = to_datetime(plain(cell) if isinstance(cell, str) else cell, place.day, place.plan.zone)
    if found:
        return found, ()
    code = "cell.number_as_date" if isinstance(cell, int | float) else "cell.datetime"
    return None, (place.finding(code, as_text(cell), expected=place.day),)


def _integer(cell: RawCell, place: Place) -> Outcome:
    text = normal(plain(as_text(cell)))
    if _INTEGER.fullmatch(text):
        return int(text), ()
    return None, (place.finding("cell.integer", as_text(cell)),)


def _choice(cell: RawCell, place: Place) -> Outcome:
    text = plain(as_text(cell))
    value = place.plan.resolve(place.spec.dictionary, text)
    if value is not None:
        return value, ()
    options = place.plan.options(place.spec.dictionary)
    shown = "、".join(options[:_SHOWN_OPTIONS]) + ("等" if len(options) > _SHOWN_OPTIONS else "")
    return None, (place.finding("cell.choice", text, expected=shown, nearest=nearest(text, options)),)


def _several(cell: RawCell, place: Place) -> Outcome:
    """Several units or options in one cell, joined as the plan says; a blank parts them where that gives known ones."""
    dictionary = place.spec.dictionary or "单位"
    known: list[str] = []
    findings: list[Finding] = []
    for part in filter(None, map(plain, _separators(place.plan.info.separators).split(normal(plain(as_text(cell)))))):
        names = [place.plan.resolve(dictionary, part)]
        if names == [None]:
            names = [place.plan.resolve(dictionary, word) for word in part.split()]
        if None in names:
            close = nearest(part, place.plan.options(dictionary))
            findings.append(place.finding("cell.unit", part, nearest=close))
        known += [name for name in names if name is not None]
    return "、".join(dict.fromkeys(known)), tuple(findings)


@lru_cache(maxsize=8)
def _separators(marks: str) -> re.Pattern[str]:
    """Any of the plan's marks, or a new line; a full-width one reads as the ordinary one."""
    return re.compile(f"[{re.escape(normal(marks))}\n]+")


def _number(cell: RawCell, _place: Place) -> Outcome:
    """An incident number or a serial: upper case, ordinary dashes."""
    return "".join(_DASHES.sub("-", normal(plain(as_text(cell)))).upper().split()), ()


def nearest(text: str, options: Iterable[str]) -> str:
    """The option most like a text, or ""."""
    return _nearest(fold(text)[:60], tuple(options))


@lru_cache(maxsize=512)
def _nearest(text: str, options: tuple[str, ...]) -> str:
    by_fold = {fold(o): o for o in options}
    close = get_close_matches(text, by_fold, n=1, cutoff=0.5)
    return by_fold[close[0]] if close else ""


_READERS: dict[str, Callable[[RawCell, Place], Outcome]] = {
    "文字": _text,
    "日期": _date,
    "日期时间": _datetime,
    "整数": _integer,
    "选项": _choice,
    "多选": _several,
    "单位": _several,
    "编号": _number,
}
