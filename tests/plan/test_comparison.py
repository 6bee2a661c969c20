from pipeline.plan.comparison import CellChange, RowChange, SheetChange, compare
from tests.plan.sheets import bundled, spoiled

HEAD = ("编号", "等级", "事项", "数值")


def changes(old: tuple[tuple[str, ...], ...], new: tuple[tuple[str, ...], ...]) -> SheetChange:
    (change,) = compare({"时限": old}, {"时限": new})
    assert change.sheet == "时限"
    return change


def test_a_plan_is_like_itself() -> None:
    padded = {name: tuple((*row, "") for row in rows) for name, rows in bundled().items()}
    assert compare(bundled(), {**padded, "我的备忘": (("x",),)}) == ()


def test_a_changed_cell_is_named_by_its_row_and_heading() -> None:
    (change,) = compare(bundled(), spoiled("时限", D8="18"))
    assert change == SheetChange("时限", (RowChange("changed", "SX-07", 8, (CellChange("数值", "0", "18"),)),))


def test_rows_are_matched_by_key_not_by_place() -> None:
    a, b, c = ("甲", "Ⅰ", "x", "1"), ("乙", "Ⅱ", "x", "2"), ("丙", "Ⅲ", "x", "3")
    change = changes((HEAD, a, b), (HEAD, c, a, (), b))
    assert [(r.kind, r.key, r.row) for r in change.rows] == [("added", "丙", 2)]
    assert [(r.kind, r.key, r.row) for r in changes((HEAD, a, b), (HEAD, b)).rows] == [("removed", "甲", 2)]


def test_the_order_of_rows_counts_and_few_are_called_moved() -> None:
    rows = [(name, "Ⅰ", "x", "1") for name in "甲乙丙丁"]
    change = changes((HEAD, *rows), (HEAD, rows[3], *rows[:3]))
    assert [(r.kind, r.key) for r in change.rows] == [("moved", "丁")]


def test_columns_are_matched_by_heading_not_by_place() -> None:
    old, new = (HEAD, ("甲", "Ⅰ", "x", "1")), (("编号", "事项", "等级", "数值"), ("甲", "x", "Ⅰ", "1"))
    assert compare({"时限": old}, {"时限": new}) == ()
    change = changes(old, (("编号", "等级", "事项", "依据"), ("甲", "Ⅰ", "x", "因为")))
    assert change.headings == (CellChange("数值", "数值", ""), CellChange("依据", "", "依据"))
    assert change.rows == (
        RowChange("changed", "甲", 2, (CellChange("依据", "", "因为"), CellChange("数值", "1", ""))),
    )


def test_two_columns_of_one_name_are_told_apart() -> None:
    (change,) = compare(bundled(), spoiled("情形规则", D2="含(@传闻)"))
    assert change.rows[0].cells == (CellChange("内容摘要(2)", "", "含(@传闻)"),)


def test_a_sheet_that_is_gone_is_all_removed() -> None:
    (change,) = compare({"时限": (HEAD, ("甲", "Ⅰ", "x", "1"))}, {})
    assert [r.kind for r in change.rows] == ["removed"]
