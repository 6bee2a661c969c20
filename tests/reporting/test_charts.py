from base64 import b64decode
from dataclasses import replace
from datetime import date, timedelta
from xml.etree.ElementTree import Element, fromstring

import pytest

from pipeline.model import Event, EventKind, State
from pipeline.reporting import drawing
from pipeline.reporting.charts import Chart, charts
from pipeline.reporting.voice import Voice
from tests.reporting import editions

SVG = "{http://www.w3.org/2000/svg}"


def drawn(chart: Chart) -> Element:
    return fromstring(b64decode(chart.source.split(",")[1]))  # noqa: S314 (our own picture)


def test_the_numbers_of_the_bars_are_printed_and_told_in_words() -> None:
    flow, classes, times, calls = charts(editions.busy(), Voice(editions.plan()))
    assert flow.alt.endswith("3月25日新增18、答复3、在办23")
    assert "A类新增17、答复4、在办16" in classes.alt
    assert times.alt == "近14天答复用时（件）：1小时内答复0；4小时内答复3；1天内答复0；2天内答复0；2天以上答复1"
    assert calls.alt.endswith("初三3班3月25日待补正")
    for chart, number in ((flow, "18"), (classes, "17"), (times, "3")):
        texts = [t.text for t in drawn(chart).iter(f"{SVG}text")]
        assert number in texts
        assert all("font-family" in t.attrib for t in drawn(chart).iter(f"{SVG}text"))


def test_kinds_differ_by_shape_and_not_by_colour_alone() -> None:
    flow, classes, _, calls = charts(editions.busy(), Voice(editions.plan()))
    assert len(list(drawn(flow).iter(f"{SVG}circle"))) > 10  # what is open is a line with dots
    assert any(p.get("fill") == "#fff" for p in drawn(classes).iter(f"{SVG}path"))  # and hollow bars
    outlines = {p.get("stroke"): p.get("d", "").count("M") for p in drawn(classes).iter(f"{SVG}path")}
    assert outlines[drawing.LIGHT] > 1  # light bars are striped
    assert outlines[drawing.INK] == 1  # and those of what is open are hollow
    shapes = [{one.tag.removeprefix(SVG) for one in group} for group in drawn(calls).iter(f"{SVG}g")]
    assert shapes[:3] == [{"rect"}, {"path", "rect"}, {"circle"}]
    assert len(shapes) == 3 + calls.alt.count("月")


@pytest.mark.parametrize("colour", [drawing.DARK, drawing.INK])
def test_what_is_written_or_solid_stands_out_from_the_paper(colour: str) -> None:
    red, green, blue = (int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5))
    channels = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in (red, green, blue)]
    light = sum(part * weight for part, weight in zip(channels, (0.2126, 0.7152, 0.0722), strict=True))
    assert 1.05 / (light + 0.05) > 4.5


def test_what_was_open_on_a_day_is_told_by_its_changes_of_state() -> None:
    day = editions.DAY - timedelta(days=2)
    one = editions.incident(1, editions.report("一件事", "初一1班", day=day), state=State.CALM)
    closed = Event(EventKind.STATE, one.number, editions.at("15:00"), editions.DAY, editions.DAY, data={"to": "calm"})
    begun = replace(closed, at=editions.at("15:00", day), day=day, data={"to": "handling"})
    edition = replace(editions.busy(), incidents=(replace(one, events=(begun, closed)),))
    flow, *_ = charts(edition, Voice(editions.plan()))
    found = [part.rsplit("在办", 1)[1] for part in flow.alt.split("；")]
    assert found[-4:] == ["0", "1", "1", "0"]


def test_days_without_duty_are_left_out() -> None:
    flow, *_ = charts(editions.busy(), Voice(editions.plan()))
    assert "3月20日" not in flow.alt  # a Saturday


def test_a_single_day_is_no_trend() -> None:
    edition = replace(editions.quiet(), roll_calls=editions.quiet().roll_calls[-1:])
    assert charts(edition, Voice(editions.plan())) == ()


def test_nor_are_they_drawn_before_there_are_many_days() -> None:
    calls = tuple(r for r in editions.busy().roll_calls if date(2021, 3, 18) <= r.day <= date(2021, 3, 23))
    flow, *_ = charts(replace(editions.busy(), roll_calls=calls), Voice(editions.plan()))
    assert "3月19日" in flow.alt
    assert "3月20日" not in flow.alt


def printed(svg: str) -> list[tuple[float, float, str]]:
    texts = fromstring(svg).iter(f"{SVG}text")  # noqa: S314 (our own picture)
    return [(float(t.get("x", 0)), float(t.get("y", 0)), t.text or "") for t in texts if (t.text or "").isdecimal()]


def test_numbers_that_would_touch_are_left_out_and_the_latest_stand() -> None:
    series = (drawing.Series("a", drawing.DARK, (11, 12, 13)), drawing.Series("b", drawing.LIGHT, (11, 12, 13)))
    narrow, wide = (drawing.bars("", ["x", "y", "z"], series, (width, 94.0)) for width in (40.0, 120.0))
    assert [text for *_, text in printed(narrow)] == ["13", "12", "11"]
    assert sorted(text for *_, text in printed(wide)) == ["11", "11", "12", "12", "13", "13"]
    places = [x for x, *_ in printed(wide)]
    assert all(abs(one - other) > 2 * drawing.DIGIT for one in places for other in places if one != other)


def test_a_line_stands_above_the_bars_and_prints_its_peak_and_its_last_number() -> None:
    bars, line = drawing.Series("a", drawing.DARK, (1, 30, 2)), drawing.Series("b", drawing.INK, (9, 8, 7), line=True)
    svg = drawing.bars("", ["x", "y", "z"], (bars, line), (214.0, 94.0))
    dots = [float(c.get("cy", 0)) for c in fromstring(svg).iter(f"{SVG}circle")][1:]  # noqa: S314 (the first: legend)
    tops = [float(r.get("y", 0)) for r in fromstring(svg).iter(f"{SVG}rect")][1:]  # noqa: S314
    assert max(dots) < min(tops)
    assert {"9", "7"} <= {text for *_, text in printed(svg)}
    assert "8" not in {text for *_, text in printed(svg)}
