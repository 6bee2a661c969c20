"""Headings: where a table begins and which column is which, by name or alias; labels and their values."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from pipeline.addresses import address
from pipeline.findings import Finding, finding
from pipeline.model import ABOUT_HEADING, CHANGE_HEADING, STANDS_HEADING, RawCell, RawSheet
from pipeline.plan.model import FieldSpec, fold
from pipeline.times import normal
from pipeline.validation.cells import is_blank, plain
from pipeline.validation.footers import footers

SEARCHED_ROWS = 20
"""A heading row stands in the first twenty rows."""
SEARCHED_COLUMNS = 200
OURS = frozenset({CHANGE_HEADING, ABOUT_HEADING, STANDS_HEADING})
"""Headings that the program itself adds to what it hands out."""
_LONGEST_HEADING = 120
"""A question of an online form says in brackets what to write."""
_MOST_HEADING_ROWS = 3
_MARK = r"[*]|[(\[【][^()\[\]【】]*[)\]】]"
"""A form marks its questions: `*`, `(必填)`, `[单选题]`, `【多选】`."""
_BEFORE = re.compile(
    rf"^(?:(?:{_MARK}|第\d{{1,3}}题[.、:]?|(?:Q?\d{{1,3}}|[一二三四五六七八九十]{{1,3}})\s*[.、)_]|\d{{1,3}}\s)\s*)+",
    re.IGNORECASE,
)
"""And numbers them: `1、内容摘要(必填)`, `01 单位`, `Q3.发现时间`, `第4题`."""
_BEHIND = re.compile(rf"(?:\s*(?:{_MARK}))+$")
_BESIDE = 3
"""A value stands at most so many cells right of its label, which may be merged."""

Labelled = Mapping[str, tuple[RawCell, str]]
"""Field key → what stands there, and its address."""
_Names = Mapping[str, FieldSpec]
SUBMITTED = "submitted"
"""Key of the column by which the export of an online form is known: when each answer was submitted."""
_SKIPPED = frozenset({"(跳过)", "(空)", "(未填写)"})
"""What platforms write for a question that nobody was asked, or that nobody answered."""
_STANDS_IN = frozenset({SUBMITTED, "unit"})
"""What is read of the columns that a form's platform adds, the unit where no question asks for it."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table found in a sheet: field key → column index (0-based)."""

    sheet: RawSheet
    heading_row: int
    """0-based index of the first heading row; what stands above it are labels."""
    first_row: int
    """0-based index of the first row below the headings, which may be merged over several rows."""
    columns: Mapping[str, int]
    findings: tuple[Finding, ...]
    footers: frozenset[int] = frozenset()
    """0-based indices of rows below it that are none of its own."""

    def rows(self) -> Iterator[tuple[int, tuple[RawCell, ...]]]:
        """Index and cells of each row below the headings that neither repeats them nor ends the table."""
        heads = {self._named_cells(row) for row in self.sheet.rows[self.heading_row : self.first_row]}
        for index in range(self.first_row, len(self.sheet.rows)):
            if index not in self.footers and self._named_cells(self.sheet.rows[index]) not in heads:
                yield index, self.sheet.rows[index]

    def _named_cells(self, row: Sequence[RawCell]) -> tuple[str, ...]:
        """What stands in the columns of the table, as headings are compared."""
        cells = (self.cell(row, key) for key in self.columns)
        return tuple(fold(plain(c)) if isinstance(c, str) else repr(c) for c in cells)

    def cell(self, row: Sequence[RawCell], key: str) -> RawCell:
        """What stands in a row under a heading; nothing where a form says that its question was skipped."""
        cell = row[self.columns[key]] if self.columns[key] < len(row) else None
        skipped = isinstance(cell, str) and SUBMITTED in self.columns and normal(cell.strip()) in _SKIPPED
        return None if skipped else cell

    def address(self, index: int, key: str) -> str:
        """The physical address of a row's cell under a heading."""
        return address(index, self.columns[key])


def find_table(
    sheet: RawSheet, fields: Sequence[FieldSpec], extra: Sequence[FieldSpec] = (), form: Sequence[FieldSpec] = ()
) -> Table | None:
    """The table whose heading row names most of the fields, the anchor among them; None if no row does.

    The anchor is the first required text or number: a row without it is no heading row.
    `extra` are fields that may stand in the table too, such as the unit in the export of an online form; `form` are
    the columns that its platform adds: known by their very names, and only beside the time of submission.
    """
    names = {name: f for f in (*extra, *fields) for name in f.names}
    added = {name: f for f in form for name in f.names}
    anchor = _anchor(fields)
    best: tuple[int, int] | None = None
    for number in range(min(len(sheet.rows), SEARCHED_ROWS)):
        cells = (c for row in sheet.rows[number : _last_heading_row(sheet, number) + 1] for c in row[:SEARCHED_COLUMNS])
        named = {spec.key for c in cells if (spec := _named(c, names))} | {
            *_of_form(sheet.rows[number], added).values()
        }
        if anchor.key in named and len(named) > 1 and (best is None or len(named) > best[0]):
            best = (len(named), number)
    return None if best is None else _table(sheet, best[1], names, fields, added)


def _anchor(fields: Sequence[FieldSpec]) -> FieldSpec:
    return next((f for f in fields if f.required and f.type in ("文字", "编号")), fields[0])


def find_labelled(sheet: RawSheet, fields: Sequence[FieldSpec], above: int) -> dict[str, tuple[RawCell, str]]:
    """Labels above a heading row: their value is in a cell to the right, or behind a colon in the same cell."""
    names = {name: f for f in fields for name in f.names}
    found: dict[str, tuple[RawCell, str]] = {}
    for r, row in enumerate(sheet.rows[:above]):
        for c, cell in enumerate(row[:SEARCHED_COLUMNS]):
            spec = _named(cell, names)
            beside = [(spec.key, _right_of(row, r, c, names))] if spec else []
            for key, value in beside or [(k, (v, address(r, c))) for k, v in _within(cell, names)]:
                if key not in found or is_blank(found[key][0]):
                    found[key] = value
    return found


def no_headings(sheet: RawSheet, fields: Sequence[FieldSpec]) -> tuple[Finding, ...]:
    """What to say of a sheet without headings: nothing, unless more than a line of guidance stands in it."""
    if sum(any(not is_blank(c) for c in row) for row in sheet.rows) <= 1:
        return ()
    wanted = "、".join(f.label for f in fields if f.required) or fields[0].label
    return (finding("heading.none", sheet=sheet.name, stood=sheet.name, expected=wanted),)


def _named(cell: RawCell, names: _Names) -> FieldSpec | None:
    """The field that a heading or label names."""
    if not isinstance(cell, str) or len(cell) > _LONGEST_HEADING:
        return None
    text = plain(cell)
    return names.get(fold(text)) or names.get(fold(_bare(text)))


def _bare(text: str) -> str:
    """The words of a question without its number and marks."""
    usual = unicodedata.normalize("NFKC", text)
    return _BEHIND.sub("", _BEFORE.sub("", usual))


def _of_form(cells: Iterable[RawCell], added: _Names) -> dict[int, str]:
    """Column → key of what a form's platform added to the headings; none where no time of submission is among it."""
    texts = enumerate(fold(plain(c)) if isinstance(c, str) else "" for c in cells)
    found = {column: added[text].key for column, text in texts if text in added and column < SEARCHED_COLUMNS}
    return found if SUBMITTED in found.values() else {}


def _table(sheet: RawSheet, heading_row: int, names: _Names, fields: Sequence[FieldSpec], added: _Names) -> Table:
    last = _last_heading_row(sheet, heading_row)
    columns: dict[str, int] = {}
    findings: list[Finding] = []
    of_form = _of_form(sheet.rows[heading_row], added)
    for index in range(min(max(map(len, sheet.rows)), SEARCHED_COLUMNS)):
        if index in of_form:
            continue
        row, name, spec = _heading(sheet, range(heading_row, last + 1), index, names)
        place = {"sheet": sheet.name, "cell": address(row, index), "stood": name}
        if spec is not None and spec.key in columns:
            findings.append(finding("heading.twice", **place))
        elif spec is not None:
            columns[spec.key] = index
        elif fold(name) not in OURS and _is_filled(sheet, last + 1, index):
            findings.append(finding("heading.unknown" if name else "heading.blank", **place))
    for index, key in of_form.items():
        if key in _STANDS_IN:
            columns.setdefault(key, index)
    missing = [f.label for f in fields if f.required and f.key not in columns]
    place = {"sheet": sheet.name, "cell": address(heading_row, 0)}
    findings += [finding("heading.missing", **place, expected=label) for label in missing]
    below = footers(sheet, last + 1, columns.get(_anchor(fields).key, 0))
    return Table(sheet, heading_row, last + 1, columns, (*findings, *below.values()), frozenset(below))


def _last_heading_row(sheet: RawSheet, first: int) -> int:
    """Headings that are merged downwards make a heading of several rows."""
    ends = [end for start, _, end, _ in sheet.merged if start == first and end - start < _MOST_HEADING_ROWS]
    return min(max(ends, default=first), len(sheet.rows) - 1)


def _heading(sheet: RawSheet, rows: range, column: int, names: _Names) -> tuple[int, str, FieldSpec | None]:
    """Row, text and field of a column's heading: the one that names a field, else the first."""
    cells = [(r, sheet.rows[r][column]) for r in rows if column < len(sheet.rows[r])]
    texts = [(r, plain(c), _named(c, names)) for r, c in cells if isinstance(c, str) and plain(c)]
    return next((t for t in texts if t[2]), texts[0] if texts else (rows[0], "", None))


def _is_filled(sheet: RawSheet, first: int, column: int) -> bool:
    return any(column < len(row) and not is_blank(row[column]) for row in sheet.rows[first:])


def _right_of(row: Sequence[RawCell], r: int, c: int, names: _Names) -> tuple[RawCell, str]:
    """The first filled cell right of a label, before the next label; the cell beside it if all are blank."""
    for index in range(c + 1, min(len(row), c + 1 + _BESIDE)):
        if _named(row[index], names) or any(_within(row[index], names)):
            break
        if not is_blank(row[index]):
            return row[index], address(r, index)
    return None, address(r, c + 1)


def _within(cell: RawCell, names: _Names) -> Iterator[tuple[str, str]]:
    """Field key and value for each `单位:初二1班` in one cell, which may hold several."""
    if not isinstance(cell, str) or not (":" in cell or "\uff1a" in cell):
        return
    text = "".join(unicodedata.normalize("NFKC", plain(cell)).split())
    longest_first = "|".join(re.escape(n) for n in sorted(names, key=len, reverse=True))
    labels = list(re.finditer(rf"({longest_first})[*]?:", text, re.IGNORECASE))
    if not labels or labels[0].start() > 0:  # a sentence with a colon in it is no label
        return
    for label, following in zip(labels, [*labels[1:], None], strict=True):
        yield names[fold(label[1])].key, text[label.end() : following.start() if following else None].strip("_,;、")
