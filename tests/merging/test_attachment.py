"""Reports of one matter are one incident: by words, situation, place and day, or by the number they name."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.model import EventKind, State
from tests.nights import (
    DANGER,
    FOOD,
    MONDAY,
    NETWORK,
    PARKING,
    TUESDAY,
    WEDNESDAY,
    Book,
    School,
    later,
    reports,
    said,
    signed,
    yq,
)

JANUARY = date(2022, 1, 4)


def test_two_units_with_like_words_are_one_incident_explained_in_words() -> None:
    school = School().night(
        MONDAY, Book(rows=reports(FOOD)), Book("初二2班", reports(FOOD + ",还有点少"), clock="17:00")
    )
    incident = school.incident(MONDAY)
    assert [r.unit for r in incident.reports] == ["初二1班", "初二2班"]
    attached = next(e for e in incident.events if e.kind is EventKind.ATTACHED)
    assert "措辞相似" in str(attached.data["explained"])


def test_unlike_matters_are_two_incidents_numbered_in_the_order_of_their_rows() -> None:
    words = (chr(0x4E00 + 97 * n) + chr(0x5E00 + 89 * n) for n in range(12))
    rows = reports(*(word * 6 for word in words))
    school = School().night(MONDAY, Book(rows=rows))
    assert [i.first.row.number for i in school.all(MONDAY)] == list(range(7, 19))


def test_numbers_are_permanent_and_of_their_year() -> None:
    school = School().night(MONDAY, Book(rows=reports(FOOD, NETWORK))).night(JANUARY, Book(rows=reports(PARKING)))
    assert [i.number for i in school.all(JANUARY)] == [yq(1), yq(2), "YQ-2022-0001"]
    school.night(JANUARY + timedelta(days=1), Book("初二2班", reports("社团活动的时间能不能调整到周五下午")))
    assert school.all(JANUARY + timedelta(days=1))[-1].number == "YQ-2022-0002"


def test_a_number_named_in_the_row_attaches_whatever_its_words() -> None:
    school = School().night(MONDAY, Book(rows=reports(FOOD)))
    school.night(TUESDAY, Book("总务处", reports(PARKING, related=yq(1))))
    assert len(school.incident(TUESDAY).reports) == 2


def test_evidence_attaches_to_the_row_whose_serial_it_names_though_it_stands_first() -> None:
    evidence = said("监控录像截图三张,时间为当天中午", 1, record_type="核实材料", related="2", evidence="CL-1")
    school = School().night(MONDAY, Book(rows=(evidence, said(FOOD, 2), said(NETWORK, 3))))
    assert [len(i.reports) for i in school.all(MONDAY)] == [2, 1]


def test_the_restricted_lane_mixes_with_no_other() -> None:
    staff = reports(FOOD, special="涉教职工")
    school = School().night(MONDAY, Book(rows=reports(FOOD)), Book("初二2班", staff), Book("初二3班", staff))
    edition = school.edition(MONDAY)
    assert [len(i.reports) for i in edition.incidents] == [1]
    assert [len(i.reports) for i in edition.restricted] == [2]
    school.night(TUESDAY, Book("初二4班", reports(FOOD, special="涉教职工", related=edition.incidents[0].number)))
    assert [len(i.reports) for i in school.edition(TUESDAY).incidents] == [1]


def test_what_was_restricted_stays_in_its_lane_when_it_is_withdrawn_or_said_anew_without_that() -> None:
    staff = Book(rows=reports(FOOD, special="涉教职工"))
    withdrawn = Book(rows=(said("填错了", 9, record_type="撤回", related="1"),), day=MONDAY)
    for anew, ordinary in ((withdrawn, []), (later(staff, rows=reports(FOOD), day=MONDAY), [yq(2)])):
        edition = School().night(MONDAY, staff).night(TUESDAY, anew).edition(TUESDAY)
        assert [i.number for i in edition.incidents] == ordinary
        assert [(i.number, i.state) for i in edition.restricted] == [(yq(1), State.WITHDRAWN)]


def test_a_merger_in_the_restricted_lane_outlives_a_withdrawal() -> None:
    staff, other = (reports(text, special="涉教职工") for text in (FOOD, NETWORK))
    school = School().night(MONDAY, Book(rows=staff), Book("初二2班", other))
    merged = signed("", report_a=yq(1), report_b=yq(2), decision="合并办理")
    school.night(TUESDAY, Book("", decisions={"合并审定": (merged,)}))
    school.night(WEDNESDAY, Book(rows=(said("填错了", 9, record_type="撤回", related="1"),), day=MONDAY))
    assert [i.merged_into for i in school.edition(WEDNESDAY).restricted] == ["", yq(1)]


def test_beyond_the_window_the_same_words_are_another_incident() -> None:
    far = MONDAY + timedelta(days=22)
    school = School().night(MONDAY, Book(rows=reports(FOOD))).night(far, Book("初二2班", reports(FOOD)))
    assert len(school.all(far)) == 2


def test_a_doubtful_pair_is_parked_for_a_person() -> None:
    school = School().night(MONDAY, Book(rows=reports("食堂的饭菜不够热")))
    school.night(TUESDAY, Book("初二2班", reports("食堂饭菜里吃出头发")))
    incidents = school.all(TUESDAY)
    assert len(incidents) == 2
    assert incidents[1].parked == (yq(1),)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("食堂的饭菜不够热", "食堂饭菜里吃出头发"),
        ("中午打饭排队太久,饭菜都凉了", "晚饭排队有人插队,饭菜又少"),
        ("住校生周末不能出校门,家长在群里问", "联名信要求取消封闭住校"),
        ("听说疫情又来了,家长担心", "网传疫情严重,有人不敢上学"),
    ],
)
def test_wide_topics_alone_make_no_incident(first: str, second: str) -> None:
    school = School().night(MONDAY, Book(rows=reports(first))).night(TUESDAY, Book("初二2班", reports(second)))
    assert len(school.all(TUESDAY)) == 2


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("食堂涨价没人说一声,贵了一块", "群里议论食堂这个月悄悄涨价"),
        ("听说食堂有人核酸阳性,真的吗", "在传食堂有人阳了"),
        ("食堂是不是涨价了,每餐多扣一元", "食堂这个月调价一元,成本上升"),
        ("网上有人说我们补课收费", "转来一张工单,说周末补课违规收费"),
    ],
)
def test_a_matter_named_with_its_place_or_another_topic_is_one_incident(first: str, second: str) -> None:
    school = School().night(MONDAY, Book(rows=reports(first))).night(TUESDAY, Book("初二2班", reports(second)))
    assert len(school.all(TUESDAY)) == 1


def test_words_with_which_anything_is_reported_are_no_likeness() -> None:
    school = School().night(MONDAY, Book(rows=reports("几位家长在群里反映分餐的菜凉,希望学校改善")))
    school.night(TUESDAY, Book(rows=reports("几位家长在群里反映周末不能出校门,希望学校通融")))
    assert [i.parked for i in school.all(TUESDAY)] == [(), ()]


def test_evidence_that_refutes_a_rumour_attaches_to_it() -> None:
    school = School().night(MONDAY, Book(rows=reports("群里在传食堂有人核酸阳性,是真的吗")))
    school.night(TUESDAY, Book("食堂", reports("食堂全员早上核酸检测都是阴性", record_type="核实材料")))
    assert [len(i.reports) for i in school.all(TUESDAY)] == [2]


TEXTS = (FOOD, FOOD + ",请公布菜价", NETWORK, PARKING, DANGER, "没有情况")
BOOKS = st.builds(
    Book,
    unit=st.sampled_from(("初二1班", "初二2班", "总务处")),
    rows=st.lists(st.sampled_from(TEXTS), max_size=3, unique=True).map(lambda texts: reports(*texts)),
    role=st.sampled_from(("班主任", "")),
    day=st.sampled_from((None, MONDAY)),
    clock=st.sampled_from(("10:00", "16:00", "21:00")),
    copy=st.integers(0, 3),
)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(BOOKS, max_size=5, unique_by=repr),
    st.randoms(use_true_random=False),
    st.lists(BOOKS, max_size=3, unique_by=repr),
)
def test_the_order_of_reading_does_not_matter(books: list[Book], chance: object, before: list[Book]) -> None:
    shuffled = list(books)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]  # random.Random
    one = School().night(MONDAY, *before).night(TUESDAY, *books)
    other = School().night(MONDAY, *reversed(before)).night(TUESDAY, *shuffled)
    assert one.register == other.register
    assert list(one.register.reports) == list(other.register.reports)


@settings(max_examples=30, deadline=None)
@given(st.lists(BOOKS, max_size=5, unique_by=repr))
def test_every_row_read_stands_once_and_a_night_without_news_changes_nothing(books: list[Book]) -> None:
    school = School().night(MONDAY, *books)
    assert len(school.register.reports) == sum(len(b.rows) for b in books)
    again = School(school.register).night(MONDAY)
    assert again.register == school.register
    shown = [r.key for i in school.all(MONDAY) for r in i.reports if i.state is not State.WITHDRAWN]
    assert len(shown) == len(set(shown))


def test_a_row_said_anew_is_no_second_opener() -> None:
    book = Book(rows=reports(FOOD))
    school = School().night(MONDAY, book, Book("初二2班", reports(FOOD), clock="17:00"))
    school.night(TUESDAY, later(book, rows=reports(FOOD + ",请公布菜价"), day=MONDAY))
    assert [r.unit for r in school.incident(TUESDAY).reports] == ["初二1班", "初二2班"]


UNITS = ("初一1班", "初一2班", "初二1班", "初二2班", "总务处", "食堂")
CLOCKS = ("09:00", "10:00", "11:00", "12:00", "13:00", "14:00")
SAID = (
    FOOD,
    FOOD + ",请公布菜价",
    "食堂的饭菜不够热",
    "食堂饭菜里吃出头发",
    NETWORK,
    "网课平台又卡了,同学们进不去",
    PARKING,
    "校门口停车把路堵死了",
    "食堂涨价没人说一声,贵了一块",
    "群里议论食堂这个月悄悄涨价",
)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.sampled_from(SAID), min_size=len(UNITS), max_size=len(UNITS)),
    st.permutations(CLOCKS),
    st.lists(st.sampled_from(SAID), max_size=2, unique=True),
)
def test_who_came_first_changes_no_incident(texts: list[str], clocks: list[str], before: list[str]) -> None:
    def together(times: tuple[str, ...]) -> set[frozenset[str]]:
        books = [Book(u, reports(t), clock=c) for u, t, c in zip(UNITS, texts, times, strict=True)]
        school = School().night(MONDAY, Book("初三1班", reports(*before))).night(TUESDAY, *books)
        return {frozenset(r.unit for r in i.reports) for i in school.all(TUESDAY)}

    assert together(tuple(clocks)) == together(CLOCKS)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.lists(st.sampled_from(SAID), max_size=3, unique=True), min_size=1, max_size=4))
def test_a_number_is_given_once_and_stays(nights: list[list[str]]) -> None:
    school, opened = School(), list[str]()
    for n, texts in enumerate(nights):
        day = MONDAY + timedelta(days=n)
        before = {r.key: r.incident for r in school.register.reports.values()}
        school.night(day, Book(UNITS[n % len(UNITS)], reports(*texts), clock=CLOCKS[n % len(CLOCKS)]))
        opened = [e.incident for e in school.register.events if e.kind is EventKind.OPENED]
        assert len(opened) == len(set(opened))
        assert before.items() <= {r.key: r.incident for r in school.register.reports.values()}.items()
    assert opened == [yq(n) for n in range(1, len(opened) + 1)]


def test_what_many_units_report_in_one_night_is_one_incident() -> None:
    units = [f"初{grade}{number}班" for grade in "一二三" for number in range(1, 21)]
    school = School().night(MONDAY, *(Book(u, reports(FOOD), copy=n) for n, u in enumerate(units)))
    assert [len(i.reports) for i in school.all(MONDAY)] == [len(units)]


def test_no_chain_of_likeness_makes_one_of_two_matters() -> None:
    texts = ("食堂的饭菜不够热", "食堂的饭菜不够热,晚自习的灯光太暗", "晚自习的灯光太暗")
    school = School().night(MONDAY, *(Book(u, reports(t)) for u, t in zip(UNITS, texts, strict=False)))
    assert len(school.all(MONDAY)) == 2


def test_an_incident_is_known_by_its_later_reports_too() -> None:
    school = School().night(MONDAY, Book(rows=reports("食堂涨价没人说一声,贵了一块")))
    school.night(TUESDAY, Book("初二2班", reports("食堂涨价的公示单贴在北门小卖部旁边", related=yq(1))))
    school.night(WEDNESDAY, Book("初二3班", reports("公示单贴在北门小卖部旁边,看不清")))
    assert [len(i.reports) for i in school.all(WEDNESDAY)] == [3]


def test_naming_a_closed_incident_attaches_nothing_and_is_asked_about() -> None:
    school = School().night(MONDAY, Book(rows=reports(FOOD)))
    done = signed(yq(1), state="已总结", review="已改善保温", cause="保温箱坏了")
    school.night(TUESDAY, Book(unit="", decisions={"跟踪办结": (done,)}))
    assert school.state(TUESDAY) is State.REVIEWED
    school.night(WEDNESDAY, Book("总务处", reports(PARKING, related=yq(1))))
    younger = school.incident(WEDNESDAY, 2)
    assert (younger.parked, [r.unit for r in younger.reports]) == ((yq(1),), ["总务处"])


def test_one_that_speaks_of_a_thing_as_told_before_is_asked_about() -> None:
    school = School().night(MONDAY, Book(rows=reports("有人拍食堂后厨的视频发到网上")))
    school.night(TUESDAY, Book("初二2班", reports("家长转来那段视频,问是哪里拍的")))
    assert school.incident(TUESDAY, 2).parked == (yq(1),)


def test_a_report_like_two_incidents_makes_a_question_about_both() -> None:
    first, second = "初二晚自习后北门的路灯不亮", "住校生说北门外工地半夜施工"
    school = School().night(MONDAY, Book(rows=reports(first, second)))
    assert [i.parked for i in school.all(MONDAY)] == [(), ()]
    school.night(TUESDAY, Book("初二2班", reports(first + ";" + second)))
    incidents = school.all(TUESDAY)
    assert len(incidents) <= 3
    assert any(i.parked for i in incidents)
