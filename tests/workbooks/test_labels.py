import pytest

from pipeline.errors import PlanError
from pipeline.workbooks import labels
from tests.workbooks.taking import epidemic


def test_a_deadline_is_named_by_the_plan() -> None:
    assert [labels.item(key, epidemic()) for key in ("phone", "answer", "promise", "review")] == [
        "电话首报",
        "答复",
        "承诺答复",
        "总结评定",
    ]
    with pytest.raises(PlanError, match=r"late\.unheard"):
        labels.item("unheard", epidemic())
