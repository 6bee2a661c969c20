import pytest

from tests.plan.sheets import bundled, findings_of, row_of, spoiled


def after(sheet: str) -> int:
    """Number of the first free row."""
    return len(bundled()[sheet]) + 1


@pytest.mark.parametrize(
    ("sheet", "row"),
    [
        ("单位名册", ("新食堂", "部门", "", "", "", "初一1班")),
        ("人员角色", ("editor", "另一个")),
        ("字段", ("上报", "summary", "再一个", "", "文字")),
        ("字段", ("上报", "other", "诉求", "", "文字")),
        ("阶段", ("P1", "又一个", "2019-01-01", "2019-02-01")),
        ("情形", ("P1-1", "又一个")),
        ("字典", ("等级", "蓝", "x")),
        ("词表", ("建议", "建议")),
        ("时限", ("SX-01", "", "answer", "1", "日")),
        ("口径", ("KJ-01", "又一个", "", "1")),
        ("日历", ("2021-4-24", "", "工作日")),
        ("报表", ("internal", "又一个")),
        ("保存期限", ("台账", "9")),
        ("分级规则", ("QX-01", "", "", "", "", "", "", "Ⅳ", "又一个")),
    ],
)
def test_a_name_defined_twice_is_a_finding(sheet: str, row: tuple[str, ...]) -> None:
    found = findings_of({**bundled(), sheet: (*bundled()[sheet], row)})
    assert [(f.code, f.sheet, f.cell[1:]) for f in found] == [("plan.twice", sheet, str(after(sheet)))]


@pytest.mark.parametrize(
    ("sheet", "cells", "nearest"),
    [
        ("单位名册", {"B4": "部們"}, "部门"),
        ("情形", {"C2": "P3"}, "P1"),
        ("时限", {"B2": "五级"}, ""),
        ("字段", {"G5": "本期情形"}, "本期情况"),
    ],
)
def test_a_name_that_is_not_defined_is_a_finding(sheet: str, cells: dict[str, str], nearest: str) -> None:
    found = findings_of(spoiled(sheet, **cells))
    assert [(f.code, f.sheet, f.cell) for f in found] == [("plan.reference", sheet, next(iter(cells)))]
    assert nearest in found[0].sentence


def test_options_need_a_dictionary_and_a_default_of_it() -> None:
    row = next(n for n, r in enumerate(bundled()["字段"], start=1) if r[:2] == ("上报", "verified"))
    assert findings_of(spoiled("字段", **{f"G{row}": ""}))[0].where == f"字段!G{row}"
    assert findings_of(spoiled("字段", **{f"K{row}": "不知道"}))[0].where == f"字段!K{row}"


def test_phases_run_forward_and_do_not_overlap() -> None:
    backward = findings_of(spoiled("阶段", D2="2019-01-01"))
    assert [f.where for f in backward] == ["阶段!D2"]
    overlap = findings_of(spoiled("阶段", C3="2021-03-07"))
    assert [f.where for f in overlap] == ["阶段!C3"]
    assert "重叠" in overlap[0].sentence


@pytest.mark.parametrize(("pattern", "code"), [("(没有关上", "plan.value"), ("{没有的词表}同学", "plan.reference")])
def test_a_mask_that_is_no_pattern_is_a_finding(pattern: str, code: str) -> None:
    row = row_of("词表", "遮盖")
    found = findings_of(spoiled("词表", **{f"B{row}": pattern}))
    assert [(f.code, f.where) for f in found] == [(code, f"词表!B{row}")]


def test_a_mask_that_puts_back_what_it_does_not_hold_is_a_finding() -> None:
    row = row_of("词表", "遮盖")
    found = findings_of(spoiled("词表", **{f"C{row}": r"\7"}))
    assert [f.where for f in found] == [f"词表!B{row}"]


def test_what_names_a_row_that_could_not_be_read_is_not_blamed() -> None:
    row = row_of("字典", "等级")
    assert [f.where for f in findings_of(spoiled("字典", **{f"B{row}": ""}))] == [f"字典!B{row}"]


@pytest.mark.parametrize("until", ["2021-07-09", "2022-07-11", "9999-12-31"])
def test_a_vacation_runs_forward_and_is_shorter_than_a_year(until: str) -> None:
    (found,) = findings_of(spoiled("日历", B3=until))
    assert (found.code, found.sheet, found.cell) == ("plan.value", "日历", "B3")


def test_a_plan_says_which_classes_only_a_person_can_confirm() -> None:
    without = tuple(r for r in bundled()["字典"] if r[0] != "分类作用")
    assert [f.code for f in findings_of({**bundled(), "字典": without})] == ["plan.dictionary_missing"]


@pytest.mark.parametrize("cell", ["B", "C"])
def test_what_a_class_means_is_one_of_what_the_program_knows(cell: str) -> None:
    row = row_of("字典", "分类作用")
    found = findings_of(spoiled("字典", **{f"{cell}{row}": "Z"}))
    assert [(f.code, f.where) for f in found] == [("plan.reference", f"字典!{cell}{row}")]


def test_a_class_that_a_person_confirms_stays_one() -> None:
    row = next(n for n, r in enumerate(bundled()["字典"], start=1) if r[:2] == ("分类作用", "C"))
    (found,) = findings_of(spoiled("字典", **{f"C{row}": "question"}))
    assert (found.code, found.where, found.stood) == ("plan.unconfirmed", f"字典!C{row}", "C")
