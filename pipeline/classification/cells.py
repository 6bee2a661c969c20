"""Condition cells: S-FEEL unary tests with their Chinese spellings, read into conditions.

    cell  := "" | "-" | tests                  blank or "-": anything
    tests := test ("," test)*                  any of them; also ， and 、
    test  := not(tests) | 非(tests)            none of them, a missing value included
           | 含(word, @list …)                 asserts one of the words (see `words`)
           | 提到(word, @list …)               mentions one of the words, negated or not
           | 空 | null | 有                    nothing stands there; something does
           | (< | <= | > | >= | ≤ | ≥) literal
           | [a..b] (a..b] [a..b) ]a..b[ …     a range; ( and ] open it, ) and [ close it without the bound
           | literal                           equality
    literal := "值" | 值 | 3 | 2021-03-25 | 2小时 | 是 | date("…") | date and time("…") | duration("…")

A value that is also a keyword (`有`, `空`, `-`) stands in quotes, unless the column's dictionary holds it.
"""

from collections.abc import Collection
from difflib import get_close_matches
from typing import NoReturn

from pipeline.classification.conditions import (
    AnyOf,
    Anything,
    Column,
    Condition,
    Contains,
    Equals,
    Not,
    Present,
    Span,
)
from pipeline.classification.facts import FactType, Scalar
from pipeline.classification.literals import EXAMPLES, literal
from pipeline.classification.tokens import Token, tokens
from pipeline.findings import REASONS, Finding, finding
from pipeline.plan.model import fold

_CONTAINS = {"含": True, "提到": False}
_FUNCTIONS = {"date": FactType.DATE, "date and time": FactType.DATETIME, "duration": FactType.DURATION}
_ORDERED = frozenset({FactType.NUMBER, FactType.DATE, FactType.DATETIME, FactType.DURATION})
_LISTED = 12


def parse_cell(text: str, column: Column) -> tuple[Condition, tuple[Finding, ...]]:
    """The condition a cell writes down, and every mistake in it (sheet and cell are for the table to add)."""
    cut = tokens(text)
    reader = _Reader(cut or (), column)
    try:
        condition = reader.cell() if cut is not None else _unreadable()
    except _UnreadableError as error:
        reader.mistakes.clear()
        reader.mistake(error.reason, text)
        condition = Anything()
    return condition, tuple(reader.mistakes)


def undefined(label: str, stood: str, names: Collection[str]) -> Finding:
    """A name that none of these is, with the most alike of them."""
    folded = {fold(n): n for n in names}
    alike = get_close_matches(fold(stood), folded, n=1, cutoff=0.5)
    nearest = folded[alike[0]] if alike else None
    shown = "、".join(tuple(names)[:_LISTED]) + ("……" if len(names) > _LISTED else "")
    return finding("plan.reference", stood=stood, label=label, nearest=nearest, expected=shown)


def own_value(text: str, allowed: Collection[str]) -> str | None:
    """A dictionary's own spelling of what was typed, or None."""
    return next((a for a in allowed if fold(a) == fold(text)), None)


class _UnreadableError(Exception):
    """The cell is no condition; never leaves this module."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def _unreadable(reason: str = "form") -> NoReturn:
    raise _UnreadableError(reason)


class _Reader:
    """Reads the tokens of one cell from left to right and collects the mistakes it can read past."""

    def __init__(self, cut: tuple[Token, ...], column: Column) -> None:
        self.tokens, self.column = cut, column
        self.mistakes: list[Finding] = []
        self.at = 0

    def cell(self) -> Condition:
        """The whole cell."""
        if self.tokens in ((), (Token("bare", "-"),)):
            return Anything()
        condition = self._tests()
        return condition if self.at == len(self.tokens) else _unreadable()

    def mistake(self, reason: str, stood: str) -> None:
        """Note what is wrong with the cell and read on."""
        label, kind = self.column.field, self.column.kind
        because = REASONS[reason].format(kind=kind)
        found = finding("plan.value", stood=stood, label=label, reason=because, expected=EXAMPLES[kind])
        self.mistakes.append(found)

    def _tests(self) -> Condition:
        found = [self._test()]
        while self._take(","):
            found.append(self._test())
        return found[0] if len(found) == 1 else AnyOf(tuple(found))

    def _test(self) -> Condition:
        token = self._next()
        if token.kind == "sign":
            return self._range(token.text) if token.text in ("(", "[", "]") else self._comparison(token.text)
        if token.kind == "quoted":
            return Equals(self._known(token))
        if token.text in ("not", "非") and self._take("("):
            inner = self._tests()
            self._close()
            return Not(inner)
        if token.text in _CONTAINS and self._take("("):
            return self._contains(asserted=_CONTAINS[token.text])
        return self._word(token)

    def _word(self, token: Token) -> Condition:
        if own_value(token.text, self.column.allowed) is None:
            if token.text in ("空", "null"):
                return Not(Present())
            if token.text == "有":
                return Present()
        if _names_list(token):
            _unreadable()
        return Equals(self._known(token))

    def _contains(self, *, asserted: bool) -> Condition:
        items = [self._item()]
        while self._take(","):
            items.append(self._item())
        self._close()
        lists = tuple(i.text[1:].strip() for i in items if _names_list(i))
        words = tuple(i.text for i in items if not _names_list(i))
        unknown = [name for name in lists if name not in self.column.lists]
        self.mistakes += [undefined(self.column.field, name, self.column.lists) for name in unknown]
        if self.column.kind is not FactType.TEXT:
            self.mistake("fact_type", "、".join(i.text for i in items))
        return Contains(words, lists, asserted)

    def _item(self) -> Token:
        token = self._next()
        return token if token.kind != "sign" and token.text.strip("@ ") else _unreadable()

    def _comparison(self, sign: str) -> Condition:
        if sign[0] not in "<>":
            _unreadable()
        bound, is_open = self._bound(), sign in ("<", ">")
        return Span(high=bound, high_open=is_open) if sign[0] == "<" else Span(low=bound, low_open=is_open)

    def _range(self, opening: str) -> Condition:
        first = self.at - 1
        low = self._bound()
        if not self._take(".."):
            _unreadable()
        high, closing = self._bound(), self._next()
        if closing.kind != "sign" or closing.text not in (")", "]", "["):
            _unreadable()
        span = Span(low, high, low_open=opening != "[", high_open=closing.text != "]")
        if not self.mistakes and span.is_empty:
            self.mistake("empty_range", "".join(t.text for t in self.tokens[first : self.at]))
        return span

    def _bound(self) -> Scalar:
        if self.column.kind not in _ORDERED:
            _unreadable("fact_type")
        token = self._next()
        return self._value(token) if token.kind != "sign" else _unreadable()

    def _known(self, token: Token) -> Scalar:
        """A literal; in a column with a dictionary, the dictionary's own value."""
        value = self._value(token)
        if not self.column.allowed or not isinstance(value, str):
            return value
        own = own_value(value, self.column.allowed)
        if own is None:
            self.mistakes.append(undefined(self.column.field, value, self.column.allowed))
        return own or value

    def _value(self, token: Token) -> Scalar:
        """A literal of the column's type; quotes make a text, a function what it says."""
        text, kind = token.text, FactType.TEXT if token.kind == "quoted" else self.column.kind
        if token.kind == "bare" and text in _FUNCTIONS and self._take("("):
            kind, text = _FUNCTIONS[text], self._next().text
            self._close()
        value = literal(text, kind, self.column.zone) if kind is self.column.kind else None
        if value is None:
            self.mistake("fact_type", text)
            return text
        return value

    def _next(self) -> Token:
        if self.at == len(self.tokens):
            _unreadable()
        self.at += 1
        return self.tokens[self.at - 1]

    def _take(self, sign: str) -> bool:
        found = self.at < len(self.tokens) and self.tokens[self.at] == Token("sign", sign)
        self.at += found
        return found

    def _close(self) -> None:
        if not self._take(")"):
            _unreadable()


def _names_list(item: Token) -> bool:
    return item.kind == "bare" and item.text.startswith("@")
