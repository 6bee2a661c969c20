"""Situations a school knows, as issues made of what units said: each is to read as a person would write it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from pipeline.model import Edition
from tests.nights import (
    DANGER,
    FOOD,
    FRIDAY,
    MONDAY,
    NETWORK,
    PARKING,
    QUESTION,
    TALLY,
    THURSDAY,
    TUESDAY,
    WEDNESDAY,
    Book,
    School,
    Values,
    law,
    reports,
    said,
    signed,
    told,
    yq,
)
from tests.reporting import editions

RUMOUR = "短视频上有人捏造说食堂用过期肉,纯属造谣"
CLUBS = "家长建议把社团活动调整到周五下午"
GATHERING = "有人在几个群里约家长后天到校门口聚集"
ANSWERED = "9:50 已在群里答复:今天起加保温箱"
KITCHEN = Book("食堂", clock="15:20")


@dataclass(frozen=True)
class Night:
    """What came in one night; every unit that says nothing reports zero, but for those that failed to."""

    day: date
    books: tuple[Book, ...] = ()
    failed: tuple[str, ...] = ()

    @property
    def all(self) -> tuple[Book, ...]:
        """Every workbook of the night."""
        known = {book.unit for book in self.books} | set(self.failed)
        units = law().plan.reporting_units if self.day.weekday() < 5 else ()
        return (*self.books, *(Book(unit, zero=True) for unit in units if unit not in known))


def night(day: date, *books: Book, failed: tuple[str, ...] = ()) -> Night:
    """A night and its workbooks."""
    return Night(day, books, failed)


def issue(*nights: Night) -> Edition:
    """The issue of the last night, compared with the one before."""
    school, made = School(), None
    for number, one in enumerate(nights, start=1):
        school.night(one.day, *one.all)
        workbooks = [book.taken(one.day) for book in one.all]
        edition = school.register.edition(law(), one.day, one.day, workbooks)
        made = replace(edition, number=number, previous=made)
    assert made is not None
    return made


def reviewed(sheet: str, *rows: Values) -> Book:
    """A review workbook with rows of one sheet."""
    return Book(unit="", clock="10:40", decisions={sheet: rows})


FOOD_MONDAY = night(MONDAY, Book("初二1班", reports(FOOD)))
ANSWERED_MONDAY = night(MONDAY, Book("初二1班", reports(FOOD, answered=ANSWERED, verified="已核实")))
RUMOUR_MONDAY = night(MONDAY, Book("办公室", reports(RUMOUR, channel="短视频或微博", spread="公开平台")))
THREE = tuple(Book(unit, reports(FOOD)) for unit in ("初二1班", "初二2班", "初三2班"))


def everything() -> Edition:
    """A day with everything."""
    return editions.busy()


SITUATIONS: dict[str, Callable[[], Edition]] = {
    "01 首日无事": lambda: issue(night(MONDAY)),
    "02 又一日无事": lambda: issue(night(MONDAY), night(TUESDAY)),
    "03 一人一问当场答复": lambda: issue(night(MONDAY, Book("初二1班", reports(QUESTION, **TALLY)))),
    "04 一件待答复": lambda: issue(FOOD_MONDAY),
    "05 一件当日答复": lambda: issue(ANSWERED_MONDAY),
    "06 与上期相同": lambda: issue(ANSWERED_MONDAY, night(TUESDAY), night(WEDNESDAY)),
    "07 已承诺日期": lambda: issue(
        FOOD_MONDAY,
        night(
            TUESDAY,
            replace(KITCHEN, progress=(told(yq(1), "承诺", promise_date=THURSDAY, content="先换保温箱再答复"),)),
        ),
    ),
    "08 逾期未答复": lambda: issue(FOOD_MONDAY, night(TUESDAY), night(WEDNESDAY)),
    "09 三个单位同一件事": lambda: issue(night(MONDAY, *THREE)),
    "10 号召聚集": lambda: issue(
        night(
            MONDAY,
            Book(
                "初三1班",
                reports(GATHERING, special="线下聚集", channel="班级家长群", spread="公开平台"),
                progress=(told(yq(1), "电话首报", "16:10", "已电话报告分管副校长"),),
            ),
        )
    ),
    "11 造谣待核实": lambda: issue(RUMOUR_MONDAY),
    "12 昨日审定": lambda: issue(
        RUMOUR_MONDAY,
        night(
            TUESDAY,
            reviewed(
                "分类审定",
                signed(yq(1), decided_class="B", decided_grade="Ⅲ", evidence="ZJ-1", decided_on=TUESDAY),
            ),
        ),
    ),
    "13 两阶段公布": lambda: issue(
        night(MONDAY, *THREE),
        night(
            TUESDAY,
            replace(
                KITCHEN,
                progress=(
                    told(yq(1), "核实", "10:00", "现场查看,送餐超过二十五分钟,情况部分核实"),
                    told(yq(1), "首次公布", "11:00", "公布送餐安排", next_date=FRIDAY),
                ),
            ),
        ),
    ),
    "14 答复后继续传播": lambda: issue(
        ANSWERED_MONDAY,
        night(TUESDAY, Book("初二1班", progress=(told(yq(1), "继续传播", "15:00", "群里又有家长问保温箱为什么没到"),))),
    ),
    "15 建议采纳与未采纳": lambda: issue(
        night(MONDAY, Book("初一1班", reports(CLUBS, "家长建议校门口分年级放学"))),
        night(
            TUESDAY,
            Book(
                "教务处",
                progress=(
                    told(yq(1), "采纳", "14:00", "四月起调整到周五下午"),
                    told(yq(2), "不采纳", "14:30", "校门口道路窄,分时反而更堵"),
                ),
            ),
        ),
    ),
    "16 转介与受限": lambda: issue(
        night(
            MONDAY,
            Book(
                "初二1班",
                (said(DANGER, 1, special="涉人身安全"), said("两位家长反映有教师收礼", 2, special="涉教职工")),
            ),
        )
    ),
    "17 未报迟报与退回": lambda: issue(
        night(MONDAY),
        night(
            TUESDAY,
            Book("初二1班", reports(FOOD), held=(said("看不清的一行", 2),)),
            Book("初二2班", reports(NETWORK), clock="21:30"),
            Book("", returned=True),
            failed=("初三8班", "食堂"),
        ),
    ),
    "18 次生舆情": lambda: issue(
        night(MONDAY, Book(rows=reports("食堂的饭菜不够热"))),
        night(TUESDAY, Book(progress=(told(yq(1), "已转达"), told(yq(1), "平稳", "15:30")))),
        night(WEDNESDAY, Book("初二2班", reports("食堂饭菜里吃出头发"))),
    ),
    "19 周末": lambda: issue(FOOD_MONDAY, night(date(2021, 3, 27), Book("初二2班", reports(PARKING), clock="11:00"))),
    "20 全部办结": lambda: issue(
        ANSWERED_MONDAY,
        night(TUESDAY, Book("初二1班", progress=(told(yq(1), "已转达"),))),
        night(WEDNESDAY, reviewed("跟踪办结", signed(yq(1), state="平稳", decided_on=WEDNESDAY))),
        night(THURSDAY, reviewed("跟踪办结", signed(yq(1), state="已总结", decided_on=THURSDAY))),
    ),
    "21 应有尽有": everything,
    "22 更正": editions.correction,
}
