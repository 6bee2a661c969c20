import pytest

from pipeline.plan.model import Rule
from pipeline.plan.rules import read
from pipeline.plan.sheets import Sheet

HEAD = ("F", "传播层级", "内容摘要", "→等级", "理由")


def test_a_rule_sheet_is_read_with_its_rows() -> None:
    sheet = Sheet("分级规则", (HEAD, ("甲-1", "全国", "", "Ⅰ", "因为"), (), ("甲-2", "", "含(x)", "Ⅳ")))
    table, findings = read(sheet)
    assert findings == []
    assert table is not None
    assert (table.name, table.hit_policy) == ("分级规则", "F")
    assert (table.inputs, table.outputs) == (("传播层级", "内容摘要"), ("→等级",))
    assert table.rules == (
        Rule(id="甲-1", conditions=("全国", ""), results=("Ⅰ",), why="因为", row=2),
        Rule(id="甲-2", conditions=("", "含(x)"), results=("Ⅳ",), why="", row=4),
    )


@pytest.mark.parametrize(
    ("rows", "cell", "words"),
    [
        ((("X", *HEAD[1:]),), "A1", "命中策略"),
        ((), "A1", "命中策略"),
        ((("F", "传播层级", "理由"),), "A1", "结果列"),
        ((("F", "传播层级", "→等级"),), "C1", "理由"),
        ((("F", "→等级", "传播层级", "理由"),), "D1", "理由"),
        ((HEAD, ("", "全国", "", "Ⅰ")), "A2", "编号"),
        ((HEAD, (), ("甲-1", "全国")), "D3", "结果"),
    ],
)
def test_what_is_wrong_with_a_rule_sheet_is_a_finding(rows: tuple[tuple[str, ...], ...], cell: str, words: str) -> None:
    _, findings = read(Sheet("分级规则", rows))
    assert cell in {f.cell for f in findings}
    assert words in "".join(f.sentence for f in findings)
