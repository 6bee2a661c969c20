"""Ten days laid as values: every incident is asked after every run how it stands, and told in the end."""

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date  # noqa: TC003 (an annotation of a local name)
from functools import cache

from pipeline.cli.explain_command import account
from pipeline.cli.history import told
from pipeline.model import Edition, EventKind
from pipeline.steps.issue import newly_over
from tests.nights import School, law, yq
from tests.story import FINALS, FRI_2, ended, shown
from tests.story_nights import lived


@cache
def after_all() -> School:
    return list(lived())[-1][1]


def test_every_incident_stands_as_told_after_every_run_and_no_number_is_given_twice() -> None:
    school, stood = School(), []
    for run, school in lived():
        stood.append(shown(school.all(run.day)))
    assert stood == ended()
    opened = [e.incident for e in school.register.events if e.kind is EventKind.OPENED]
    assert sorted(opened) == [yq(n) for n in range(1, 8)]


def test_a_final_review_comes_with_the_calm_and_again_with_what_was_signed() -> None:
    before: Edition | None = None
    finals: dict[date, tuple[int, ...]] = {}
    for run, school in lived():
        if not run.interim:
            edition = school.edition(run.day)
            over = newly_over(replace(edition, previous=before), law().plan)
            finals |= {run.day: tuple(int(i.number[-4:]) for i in over)} if over else {}
            before = edition
    assert finals == FINALS


def test_a_head_teacher_reads_what_happened() -> None:
    school = after_all()
    first, second, *_ = (told(i, law().plan, school.edition(FRI_2).parts) for i in school.all(FRI_2))
    assert _short(first) == OF_FIRST.strip("\n").splitlines()
    assert _short(second) == OF_SECOND.strip("\n").splitlines()


def test_no_account_holds_a_code_of_the_program_or_says_a_thing_twice() -> None:
    school = after_all()
    edition = school.edition(FRI_2)
    for incident in school.all(FRI_2):
        everything = account(incident, edition, law().plan)
        lines = [line for line in everything if not line.startswith("  文件")]
        assert not [line for line in lines if re.search(r"[a-z_]{2,}|None", line)]
        assert not [line for line in lines if line.strip().startswith((",", ":", "的"))]
        happened = [line for line in told(incident, law().plan, edition.parts) if "状态" not in line]
        assert len(happened) == len(set(happened))


def _short(lines: Iterable[str]) -> list[str]:
    """Without what was alike, which other tests look at."""
    return [re.sub(r"相似程度.*", "相似程度……", line) for line in lines]


OF_FIRST = """
2021-03-22 16:00 初二1班上报,登记为 YQ-2021-0001
2021-03-22 16:10 有单位上报,自动并入,编为 YQ-2021-0001-2:相似程度……
2021-03-22 20:00 系统研判,分类 A,等级 Ⅳ:在一两个群或一次交谈之内
                 状态:登记
2021-03-23 10:40 校长(签字)审定:审定分类 A
                 校长(签字)审定:YQ-2021-0001 与 YQ-2021-0001-2,决定 拆分
                 报告 YQ-2021-0001-2 分出去,另立 YQ-2021-0005
                 系统再次研判,等级由Ⅳ改为Ⅲ:答复逾期,上调一级(单因逾期不高于Ⅲ级)
                 状态:待核实
2021-03-23 16:00 初二1班续报:承诺,总务处周四前答复,承诺 2021-03-25 前告知结果
2021-03-23 20:00 状态:办理中
2021-03-26 16:00 初二1班续报:已转达,已在家长群说明:周一起加保温箱
2021-03-26 20:00 状态:已答复
2021-03-29 20:00 状态:平稳(连续3天没有新情况)
2021-03-30 16:00 初三2班上报,自动并入,编为 YQ-2021-0001-3:相似程度……
2021-03-30 20:00 状态:重新办理
2021-04-01 16:00 初三2班续报:已转达,已告知:保温箱今天到位
2021-04-01 20:00 状态:已答复
2021-04-02 16:00 初三2班续报:平稳,家长说饭菜热了
2021-04-02 20:00 状态:平稳
"""
OF_SECOND = """
2021-03-22 16:20 信息中心上报,登记为 YQ-2021-0002
2021-03-22 20:00 系统研判,分类 A,等级 Ⅳ:在一两个群或一次交谈之内
                 状态:登记
2021-03-23 10:40 系统再次研判,等级由Ⅳ改为Ⅲ:答复逾期,上调一级(单因逾期不高于Ⅲ级)
                 状态:办理中(已经核实,过了登记当日)
2021-03-23 16:10 初三1班上报,登记为 YQ-2021-0006,后来与本事件合并办理
                 疑似与 YQ-2021-0006 是同一件事,请人决定:相似程度……
2021-03-24 10:40 校长(签字)审定:审定分类 A,审定等级 Ⅳ,处置意见 当天已恢复,只涉及两个班
                 校长(签字)审定:YQ-2021-0002 与 YQ-2021-0006,决定 合并办理
2021-03-24 16:00 信息中心续报:核实,上午带宽不足,已请平台扩容
2021-03-24 20:00 等级由Ⅲ改为Ⅳ,按审定
2021-03-26 16:20 信息中心续报:已转达,已告知两个班:平台已扩容
2021-03-26 20:00 状态:已答复
2021-03-29 20:00 状态:平稳(连续3天没有新情况)
2021-03-31 10:40 校长(签字)审定:走势研判 可能扩大,状态 重新办理
2021-03-31 20:00 状态:重新办理
2021-04-01 16:10 信息中心续报:已转达,已告知:备用线路开通
2021-04-01 20:00 状态:已答复
"""
