from datetime import date, time
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook

from pipeline.demo.story import Paper
from pipeline.demo.writing import Desk
from pipeline.founding import found
from pipeline.site import Site

HEAD = {"单位": "初一1班", "上报日期": "2021-03-15", "上报人角色": "班主任", "本期情况": "有情况"}
ROWS = ({"内容摘要": "家长问菜价", "来源渠道": "班级家长群", "发现时间": "9:40"},)


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    site = Site(tmp_path_factory.mktemp("site"))
    found(site, "epidemic")
    return site.template


@pytest.fixture
def desk(template: Path) -> Desk:
    return Desk(template)


def paper(*, old: bool = False, picture: bool = False) -> Paper:
    return Paper("初一1班", time(16), "上报表.xlsx", HEAD, ROWS, old=old, picture=picture)


def cells(data: bytes, sheet: str = "上报") -> dict[str, object]:
    return {c.coordinate: c.value for row in load_workbook(BytesIO(data))[sheet].iter_rows() for c in row if c.value}


def test_what_is_typed_stands_in_the_template(desk: Desk) -> None:
    data = desk.fill(paper(), [{"事件编号": "YQ-2021-0001", "进展内容": "已答复"}])
    found = cells(data)
    assert (found["B2"], found["B6"], found["D6"]) == ("初一1班", "家长问菜价", time(9, 40))
    assert str(found["D2"]).startswith(date(2021, 3, 15).isoformat())
    assert cells(data, "续报")["A3"] == "YQ-2021-0001"


def test_the_same_paper_gives_the_same_bytes_and_leaves_nothing_behind(desk: Desk) -> None:
    before = desk.fill(paper(), ())
    desk.fill(paper(picture=True), [{"事件编号": "YQ-2021-0001"}])
    assert desk.fill(paper(), ()) == before


def test_zero_reports_differ_by_unit_and_role_alone(desk: Desk) -> None:
    heads = [
        HEAD | {"单位": u, "上报人角色": r, "本期情况": "零报告"}
        for u, r in (("初一1班", "班主任"), ("食堂", "部门责任人"))
    ]
    made = {unit: cells(data) for unit, data in desk.zero_reports(heads).items()}
    assert (made["食堂"]["B2"], made["食堂"]["B3"], made["食堂"]["D3"]) == ("食堂", "部门责任人", "零报告")
    assert {k for k, v in made["食堂"].items() if made["初一1班"][k] != v} == {"B2", "B3"}


def test_an_old_template_has_other_words_and_another_digest(desk: Desk) -> None:
    old = desk.fill(paper(old=True), ())
    assert "诉求" in cells(old).values()
    assert "希望解决什么" not in cells(old).values()
    assert cells(old, "_meta")["B2"] == "2020.2"
    assert cells(old)["B6"] == "家长问菜价"


def test_a_picture_is_pasted_in(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(desk.fill(paper(picture=True), ()))
    assert b"xl/media/image1.png" in path.read_bytes()
