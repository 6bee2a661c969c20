"""Edges: what fairness forbids a plan to say, one function each; a plan that says it is not used.

The words for punishments below are a floor: a plan adds its own in the list 处分词 and cannot take these away.
A sentence that denies a punishment (`不作为处分依据`, `不建议处分`) says the opposite, and may stand.
"""

import re
from collections.abc import Iterator

from pipeline.classification.checks import address
from pipeline.classification.fairness import DECIDED, PROPOSED, is_fair, names_decision
from pipeline.classification.rulebook import RESULT_DICTIONARIES, fact_fields
from pipeline.classification.verification.book import Book
from pipeline.classification.words import WordLists, normalise
from pipeline.findings import Finding, finding
from pipeline.plan.lists import PUNISHMENTS
from pipeline.plan.model import FieldSpec, RuleTable, fold
from pipeline.plan.rules import RESULT, WHY

_FLOOR = ("处分", "记过", "记大过", "开除", "留校察看", "劝退", "勒令退学", "严重警告", "通报批评", "行政拘留")
_DENIED = re.compile(
    r"(?:不|非|未|勿|无需|无须|禁止|严禁)(?:得|能|可|应|会|再)?"
    r"(?:作为|用于|用作|涉及|属于|给予|建议|提出|作出|予|是)?(?:任何)?\Z"
)
"""What, right before a word, says that it is not so."""
_IDENTIFYING = ("姓名", "名字", "身份证", "证件", "学号", "工号", "手机", "电话", "账号", "昵称", "网名")
_PERSON = ("人", "者")
"""A field of free text whose name ends like this holds a person."""
_SPOKEN = (
    ("字段", "标签"),
    ("字段", "提示"),
    ("情形", "名称"),
    ("情形", "说明"),
    ("字典", "值"),
    ("时限", "依据"),
    ("口径", "内容"),
    ("报表", "文字"),
)
"""Sheets and columns whose texts reach a reader, beside the rules."""


def check_classes(book: Book) -> Iterator[Finding]:
    """A class that only a person may give stands among the proposals as proposed."""
    for cell, (dictionary, value) in book.cells("字典", "字典", "值"):
        if dictionary == PROPOSED and not is_fair(book.plan, value):
            yield _unfair(book, "字典", cell, value)


def check_decisions(book: Book) -> Iterator[Finding]:
    """No rule gives such a class, in whatever result column."""
    for table in book.plan.tables:
        for column, output in enumerate(table.outputs):
            dictionary = RESULT_DICTIONARIES.get(output, DECIDED)
            for rule in table.rules:
                value = rule.results[column].strip('"“” ') if column < len(rule.results) else ""
                bare = dictionary == DECIDED and names_decision(book.plan, value)
                if bare or (dictionary == PROPOSED and not is_fair(book.plan, value)):
                    yield _unfair(book, table.name, address(1 + len(table.inputs) + column, rule.row), value)


def check_persons(book: Book) -> Iterator[Finding]:
    """No rule asks who somebody is."""
    personal = {name for spec in fact_fields(book.plan) if _is_personal(spec) for name in (fold(spec.label),)}
    for table in book.plan.tables:
        for column, name in enumerate(table.inputs, start=1):
            if fold(name) in personal:
                yield finding("plan.personal", sheet=table.name, cell=address(column, 1), stood=name)


def check_punishments(book: Book) -> Iterator[Finding]:
    """No text of the plan proposes a punishment."""
    finder = WordLists(book.plan.words).finder(_FLOOR, (PUNISHMENTS,), asserted=False)
    for sheet, cell, text in _texts(book):
        word = next((w for w, at in finder(text) if not _DENIED.search(normalise(text), 0, at)), None)
        if word:
            yield finding("plan.punishment", sheet=sheet, cell=cell, stood=word)


def _unfair(book: Book, sheet: str, cell: str, value: str) -> Finding:
    code, needing = book.plan.code(PROPOSED, value), book.plan.needs_person
    expected = code if code in needing else "、".join(sorted(needing))
    return finding("plan.unfair", sheet=sheet, cell=cell, stood=value, label=PROPOSED, expected=expected)


def _is_personal(spec: FieldSpec) -> bool:
    """A choice from a dictionary says what somebody is, not who."""
    if spec.dictionary:
        return False
    return spec.label.endswith(_PERSON) or any(word in spec.label for word in _IDENTIFYING)


def _texts(book: Book) -> Iterator[tuple[str, str, str]]:
    """Sheet, address and text of every cell that a reader of the reports may see."""
    for sheet, heading in _SPOKEN:
        yield from ((sheet, cell, texts[0]) for cell, texts in book.cells(sheet, heading))
    for table in book.plan.tables:
        for heading in dict.fromkeys((*_results_of(table), WHY)):
            yield from ((table.name, cell, texts[0]) for cell, texts in book.cells(table.name, heading))


def _results_of(table: RuleTable) -> tuple[str, ...]:
    return tuple(name for name in table.outputs if name.startswith(RESULT))
