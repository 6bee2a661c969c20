from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from pipeline.reporting import dates

ZONE = ZoneInfo("Asia/Shanghai")


def test_no_zero_padding() -> None:
    assert dates.full(date(2021, 3, 5)) == "2021年3月5日"
    assert dates.short(date(2021, 3, 5)) == "3月5日"


def test_moments_are_in_the_plans_zone_and_a_bare_day_has_no_clock() -> None:
    assert dates.moment(datetime(2021, 3, 24, 17, 5, tzinfo=UTC), ZONE) == "3月25日1:05"
    assert dates.moment(datetime(2021, 3, 24, 16, 0, tzinfo=UTC), ZONE) == "3月25日"


def test_the_day_is_not_said_twice() -> None:
    at = datetime(2021, 3, 25, 1, 40, tzinfo=UTC)
    assert dates.since(at, date(2021, 3, 25), ZONE) == "9:40"
    assert dates.since(at, date(2021, 3, 24), ZONE) == "3月25日9:40"


@pytest.mark.parametrize(
    ("length", "words"),
    [
        (timedelta(minutes=12), "12分"),
        (timedelta(hours=3, minutes=5), "3小时5分"),
        (timedelta(days=2, hours=3, minutes=5), "2天3小时"),
        (timedelta(seconds=20), "不到1分"),
        (timedelta(minutes=-5), "不到1分"),
    ],
)
def test_spans(length: timedelta, words: str) -> None:
    assert dates.span(length) == words


@pytest.mark.parametrize(
    ("length", "words"),
    [
        (timedelta(minutes=40), "40分"),
        (timedelta(hours=20, minutes=1), "20小时"),
        (timedelta(days=1, hours=20, minutes=50), "1天20小时"),
    ],
)
def test_leaders_read_whole_hours(length: timedelta, words: str) -> None:
    assert dates.hours(length) == words


def test_a_deadline_at_the_end_of_a_day_is_that_day() -> None:
    assert dates.until(datetime(2021, 3, 22, 15, 59, tzinfo=UTC), ZONE) == "3月22日"
    assert dates.until(datetime(2021, 3, 22, 10, 0, tzinfo=UTC), ZONE) == "3月22日18:00"
