"""A story of ten days in one place, as data: who handed in what, what was signed, and how each day ended.

Two players tell it: one lays it as values night by night, one types it into workbooks and runs the program.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from pipeline.model import Incident
from tests.nights import FOOD, NETWORK, law, yq

Cells = Mapping[str, str]
"""Label of a column → what is typed."""
PORTIONS = FOOD + ",还嫌菜少"
NETWORK_AGAIN = "网课平台又卡了,同学们进不去"
RUMOUR = "短视频上有人捏造说食堂用过期肉,纯属造谣"
CLUBS = "社团活动的时间能不能调整到周五下午"
LIBRARY = "图书馆周末能不能开放半天"
MON, TUE, WED, THU, FRI = (date(2021, 3, n) for n in range(22, 27))
MON_2, TUE_2, WED_2, THU_2, FRI_2 = *(date(2021, 3, n) for n in (29, 30, 31)), date(2021, 4, 1), date(2021, 4, 2)


@dataclass(frozen=True)
class Paper:
    """One workbook of a unit."""

    unit: str
    rows: tuple[Cells, ...] = ()
    progress: tuple[Cells, ...] = ()
    clock: str = "16:00"


@dataclass(frozen=True)
class Signed:
    """One row of the review workbook, found by what the program wrote into it, filled in and signed."""

    sheet: str
    row: Cells
    cells: Cells


@dataclass(frozen=True)
class Run:
    """One run of the program, and what lay in the inbox."""

    day: date
    papers: tuple[Paper, ...] = ()
    signed: tuple[Signed, ...] = ()
    """In the review workbook of the evening before, dropped at 10:40."""
    interim: bool = False


def told(summary: str, serial: str = "1", **cells: str) -> Cells:
    return {"序号": serial, "内容摘要": summary, "来源渠道": "班级家长群", "发现时间": "09:40", **cells}


def step(number: int, kind: str, content: str, **cells: str) -> Cells:
    return {"事件编号": yq(number), "进展时间": "15:00", "进展类型": kind, "进展内容": content, **cells}


def classed(number: int, **cells: str) -> Signed:
    return Signed("分类审定", {"事件编号": yq(number)}, cells)


def paired(one: str, other: str, decision: str) -> Signed:
    return Signed("合并审定", {"报告A": one, "报告B": other}, {"决定": decision})


def stands(number: int, **cells: str) -> Signed:
    return Signed("跟踪办结", {"事件编号": yq(number)}, cells)


STORY = (
    Run(MON, (
        Paper("初二1班", (told(FOOD, 希望解决什么="改善保温"),)),
        Paper("初二2班", (told(PORTIONS),), clock="16:10"),
        Paper("信息中心", (told(NETWORK, 核实情况="已核实"),), clock="16:20"),
        Paper("初一2班", (told(RUMOUR, 来源渠道="短视频或微博", 传播层级="公开平台"),), clock="16:30"),
        Paper("团委", (told(CLUBS),), clock="16:40"),
    )),
    Run(TUE, signed=(paired(yq(1), f"{yq(1)}-2", "拆分"), classed(1, 审定分类="A")), interim=True),
    Run(TUE, (
        Paper("初二1班", progress=(step(1, "承诺", "总务处周四前答复", 承诺答复日期="2021-03-25"),)),
        Paper("初三1班", (told(NETWORK_AGAIN),), clock="16:10"),
        Paper("团委", (told("上一条填错了", "2", 记录类型="撤回", 关联编号=yq(4)),), clock="16:20"),
    )),
    Run(WED, (
        Paper("信息中心", progress=(step(2, "核实", "上午带宽不足,已请平台扩容"),)),
        Paper("初一2班", progress=(step(3, "澄清", "公布了当日进货记录"),), clock="16:10"),
        Paper("初二2班", progress=(step(5, "答复", "从周四起可以加一勺"),), clock="16:20"),
    ), (
        paired(yq(2), yq(6), "合并办理"),
        classed(2, 审定分类="A", 审定等级="Ⅳ", 处置意见="当天已恢复,只涉及两个班"),
        classed(3, 审定分类="C", 证据编号="CL-0322-1", 处置意见="公布进货记录,予以澄清"),
    )),
    Run(THU, (Paper("初一2班", progress=(step(3, "已转达", "已在家长群说明并附进货记录"),)),)),
    Run(FRI, (
        Paper("初二1班", progress=(step(1, "已转达", "已在家长群说明:周一起加保温箱"),)),
        Paper("初一2班", progress=(step(3, "继续传播", "短视频还有人转发"),), clock="16:10"),
        Paper("信息中心", progress=(step(2, "已转达", "已告知两个班:平台已扩容"),), clock="16:20"),
    )),
    Run(MON_2, (Paper("初二2班", progress=(step(5, "已转达", "已在班级群告知可以加菜"),)),)),
    Run(TUE_2, (
        Paper("初三2班", (told(FOOD),)),
        Paper("初一2班", progress=(step(3, "平稳", "四天没有新的转发"),), clock="16:10"),
    )),
    Run(WED_2, signed=(
        stands(2, 状态="重新办理", 走势研判="可能扩大"),
        stands(3, 状态="已总结", 原因分析="进货记录没有公开", 处置评价="三天内澄清", 经验教训="公开要早",
               改进措施="进货记录每周公布", 改进责任人="总务主任", 完成期限="2021-04-09"),
    )),
    Run(THU_2, (
        Paper("初三2班", progress=(step(1, "已转达", "已告知:保温箱今天到位"),)),
        Paper("信息中心", progress=(step(2, "已转达", "已告知:备用线路开通"),), clock="16:10"),
        Paper("初二1班", (told(LIBRARY),), clock="16:20"),
    )),
    Run(FRI_2, (Paper("初三2班", progress=(step(1, "平稳", "家长说饭菜热了"),)),)),
)  # fmt: skip

ENDED = """
03-22 20:00  登记Ⅳ      登记Ⅳ      待核实Ⅲ  登记Ⅳ
03-23 10:40  待核实Ⅲ    办理中Ⅲ    待核实Ⅲ  待核实Ⅲ  待核实Ⅲ
03-23 20:00  办理中Ⅲ    办理中Ⅲ    待核实Ⅲ  撤回Ⅲ    待核实Ⅲ  登记Ⅳ
03-24 20:00  办理中Ⅲ    办理中Ⅳ    办理中Ⅲ  撤回Ⅲ    办理中Ⅲ  合并办理Ⅳ
03-25 20:00  办理中Ⅲ    办理中Ⅳ    已答复Ⅲ  撤回Ⅲ    办理中Ⅲ  合并办理Ⅳ
03-26 20:00  已答复Ⅲ    已答复Ⅳ    跟踪Ⅱ    撤回Ⅲ    办理中Ⅲ  合并办理Ⅳ
03-29 20:00  平稳Ⅲ      平稳Ⅳ      平稳Ⅱ    撤回Ⅲ    已答复Ⅲ  合并办理Ⅳ
03-30 20:00  重新办理Ⅲ  平稳Ⅳ      平稳Ⅱ    撤回Ⅲ    已答复Ⅲ  合并办理Ⅳ
03-31 20:00  重新办理Ⅲ  重新办理Ⅳ  已总结Ⅱ  撤回Ⅲ    已答复Ⅲ  合并办理Ⅳ
04-01 20:00  已答复Ⅲ    已答复Ⅳ    已总结Ⅱ  撤回Ⅲ    平稳Ⅲ    合并办理Ⅳ  登记Ⅳ
04-02 20:00  平稳Ⅲ      已答复Ⅳ    已总结Ⅱ  撤回Ⅲ    平稳Ⅲ    合并办理Ⅳ  待核实Ⅲ
"""
"""How every incident stood after each run, by state and grade: YQ-2021-0001 first; a number stays where it is."""

FINALS = {MON_2: (1, 3), WED_2: (3,), THU_2: (5,), FRI_2: (1,)}
"""Day → the incidents whose final review is issued; YQ-2021-0002 stayed in two groups and gets none."""


def shown(incidents: Iterable[Incident]) -> dict[str, str]:
    """Number → state and grade, as the table has them."""
    return {i.number: law().plan.label("状态", i.state) + i.assessment.grade for i in incidents}


def ended() -> list[dict[str, str]]:
    """The table, a line a run."""
    lines = (line.split()[2:] for line in ENDED.strip().splitlines())
    return [{yq(n): cell for n, cell in enumerate(cells, start=1)} for cells in lines]
