import pytest

from pipeline.reporting.typesetting import typeset


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("家长问,何时补发?", "家长问，何时补发？"),
        ("报:校长、副校长", "报：校长、副校长"),
        ("9:40已答复;共1,000元", "9:40已答复；共1,000元"),
        ("(第1次更正)", "（第1次更正）"),
        ("用 a(b) 计算", "用 a(b) 计算"),
        ("YQ-2021-0001 sha256:ab", "YQ-2021-0001 sha256:ab"),
    ],
)
def test_marks_between_chinese_characters_become_full_width(typed: str, printed: str) -> None:
    assert typeset(typed) == printed
