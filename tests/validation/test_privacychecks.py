"""What a text tells of persons."""

import pytest

from pipeline.model import RawCell
from tests.validation.books import GOOD, STEP, codes, found, report, take


def noted(text: RawCell) -> list[str]:
    return codes(take(report({**GOOD, "备注": text})))


@pytest.mark.parametrize(
    "text",
    ["证号11010519491231002X", "11010519491231002x", "110105 19491231 002X", "110105-19491231-002X",
     "１１０１０５１９４９１２３１００２Ｘ", "110105200901011234", "99999920090230001X", 110105200901010000.0,
     "时间2021-03-25,号码110105200901011234"],
)  # fmt: skip
def test_identity_numbers_are_refused(text: RawCell) -> None:
    taken = take(report({**GOOD, "备注": text}))
    assert codes(taken) == ["cell.id_number"]
    assert taken.accepted == 0
    assert not set("0123456789X") & set(found(taken, "cell.id_number").problem)  # the number is not said again


@pytest.mark.parametrize(
    "text",
    ["订单110105202103251234", "单号202103251234567890", "110105194913310021",
     "11010519491231002A", "CL-0325-1", "2021-03-25 2021-03-26", "110105209001011234"],
)  # fmt: skip
def test_other_long_numbers_are_no_identity_numbers(text: str) -> None:
    assert noted(text) == []


@pytest.mark.parametrize(
    "text", ["卡号6222 0212 3456 7890 128", "6222021234567890128", "4111111111111111", 6222021234567890000.0]
)
def test_card_numbers_are_refused(text: RawCell) -> None:
    assert noted(text) == ["cell.bank_number"]


@pytest.mark.parametrize(
    "text", ["6222021234567890127", "1111111111111117", "快递单号7312345678901234", "0.1234567890123456"]
)
def test_other_numbers_are_no_cards(text: str) -> None:
    assert noted(text) == []


@pytest.mark.parametrize("text", ["13812345678", "138 1234 5678", "138-1234-5678", "+86 13812345678",
                                  "１３８１２３４５６７８", 13912345678, "2021-03-25 13812345678"])  # fmt: skip
def test_phones_are_pointed_out(text: RawCell) -> None:
    assert noted(text) == ["cell.phone"]


def test_names_are_pointed_out_as_they_stand() -> None:
    taken = take(report({**GOOD, "内容摘要": "王小明的妈妈问分餐的菜为什么凉", "备注": "家长李雅婷反映"}))
    assert [(f.code, f.stood, f.cell) for f in taken.findings] == [
        ("cell.name", "王小明", "B5"),
        ("cell.name", "李雅婷", "E5"),
    ]
    assert taken.accepted == 1


@pytest.mark.parametrize("text", ["几位家长在群里问", "张某某的妈妈", "张老师发的通知", "QQ群号123456", "食堂王师傅"])
def test_what_names_nobody_is_left_alone(text: str) -> None:
    assert noted(text) == []


def test_progress_is_looked_at_too() -> None:
    step = {**STEP, "进展内容": "电话13812345678告诉了王小明的妈妈,证号11010519491231002X"}
    assert codes(take(report(progress=[step]))) == ["cell.id_number", "cell.phone", "cell.name"]


def test_a_judging_word_is_pointed_out_wherever_prose_stands() -> None:
    prose = ("内容摘要", "希望解决什么", "已答复情况", "备注")
    taken = take(report({**GOOD, **dict.fromkeys(prose, "9:50 已答复群里几个煽动者")}))
    assert [(f.code, f.stood, f.expected) for f in taken.findings] == [("cell.insult", "煽动者", "发言人")] * 4
    assert taken.accepted == 1
    steps = {**STEP, "进展内容": "已劝说带节奏的人", "备注": "对方是刁民"}
    assert [f.stood for f in take(report(progress=[steps])).findings] == ["带节奏的人", "刁民"]
