"""Checks of what a text tells of persons: numbers are refused; names, phones and judging words pointed out."""

import re
from collections.abc import Iterator
from datetime import date
from difflib import SequenceMatcher

from pipeline.findings import Finding
from pipeline.plan.lists import JUDGING
from pipeline.plan.masking import mask
from pipeline.plan.phrasing import phrases_in
from pipeline.times import normal
from pipeline.validation.case import Check, RowCase

_ID_NUMBER = re.compile(
    r"(?<!\d)([1-9]\d{5})[ -]?((?:19|20)\d{2})[ -]?(0[1-9]|1[0-2])[ -]?(0[1-9]|[12]\d|3[01])[ -]?(\d{3})"
    r"[ -]?([\dXx])(?![\dA-Za-z])"
)
_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_ID_CHECK = "10X98765432"
"""GB 11643-1999: weights of the digits, and the check character for each remainder of their sum by 11."""
_YOUNGEST = 3
"""Years back from which a date is a birthday even if the check character is wrong: orders hold recent dates."""
_LONG_NUMBER = re.compile(r"(?<![\d.])(?:\d{16}|\d{17}|\d{19}|62\d{16}|\d{4}(?:[ -]\d{4}){3}(?:[ -]?\d{3})?)(?![\d.])")
_CARD = re.compile(r"[3-6]|9558")
"""How the numbers of payment cards begin."""
_ROUNDED = "000"
"""A cell that holds a number keeps fifteen digits: the last ones of a longer number are lost."""
_PHONE = re.compile(r"(?<!\d)(?:\+?86[ -]?)?1[3-9]\d[ -]?\d{4}[ -]?\d{4}(?!\d)")
_DRAFTS = frozenset({"opinion", "draft", "answer"})
"""Columns of a review in which something is written for others to read; a person's own account is his own."""
_NOT_A_NAME = re.compile(r"[\dA-Za-z]")


def id_numbers_are_refused(case: RowCase) -> Iterator[Finding]:
    """Identity numbers are refused at entry, bank numbers too."""
    for key, text in case.texts():
        plain = normal(text)
        if any(_is_person(found, case.report_date) for found in _ID_NUMBER.finditer(plain)):
            yield case.finding("cell.id_number", key)
        elif any(_is_card(re.sub(r"\D", "", number)) for number in _LONG_NUMBER.findall(plain)):
            yield case.finding("cell.bank_number", key)


def phones_are_pointed_out(case: RowCase) -> Iterator[Finding]:
    """A mobile number is asked to be removed; reports mask it anyway."""
    for key, text in case.texts():
        if _PHONE.search(normal(text)):
            yield case.finding("cell.phone", key)


def names_are_pointed_out(case: RowCase) -> Iterator[Finding]:
    """What the plan's masks would cover as a name is asked to be written otherwise."""
    for key, text in case.prose():
        if names := _names(normal(text), case):
            yield case.finding("cell.name", key, "、".join(names))


def judging_words_are_pointed_out(case: RowCase) -> Iterator[Finding]:
    """Words that judge people become a hint with a neutral suggestion of the plan."""
    for key, text in case.prose():
        yield from _judging(case, key, text)


def drafts_judge_nobody(case: RowCase) -> Iterator[Finding]:
    """Neither a handling opinion nor an answer judges whoever asked."""
    for key, text in case.prose():
        if key in _DRAFTS:
            yield from _judging(case, key, text)


def _judging(case: RowCase, key: str, text: str) -> Iterator[Finding]:
    for word, instead in phrases_in(text, case.plan, JUDGING).items():
        yield case.finding("cell.insult", key, word, expected=instead)


def _names(text: str, case: RowCase) -> list[str]:
    masked = mask(text, case.plan)
    if masked == text:
        return []
    changes = SequenceMatcher(None, text, masked, autojunk=False).get_opcodes()
    spans = [(max(0, a - 1), b) for tag, a, b, *_ in changes if tag != "equal" and not _NOT_A_NAME.search(text[a:b])]
    return list(dict.fromkeys(text[a:b] for a, b in spans if b > a + 1))


def _is_person(found: re.Match[str], today: date) -> bool:
    """Whether it may be somebody's, mistyped perhaps: born some years ago, or with a check character that fits."""
    born, digits = int(found[2]), "".join(found.groups())
    remainder = sum(w * int(d) for w, d in zip(_ID_WEIGHTS, digits, strict=False)) % 11
    return born < today.year - _YOUNGEST or (born <= today.year and digits[-1].upper() == _ID_CHECK[remainder])


def _is_card(number: str) -> bool:
    """Whether a number begins like a card's and its check digit fits (ISO/IEC 7812)."""
    doubled = [int(d) if i % 2 == 0 else sum(divmod(2 * int(d), 10)) for i, d in enumerate(reversed(number))]
    return bool(_CARD.match(number)) and (sum(doubled) % 10 == 0 or number.endswith(_ROUNDED))


PRIVACY_CHECKS: tuple[Check, ...] = (
    id_numbers_are_refused,
    phones_are_pointed_out,
    names_are_pointed_out,
    judging_words_are_pointed_out,
)
