"""Two plans compared, sheet by sheet: rows by their keys, added, removed, moved, and cell by cell changed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from pipeline.plan.loading import of_plan
from pipeline.plan.sheets import Sheet
from pipeline.plan.text import PlanTables, normal_rows

_KEYS = {"字段": ("表", "键"), "字典": ("字典", "值"), "词表": ("词表", "词"), "口径": ("编号", "版本")}
"""What names a row, where it is more than its first cell."""
Named = Mapping[str, tuple[int, Mapping[str, str]]]
"""Key of a row → its number, and its cells by heading."""


@dataclass(frozen=True, slots=True)
class CellChange:
    """One cell that says something else; a heading on one side only has "" on the other."""

    heading: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class RowChange:
    """One row that is new, gone, elsewhere or otherwise."""

    kind: str
    """`added`, `removed`, `changed` or `moved`."""
    key: str
    row: int
    """Where it stands: in the new plan, or in the old one if it is gone."""
    cells: tuple[CellChange, ...] = ()


@dataclass(frozen=True, slots=True)
class SheetChange:
    """What is different in one sheet."""

    sheet: str
    rows: tuple[RowChange, ...] = ()
    headings: tuple[CellChange, ...] = ()
    """Headings that are new or gone; the place of a column does not count."""


def compare(old: PlanTables, new: PlanTables) -> tuple[SheetChange, ...]:
    """Every sheet of the plan in which the two differ; what is no part of a plan is passed over."""
    before, after = of_plan(old), of_plan(new)
    names = (*after, *(name for name in before if name not in after))
    found = (_sheet(_of(before, n), _of(after, n)) for n in names)
    return tuple(change for change in found if change.rows or change.headings)


def _of(tables: PlanTables, name: str) -> Sheet:
    return Sheet(name, normal_rows(tables.get(name, ())))


def _sheet(old: Sheet, new: Sheet) -> SheetChange:
    was, now = _named(old), _named(new)
    gone, fresh = _columns(old), _columns(new)
    headings = (
        *(CellChange(h, h, "") for h in gone if h not in fresh),
        *(CellChange(h, "", h) for h in fresh if h not in gone),
    )
    return SheetChange(new.name, tuple(_rows(was, now)), headings)


def _rows(was: Named, now: Named) -> Iterator[RowChange]:
    moved = _moved([k for k in was if k in now], [k for k in now if k in was])
    for key, (number, cells) in now.items():
        if key not in was:
            yield RowChange("added", key, number, tuple(CellChange(h, "", text) for h, text in cells.items() if text))
            continue
        if changed := tuple(_cells(was[key][1], cells)):
            yield RowChange("changed", key, number, changed)
        if key in moved:
            yield RowChange("moved", key, number)
    for key, (number, cells) in was.items():
        if key not in now:
            yield RowChange("removed", key, number, tuple(CellChange(h, text, "") for h, text in cells.items() if text))


def _cells(old: Mapping[str, str], new: Mapping[str, str]) -> Iterator[CellChange]:
    for heading in dict.fromkeys((*new, *old)):
        before, after = old.get(heading, ""), new.get(heading, "")
        if before != after:
            yield CellChange(heading, before, after)


def _named(sheet: Sheet) -> Named:
    """The rows by their keys; of two with one key the later is told apart by its number."""
    rows: dict[str, tuple[int, Mapping[str, str]]] = {}
    columns = _columns(sheet)
    for number, cells in sheet.filled():
        row = dict(zip(columns, cells, strict=True))
        key = " ".join(part for h in _KEYS.get(sheet.name, columns[:1]) if (part := row.get(h, "")))
        rows[key if key not in rows else f"{key}({number})"] = (number, row)
    return rows


def _columns(sheet: Sheet) -> tuple[str, ...]:
    """The headings; of two alike, as rule tables have them, the later is told apart by its place among them."""
    headings = sheet.headings
    return tuple(h if h not in headings[:n] else f"{h}({headings[:n].count(h) + 1})" for n, h in enumerate(headings))


def _moved(old: Sequence[str], new: Sequence[str]) -> frozenset[str]:
    """The rows, as few as possible, that stand elsewhere among those that both have."""
    if list(old) == list(new):
        return frozenset()
    blocks = SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks()
    kept = {key for block in blocks for key in old[block.a : block.a + block.size]}
    return frozenset(key for key in new if key not in kept)
