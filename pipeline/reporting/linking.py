"""Links: a number of a page leads to the line of the annex that says what it counts.

A linked number is set between marks that no cell can hold, so that it passes through every sentence; the one door
to Jinja makes an anchor of it, and what measures a text leaves the marks out.
"""

import re
from typing import Self

_BEGIN, _MIDDLE, _END = "\x02", "\x03", "\x04"
_MARKS = dict.fromkeys(map(ord, (_BEGIN, _MIDDLE, _END)))
_NUMBER = re.compile(f"{_BEGIN}([\\w.-]+){_MIDDLE}(\\d+){_END}")


class Number(int):
    """A number that knows which figure of the annex it leads to."""

    figure: str

    @classmethod
    def of(cls, value: int, figure: str) -> Self:
        """The number of a figure, or one that rests on it."""
        number = cls(value)
        number.figure = figure
        return number

    def __str__(self) -> str:
        """The number between its marks."""
        return f"{_BEGIN}{self.figure}{_MIDDLE}{int(self)}{_END}"

    def __format__(self, spec: str, /) -> str:
        """As it stands in a sentence."""
        return str(self)


def plain(text: str) -> str:
    """The text as it is read, without marks."""
    return _NUMBER.sub(r"\2", text) if _BEGIN in text else text


def unmarked(text: str) -> str:
    """What a person wrote, in which no mark may stand."""
    return text.translate(_MARKS)


def figures_in(text: str) -> frozenset[str]:
    """The figures to which the numbers of a text lead."""
    return frozenset(name for name, _ in _NUMBER.findall(text))


def anchored(html: str) -> str:
    """Escaped text with an anchor for each marked number."""
    return _NUMBER.sub(r'<a href="#figure-\1">\2</a>', html)
