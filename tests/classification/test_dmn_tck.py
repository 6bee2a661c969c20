"""The DMN Technology Compatibility Kit's decision tables, where it lies beside the project: all its cases pass."""

from datetime import UTC
from pathlib import Path

import pytest

from pipeline.classification.evaluation import evaluate, evaluate_all
from pipeline.classification.policies import AGGREGATED, SINGLE
from pipeline.classification.table import compile_table
from pipeline.classification.words import WordLists
from tests.classification.dmn import Case, read_cases, read_model

KIT = Path(__file__).parents[3] / "shared" / "data" / "dmn-tck"
CASES = [
    pytest.param(model, case, id=f"{model.stem}-{case.name}")
    for model in sorted(KIT.glob("*.dmn"))
    for case in read_cases(model.with_name(f"{model.stem}-test-01.xml"))
]

pytestmark = pytest.mark.skipif(not CASES, reason="the DMN TCK is not there: ../shared/data/dmn-tck")


@pytest.mark.parametrize(("path", "case"), CASES)
def test_a_case_of_the_kit(path: Path, case: Case) -> None:
    model = read_model(path)
    table, findings = compile_table(model.table, model.facts, WordLists(()), model.allowed, UTC)
    assert table is not None, [f.sentence for f in findings]
    if table.policy in SINGLE:
        assert evaluate(table, case.facts).outputs == case.expected
        return
    said = [dict(v.outputs) for v in evaluate_all(table, case.facts)]
    assert said == ([case.expected] if table.policy in AGGREGATED else case.expected)


def test_the_kit_is_whole_and_every_case_says_something() -> None:
    assert len(CASES) == 51
    assert len(list(KIT.glob("*.dmn"))) == len(list(KIT.glob("*.xml"))) == 17
    assert sum(f.read_text("utf-8").count("<resultNode ") for f in KIT.glob("*.xml")) == 51  # one a case: none unread
    for path, case in (param.values for param in CASES):
        assert isinstance(path, Path)
        assert isinstance(case, Case)
        table = read_model(path).table
        assert set(case.facts) == set(table.inputs)
        expected = case.expected if isinstance(case.expected, list) else [case.expected]
        assert expected
        assert all(set(said) == set(table.outputs) and all(said.values()) for said in expected)
