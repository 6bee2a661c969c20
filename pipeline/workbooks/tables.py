"""Tables to be filled in: headings, blank cells, formats, prompts and drop-downs from the plan's fields."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from openpyxl.styles import Protection
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from pipeline.plan.model import FieldSpec, Plan
from pipeline.workbooks.cells import DATE, TEXT, WHEN, put_text
from pipeline.workbooks.dropdowns import Lists, Prompt, choice_on, hint_on
from pipeline.workbooks.style import protect

FORMATS = {"日期": DATE, "日期时间": WHEN, "整数": "0"}
"""Number formats by type of field; all others hold text."""
SEVERAL = ("多选", "单位")
"""Types whose cell may hold several values, so that a drop-down must take others too."""
_SPARE_ROWS = 300
"""How many rows below the prepared ones still have prompts and drop-downs."""


def in_order(specs: Sequence[FieldSpec]) -> tuple[FieldSpec, ...]:
    """Main columns first, each group in the plan's order."""
    return tuple(sorted(specs, key=lambda spec: not spec.main))


def heading(spec: FieldSpec) -> str:
    """The label, with `*` when the field is required, and nothing else."""
    return f"{spec.label}*" if spec.required else spec.label


@dataclass(frozen=True, slots=True)
class Form:
    """A sheet to be filled in."""

    sheet: Worksheet
    plan: Plan
    lists: Lists

    def table(self, row: int, specs: Sequence[FieldSpec], blank: int) -> None:
        """Headings in `row`, `blank` prepared rows below them, and help; all but the cells is locked."""
        for column, spec in enumerate(specs, start=1):
            self._heading(row, column, spec)
            for r in range(row + 1, row + 1 + blank):
                self._prepare(r, column, spec)
            letter = get_column_letter(column)
            self.help(f"{letter}{row + 1}:{letter}{row + blank + _SPARE_ROWS}", spec)
        self.sheet.row_dimensions[row].height = 34
        protect(self.sheet)

    def help(self, cells: str, spec: FieldSpec) -> None:
        """The prompt of a field, and its drop-down if it has a dictionary."""
        dictionary = spec.dictionary or ("单位" if spec.type == "单位" else "")
        options = self.plan.options(dictionary) if dictionary else self._suggested(spec.key)
        prompt = Prompt(spec.label, spec.hint)
        if options:
            name = self.lists.name(dictionary or spec.label, options)
            choice_on(self.sheet, cells, name, prompt, strict=bool(dictionary) and spec.type not in SEVERAL)
        else:
            hint_on(self.sheet, cells, prompt)

    def _suggested(self, key: str) -> tuple[str, ...]:
        """What is mostly typed into a cell that takes other words too: who may decide, which approved text."""
        if key == "decided_by":
            return tuple(role.name for role in self.plan.roles if role.may_decide)
        return tuple(dict.fromkeys(a.key for a in self.plan.answers)) if key == "answer_key" else ()

    def _heading(self, row: int, column: int, spec: FieldSpec) -> None:
        """The column stays open below the prepared rows too."""
        put_text(self.sheet.cell(row, column), heading(spec), "列标题" if spec.main else "次要列标题")
        below = self.sheet.column_dimensions[get_column_letter(column)]
        below.width = spec.width
        below.number_format = FORMATS.get(spec.type, TEXT)
        below.protection = Protection(locked=False)

    def _prepare(self, row: int, column: int, spec: FieldSpec) -> None:
        cell = self.sheet.cell(row, column)
        wordy = "格子" if spec.type == "文字" else "居中格子"
        cell.style = wordy if spec.main else "次要格子"
        cell.number_format = FORMATS.get(spec.type, TEXT)


def write_meta(sheet: Worksheet, values: Mapping[str, str]) -> None:
    """The hidden sheet by which a workbook is known again."""
    sheet.sheet_state = "hidden"
    for row, (key, value) in enumerate(values.items(), start=1):
        put_text(sheet.cell(row, 1), key)
        put_text(sheet.cell(row, 2), value)
