"""Tokens: a condition cell cut into literals and signs."""

import re
import unicodedata
from dataclasses import dataclass

_TOKEN = re.compile(
    r"""\s*(?:
        (?P<quoted>["“”「『][^"“”」』]*["“”」』])
      | (?P<sign><=|>=|<|>|≤|≥|\.{2,3}|[()\[\],、])
      | (?P<bare>(?:(?!\.\.)[^"“”「」『』()\[\],、<>=≤≥])+)
    )\s*""",
    re.VERBOSE,
)
_SIGNS = {"、": ",", "≤": "<=", "≥": ">=", "...": ".."}


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of a cell."""

    kind: str
    """`quoted`, `sign` or `bare`."""
    text: str
    """Without quotes; a sign in its ASCII form."""


def tokens(text: str) -> tuple[Token, ...] | None:
    """The tokens of a cell, full-width punctuation read as ASCII; None if it cannot be cut."""
    text = unicodedata.normalize("NFKC", text).strip()
    found: list[Token] = []
    at = 0
    while at < len(text):
        match = _TOKEN.match(text, at)
        if not match:
            return None
        kind = match.lastgroup or ""
        part = match.group(kind)
        found.append(Token(kind, part[1:-1] if kind == "quoted" else _SIGNS.get(part, part.strip())))
        at = match.end()
    return tuple(found)
