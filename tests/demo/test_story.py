import pytest

from pipeline.demo.story import Day, pairs, settings_of, story_of
from pipeline.founding import bundled
from pipeline.plan.model import Plan
from pipeline.register.law import make_law


def plan_of(name: str) -> Plan:
    law, _ = make_law(bundled(name))
    assert law is not None
    return law.plan


@pytest.fixture(scope="module")
def plan() -> Plan:
    return plan_of("epidemic")


@pytest.fixture(scope="module")
def days(plan: Plan) -> tuple[Day, ...]:
    return story_of(plan)


def test_ten_school_days(days: tuple[Day, ...]) -> None:
    assert [d.date.day for d in days] == [15, 16, 17, 18, 19, 22, 23, 24, 25, 26]


@pytest.mark.parametrize("name", ["epidemic", "aftersales"])
def test_every_heading_is_one_of_the_plan(name: str) -> None:
    plan = plan_of(name)
    days = story_of(plan)
    papers = [p for day in days for p in day.papers]
    typed = {
        "上报": {name for p in papers for row in p.rows for name in row},
        "续报": {name for p in papers for t in p.progress for name in t.cells},
        "表头": {name for p in papers for name in p.head},
    }
    for day in days:
        for told in day.decisions:
            typed.setdefault(told.sheet, set()).update(told.cells)
    for sheet, names in typed.items():
        assert names <= {f.label for f in plan.fields_of(sheet)}


@pytest.mark.parametrize("name", ["epidemic", "aftersales"])
def test_each_phrase_names_something_reported_on_an_earlier_day(name: str) -> None:
    plan = plan_of(name)
    days, summary = story_of(plan), plan.field("上报", "summary").label
    for number, day in enumerate(days):
        summaries = [row.get(summary, "") for d in days[:number] for p in d.papers for row in p.rows]
        assert [p for p in day.phrases if not any(p in s for s in summaries)] == []


def test_each_unit_hands_in_one_zero_report_unless_it_says_more_or_nothing(days: tuple[Day, ...], plan: Plan) -> None:
    first = days[0]
    units = [p.unit for p in first.papers]
    assert len(units) == len(set(units))
    assert set(plan.reporting_units) - set(units) == {"初二3班", "工会"}


def test_pairs() -> None:
    assert pairs("材料编号=CL-1；备注=另存,见附件") == {"材料编号": "CL-1", "备注": "另存,见附件"}
    assert pairs("") == {}


def test_where_units_are_called_once_a_month_they_say_on_that_day_alone_that_all_is_well() -> None:
    days = story_of(plan_of("aftersales"))
    assert [d.date.day for d in days if sum(p.is_zero for p in d.papers) > 2] == [30]


def test_a_plan_that_is_complete_needs_nothing_filled_in(plan: Plan) -> None:
    assert settings_of(plan) == ()
    assert {s.sheet for s in settings_of(plan_of("aftersales"))} == {"时限"}
