"""The second plan's story, whole: the same engine makes another office's reports, and no word of the first plan."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from pipeline.demo.running import Clerk, digests, run_demo, settled_plan
from pipeline.demo.story import Day, story_of
from pipeline.founding import found
from pipeline.ledger.store import Ledger
from pipeline.model import Attendance, Edition, EventKind, Incident, State
from pipeline.nightly import NightResult
from pipeline.plan.model import Plan
from pipeline.register.law import make_law
from pipeline.reporting import briefing, final, flash
from pipeline.site import Site, law_of, plan_tables
from pipeline.workbooks.register_book import register_bytes
from tests.site_nights import Ink, words_of

pytestmark = pytest.mark.heavy
FOREIGN = re.compile("舆情|学校|班级|班主任|家长|学生|疫情|同学|老师|谣言|传播|校内|宣传|领导小组|食堂")
"""Words of the first plan."""


@dataclass(frozen=True)
class Ran:
    site: Site
    days: tuple[Day, ...]
    nights: tuple[NightResult, ...]
    unset: tuple[str, ...]
    """Where the plan had no time before the clerk of the story filled it in."""

    def edition(self, day: date) -> Edition:
        with Ledger(self.site.database) as ledger:
            return ledger.register().edition(law_of(self.site), day, self.nights[-1].day)

    def about(self, phrase: str, day: date = date(2021, 5, 8)) -> Incident:
        edition = self.edition(day)
        every = (*edition.incidents, *edition.restricted)
        return next(i for i in every if phrase in i.first.row.text("summary"))

    @property
    def plan(self) -> Plan:
        return law_of(self.site).plan

    def book(self, day: date, pattern: str) -> Workbook:
        return load_workbook(next((self.site.outbox / str(day)).glob(pattern)))


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ran]:
    site = Site(tmp_path_factory.mktemp("service"))
    found(site, "aftersales")
    _, findings = make_law(plan_tables(site))
    plan = settled_plan(site)
    with Ink() as press:
        clerk, days = Clerk(site, plan, press), story_of(plan)
        yield Ran(site, days, tuple(clerk.work(day, quiet) for day in days), tuple(f.where for f in findings))


def quiet(_step: str, _done: int, _of: int) -> None:
    """Nobody watches."""


def test_the_clerk_of_the_story_fills_in_what_the_bundled_plan_leaves_open(ran: Ran) -> None:
    assert ran.unset == ("时限!D2", "时限!D3", "时限!D4", "时限!D5")
    assert make_law(plan_tables(ran.site))[1] == ()


def test_the_files_have_the_plans_own_names(ran: Ran) -> None:
    names = {
        re.sub(r"[-\d]+|（第次更正）", "", p.stem) for p in ran.site.outbox.rglob("*") if p.suffix in (".pdf", ".xlsx")
    }
    assert names >= {"售后服务日报第期", "售后服务日报第期存档", "服务台账", "审定表", "处理单", "快报FW", "服务总结FW"}
    assert {p.name[:3] for p in (ran.site.outbox / "受限").iterdir()} == {"转报单", "转办单", "受限事"}


def test_no_word_of_the_first_plan_stands_in_anything_that_leaves(ran: Ran) -> None:
    files = [p for p in ran.site.outbox.rglob("*") if p.is_file()] + [ran.site.template, ran.site.plan_book]
    found_in = {p.name: found for p in files if (found := sorted(set(FOREIGN.findall(words_of(p)))))}
    assert found_in == {}
    assert len(files) > 50


def test_before_and_after_the_change_of_phase_the_same_cause_costs_differently(ran: Ran) -> None:
    charges = {
        phrase: next(v.outputs["→收费"] for v in ran.about(phrase, day).assessment.verdicts if v.table == "收费规则")
        for phrase, day in (("蓄电池鼓包", date(2021, 4, 30)), ("北门摄像机", date(2021, 5, 7)))
    }
    assert charges == {"蓄电池鼓包": "免费", "北门摄像机": "优惠价加人工费"}


def test_register_and_running_file_go_by_system(ran: Ran) -> None:
    book = ran.book(date(2021, 5, 8), "服务台账*.xlsx")
    heads, *rows = book["事件"].iter_rows(values_only=True)
    lines = [dict(zip(heads, row, strict=True)) for row in rows]
    reader = next(line for line in lines if line["系统"] == "门禁系统" and line["收费"] == "材料成本费")
    assert (reader["分类"], reader["收费依据"]) == ("C", "已审定")
    freed = next(line for line in lines if line["收费"] == "免费")
    assert str(freed["收费依据"]).startswith("SF-08")
    systems = [row[0].value for row in book["系统运行档案"].iter_rows(min_row=2)]
    assert systems == sorted(map(str, systems))
    assert book["事件"].auto_filter.ref


def test_what_is_settled_keeps_its_charge_though_the_rules_are_not_asked_again(ran: Ran) -> None:
    calm = ran.about("控制柜电源模块")
    assert calm.state is State.CALM
    assert [v.outputs for v in calm.assessment.verdicts if v.table == "收费规则"] == [{"→收费": "免费"}]
    opened = [e for e in calm.events if e.kind is EventKind.ASSESSED and "further" in e.data]
    assert opened


def test_the_monthly_roll_call_is_the_sites_own(ran: Ran) -> None:
    called = ran.edition(date(2021, 4, 30)).roll_call
    assert called.due
    assert called.attendance["四号站"] is Attendance.LATE  # its workbook came on May 6
    assert called.attendance["一号站"] is Attendance.REPORTED
    assert called.count(Attendance.ZERO) >= 5
    assert not ran.edition(date(2021, 4, 29)).roll_call.due
    assert "未报1" in page(ran, date(2021, 4, 30))


def test_an_unknown_grade_sends_the_row_back_and_the_corrected_one_corrects_its_day(ran: Ran) -> None:
    (copy,) = (ran.site.outbox / "2021-04-27" / "退回").iterdir()
    assert "“特级”不在“影响程度”的选项中" in words_of(copy)
    assert list((ran.site.outbox / "2021-04-27").glob("*第1次更正*"))
    assert ran.about("广播主机没有输出").assessment.grade == "二级"


def test_a_new_number_is_published_within_three_days(ran: Ran) -> None:
    (due,) = ran.about("夜间号码").deadlines
    assert (due.item, due.met is not None and due.met <= due.due) == ("publish", True)


def test_pages_say_what_is_proposed_and_that_persons_decided(ran: Ran) -> None:
    assert "拟收费：免费（规则SF-08）" in page(ran, date(2021, 4, 30))
    assert "收费：材料成本费（已审定）" in page(ran, date(2021, 5, 7))
    assert "拟培训：列入下次培训（规则PX-01）" in page(ran, date(2021, 5, 7))
    closed = final.build(ran.about("控制柜电源模块"), ran.edition(date(2021, 5, 8)), ran.plan)
    assert ("拟收费", "免费（规则SF-08）") in closed.facts


def test_what_has_no_time_set_is_said_on_every_page_that_shows_what_is_due(ran: Ran) -> None:
    bare, _ = make_law({**plan_tables(ran.site), "时限": unset(ran)})
    assert bare is not None
    day = ran.days[0].date
    with Ledger(ran.site.database) as ledger:
        edition = ledger.register().edition(bare, day, day)
    stopped = next(i for i in edition.incidents if i.assessment.grade == "一级")
    assert (stopped.undated, stopped.deadlines) == (("phone",), ())
    assert flash.build(stopped, edition, bare.plan).terms == (("电话响应", "", False),)
    assert [(t.what, t.due) for t in final.build(stopped, edition, bare.plan).terms] == [("电话响应", "未配置")]
    assert "电话响应时限未配置" in briefing.build(edition, bare.plan).body.questions.items[0].printed
    register = load_workbook(BytesIO(register_bytes(edition, bare.plan)))["事件"]
    assert "电话响应 未配置" in {cell.value for row in register.iter_rows() for cell in row}


def unset(ran: Ran) -> tuple[tuple[str, ...], ...]:
    rows = plan_tables(ran.site)["时限"]
    return tuple((*r[:3], "未配置", "未配置", *r[5:]) if r[2] == "phone" else r for r in rows)


def page(ran: Ran, day: date) -> str:
    """The words of the leaders' copy of a day."""
    path = next(p for p in (ran.site.outbox / str(day)).glob("售后服务日报*.pdf") if "存档" not in p.name)
    return words_of(path)


def test_the_whole_story_on_the_real_press_and_again(tmp_path: Path) -> None:
    one, two = Site(tmp_path / "one"), Site(tmp_path / "two")
    for site in (one, two):
        found(site, "aftersales")
        result = run_demo(site, quiet)
        assert result.again.changed == ()
        assert len(result.briefings) == 9
        assert len(result.finals) >= 2
        assert result.flashes
    assert digests(one.outbox) == digests(two.outbox)
