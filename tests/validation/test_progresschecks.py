"""The checks across the cells of a progress row."""

import pytest

from pipeline.findings import WORDING
from pipeline.model import RawCell
from pipeline.plan.loading import load_pack
from pipeline.validation.workbooks import validate
from tests.validation.books import KNOWN, STEP, arrived, codes, report, take


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ({"事件编号": "YQ-2021-0099"}, "progress.number_unknown"),
        ({"事件编号": "YQ-2021-0002"}, "progress.number_closed"),
        ({"进展时间": "3月26日 9:00"}, "progress.future"),
        ({"进展时间": "3月22日 23:00"}, "progress.before_opened"),
        ({"进展类型": "承诺"}, "progress.promise_needs_date"),
        ({"进展类型": "承诺", "承诺答复日期": "2021-3-24"}, "progress.promise_past"),
        ({"进展类型": "承诺", "承诺答复日期": "下周"}, "cell.date"),
        ({"进展类型": "首次公布", "下次公布日期": "3月29日"}, "progress.publish_needs_channel"),
        ({"进展类型": "首次公布", "公布渠道": "公众号"}, "progress.first_needs_next"),
        ({"进展类型": "首次公布", "公布渠道": "公众号", "下次公布日期": "3月20日"}, "progress.next_past"),
        ({"进展类型": "不采纳", "进展内容": "不采纳"}, "progress.reject_needs_reason"),
    ],
)
def test_a_slip_in_a_progress(cells: dict[str, RawCell], code: str) -> None:
    taken = take(report(progress=[{**STEP, **cells}]))
    assert codes(taken) == [code]
    assert taken.findings[0].sheet == "续报"
    assert taken.accepted == (0 if WORDING[code].severity == "错误" else 1)


@pytest.mark.parametrize(
    "cells",
    [
        {},
        {"进展时间": "3月23日 8:00"},  # the incident was opened at half past midnight of that day
        {"进展类型": "承诺", "承诺答复日期": "2021-3-29"},
        {"进展类型": "承诺", "进展时间": "3月23日 9:00", "承诺答复日期": "3月24日"},  # reported late, promised in time
        {"进展类型": "已转达", "承诺答复日期": "3月20日"},
        {"进展类型": "后续公布", "公布渠道": "公众号"},
    ],
)
def test_what_is_right_is_left_alone(cells: dict[str, RawCell]) -> None:
    assert codes(take(report(progress=[{**STEP, **cells}]))) == []


@pytest.mark.parametrize(("agreed", "asked"), [("是", False), ("否", True), (None, True)])
def test_nobody_goes_there_unless_both_sides_agreed(agreed: RawCell, asked: bool) -> None:  # noqa: FBT001 (the expected value)
    step = {**STEP, "进展类型": "到场处理", "进展内容": "更换读卡器", "双方同意到场": agreed}
    raw = report(progress=[step], said={"unit": "二号站", "role": "站点负责人"})
    taken = validate(raw, arrived(), load_pack("aftersales"), KNOWN)
    assert ("progress.visit_not_agreed" in codes(taken)) is asked
