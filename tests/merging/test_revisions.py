"""A later workbook of the same unit, date and role says its rows anew."""

from pipeline.model import Attendance, EventKind, Fate, ReportStatus, State, TakenIn
from pipeline.register.night import lay
from tests.nights import (
    DANGER,
    FOOD,
    MONDAY,
    NETWORK,
    PARKING,
    QUESTION,
    TALLY,
    TUESDAY,
    WEDNESDAY,
    Book,
    School,
    later,
    law,
    reports,
    said,
    yq,
)

FIRST = Book(rows=reports(FOOD, NETWORK))


def statuses(school: School) -> list[tuple[str, ReportStatus]]:
    return [(r.row.text("summary")[:4], r.status) for r in school.register.reports.values()]


def test_three_versions_of_a_row_are_one_report_of_one_incident() -> None:
    second, third = FOOD + ",周五前答复", FOOD + ",周五前答复,并公布菜价"
    school = School().night(
        MONDAY,
        Book(rows=reports(FOOD), clock="10:00"),
        Book(rows=reports(second), clock="11:00"),
        Book(rows=reports(third), clock="12:00"),
    )
    assert [s for _, s in statuses(school)] == [
        ReportStatus.REVISED,
        ReportStatus.REVISED,
        ReportStatus.COUNTED,
    ]
    incident = school.incident(MONDAY)
    assert [r.row.text("summary") for r in incident.reports] == [third]
    assert len(school.all(MONDAY)) == 1


def test_a_row_said_anew_on_a_later_night_keeps_its_incident_and_its_day() -> None:
    changed = FOOD + ",并公布菜价"
    school = School().night(MONDAY, FIRST).night(TUESDAY, later(FIRST, rows=reports(changed, NETWORK), day=MONDAY))
    new = school.report(changed)
    assert (new.incident, new.day, new.status) == (yq(1), MONDAY, ReportStatus.COUNTED)
    assert [i.first.row.text("summary") for i in school.all(TUESDAY)] == [changed, NETWORK]
    assert school.report(NETWORK, 1).status is ReportStatus.REPEATED


def test_rows_that_moved_up_are_matched_by_their_words() -> None:
    third = PARKING
    before = Book(rows=reports(FOOD, NETWORK, third), clock="10:00")
    after = Book(rows=reports(NETWORK, third), clock="11:00")
    school = School().night(MONDAY, before, after)
    assert len(school.all(MONDAY)) == 3
    assert school.asked == ("row.missing_from_later",)


def test_the_same_serial_with_unlike_words_is_a_new_row_and_asked_about() -> None:
    before = Book(rows=reports(FOOD, NETWORK), clock="10:00")
    after = Book(rows=(said(FOOD, 1), said(PARKING, 2)), clock="11:00")
    school = School().night(MONDAY, before, after)
    assert len(school.all(MONDAY)) == 3
    assert school.asked == ("row.same_serial_other_text", "row.missing_from_later")


def test_a_row_left_out_stands_and_so_does_one_before_a_zero_report() -> None:
    nothing = Book(zero=True, clock="17:00")
    school = School().night(MONDAY, FIRST, nothing)
    assert len(school.all(MONDAY)) == 2
    assert school.asked == ("row.missing_from_later", "row.missing_from_later")


def test_the_same_words_sent_again_under_another_name_count_once() -> None:
    school = School().night(MONDAY, FIRST, later(FIRST, clock="17:00"))
    assert [s for _, s in statuses(school)] == [ReportStatus.COUNTED] * 2 + [ReportStatus.REPEATED] * 2
    assert len(school.edition(MONDAY).incidents) == 2


def test_two_roles_of_one_unit_never_overwrite_each_other() -> None:
    other = later(FIRST, role="任课教师", rows=reports(FOOD + ",请公布菜价"), clock="17:00")
    school = School().night(MONDAY, FIRST, other)
    assert [s for _, s in statuses(school)] == [ReportStatus.COUNTED] * 3


def test_a_version_received_earlier_but_read_later_changes_nothing() -> None:
    new, old = FOOD + ",并公布菜价", FOOD
    school = School().night(MONDAY, Book(rows=reports(new), clock="12:00"), interim=True)
    school.night(MONDAY, Book(rows=reports(old), clock="11:00"))
    assert [r.row.text("summary") for r in school.incident(MONDAY).reports] == [new]
    assert school.asked == ("row.older_copy",)


def test_words_that_had_been_corrected_are_taken_back_and_told() -> None:
    first, second = Book(rows=reports(FOOD), clock="10:00"), Book(rows=reports(FOOD + ",并公布菜价"), clock="11:00")
    school = School().night(MONDAY, first, second)
    assert not school.asked
    school.night(TUESDAY, later(first, day=MONDAY))
    assert [r.row.text("summary") for r in school.incident(TUESDAY).reports] == [FOOD]
    assert school.asked == ("row.older_words",)


def test_the_same_bytes_again_are_told_only_where_they_were_corrected_since() -> None:
    first = Book(rows=reports(FOOD), clock="10:00")
    again = TakenIn(first.taken(MONDAY).arrival, Fate.DUPLICATE)
    school = School().night(MONDAY, first)
    assert not lay(school.register, [again], law(), MONDAY).findings
    school.night(MONDAY, Book(rows=reports(FOOD + ",并公布菜价"), clock="11:00"))
    (asked,) = lay(school.register, [again], law(), MONDAY).asked([again])
    assert [f.code for f in asked.findings] == ["file.older_copy"]
    assert asked.goes_back
    assert not asked.is_returned


def test_a_tallied_row_becomes_an_incident_when_it_is_said_anew() -> None:
    school = School().night(MONDAY, Book(rows=reports(QUESTION, **TALLY), clock="10:00"))
    assert not school.all(MONDAY)
    school.night(TUESDAY, Book(rows=reports(QUESTION), day=MONDAY))
    assert school.incident(TUESDAY).day == MONDAY
    tallied = [e.tallied for e in (school.edition(MONDAY), school.edition(MONDAY, TUESDAY))]
    assert [len(t) for t in tallied] == [1, 0]


def test_an_incident_stays_one_when_its_row_says_that_it_was_answered_on_the_spot() -> None:
    school = School().night(MONDAY, Book(rows=reports(QUESTION), clock="10:00"))
    school.night(MONDAY, Book(rows=reports(QUESTION, **TALLY), clock="11:00"))
    incident = school.incident(MONDAY)
    assert (incident.state, len(incident.reports)) == (State.ANSWERED, 1)


def test_a_row_that_moves_to_the_restricted_lane_leaves_its_incident_to_the_others() -> None:
    one, two = Book(rows=reports(FOOD)), Book("初二2班", reports(FOOD))
    school = School().night(MONDAY, one, two)
    assert len(school.all(MONDAY)) == 1
    school.night(TUESDAY, later(one, rows=reports(FOOD, special="涉教职工"), day=MONDAY))
    edition = school.edition(TUESDAY)
    assert [(i.number, [r.unit for r in i.reports]) for i in edition.incidents] == [(yq(1), ["初二2班"])]
    assert [(i.number, [r.unit for r in i.reports]) for i in edition.restricted] == [(yq(2), ["初二1班"])]


# --- withdrawal --------------------------------------------------------------------------------


def withdrawal(related: str, **values: object) -> Book:
    row = said("前面那条写错了", 9, record_type="撤回", related=related)
    return Book(rows=(row,), clock="18:00", **values)  # type: ignore[arg-type]  # fields by name


def test_a_withdrawal_by_serial_takes_the_latest_row_of_that_serial_only() -> None:
    school = School().night(MONDAY, Book(rows=reports(FOOD))).night(TUESDAY, Book(rows=reports(NETWORK)))
    school.night(TUESDAY, withdrawal("1"))
    assert school.state(TUESDAY, 1) is not State.WITHDRAWN
    assert school.state(TUESDAY, 2) is State.WITHDRAWN


def test_a_withdrawal_by_number_leaves_the_reports_of_other_units() -> None:
    school = School().night(MONDAY, Book(rows=reports(FOOD)), Book("初二2班", reports(FOOD)))
    school.night(TUESDAY, withdrawal(yq(1)))
    assert [r.unit for r in school.incident(TUESDAY).reports] == ["初二2班"]
    school.night(WEDNESDAY, withdrawal(yq(1), unit="初二2班"))
    assert school.state(WEDNESDAY) is State.WITHDRAWN
    assert school.state(TUESDAY) is not State.WITHDRAWN


def test_a_withdrawal_beside_the_row_it_names_withdraws_it() -> None:
    rows = (*reports(FOOD, NETWORK), said("撤回第一条", 3, record_type="撤回", related="1"))
    school = School().night(MONDAY, Book(rows=reports(FOOD, NETWORK), clock="10:00"), Book(rows=rows, clock="11:00"))
    assert [i.first.row.text("summary") for i in school.all(MONDAY) if i.is_open] == [NETWORK]
    assert school.asked == ()


def test_a_withdrawal_of_nothing_is_asked_about_and_another_role_withdraws_nothing() -> None:
    school = School().night(MONDAY, FIRST, withdrawal("1", role="值班人员"))
    assert school.asked == ("row.withdraw_no_such",)
    assert all(i.is_open for i in school.all(MONDAY))


# --- dates -------------------------------------------------------------------------------------


def test_yesterdays_date_left_standing_is_asked_about_and_stands_in_tonights_issue() -> None:
    school = School().night(MONDAY, FIRST).night(TUESDAY, Book(rows=reports(PARKING), day=MONDAY))
    report = school.report(PARKING)
    assert (report.day, report.date_in_doubt, report.report_date) == (TUESDAY, True, MONDAY)
    assert school.asked == ("row.date_in_doubt",)
    attendance = school.edition(TUESDAY).roll_call.attendance["初二1班"]
    assert attendance is Attendance.REPORTED
    assert len(school.edition(MONDAY, TUESDAY).incidents) == 2


def test_rows_after_a_zero_report_of_the_day_before_are_in_doubt_too() -> None:
    school = School().night(MONDAY, Book(zero=True)).night(TUESDAY, Book(rows=reports(PARKING), day=MONDAY))
    assert school.report(PARKING).date_in_doubt


def test_a_first_late_workbook_is_not_in_doubt() -> None:
    school = School().night(MONDAY, Book("初二2班", zero=True)).night(TUESDAY, Book(rows=reports(PARKING), day=MONDAY))
    report = school.report(PARKING)
    assert (report.day, report.date_in_doubt) == (MONDAY, False)
    assert school.edition(TUESDAY).roll_calls[0].attendance["初二1班"] is Attendance.LATE


def test_a_confirmed_date_moves_the_row_to_the_day_it_names() -> None:
    doubted = Book(rows=reports(PARKING), day=MONDAY)
    school = School().night(MONDAY, FIRST).night(TUESDAY, doubted)
    school.night(WEDNESDAY, later(doubted, rows=reports(PARKING, confirmed="是")))
    new = school.report(PARKING, 1)
    assert (new.day, new.date_in_doubt, new.incident) == (MONDAY, False, yq(3))
    assert len(school.edition(MONDAY, WEDNESDAY).incidents) == 3
    assert len(school.edition(MONDAY, TUESDAY).incidents) == 2


def test_the_right_date_in_a_second_workbook_ends_the_doubt() -> None:
    doubted = Book(rows=reports(PARKING), day=MONDAY)
    school = School().night(MONDAY, FIRST).night(TUESDAY, doubted, later(doubted, day=TUESDAY, clock="17:00"))
    new = school.report(PARKING, 1)
    assert (new.day, new.date_in_doubt, new.status) == (TUESDAY, False, ReportStatus.COUNTED)
    assert len(school.edition(TUESDAY).incidents) == 3


def test_the_same_words_under_a_later_date_are_not_counted_again() -> None:
    school = School().night(MONDAY, FIRST).night(TUESDAY, later(FIRST, rows=reports(FOOD)))
    assert school.report(FOOD, 1).status is ReportStatus.REPEATED
    assert school.asked == ("row.repeat_of_earlier",)
    assert len(school.incident(TUESDAY).reports) == 1


# --- danger to a person ------------------------------------------------------------------------


def test_a_danger_in_a_row_that_waits_is_referred_at_once_and_not_again_when_it_is_corrected() -> None:
    school = School().night(MONDAY, Book(held=reports(DANGER)))
    assert [r.incident for r in school.edition(MONDAY).referred] == ["ZJ-2021-0001"]
    school.night(TUESDAY, Book(held=reports(DANGER), clock="9:00".zfill(5), day=MONDAY))
    school.night(TUESDAY, Book(rows=reports(DANGER), day=MONDAY))
    assert [r.incident for r in school.edition(TUESDAY).referred] == ["ZJ-2021-0001"]
    assert not school.all(TUESDAY)


def test_words_made_harmless_do_not_take_a_referral_back() -> None:
    school = School().night(MONDAY, Book(rows=reports(DANGER)))
    school.night(
        TUESDAY,
        Book(rows=reports("有同学在作业本上写了心情不好,两天没说话"), day=MONDAY),
        withdrawal("ZJ-2021-0001"),
    )
    assert [r.status for r in school.edition(TUESDAY).referred] == [ReportStatus.REFERRED]
    assert not school.all(TUESDAY)


def test_a_repeated_danger_is_no_incident() -> None:
    school = School().night(MONDAY, Book(rows=reports(DANGER))).night(TUESDAY, Book(rows=reports(DANGER)))
    assert not school.all(TUESDAY)
    assert len(school.edition(TUESDAY).referred) == 1


def test_a_danger_told_as_progress_leaves_the_pipeline() -> None:
    school = School().night(MONDAY, Book(rows=reports(FOOD)))
    row = {"incident": yq(1), "type": "核实", "content": DANGER}
    school.night(TUESDAY, Book(progress=(row,)))
    edition = school.edition(TUESDAY)
    assert [r.row.text("summary") for r in edition.referred] == [DANGER]
    assert not edition.incidents[0].progress


def signature(**values: str) -> Book:
    row = {"number": "ZJ-2021-0001", "decided_by": "校长", **values}
    return Book(unit="", decisions={"转介签收": (row,)}, clock="10:00")


def test_a_signature_ends_the_count_of_open_referrals() -> None:
    school = School().night(MONDAY, Book(rows=reports(DANGER)))
    school.night(TUESDAY, signature(signed_by="保护联系人", handling="已启动"))
    assert not school.edition(TUESDAY).referred
    assert len(school.edition(MONDAY).referred) == 1
    assert not school.all(TUESDAY)


def test_a_referral_given_back_becomes_an_incident_tonight_with_its_own_clocks() -> None:
    book = Book(rows=reports(DANGER))
    school = School().night(MONDAY, book).night(TUESDAY, signature(signed_by="保护联系人", handling="退回本流程"))
    incident = school.incident(TUESDAY)
    assert (incident.day, incident.first.received) == (TUESDAY, school.report(DANGER).received)
    assert next(d for d in incident.deadlines if d.item == "answer").due.date() == MONDAY
    assert not school.edition(TUESDAY).referred
    assert [r.incident for r in school.edition(MONDAY).referred] == ["ZJ-2021-0001"]
    school.night(WEDNESDAY, later(book, rows=reports(DANGER + ",家长已知"), day=MONDAY))
    assert not school.edition(WEDNESDAY).referred
    assert len(school.incident(WEDNESDAY).reports) == 1


def test_numbers_of_referrals_are_never_given_twice() -> None:
    school = School().night(MONDAY, Book(rows=reports(DANGER)))
    school.night(TUESDAY, signature(signed_by="保护联系人", handling="退回本流程"))
    school.night(WEDNESDAY, Book("初二2班", reports("有同学被几个人打了,不敢回教室", special="涉人身安全")))
    assert [r.incident for r in school.edition(WEDNESDAY).referred] == ["ZJ-2021-0002"]


# --- progress ----------------------------------------------------------------------------------


def test_progress_sent_again_with_its_workbook_counts_once_and_a_correction_takes_its_place() -> None:
    row = {"incident": yq(1), "type": "核实", "content": "总务处已到食堂查看保温情况"}
    school = School().night(MONDAY, Book(rows=reports(FOOD)))
    school.night(TUESDAY, Book(progress=(row,), clock="10:00"), Book(progress=(row,), clock="11:00"))
    assert len(school.incident(TUESDAY).progress) == 1
    better = {**row, "content": "总务处已到食堂查看保温情况,属实"}
    school.night(TUESDAY, Book(progress=(better,), clock="12:00"))
    assert [p.row.text("content") for p in school.incident(TUESDAY).progress] == [better["content"]]
    assert [e.kind for e in school.incident(TUESDAY).events].count(EventKind.PROGRESS) == 2


def test_one_workbook_with_two_roles_is_two_calls() -> None:
    one = Book(rows=reports(FOOD)).taken(MONDAY)
    (sub,) = one.submissions
    from dataclasses import replace

    from pipeline.register.book import Register

    both = replace(one, submissions=(sub, replace(sub, role="任课教师", rows=()), replace(sub, rows=())))
    calls = lay(Register(), [both], law(), MONDAY).register.calls
    assert [(c.role, c.rows) for c in calls] == [("班主任", 1), ("任课教师", 0)]
