from pipeline.cli.history import _HAPPENED, told
from pipeline.model import EventKind
from tests.nights import FOOD, MONDAY, TUESDAY, Book, School, law, reports, yq
from tests.nights import told as progress


def test_every_kind_of_event_is_said_in_chinese() -> None:
    assert set(_HAPPENED) == set(EventKind) - {EventKind.SEALED}  # a seal is about no incident


def test_an_incident_is_told_without_a_code_of_the_program() -> None:
    school = School().night(MONDAY, Book(rows=reports(FOOD)), Book("初二2班", rows=reports(FOOD)))
    grown = school.night(TUESDAY, Book(progress=(progress(yq(1), "已转达"),)))
    lines = list(told(grown.incident(TUESDAY, 1), law().plan, grown.edition(TUESDAY).parts))
    assert lines[0].endswith("登记(初二1班)")
    assert "又有报告,并入:YQ-2021-0001-2,相似程度" in lines[1]
    assert lines[1].endswith("(初二2班)")
    assert any("研判:情形 P2-1,分类 A,等级 Ⅳ;依据 " in line for line in lines)
    assert any(line.endswith("续报:已转达(初二1班)") for line in lines)
    assert lines[-1].endswith("状态:已答复")
