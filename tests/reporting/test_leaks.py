"""A name or a number that is planted in what people wrote, or on a page, never leaves."""

from dataclasses import replace
from io import BytesIO

import pikepdf
import pytest

from pipeline.errors import ExitCode, OutputError
from pipeline.reporting import leaks, preflight, rendering
from tests.reporting import editions
from tests.reporting.test_preflight import Lent, data, proof

PLAN = editions.plan()
TOLD = "家长王小明留的电话是138-1234-5678,邮箱zhang.san@example.com"


def wicked() -> tuple[str, ...]:
    told = editions.incident(1, editions.report(TOLD, "初一1班"), grade="Ⅲ")
    return leaks.secrets(replace(editions.quiet(), incidents=(told,)), PLAN)


def test_what_is_sought_is_what_the_masks_hide() -> None:
    assert wicked() == ("13812345678", "zhangsan@examplecom", "王小明")


@pytest.mark.parametrize("leak", ["1381234<b>5678</b>", "138 1234 5678", "王小明", '<i title="王小明">甲</i>'])
def test_a_leak_on_the_page_is_found(leak: str) -> None:
    leaking = replace(proof(f"<h1>汇报</h1><p>甲-2021-0001、甲-2021-0010{leak}</p>"), secrets=wicked())
    with pytest.raises(OutputError, match=r"有没遮盖的姓名或号码\(“..…”\)") as told:
        preflight.printed(leaking)
    assert told.value.code is ExitCode.OUTPUT
    assert "王小明" not in str(told.value)


def test_a_leak_in_what_the_file_says_of_itself_or_carries_is_found() -> None:
    with pikepdf.open(BytesIO(data())) as document:
        document.docinfo["/Author"] = "王小明"
        document.attachments["a.txt"] = b"1"
        document.save(changed := BytesIO())
    with pytest.raises(OutputError, match="里面带有1个附件;有没遮盖的姓名或号码"):
        preflight.look(changed.getvalue(), replace(proof(), secrets=wicked()))


def test_leaders_pages_alone_are_searched() -> None:
    lent = Lent()
    told = editions.incident(1, editions.report(TOLD, "初一1班"), grade="Ⅲ")
    edition = replace(editions.busy(), incidents=(told,))
    rendering.begin_issue(edition, PLAN, lent)
    assert {p.name.rpartition("-")[2]: bool(p.secrets) for p in lent.proofs if "期" in p.name} == {
        "存档.pdf": False,
        "第12期.pdf": True,
    }
