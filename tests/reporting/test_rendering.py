from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO

import pypdf
import pytest

from pipeline.reporting import rendering
from pipeline.reporting.pdf import Attachment
from pipeline.reporting.press import Press
from tests.reporting import editions


@pytest.fixture(scope="module")
def press() -> Iterator[Press]:
    with Press() as running:
        yield running


def test_an_issue_is_made_with_the_plans_names_and_private_files_marked(press: Press) -> None:
    edition = replace(editions.busy(), correction=1)
    register = Attachment("台账-2021-03-25.xlsx", b"PK", "台账")
    finals = [i for i in edition.incidents if i.number == "YQ-2021-0001"]
    issue = rendering.begin_issue(edition, editions.plan(), press, registers=(register,))
    made = (*issue.outputs(), *rendering.begin_short(edition, editions.plan(), press, finals=finals).outputs())
    assert {o.name: o.private for o in made} == {
        "舆情汇报-2021-03-25-第12期（第1次更正）-存档.pdf": True,
        "舆情汇报-2021-03-25-第12期（第1次更正）.pdf": False,
        "呈批单-2021-03-25（第1次更正）.pdf": True,
        "受限/转介单-ZJ-2021-0001.pdf": True,
        "总结评定-YQ-2021-0001.pdf": True,
        "要点.txt": False,
        "提醒.txt": False,
    }
    assert all(o.data.startswith(b"%PDF-") for o in made if o.name.endswith(".pdf"))
    assert {o.missing for o in made} == {""}


def test_what_no_font_can_show_is_reported(press: Press) -> None:
    odd = editions.incident(1, editions.report("家长发了👍表示感谢", "初一1班"), proposed="D")
    made = rendering.begin_issue(replace(editions.quiet(), incidents=(odd,)), editions.plan(), press).outputs()
    assert {o.name: o.missing for o in made}["舆情汇报-2021-03-25-第11期.pdf"] == "👍"


@pytest.mark.parametrize("length", [10, 28, 45, 60, 90, 250])
def test_a_flash_report_and_a_sheet_to_sign_are_one_page_however_long_the_texts(press: Press, length: int) -> None:
    long = ("多名家长在不同的群里反复反映同一件事情并要求学校尽快给出明确的书面说明" * 7)[:length]
    one = editions.incident(
        1,
        editions.report(long, "初一1班", verified="未核实", spread="公开平台", answered=long),
        grade="Ⅱ",
        proposed="C",
        causes=(long[:60], long[:60]),
        progress=tuple(editions.progress("核实", long, "办公室", f"1{n}:00") for n in range(4)),
        parked=("YQ-2021-0002",),
    )
    many = tuple(replace(one, number=f"YQ-2021-{n:04}") for n in range(1, 10))
    edition = replace(editions.quiet(), incidents=many)
    issue = rendering.begin_issue(edition, editions.plan(), press)
    made = (*issue.outputs(), *rendering.begin_short(edition, editions.plan(), press, flashes=[one]).outputs())
    flash, sheet = (next(o for o in made if o.name.startswith(kind)) for kind in ("快报", "呈批单"))
    assert [len(pypdf.PdfReader(BytesIO(o.data)).pages) for o in (flash, sheet)] == [1, 1]
