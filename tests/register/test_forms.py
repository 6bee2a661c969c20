"""An online form exported night after night: what is new, said anew, repeated, and what the roll call makes of it."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256

from pipeline.model import Arrival, Attendance, RawCell, RawWorkbook, Report, ReportStatus, TakenIn
from pipeline.register.book import Register
from pipeline.register.night import lay
from pipeline.validation.known import Known, KnownIncident
from pipeline.validation.workbooks import validate
from tests.nights import DANGER, FOOD, MONDAY, NETWORK, PARKING, TUESDAY, WEDNESDAY, at, law, yq
from tests.validation.books import sheet, table

Answer = Mapping[str, RawCell]
COUNTED, REPEATED, REVISED, WITHDRAWN = (
    ReportStatus.COUNTED, ReportStatus.REPEATED, ReportStatus.REVISED, ReportStatus.WITHDRAWN
)  # fmt: skip
KNOWN = Known({yq(1): KnownIncident(at(MONDAY, "10:00"), is_open=True)})
CORRECTED = FOOD + ",并公布菜价"


def answer(said: str, time: str = "2021-03-22 10:00:00", unit: str = "初二1班", **more: RawCell) -> Answer:
    return {
        "提交时间": time, "提交者": "某某某", "1、单位": unit, "2、本期情况": "有情况", "3、内容摘要": said,
        "4、来源渠道": "班级家长群", "5、发现时间": "8:40", **more,
    }  # fmt: skip


def zero(time: str, unit: str = "初二1班") -> Answer:
    return {"提交时间": time, "1、单位": unit, "2、本期情况": "零报告"}


@dataclass
class Clerk:
    """Exports the form and drops it."""

    register: Register = field(default_factory=Register)
    asked: tuple[str, ...] = ()

    def export(self, night: date, *answers: Answer, clock: str = "17:00") -> "Clerk":
        return self.night(night, self.taken(night, answers, clock))

    def night(self, night: date, *taken: TakenIn) -> "Clerk":
        laid = lay(self.register, taken, law(), night)
        self.register = laid.register
        self.asked = tuple(f.code for found in laid.findings.values() for f in found)
        return self

    def taken(self, night: date, answers: tuple[Answer, ...], clock: str = "17:00") -> TakenIn:
        columns = [*answer(""), "6、记录类型", "7、关联编号", "8、确认属实"]
        raw = RawWorkbook((sheet(table(answers, columns), name="Sheet1"),))
        sha = sha256(f"{answers}{night}{clock}".encode()).hexdigest()
        return validate(raw, Arrival("导出.csv", sha, night, at(night, clock), ""), law().plan, KNOWN)

    def of(self, night: date) -> list[ReportStatus]:
        """How the rows read that night stand, as they stood in the export."""
        rows = sorted((r for r in self.register.reports.values() if r.night == night), key=lambda r: r.row.number)
        return [r.status for r in rows]

    def standing(self) -> list[str]:
        return sorted(r.row.text("summary") for r in self.register.reports.values() if r.status is COUNTED)

    def report(self, said: str) -> Report:
        return next(r for r in self.register.reports.values() if r.row.text("summary") == said)

    def attendance(self, day: date, known_by: date | None = None, unit: str = "初二1班") -> Attendance:
        return self.register.edition(law(), day, known_by or day).roll_call.attendance[unit]


A, B, C = answer(FOOD), answer(NETWORK, "2021-03-22 11:00:00"), answer(PARKING, "2021-03-23 09:00:00", "食堂")


def test_an_export_that_has_grown_repeats_what_was_told_and_adds_what_is_new() -> None:
    clerk = Clerk().export(MONDAY, A, B).export(TUESDAY, A, B, C)
    assert (clerk.of(MONDAY), clerk.of(TUESDAY)) == ([COUNTED, COUNTED], [REPEATED, REPEATED, COUNTED])
    assert clerk.asked == ()
    days = [(r.day, r.unit) for r in clerk.register.reports.values() if r.status is COUNTED]
    assert days == [(MONDAY, "初二1班"), (MONDAY, "初二1班"), (TUESDAY, "食堂")]
    assert clerk.report(PARKING).received == at(TUESDAY, "09:00")


def test_the_same_answer_twice_in_one_export_counts_once() -> None:
    clerk = Clerk().export(MONDAY, A, A, answer(FOOD, "2021-03-22 10:00:07"), B)
    assert clerk.of(MONDAY) == [COUNTED, REPEATED, REPEATED, COUNTED]


def test_an_answer_said_anew_takes_the_place_of_the_first_however_the_export_is_sorted() -> None:
    again = answer(CORRECTED, "2021-03-22 15:00:00")
    clerk = Clerk().export(MONDAY, again, B, A)
    assert clerk.of(MONDAY) == [COUNTED, COUNTED, REVISED]
    assert clerk.asked == ()


def test_an_answer_said_anew_stays_so_in_every_later_export() -> None:
    again = answer(CORRECTED, "2021-03-22 19:00:00")
    clerk = Clerk().export(MONDAY, A, B).export(TUESDAY, A, B, again).export(WEDNESDAY, A, B, again)
    assert (clerk.of(TUESDAY), clerk.of(WEDNESDAY)) == ([REPEATED, REPEATED, COUNTED], [REPEATED] * 3)
    assert clerk.standing() == sorted([CORRECTED, NETWORK])
    assert (clerk.report(CORRECTED).day, clerk.report(CORRECTED).incident) == (MONDAY, yq(1))


def test_an_answer_edited_in_its_form_keeps_its_time_and_the_later_export_has_it() -> None:
    edited = [answer(f"{CORRECTED}{n}") for n in range(4)]
    clerk = Clerk()
    exports = [clerk.taken(MONDAY, (a,), f"1{n}:30") for n, a in enumerate(edited, start=2)]
    assert clerk.night(MONDAY, *exports).standing() == [f"{CORRECTED}3"]
    assert clerk.export(TUESDAY, A).standing() == [FOOD]


def test_what_was_withdrawn_by_an_answer_does_not_come_back_with_the_next_export() -> None:
    back = {**answer("写错了,请撤回", "2021-03-22 12:00:00"), "6、记录类型": "撤回", "7、关联编号": yq(1)}
    clerk = Clerk().export(MONDAY, A).export(TUESDAY, A, back).export(WEDNESDAY, A, back)
    assert (clerk.of(MONDAY), clerk.of(TUESDAY), clerk.of(WEDNESDAY)) == (
        [WITHDRAWN], [REPEATED, WITHDRAWN], [REPEATED, REPEATED]
    )  # fmt: skip
    assert clerk.asked == ()


def test_a_matter_of_yesterday_is_in_doubt_only_if_it_was_not_submitted_yesterday() -> None:
    evening = answer(NETWORK, "2021-03-22 21:00:00")
    assert Clerk().export(MONDAY, A).export(TUESDAY, A, evening).asked == ()
    slip = {**answer(PARKING, "2021-03-23 09:00:00"), "9、上报日期": "2021-03-22"}
    clerk = Clerk().export(MONDAY, A).export(TUESDAY, A, slip)
    assert (clerk.asked, clerk.report(PARKING).day) == (("row.date_in_doubt",), TUESDAY)
    assert clerk.export(WEDNESDAY, A, slip).asked == ()
    assert clerk.of(WEDNESDAY) == [REPEATED, REPEATED]
    assert clerk.export(WEDNESDAY, A, {**slip, "8、确认属实": "是"}, clock="18:00").report(PARKING).status is REVISED


def test_each_unit_of_a_form_answers_the_roll_call() -> None:
    bad = {**answer(PARKING, unit="总务处"), "5、发现时间": "昨儿个"}
    clerk = Clerk().export(
        MONDAY, A, zero("2021-03-22 11:00", "食堂"), bad, zero("2021-03-22 20:30", "团委"), clock="21:00"
    )
    said = {unit: clerk.attendance(MONDAY, unit=unit).value for unit in ("初二1班", "食堂", "总务处", "团委", "工会")}
    assert said == {"初二1班": "reported", "食堂": "zero", "总务处": "correcting", "团委": "late", "工会": "missing"}


def test_an_answer_in_time_is_not_late_because_the_form_is_exported_later() -> None:
    clerk = Clerk().export(
        TUESDAY, A, answer(PARKING, "2021-03-22 20:30:00", "食堂"), answer(NETWORK, "2021-03-22 21:00:00")
    )
    assert clerk.attendance(MONDAY, TUESDAY) is Attendance.REPORTED
    assert clerk.attendance(MONDAY, TUESDAY, "食堂") is Attendance.LATE


def test_the_last_answer_of_a_unit_says_whether_anything_waits() -> None:
    bad = {**answer(PARKING, "2021-03-22 12:00:00"), "5、发现时间": "昨儿个"}
    good = answer(PARKING, "2021-03-22 13:00:00")
    clerk = Clerk().export(MONDAY, A, bad)
    assert clerk.attendance(MONDAY) is Attendance.CORRECTING
    assert clerk.export(MONDAY, A, bad, good, clock="18:00").attendance(MONDAY) is Attendance.REPORTED
    late = [Clerk().taken(TUESDAY, a, "09:00") for a in ((A, bad), (A, bad, good))]
    for both in (late, late[::-1]):
        assert Clerk().night(TUESDAY, *both).attendance(MONDAY, TUESDAY) is Attendance.REPORTED


def test_an_old_row_that_waits_says_nothing_of_tonight() -> None:
    bad = {**A, "9、上报日期": "看不清"}
    clerk = Clerk().export(MONDAY, bad).export(TUESDAY, bad)
    assert clerk.attendance(TUESDAY) is Attendance.MISSING


def test_a_danger_in_a_row_that_waits_is_referred_for_its_own_unit() -> None:
    bad = {**answer(DANGER, "2021-03-22 12:00:00", "食堂"), "5、发现时间": "昨儿个"}
    nobody = {**bad, "1、单位": None, "3、内容摘要": DANGER + ",请马上看"}
    clerk = Clerk().export(MONDAY, A, bad, nobody).export(TUESDAY, A, bad, nobody)
    referred = [r for r in clerk.register.reports.values() if r.status is ReportStatus.REFERRED]
    assert [(r.unit, r.received) for r in referred] == [("食堂", at(MONDAY, "12:00")), ("", at(MONDAY, "17:00"))]


def test_exports_of_one_night_give_the_same_register_in_any_order() -> None:
    answers = (A, B, answer(CORRECTED, "2021-03-22 15:00:00"))
    taken = [Clerk().taken(MONDAY, answers[:n], clock) for n, clock in ((1, "12:00"), (2, "13:00"), (3, "16:00"))]
    one, two = Clerk().night(MONDAY, *taken), Clerk().night(MONDAY, *reversed(taken))
    assert one.register == two.register
    assert Counter(r.status for r in one.register.reports.values()) == {COUNTED: 2, REPEATED: 3, REVISED: 1}
