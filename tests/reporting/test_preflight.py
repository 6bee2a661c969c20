"""Each fault a PDF may have is planted, and found."""

from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from io import BytesIO

import pikepdf
import pytest
from openpyxl import load_workbook

from pipeline.errors import ExitCode, OutputError
from pipeline.reporting import pdf, preflight, rendering
from pipeline.reporting.pdf import Sheet
from pipeline.reporting.preflight import Proof
from pipeline.reporting.press import Printed
from tests.nights import FOOD, MONDAY, TUESDAY
from tests.reporting import editions
from tests.site_nights import Clerk, Ink, about

STYLE = """@page { size: A6; @bottom-center { content: "— " counter(page) " —" } } * { font: 12pt "Sitrep Fang" }"""
WHOLE = (
    "<h1>汇报</h1><h2>一、情况</h2><p>甲-2021-0001、甲-2021-0002、<b>甲-2021-0010</b></p>"
    '<h2 class="empty">二、其他 <span class="none">无</span></h2>'
)


class Looking(Ink):
    """A press that really prints, and looks."""

    def begin(self, proofs: Iterable[Proof]) -> Printed:
        made = [preflight.printed(proof) for proof in proofs]
        return lambda: made


class Lent(Ink):
    """A press that keeps what it is to print."""

    def begin(self, proofs: Iterable[Proof]) -> Printed:
        self.proofs = given = list(proofs)
        return lambda: [b""] * len(given)


def proof(body: str = WHOLE, style: str = STYLE) -> Proof:
    html = f"<html lang=zh-CN><title>一</title><style>{style}</style><body>{body}</body></html>"
    return Proof(
        Sheet(html, editions.at("20:00")), "汇报.pdf", ("汇报",), ("甲-2021-0001", "甲-2021-0010"), numbered=True
    )


@cache
def data() -> bytes:
    return preflight.printed(proof())


def test_a_whole_page_passes() -> None:
    assert data().startswith(b"%PDF-")


PLANTED = {
    "找不到“汇报”": WHOLE.replace("汇报", "周报"),
    "漏了甲-2021-0010": WHOLE.replace("0010", "0011"),
    "漏了甲-2021-0001、甲-2021-0010": "<h1>汇报</h1>",
    "“一、情况”下面没有内容": WHOLE.replace("<p>", "<h2>三、</h2><p>"),
    "“二、其他”下面没有内容": WHOLE.replace("无<", "<"),
    "第2页是空白的": WHOLE + '<div style="break-before: page">　</div>',
}


@pytest.mark.parametrize(("fault", "body"), PLANTED.items())
def test_a_fault_on_the_page_is_found(fault: str, body: str) -> None:
    with pytest.raises(OutputError) as told:
        preflight.printed(proof(body))
    assert told.value.code is ExitCode.OUTPUT
    assert str(told.value) == f"汇报.pdf 没有通过出稿检查,没有发出:{fault}。上一次发出的保持不变。{preflight.REMEDY}"


def test_a_page_without_its_number_is_found() -> None:
    with pytest.raises(OutputError, match="第1页没有页码"):
        preflight.printed(proof(style=STYLE.replace("counter(page)", "")))


@pytest.mark.parametrize("body", ['<a href="#nowhere">见</a>', '<img alt="图" src="data:,no-picture">', "👍"])
def test_a_link_that_leads_nowhere_a_lost_picture_and_an_unknown_character_are_found(body: str) -> None:
    with pytest.raises(OutputError, match=r"^汇报\.pdf 没有发出.*排版时出现警告\(.*请先改回去") as told:
        preflight.printed(proof(WHOLE + body))
    assert told.value.code is ExitCode.OUTPUT


def test_a_file_that_is_too_large_or_cannot_be_opened_is_found() -> None:
    with pytest.raises(OutputError, match=r"文件有 0\.0 MB,超过 0\.000976562 MB"):
        preflight.look(data(), replace(proof(), most=1024))
    with pytest.raises(OutputError, match=r"汇报\.pdf 打不开"):
        preflight.look(b"%PDF-1.7", proof())


def test_a_font_that_is_not_embedded_is_found() -> None:
    with pikepdf.open(BytesIO(data())) as document:
        for one in document.objects:
            if isinstance(one, pikepdf.Dictionary) and "/FontFile3" in one:
                del one["/FontFile3"]
        document.save(bare := BytesIO())
    with pytest.raises(OutputError, match="有字体没有嵌入"):
        preflight.look(bare.getvalue(), proof())


def test_all_faults_are_told_at_once() -> None:
    with pytest.raises(OutputError, match=r"找不到.*;漏了.*;“三、”下面"):
        preflight.printed(proof("<h2>三、</h2><h2>四、</h2><p>乙</p>"))


def test_the_archive_copy_must_hold_each_open_incident_and_no_restricted_one() -> None:
    edition = editions.busy()
    secret = editions.incident(77, editions.report("受限的事", "办公室"))
    lent = Lent()
    rendering.begin_issue(replace(edition, restricted=(secret,)), editions.plan(), lent)
    (filed,) = (p for p in lent.proofs if "存档" in p.name)
    assert set(filed.incidents) == {i.number for i in edition.open_incidents}
    assert len(filed.incidents) > 20
    printed = pdf.to_pdf(filed.sheet)
    preflight.look(printed, filed)
    with pytest.raises(OutputError, match="漏了YQ-2021-0077。"):
        preflight.look(printed, replace(filed, incidents=(*filed.incidents, secret.number)))


def test_a_night_whose_page_fails_leaves_the_outbox_as_it_was_and_is_issued_by_the_next_run(clerk: Clerk) -> None:
    clerk.drop(MONDAY, "初二1班", about(FOOD))
    clerk.run(MONDAY, press=Looking())
    issued, plan = clerk.outbox(), clerk.site.plan_book.read_bytes()
    assert any(name.endswith("第1期.pdf") for name in issued)
    book = load_workbook(clerk.site.plan_book)
    (cell,) = (row[1] for row in book["报表"].iter_rows() if row[0].value == "chart.new")
    cell.value = "新增👍"
    book.save(clerk.site.plan_book)
    with pytest.raises(OutputError, match=r"排版时出现警告.*👍"):
        clerk.run(TUESDAY, press=Looking())
    assert clerk.outbox() == issued
    clerk.site.plan_book.write_bytes(plan)
    clerk.run(TUESDAY, press=Looking())
    assert {n: b for n, b in clerk.outbox().items() if n in issued} == issued
    assert any(name.startswith(str(TUESDAY)) and name.endswith("第2期.pdf") for name in clerk.outbox())
