"""Times as people write them."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.times import clock_in, to_date, to_datetime

ZONE = ZoneInfo("Asia/Shanghai")
DAY = date(2021, 3, 25)


def at(value: object) -> str | None:
    moment = to_datetime(value, DAY, ZONE)
    return f"{moment.astimezone(ZONE):%m-%d %H:%M}" if moment else None


def said(text: str) -> str | None:
    moment = clock_in(text, DAY, ZONE)
    return f"{moment.astimezone(ZONE):%m-%d %H:%M}" if moment else None


@pytest.mark.parametrize(
    ("cell", "moment"),
    [
        ("9:40", "03-25 09:40"),
        ("９：４０", "03-25 09:40"),
        ("上午9点40", "03-25 09:40"),
        ("上午九点四十", "03-25 09:40"),
        ("下午三点半", "03-25 15:30"),
        ("下午3时", "03-25 15:00"),
        ("9点一刻", "03-25 09:15"),
        ("3月25日 9:40", "03-25 09:40"),
        ("3月25号下午3点", "03-25 15:00"),
        ("9:40(3月24日)", "03-24 09:40"),
        ("三月二十四日晚上八点", "03-24 20:00"),
        ("3.24 9:40", "03-24 09:40"),
        ("2021—3—24 9:40", "03-24 09:40"),
        ("第2节课9:40左右", "03-25 09:40"),
        ("9:40 102班群", "03-25 09:40"),
        ("9:40 3年2班", "03-25 09:40"),
        ("9:40 接12345", "03-25 09:40"),
        ("9:40 接12345转办", "03-25 09:40"),
        ("9:40 (2018级群)", "03-25 09:40"),
        ("9:40 3号楼", "03-25 09:40"),
        ("9:40 DECATHLON market群", "03-25 09:40"),
        ("2021-03-25 09:40:00.000", "03-25 09:40"),
        ("3月25日 9:40 3年2班", "03-25 09:40"),
        ("2021/3/25 9:40", "03-25 09:40"),
        ("2021/3/25 3:30:00 PM", "03-25 15:30"),
        ("2021-03-25T09:40:00", "03-25 09:40"),
        ("昨天下午3点", "03-24 15:00"),
        ("昨晚10点", "03-24 22:00"),
        ("前天 8:05", "03-23 08:05"),
        ("凌晨12点20", "03-25 00:20"),
        ("中午1点", "03-25 13:00"),
        ("中午12点半", "03-25 12:30"),
        ("晚上12点", "03-26 00:00"),
        ("3月24日", "03-24 00:00"),
        ("44280.5", "03-25 12:00"),
        (44280, "03-25 00:00"),
        (44280.25, "03-25 06:00"),
        (0.25, "03-25 06:00"),
        (time(9, 40), "03-25 09:40"),
        (datetime(1899, 12, 30, 9, 40), "03-25 09:40"),  # noqa: DTZ001 (as a cell holds it)
        (datetime(2021, 3, 24, 9, 40), "03-24 09:40"),  # noqa: DTZ001 (the same)
        (date(2021, 3, 24), "03-24 00:00"),
    ],
)
def test_a_moment_in_a_cell(cell: object, moment: str) -> None:
    assert at(cell) == moment


@pytest.mark.parametrize(
    "cell",
    ["今早", "刚才", "2月30日 9:40", "2021-13-25", "25:10", "9:75", "9.30", "周一9点", "上周五下午3点", "3-4点",
     "10-15分钟", "晚上2点", "0001-01-01 9:40",
     "3/4/2021 9:40", "25-3-21 9:40", "2021 3 25 9:40", "Mar 25, 2021 9:40", "25 March 9:40", "44280 9:40",
     "3月25日—26日 9:40", "3月25日至3月26日 9:40", "3月25日、26日9:40", "3.25~4.1 9:40", "26日 9:40", "9:40 26号",
     "0325 9:40", "210325接 9:40", "2021年3 9:40", "Dec. 3 9:40", "25Mar 9:40", "2021 9:40",
     float("inf"), float("nan"), 1e300, 940, True, None],
)  # fmt: skip
def test_a_cell_whose_moment_is_not_clear_is_asked_about(cell: object) -> None:
    assert at(cell) is None


@pytest.mark.parametrize(
    "cell",
    ["2021-3-25", "2021.3.25", "2021/03/25", "2021年3月25日(星期四)", "21年3月25日", "3月25号", "3.25", "三月二十五日",
     20210325, "日期20210325", "２０２１年３月２５日", 44280, "44280.5", date(2021, 3, 25)],
)  # fmt: skip
def test_a_day(cell: object) -> None:
    assert to_date(cell, DAY) == DAY


@pytest.mark.parametrize(
    "cell",
    [
        "3/4/2021",
        "5-3-21",
        "12/11/10",
        "2021/13/1",
        "3月25日至26日",
        "3月25日–26日",
        "2021-03-25-1",
        "2月30日",
        "2月29日",
        "2021-03-255",
        "25/3/2021",
        "今天",
        "2021-03-25至2021-03-26",
        3.25,
        7,
        "",
        float("inf"),
    ],
)
def test_what_is_no_day(cell: object) -> None:
    assert to_date(cell, DAY) is None


def test_a_day_without_a_year_is_the_nearest_one() -> None:
    assert to_date("12月31日", date(2021, 1, 2)) == date(2020, 12, 31)
    assert to_date("1月5日", date(2020, 12, 30)) == date(2021, 1, 5)


@pytest.mark.parametrize(
    ("sentence", "moment"),
    [
        ("9:50 已在群里答复,下午公布做法", "03-25 09:50"),
        ("昨天16:20答复", "03-24 16:20"),
        ("3月24日上午9点已答复", "03-24 09:00"),
        ("3月24日已答复,3月26日9:00公布", "03-24 00:00"),
        ("9:50(3月24日)已答复", "03-24 09:50"),
        ("昨天有人问,9:50已答复", "03-25 09:50"),
        ("周五前公布,9:50已答复", "03-25 09:50"),
        ("3/24已答复", "03-24 00:00"),
        ("已在群里答复,明天9:00公布", "03-26 09:00"),
    ],
)
def test_the_first_time_in_a_sentence(sentence: str, moment: str) -> None:
    assert said(sentence) == moment


@pytest.mark.parametrize(
    "sentence",
    ["已答复", "已答复,菜价3.5元", "1/3的人已答复", "提了3点意见,已采纳", "已1:1沟通", "24小时内答复", "希望改善一点",
     "2月30日 9:00已答复", "已请10-15人座谈"],
)  # fmt: skip
def test_numbers_in_a_sentence_are_not_times(sentence: str) -> None:
    assert said(sentence) is None


@given(st.text("0123456789:：-/.年月日号点时半上下午晚昨今 TPMpm二三十", max_size=14) | st.floats() | st.integers())
def test_anything_may_stand_in_a_cell(cell: object) -> None:
    for moment in (to_datetime(cell, DAY, ZONE), clock_in(str(cell), DAY, ZONE)):
        assert moment is None or moment.tzinfo is UTC
    assert isinstance(to_date(cell, DAY), date | None)


@given(st.datetimes(datetime(2000, 1, 1), datetime(2099, 12, 31)))  # noqa: DTZ001 (as a cell holds it)
def test_what_is_written_plainly_is_read_back(local: datetime) -> None:
    for form in ("%Y-%m-%d %H:%M", "%Y/%m/%d %H:%M", "%Y年%m月%d日%H点%M分", "%Y%m%d %H:%M"):
        moment = to_datetime(local.strftime(form), DAY, ZONE)
        assert moment is not None
        assert moment.astimezone(ZONE).replace(tzinfo=None) == local.replace(second=0, microsecond=0)
