"""Each day has an issue of its own: yesterday's content is never given out as today's."""

from collections.abc import Callable, Iterable

import pytest

from pipeline.errors import OutputError
from pipeline.reporting.preflight import Proof
from pipeline.reporting.press import Printed
from tests.nights import FOOD, MONDAY, NETWORK, TUESDAY
from tests.site_nights import Clerk, Ink, about, words_of

UNIT = "初二1班"


def nothing(clerk: Clerk) -> None:
    """Nobody hands in anything."""
    del clerk


def the_same_file(clerk: Clerk) -> None:
    """Yesterday's workbook lies in the inbox again, byte for byte."""
    (original,) = (p for p in (clerk.site.archive).rglob("*") if p.is_file() and p.read_bytes()[:2] == b"PK")
    path = clerk.site.inbox / "又一份.xlsx"
    path.write_bytes(original.read_bytes())
    clerk.dated(path, TUESDAY, "16:00")


def yesterdays_rows(clerk: Clerk) -> None:
    """Yesterday's rows, saved anew under today's date."""
    clerk.drop(TUESDAY, UNIT, about(FOOD))


def yesterdays_date(clerk: Clerk) -> None:
    """Yesterday's rows and date, saved anew."""
    clerk.drop(TUESDAY, UNIT, about(FOOD), day=MONDAY, name="改存.xlsx")


@pytest.mark.parametrize("evening", [nothing, the_same_file, yesterdays_rows, yesterdays_date])
def test_an_issue_tells_its_own_day(clerk: Clerk, evening: Callable[[Clerk], None]) -> None:
    clerk.drop(MONDAY, UNIT, about(FOOD))
    clerk.run(MONDAY)
    issued = clerk.outbox()
    evening(clerk)
    clerk.run(TUESDAY)
    now = clerk.outbox()
    assert {name: now[name] for name in issued} == issued
    new = sorted(name for name in now if name not in issued)
    assert not [name for name in new if name.startswith(f"{MONDAY}/")]
    (page,) = (name for name in new if name.endswith("第2期.pdf") and "舆情汇报" in name)
    words = words_of(clerk.site.outbox / page)
    for told in ("2021年第2期", "2021年3月23日", "数据截至：2021年3月23日20:00", "0新增", "1在办"):
        assert told in words
    assert "第1期" not in words
    monday = words_of(clerk.site.outbox / f"{MONDAY}/舆情汇报-{MONDAY}-第1期.pdf")
    assert "1新增" in monday
    assert words != monday


class Jammed(Ink):
    """A press that prints nothing."""

    def begin(self, proofs: Iterable[Proof]) -> Printed:
        del proofs
        raise OutputError("卡纸")


def test_the_run_after_one_that_stopped_tells_what_that_one_took_in(clerk: Clerk) -> None:
    clerk.drop(MONDAY, UNIT, about(FOOD), about(NETWORK, 来源渠道="饭桌"))
    with pytest.raises(OutputError, match="卡纸"):
        clerk.run(MONDAY, press=Jammed())
    assert clerk.outbox() == {}
    done = clerk.run(MONDAY)
    assert [(t.unit, t.accepted, len(t.held)) for t in done.returned] == [(UNIT, 1, 1)]
    assert any("/退回/" in name for name in clerk.outbox())
    assert clerk.run(MONDAY).taken == ()
