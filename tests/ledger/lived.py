"""A site that has lived three nights, with everything a night can bring."""

import shutil
from pathlib import Path

from pipeline.site import Site
from tests.nights import FOOD, MONDAY, NETWORK, PARKING, TUESDAY, WEDNESDAY, yq
from tests.site_nights import Clerk, about

DANGER = "有同学在作业本上写了不想活了,两天没说话"
QUESTION = about("一位家长来电问明天几点放学", 已答复情况="9:50 已答复", 涉及范围="个别", 传播层级="未传播")


def live(clerk: Clerk) -> None:
    """An interim run, three nights, one of them empty, returned workbooks, corrections, decisions, a changed plan."""
    clerk.drop(MONDAY, "初二1班", about(FOOD), clock="10:00")
    clerk.run(MONDAY, interim=True)
    clerk.drop(MONDAY, "初二2班", about(FOOD + ",还有点少"), about(NETWORK, 发现时间="昨儿个"))
    clerk.text(MONDAY, "笔记.xlsx", "不是工作簿")
    clerk.run(MONDAY)
    clerk.text(MONDAY, "又一份笔记.xlsx", "也不是工作簿", clock="21:00")
    clerk.run(MONDAY)
    first = clerk.drop(TUESDAY, "初二3班", about(DANGER), about(PARKING))
    clerk.dated(Path(shutil.copy(first, first.with_name("又一份.xlsx"))), TUESDAY, "17:00")
    clerk.drop(TUESDAY, "初二4班", about("晚自习后校门口停车太乱,堵到路口了"), day=MONDAY, clock="15:00")
    clerk.drop(TUESDAY, "初二1班", about(FOOD + ",请答复"), day=MONDAY, clock="15:30")
    clerk.drop(TUESDAY, "初二1班", day=TUESDAY, progress=[
        {"事件编号": yq(1), "进展时间": "3月23日 15:00", "进展类型": "已转达", "进展内容": "已在家长群说明"}
    ])  # fmt: skip
    clerk.decide(TUESDAY, "分类审定", {"事件编号": yq(1), "审定分类": "A", "审定等级": "Ⅲ"})
    clerk.run(TUESDAY)
    clerk.run(WEDNESDAY)


def copied(clerk: Clerk, root: Path) -> Clerk:
    shutil.copytree(clerk.site.root, root)
    return Clerk(Site(root))
