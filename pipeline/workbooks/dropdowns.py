"""Drop-downs: lists on a hidden sheet, each under a name, so that they outlive a save by any program."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from pipeline.workbooks import words
from pipeline.workbooks.cells import put_text

LISTS_SHEET = "_字典"
_LONGEST_TITLE, _LONGEST_PROMPT = 32, 255
"""Excel refuses a workbook with a longer title or text."""


class Prompt(NamedTuple):
    """What appears beside a cell when it is chosen."""

    title: str
    text: str


class Lists:
    """The lists of a workbook, each under a defined name.

    Excel itself moves a list that names another sheet directly into an extension that openpyxl and older
    readers drop; a defined name stays where everybody reads it.
    """

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._sheet: Worksheet = book.create_sheet(LISTS_SHEET)
        self._sheet.sheet_state = "hidden"
        self._names: dict[str, str] = {}

    def name(self, title: str, options: Sequence[str]) -> str:
        """The name under which the options stand; the first call for a title writes them."""
        if title not in self._names:
            column = len(self._names) + 1
            for row, text in enumerate((title, *options), start=1):
                put_text(self._sheet.cell(row, column), text)
            letter = get_column_letter(column)
            self._names[title] = name = "选项_" + re.sub(r"\W", "_", title)
            place = f"'{LISTS_SHEET}'!${letter}$2:${letter}${len(options) + 1}"
            self._book.defined_names[name] = DefinedName(name, attr_text=place)
        return self._names[title]


def hint_on(sheet: Worksheet, cells: str, prompt: Prompt) -> None:
    """A prompt and nothing else."""
    if prompt.text:
        _add(sheet, cells, DataValidation(allow_blank=True), prompt)


def choice_on(sheet: Worksheet, cells: str, name: str, prompt: Prompt, *, strict: bool = True) -> None:
    """A drop-down; unless `strict`, other entries are taken too, such as several values in one cell."""
    rule = DataValidation(type="list", formula1=f"={name}", allow_blank=True)
    rule.showErrorMessage = strict
    rule.errorStyle, rule.errorTitle, rule.error = "stop", words.PICK_TITLE, words.PICK
    _add(sheet, cells, rule, prompt)


def _add(sheet: Worksheet, cells: str, rule: DataValidation, prompt: Prompt) -> None:
    if prompt.text:
        rule.promptTitle, rule.prompt = prompt.title[:_LONGEST_TITLE], prompt.text[:_LONGEST_PROMPT]
        rule.showInputMessage = True
    rule.add(cells)
    sheet.add_data_validation(rule)
