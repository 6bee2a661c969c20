"""What is referred or restricted stands in its slip and in the copy of whoever sent it, and nowhere else."""

from pathlib import PurePosixPath

from tests.nights import FOOD, MONDAY, TUESDAY
from tests.site_nights import Clerk, about, words_of

DANGERS = (
    "有同学在作业本上写了不想活了,两天没说话",
    "家长来电说孩子昨晚一夜没回家,手机一直关机",
    "初一男生说每天要给高年级的交保护费,不给就挨揍",
    "孩子胳膊上有烟头烫的印子,说是爸爸喝醉了弄的",
    "女生说补习班的老师把手放在她大腿上",
    "有个男的提着砍刀在校门外转,说要找人算账",
    "同桌看见他用圆规扎自己的手背",
    "听室友说她攒了一瓶安眠药藏在枕头底下",
    "几个人把他堵在厕所里扒裤子还录了像",
    "娃儿说后妈不给饭吃,大冬天关在门外",
    "网友约她周末去宾馆,还叫她别告诉爸妈",
    "他放话要血洗初三年级,名字都写好了",
    "她半夜坐在六楼窗台上哭,被宿管拉下来",
    "学生留了张字条说去广东打工,家里的钱也不见了",
    "小胖被同学骑在身上打,脑门磕出个大包",
    "爷爷说孙子喝了半瓶除草剂,正在抢救",
)
MARKED = (
    "食堂后门那件蓝棉袄的事请尽快找人看看",
    "麻烦留意三楼靠窗那个座位最近的情况",
    "请联系保护联系人谈谈周四下午的那通来电",
)
"""Harmless by their words: they go their way because whoever sent them said so."""
_OWN = ("受限", "退回", "回执", "标注")
_SHORTEST = 8
"""Characters of a phrase that no page says by chance."""


def phrases(text: str) -> set[str]:
    """Every stretch of a text that is long enough to know it by."""
    bare = text.replace(",", "")
    return {bare[at : at + _SHORTEST] for at in range(len(bare) - _SHORTEST + 1)}


def test_nothing_of_what_is_referred_stands_in_any_other_file(clerk: Clerk) -> None:
    rows = [about(FOOD), *map(about, DANGERS)]
    rows += [about(text, 特殊事项="涉人身安全") for text in MARKED]
    rows += [about("请看三件事", 备注=DANGERS[0]), about("另有一事", 希望解决什么=DANGERS[6])]
    clerk.drop(MONDAY, "初二1班", *rows)
    clerk.run(MONDAY)
    clerk.run(TUESDAY)
    paths = {p: words_of(clerk.site.outbox / p).replace(",", "") for p in clerk.outbox()}
    slips = [p for p in paths if p.startswith("受限/转介单")]
    assert len(slips) == len(DANGERS) + len(MARKED) + 2
    assert any(FOOD.replace(",", "")[:_SHORTEST] in words for p, words in paths.items() if p not in slips)
    secret = set().union(*map(phrases, (*DANGERS, *MARKED)))
    others = {p: words for p, words in paths.items() if not set(PurePosixPath(p).parts) & set(_OWN)}
    assert {PurePosixPath(p).suffix for p in others} >= {".pdf", ".txt", ".xlsx", ".json"}
    assert {p: found for p, words in others.items() if (found := [s for s in secret if s in words])} == {}
