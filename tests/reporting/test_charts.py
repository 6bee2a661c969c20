from base64 import b64decode
from dataclasses import replace
from datetime import date
from xml.etree.ElementTree import fromstring

from pipeline.reporting.charts import charts
from pipeline.reporting.voice import Voice
from tests.reporting import editions


def test_the_numbers_of_the_bars_are_printed_and_told_in_words() -> None:
    flow, roll = charts(editions.busy(), Voice(editions.plan()))
    assert flow.alt.endswith("3月25日新增18、答复3")
    assert roll.alt.endswith("3月25日未报3、迟报2")
    svg = fromstring(b64decode(flow.source.split(",")[1]))  # noqa: S314 (our own picture)
    texts = [t.text for t in svg.iter("{http://www.w3.org/2000/svg}text")]
    assert "18" in texts
    assert all("font-family" in t.attrib for t in svg.iter("{http://www.w3.org/2000/svg}text"))


def test_days_without_duty_are_left_out() -> None:
    flow, _ = charts(editions.busy(), Voice(editions.plan()))
    assert "3月20日" not in flow.alt  # a Saturday


def test_a_single_day_is_no_trend() -> None:
    edition = replace(editions.quiet(), roll_calls=editions.quiet().roll_calls[-1:])
    assert charts(edition, Voice(editions.plan())) == ()


def test_nor_are_they_drawn_before_there_are_many_days() -> None:
    calls = tuple(r for r in editions.busy().roll_calls if date(2021, 3, 18) <= r.day <= date(2021, 3, 22))
    flow, _ = charts(replace(editions.busy(), roll_calls=calls), Voice(editions.plan()))
    assert "3月19日" in flow.alt
    assert "3月20日" not in flow.alt
