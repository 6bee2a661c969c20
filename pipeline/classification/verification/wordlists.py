"""Wordlists: that every word list of a plan is used by something."""

import re
import unicodedata
from collections.abc import Iterator

from pipeline.classification.rulebook import BACK, FILLER, THINGS, WIDE
from pipeline.classification.verification.book import Book
from pipeline.classification.words import AFFIRMATIONS, GUARDS
from pipeline.findings import Finding, finding
from pipeline.plan.lists import CAUSES, EXCEPT, JUDGING, LEADING, PUNISHMENTS
from pipeline.plan.masking import EVERYBODY, LEADERS, lists_named

BY_NAME = frozenset(
    {GUARDS, AFFIRMATIONS, THINGS, WIDE, FILLER, BACK, CAUSES, JUDGING, LEADING, PUNISHMENTS, EVERYBODY, LEADERS}
)
"""Lists that the program looks for by name."""
_NAMED = re.compile(r"@\s*([^,、()\s]+)")


def check_lists(book: Book) -> Iterator[Finding]:
    """Every list is named by a rule or by an entry of another, looked for by the program, or the exceptions of one."""
    used = BY_NAME | _asked(book) | _in_entries(book)
    used |= {name + EXCEPT for name in used}
    first: dict[str, str] = {}
    for cell, (name,) in book.cells("词表", "词表"):
        first.setdefault(name, cell)
    for name in (n for n in first if n not in used):
        yield finding("plan.unused_list", sheet="词表", cell=first[name], stood=name)


def _asked(book: Book) -> set[str]:
    """The lists that rules name, those of a table with mistakes too."""
    texts = (text for table in book.plan.tables for rule in table.rules for text in rule.conditions)
    return {name for text in texts for name in _NAMED.findall(unicodedata.normalize("NFKC", text))}


def _in_entries(book: Book) -> set[str]:
    """The lists that masks and phrases name, as in `造谣{定性对象}`."""
    return {name for word in book.plan.words for name in lists_named(word.word)}
