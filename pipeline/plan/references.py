"""What the sheets of a plan say about each other: names defined once, and nothing named that is undefined."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from pipeline.findings import REASONS, Finding, finding
from pipeline.plan import masking
from pipeline.plan.model import (
    UNSET,
    Answer,
    CalendarDay,
    Choice,
    DeadlineRule,
    FieldSpec,
    Phase,
    Retention,
    Role,
    RuleTable,
    Situation,
    Unit,
    Word,
    Wording,
    fold,
    split,
)
from pipeline.plan.sheets import E, Placed, nearest

LEVELS = "单位级别"
"""Dictionary of the levels a unit may have."""
GRADES = "等级"
"""Dictionary of the grades, lowest first."""
CLASSES, PARTS = "分类", "分类作用"
"""Dictionaries of the classes, and of what each means to the program: one or several of these."""
CONFIRM = "confirm"
_PARTS = ("question", CONFIRM, "suggestion")
_SHOWN = 12
_LONGEST_VACATION = 366
"""Days."""
_ELSEWHERE = ("情形", "单位", "阶段")
"""Dictionaries that are sheets of their own."""


@dataclass(frozen=True, slots=True)
class Draft:
    """The sheets of a plan as entries with their rows, before anything is checked across them."""

    units: Placed[Unit]
    roles: Placed[Role]
    fields: Placed[FieldSpec]
    phases: Placed[Phase]
    situations: Placed[Situation]
    choices: Placed[Choice]
    words: Placed[Word]
    deadlines: Placed[DeadlineRule]
    answers: Placed[Answer]
    calendar: Placed[CalendarDay]
    wordings: Placed[Wording]
    retention: Placed[Retention]
    tables: tuple[RuleTable, ...]

    def values(self, dictionary: str) -> tuple[str, ...]:
        """The values of a dictionary."""
        return tuple(c.value for c in self.choices.entries if c.dictionary == dictionary)

    @property
    def grades(self) -> tuple[str, ...]:
        """Codes of the grades, lowest first."""
        return tuple(c.code for c in self.choices.entries if c.dictionary == GRADES)


def findings(draft: Draft) -> list[Finding]:
    """Everything that is wrong between the sheets."""
    return [found for check in CHECKS for found in check(draft)]


def check_names(draft: Draft) -> Iterator[Finding]:
    """Each name, label and alias belongs to one entry only."""
    yield from _twice(draft.units, "单位", lambda u: (u.name, *split(u.aliases)))
    yield from _twice(draft.fields, "标签", lambda f: (f.label, *split(f.aliases)), lambda f: f.sheet)
    yield from _twice(draft.choices, "值", lambda c: (c.value, *split(c.aliases)), lambda c: c.dictionary)
    yield from _twice(draft.words, "词", lambda w: (w.word,), lambda w: w.list)


def check_keys(draft: Draft) -> Iterator[Finding]:
    """Each key is defined once."""
    yield from _twice(draft.roles, "键", lambda r: (r.key,))
    yield from _twice(draft.fields, "键", lambda f: (f.key,), lambda f: f.sheet)
    yield from _twice(draft.phases, "代码", lambda p: (p.code,))
    yield from _twice(draft.situations, "代码", lambda s: (s.code,))
    yield from _twice(draft.deadlines, "编号", lambda d: (d.id,))
    yield from _twice(draft.answers, "编号", lambda a: (a.key,), lambda a: a.version)
    yield from _twice(draft.calendar, "日期", lambda c: (c.day.isoformat(),))
    yield from _twice(draft.wordings, "键", lambda w: (w.key,))
    yield from _twice(draft.retention, "对象", lambda r: (r.what,))


def check_rule_ids(draft: Draft) -> Iterator[Finding]:
    """A rule id names one rule in all tables."""
    seen: set[str] = set()
    for table in draft.tables:
        for rule in table.rules:
            if rule.id in seen:
                yield finding("plan.twice", sheet=table.name, cell=f"A{rule.row}", stood=rule.id)
            seen.add(rule.id)


def check_levels(draft: Draft) -> Iterator[Finding]:
    """A unit's level is defined, or the roll call would silently pass it over."""
    levels = draft.values(LEVELS)
    for row, unit in draft.units.rows:
        if unit.level not in levels and draft.choices.complete:
            yield _undefined(draft.units, row, "级别", unit.level, levels)


def check_dictionaries(draft: Draft) -> Iterator[Finding]:
    """A field with options has a dictionary, and what blank means is one of its values."""
    if not draft.choices.complete:
        return
    known = (*dict.fromkeys(c.dictionary for c in draft.choices.entries), *_ELSEWHERE)
    for row, spec in draft.fields.rows:
        needs = spec.type in ("选项", "多选")
        if (needs or spec.dictionary) and spec.dictionary not in known:
            yield _undefined(draft.fields, row, "字典", spec.dictionary, known)
        elif needs and spec.default and spec.default not in draft.values(spec.dictionary):
            yield _undefined(draft.fields, row, "空白时", spec.default, draft.values(spec.dictionary))


def check_phases(draft: Draft) -> Iterator[Finding]:
    """Phases run forward and do not overlap; a situation's phase exists."""
    rows = sorted(draft.phases.rows, key=lambda placed: placed[1].start)
    for row, phase in rows:
        if phase.end is not None and phase.end < phase.start:
            because, expected = REASONS["order"], f"≥{phase.start}"
            yield draft.phases.finding("plan.value", row, "止", phase.end, reason=because, expected=expected)
    for (_, before), (row, phase) in pairwise(rows):
        if before.end is None or before.end >= phase.start:
            because, expected = REASONS["overlap"].format(other=before.name), "另一个日期"
            yield draft.phases.finding("plan.value", row, "起", phase.start, reason=because, expected=expected)
    codes = tuple(p.code for p in draft.phases.entries)
    for row, situation in draft.situations.rows:
        if situation.phase and situation.phase not in codes and draft.phases.complete:
            yield _undefined(draft.situations, row, "阶段", situation.phase, codes)


def check_answers(draft: Draft) -> Iterator[Finding]:
    """The situations that an approved text is proposed for exist."""
    codes = tuple(s.code for s in draft.situations.entries)
    for row, answer in draft.answers.rows:
        for code in split(answer.situations):
            if code not in codes and draft.situations.complete:
                yield _undefined(draft.answers, row, "情形", code, codes)


def check_calendar(draft: Draft) -> Iterator[Finding]:
    """A vacation runs forward, and is not longer than a year: a slip of its year would stop all clocks."""
    for row, entry in draft.calendar.rows:
        if not 0 <= (entry.last - entry.day).days < _LONGEST_VACATION:
            because, expected = REASONS["order" if entry.last < entry.day else "range"], f"≥{entry.day},一年之内"
            yield draft.calendar.finding("plan.value", row, "止", entry.last, reason=because, expected=expected)


def check_grades(draft: Draft) -> Iterator[Finding]:
    """A deadline's grade exists."""
    for row, deadline in draft.deadlines.rows:
        if deadline.grade and deadline.grade not in draft.grades and draft.choices.complete:
            yield _undefined(draft.deadlines, row, "等级", deadline.grade, draft.grades)


def check_times(draft: Draft) -> Iterator[Finding]:
    """A time that nobody has set is said; one that is half set is a mistake."""
    grades = {c.code: c.value for c in draft.choices.entries if c.dictionary == GRADES}
    for row, deadline in draft.deadlines.rows:
        if deadline.amount is None and deadline.unit == UNSET:
            named = grades.get(deadline.grade, deadline.grade)
            yield draft.deadlines.finding("plan.unset", row, "数值", named or deadline.id, id=deadline.id)
        elif not deadline.is_set:
            heading = "数值" if deadline.amount is None else "单位"
            because, expected = REASONS["blank"], "数值和单位两格都填"
            yield draft.deadlines.finding("plan.value", row, heading, UNSET, reason=because, expected=expected)


def check_classes(draft: Draft) -> Iterator[Finding]:
    """What each class means is said: without it nobody would be asked to confirm a grave one."""
    if not draft.choices.complete:
        return
    if not draft.values(PARTS):
        yield finding("plan.dictionary_missing", sheet=draft.choices.sheet.name, stood=PARTS)
    for row, choice in draft.choices.rows:
        if choice.dictionary == PARTS and choice.value not in draft.values(CLASSES):
            yield _undefined(draft.choices, row, "值", choice.value, draft.values(CLASSES))
        if choice.dictionary == PARTS and not set(split(choice.code)) <= set(_PARTS):
            yield _undefined(draft.choices, row, "代码", choice.code, _PARTS)


def check_masks(draft: Draft) -> Iterator[Finding]:
    """Each mask is a pattern, and the lists that words name exist; the first run would fail on it otherwise."""
    lists = masking.alternatives(draft.words.entries)
    for row, word in draft.words.rows:
        is_mask = word.list in (masking.EVERYBODY, masking.LEADERS)
        unknown = [name for name in masking.lists_named(word.word) if name not in lists]
        for name in unknown:
            yield _undefined(draft.words, row, "词", name, tuple(lists))
        if is_mask and not unknown and not masking.is_usable(word, lists):
            because, expected = REASONS["form"], "正则表达式"
            yield draft.words.finding("plan.value", row, "词", word.word, reason=because, expected=expected)


CHECKS: tuple[Callable[[Draft], Iterator[Finding]], ...] = (
    check_names,
    check_keys,
    check_rule_ids,
    check_levels,
    check_dictionaries,
    check_phases,
    check_answers,
    check_calendar,
    check_grades,
    check_times,
    check_classes,
    check_masks,
)


def _twice(
    placed: Placed[E],
    heading: str,
    names: Callable[[E], Iterable[str]],
    scope: Callable[[E], str] = lambda _: "",
) -> Iterator[Finding]:
    seen: dict[tuple[str, str], int] = {}
    for row, entry in placed.rows:
        for name in names(entry):
            if seen.setdefault((scope(entry), fold(name)), row) != row:
                yield placed.finding("plan.twice", row, heading, name)


def _undefined(placed: Placed[E], row: int, heading: str, stood: str, known: tuple[str, ...]) -> Finding:
    shown = "、".join(known[:_SHOWN]) + ("……" if len(known) > _SHOWN else "")
    like = nearest(stood, known)
    return placed.finding("plan.reference", row, heading, stood, expected=shown, nearest=like)
