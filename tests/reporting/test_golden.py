"""Twenty situations a school knows, read as a leader reads them; a text that changes is read before it is kept."""

import pytest

from tests.reporting.golden.reading import FOLDER, golden, read
from tests.reporting.golden.situations import SITUATIONS


@pytest.mark.parametrize("name", SITUATIONS)
def test_an_issue_reads_as_it_should(name: str) -> None:
    assert read(SITUATIONS[name]()) == golden(name).read_text(encoding="utf-8")


def test_no_text_is_left_over() -> None:
    assert {path.stem for path in FOLDER.glob("*.txt")} == set(SITUATIONS)


def test_nothing_reads_as_a_machine_would_say_it() -> None:
    """No zero in a sentence, no doubled or widowed mark, no blank before a mark, no name of a key."""
    for name in SITUATIONS:
        told = golden(name).read_text(encoding="utf-8").split("附件")[0].split("一、总体情况")[1]
        for wrong in (
            "。。",
            "，，",
            "；；",
            "，。",
            "：。",
            "；。",
            " ，",
            " 。",
            "（）",
            "None",
            "{",
            "0件",
            "0条",
            "0个",
        ):
            at = told.find(wrong)
            assert at < 0 or told[at - 1].isdigit(), f"{name}: {told[max(0, at - 20) : at + 10]}"
