"""One report that was put to an incident by mistake: a person takes it out, and it goes on by itself."""

from pipeline.cli import history
from pipeline.model import EventKind, State
from pipeline.numbering import part_of
from pipeline.workbooks.review_book import review_bytes
from tests.nights import (
    FOOD,
    FRIDAY,
    MONDAY,
    THURSDAY,
    TUESDAY,
    WEDNESDAY,
    Book,
    School,
    later,
    law,
    reports,
    said,
    told,
    yq,
)

AGAIN = FOOD
MORE = FOOD + ",今天又有三位问"


def attached() -> School:
    school = School().night(MONDAY, Book(rows=reports(FOOD))).night(TUESDAY, Book("初二2班", reports(AGAIN)))
    assert [len(i.reports) for i in school.all(TUESDAY)] == [2]
    return school


def out(name: str = f"{yq(1)}-2", what: str = "拆分", who: str = "校长") -> Book:
    row = {"report_a": yq(1), "report_b": name, "decision": what, "decided_by": who, "decided_how": "签字"}
    return Book(unit="", decisions={"合并审定": (row,)})


def test_a_report_taken_out_opens_an_incident_of_its_own() -> None:
    first, second = attached().night(WEDNESDAY, out()).all(WEDNESDAY)
    assert [[r.unit for r in i.reports] for i in (first, second)] == [["初二1班"], ["初二2班"]]
    assert (second.number, second.opened.astimezone().date(), second.parked) == (yq(2), TUESDAY, ())
    assert [e.kind for e in second.events][:1] == [EventKind.OPENED]
    assert EventKind.SPLIT in {e.kind for e in first.events}


def test_two_that_are_told_apart_in_a_prefilled_row_are_taken_apart() -> None:
    assert len(attached().night(WEDNESDAY, out(what="不合并")).all(WEDNESDAY)) == 2
    assert len(attached().night(WEDNESDAY, out(what="合并办理")).all(WEDNESDAY)) == 1


def test_the_first_report_an_unknown_one_and_an_unsigned_decision_take_nothing_out() -> None:
    for book in (out(f"{yq(1)}-1"), out(f"{yq(1)}-9"), out(f"{yq(7)}-2"), out(who="")):
        assert len(attached().night(WEDNESDAY, book).all(WEDNESDAY)) == 1


def test_what_was_taken_out_stays_out_and_nobody_is_asked_again() -> None:
    school = attached().night(WEDNESDAY, out()).night(THURSDAY, Book("初二3班", reports(AGAIN)), out())
    assert sorted(len(i.reports) for i in school.all(THURSDAY)) == [1, 2]
    assert not any(i.parked for i in school.all(THURSDAY))


def test_a_row_said_anew_follows_the_report_that_was_taken_out() -> None:
    anew = Book("初二2班", (said(MORE),), day=TUESDAY)
    for school in (
        attached().night(WEDNESDAY, out()).night(THURSDAY, anew),
        attached().night(WEDNESDAY, anew).night(THURSDAY, out()),
    ):
        first, second = school.all(THURSDAY)
        assert [[r.row.text("summary") for r in i.reports] for i in (first, second)] == [[FOOD], [MORE]]


def test_an_earlier_issue_does_not_know_of_it() -> None:
    school = attached()
    before = school.edition(TUESDAY)
    assert school.night(WEDNESDAY, out()).edition(TUESDAY) == before


def test_a_calm_matter_that_a_wrong_report_reopened_is_calm_again() -> None:
    school = School().night(MONDAY, Book(rows=reports(FOOD)))
    school.night(TUESDAY, Book(progress=(told(yq(1), "已转达"), told(yq(1), "平稳", "15:30"))))
    school.night(WEDNESDAY, Book("初二2班", reports(AGAIN)))
    assert (school.state(TUESDAY), school.state(WEDNESDAY)) == (State.CALM, State.REOPENED)
    school.night(THURSDAY, out())
    assert (school.state(THURSDAY), school.incident(THURSDAY, 2).is_open) == (State.CALM, True)


def test_two_that_were_taken_apart_may_be_put_together_again() -> None:
    row = {"report_a": yq(1), "report_b": yq(2), "decision": "合并办理", "decided_by": "校长", "decided_how": "签字"}
    again = Book(unit="", decisions={"合并审定": (row,)})
    first, second = attached().night(WEDNESDAY, out()).night(THURSDAY, again).night(FRIDAY).all(FRIDAY)
    assert (len(first.reports), second.state) == (2, State.MERGED)


def test_the_number_of_a_report_is_told_from_that_of_an_incident() -> None:
    assert [part_of(n) for n in ("YQ-2021-0001", "YQ-2021-0001-2", "SH-2021-10000-12")] == [
        ("YQ-2021-0001", 0),
        ("YQ-2021-0001", 2),
        ("SH-2021-10000", 12),
    ]


def merge(a: int = 1, b: int = 2, clock: str = "18:00") -> Book:
    row = {"report_a": yq(a), "report_b": yq(b), "decision": "合并办理", "decided_by": "校长", "decided_how": "签字"}
    return Book(unit="", decisions={"合并审定": (row,)}, clock=clock)


def test_a_merger_on_the_day_the_younger_was_opened_is_issued_and_told() -> None:
    school = School().night(MONDAY, Book(rows=reports("食堂的饭菜不够热")))
    school.night(TUESDAY, Book("初二2班", reports("食堂饭菜里吃出头发")), merge())
    edition = school.edition(TUESDAY)
    assert review_bytes(edition, law().plan)
    lines = list(history.told(school.incident(TUESDAY), law().plan, edition.parts))
    assert [line for line in lines if "登记" in line and "初二2班" in line]


def test_a_late_row_of_an_earlier_day_takes_no_name_from_another() -> None:
    school = School().night(MONDAY, Book(rows=reports(FOOD))).night(WEDNESDAY, Book("初二2班", reports(FOOD)))
    school.night(THURSDAY, Book("初二3班", reports(FOOD), day=TUESDAY))
    names = school.edition(TUESDAY, THURSDAY).parts
    assert names[yq(1), school.report(FOOD, 2).key] == f"{yq(1)}-3"
    parted = school.night(FRIDAY, out(f"{yq(1)}-3")).incident(FRIDAY, 2)
    assert [r.unit for r in parted.reports] == ["初二3班"]


def test_a_corrected_report_keeps_the_name_by_which_it_is_taken_out() -> None:
    school = attached().night(WEDNESDAY, Book("初二2班", (said(MORE),), day=TUESDAY))
    (_, corrected) = school.incident(WEDNESDAY).reports
    assert school.edition(WEDNESDAY).parts[yq(1), corrected.key] == f"{yq(1)}-2"


def test_a_report_that_left_or_was_withdrawn_cannot_be_taken_out() -> None:
    gone = Book("初二2班", (said(FOOD, special="涉教职工"),), day=TUESDAY)
    school = attached().night(WEDNESDAY, gone).night(THURSDAY, out())
    assert [i.number for i in school.all(THURSDAY)] == [yq(1), yq(2)]
    back = Book("初二2班", (said(MORE, special="无"),), day=TUESDAY)
    assert [r.unit for r in school.night(FRIDAY, back).incident(FRIDAY).reports] == ["初二1班", "初二2班"]


def test_what_was_taken_out_comes_back_to_its_own_incident_from_another_lane() -> None:
    school = attached().night(WEDNESDAY, out())
    school.night(THURSDAY, Book("初二2班", (said(FOOD, special="涉教职工"),), day=TUESDAY))
    school.night(FRIDAY, Book("初二2班", (said(MORE, special="无"),), day=TUESDAY))
    assert [r.unit for r in school.incident(FRIDAY).reports] == ["初二1班"]
    assert [r.unit for r in school.incident(FRIDAY, 2).reports] == ["初二2班"]


def test_the_last_decision_about_a_report_is_in_force() -> None:
    kept = Book(unit="", decisions={"合并审定": (*out(what="合并办理").decisions["合并审定"],)}, clock="17:00")
    assert len(attached().night(WEDNESDAY, out(), kept).all(WEDNESDAY)) == 1
    assert len(attached().night(WEDNESDAY, kept, later(out(), clock="17:30")).all(WEDNESDAY)) == 2


def test_a_copy_of_another_day_goes_with_the_report_that_is_taken_out() -> None:
    school = attached().night(WEDNESDAY, Book("初二2班", reports(FOOD))).night(THURSDAY, out())
    assert {r.incident for r in school.register.reports.values() if r.unit == "初二2班"} == {yq(2)}
