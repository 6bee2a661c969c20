"""The library of approved texts: the version of a day, and the text that fits."""

from datetime import date

import pytest

from pipeline.plan.answers import current, fitting, is_same
from pipeline.plan.model import Answer, Plan
from tests.plan.sheets import findings_of, plan, spoiled

DAY = date(2021, 3, 25)


def library() -> Plan:
    rows = (
        {"编号": "KJ-9", "内容": "先这样说", "版本": "9", "起": "2021-03-01", "止": "2021-03-20"},
        {
            "编号": "KJ-9",
            "内容": "后来这样说",
            "版本": "10",
            "起": "2021-03-20",
            "情形": "P2-1|P2-3",
            "适用词": "菜|饭",
        },
        {"编号": "KJ-8", "内容": "都这样说", "情形": "P2-1"},
    )
    return plan().model_copy(update={"answers": tuple(Answer.model_validate(row) for row in rows)})


@pytest.mark.parametrize(
    ("day", "text"),
    [(date(2021, 2, 1), None), (date(2021, 3, 19), "先这样说"), (date(2021, 3, 20), "后来这样说"), (DAY, "后来这样说")],
)
def test_the_version_of_the_day_goes_out(day: date, text: str | None) -> None:
    found = current(library(), "kj-9", day)
    assert (found.text if found else None) == text


@pytest.mark.parametrize(
    ("situation", "said", "key"),
    [("P2-1", "饭菜偏凉", "KJ-9"), ("P2-1", "几点放学", "KJ-8"), ("P2-3", "几点放学", None), ("P2-3", "饭凉", "KJ-9")],
)
def test_the_text_that_is_meant_for_it_is_proposed(situation: str, said: str, key: str | None) -> None:
    found = fitting(library(), situation, said, DAY)
    assert (found.key if found else None) == key


def test_two_replies_are_the_same_whatever_their_stops() -> None:
    assert is_same("周五公布,请留意。", "周五公布，请留意")
    assert not is_same("周五公布", "周六公布")


def test_a_situation_that_is_none_is_a_mistake_of_the_plan() -> None:
    (mistake,) = [f for f in findings_of(spoiled("口径", G2="P2-9")) if f.is_error]
    assert (mistake.code, mistake.cell, mistake.stood) == ("plan.reference", "G2", "P2-9")
