from hypothesis import given, settings

from pipeline.classification.table import CompiledTable
from pipeline.classification.verification.analysis import analyse
from tests.classification.verification.worlds import SCOPES, WORDS, found, tables, truth


@settings(max_examples=300, deadline=None)
@given(tables())
def test_nothing_is_missed_and_nothing_invented(table: CompiledTable) -> None:
    analysis = analyse(table, SCOPES, WORDS)
    assert analysis.finished
    assert found(table, analysis) == truth(table)
