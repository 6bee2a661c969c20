"""A changed plan tried on a register: what would come out otherwise, by which rule, and what would not."""

from dataclasses import replace

from pipeline.plan.text import PlanTables
from pipeline.register.law import Law, make_law
from pipeline.register.trial import Trial, try_out
from tests.nights import FOOD, FRIDAY, MONDAY, NETWORK, PARKING, TUESDAY, Book, School, law, reports, signed, told, yq
from tests.plan.sheets import row_of, spoiled


def law_of(tables: PlanTables) -> Law:
    made, findings = make_law(tables)
    assert made is not None, [f.sentence for f in findings]
    return made


def school() -> School:
    """One thing on a public platform, one that is calm since it was answered."""
    first = Book(rows=reports(NETWORK, channel="短视频或微博"))
    second = Book("初三2班", rows=reports(PARKING), progress=())
    grown = School().night(MONDAY, first, second)
    return grown.night(TUESDAY, Book("初三2班", progress=(told(yq(2), "已转达"),)))


def differences(trial: Trial) -> set[tuple[str, str, str, str, str, str]]:
    return {
        (c.number, d.what, d.old, d.new, d.old_rule, d.new_rule)
        for c in trial.changed
        for d in c.differences
        if d.what != "deadline"
    }


def test_the_same_plan_changes_nothing() -> None:
    assert try_out(school().register, law(), law(), TUESDAY) == Trial(2, ())


def test_a_changed_grade_names_the_old_rule_and_the_new_one() -> None:
    row = row_of("分级规则", "FJ-07")
    new = law_of(spoiled("分级规则", **{f"H{row}": "Ⅱ"}))
    trial = try_out(school().register, law(), new, TUESDAY)
    assert differences(trial) == {(yq(1), "grade", "Ⅲ", "Ⅱ", "FJ-07", "FJ-07")}
    other = law_of(spoiled("分级规则", **{f"D{row}": "媒体"}))
    told_of = School().night(MONDAY, Book(rows=reports(FOOD, channel="短视频或微博")))
    (changed,) = try_out(told_of.register, law(), other, MONDAY).changed
    assert [(d.old, d.new, d.old_rule, d.new_rule) for d in changed.differences if d.what == "grade"] == [
        ("Ⅲ", "Ⅳ", "FJ-07", "FJ-11")
    ]
    assert changed.held == "Ⅲ", "a grade never falls by itself"


def test_situation_and_class_are_compared_too() -> None:
    tables = spoiled("情形规则", **{f"E{row_of('情形规则', 'QJ-06')}": "P2-3"})
    tables = {**tables, "分类规则": spoiled("分类规则", **{f"I{row_of('分类规则', 'FL-14')}": "D"})["分类规则"]}
    trial = try_out(school().register, law(), law_of(tables), TUESDAY)
    assert {(what, old, new) for _, what, old, new, _, _ in differences(trial)} >= {("class", "A", "D")}


def test_a_deadline_stands_with_its_rule_before_and_after() -> None:
    row = row_of("时限", "SX-07")
    trial = try_out(school().register, law(), law_of(spoiled("时限", **{f"D{row}": "18"})), TUESDAY)
    assert [c.number for c in trial.changed] == [yq(1), yq(2)]
    (difference,) = trial.changed[0].differences
    assert (difference.what, difference.item, difference.old_rule, difference.new_rule) == (
        "deadline",
        "answer",
        "SX-07",
        "SX-07",
    )
    assert "当日 23:59 前" in difference.old
    assert "当日 18:00 前" in difference.new


def test_what_is_over_is_tried_all_the_same_and_said_to_be_over() -> None:
    grown = school().quiet(TUESDAY, FRIDAY)
    assert not grown.incident(FRIDAY, 2).is_open
    row = row_of("时限", "SX-07")
    trial = try_out(grown.register, law(), law_of(spoiled("时限", **{f"D{row}": "18"})), FRIDAY)
    assert {c.number: c.settled for c in trial.changed} == {yq(1): False, yq(2): True}


def test_what_a_person_decided_stands_under_any_plan() -> None:
    decided = {"分类审定": (signed(yq(1), decided_class="A", decided_grade="Ⅱ", opinion="从严"),)}
    grown = school().night(TUESDAY, Book("", decisions=decided))
    tables = spoiled("分级规则", **{f"H{row_of('分级规则', 'FJ-07')}": "Ⅳ"})
    trial = try_out(grown.register, law(), law_of(tables), TUESDAY)
    assert differences(trial) == set()


def test_a_trial_holds_nothing_that_anybody_wrote() -> None:
    row = row_of("时限", "SX-07")
    trial = try_out(school().register, law(), law_of(spoiled("时限", **{f"D{row}": "18"})), TUESDAY)
    assert trial.changed
    assert NETWORK[:6] not in repr(trial)
    assert replace(trial) == trial
