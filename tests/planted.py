"""Texts with planted personal data, made by rule: whose pieces must not be seen in anything that leaves.

Names are made of common surnames and given names that were put together by chance; numbers are made up, and those of
identity cards have the check character of GB 11643-1999.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import cycle, islice, product
from random import Random

SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白"
    "邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严武戴莫孔向汤"
)
COMPOUND = ("欧阳", "上官", "司马", "诸葛")
GIVEN = (
    *("伟", "芳", "娜", "敏", "静", "丽", "强", "磊", "洋", "艳", "勇", "杰", "涛", "超", "霞", "平", "刚", "婷"),
    *("秀英", "桂兰", "建华", "国强", "志明", "子轩", "梓涵", "浩然", "雨桐", "欣怡", "一诺", "思远", "嘉怡", "俊杰"),
    *("晓东", "海燕", "文博", "若曦", "宇航", "诗涵", "明哲", "小满", "佳琪", "天宇"),
)
ROLES = ("同学", "家长", "老师", "妈妈", "爸爸", "奶奶", "女士", "先生", "主任")
NAMED = (
    "{name}{role}反映午餐的饭菜偏凉",
    "昨天{name}{role}在群里问几点放学",
    "班主任转来{name}{role}的意见,希望早点开门",
    "家长{name}来电说校门口停车太乱",
    "学生{name}的书包丢在操场",
    "她叫{name},初一的,书还没领到",
    "初一3班{name}打饭晚了",
    "{name}(初二1班)没有领到校服",
    "{name}的妈妈说网课平台卡顿",
)
"""Ways to name a person."""
NUMBERED = (
    "请联系{planted}说说饭菜的事",
    "家长留的是{planted},想问几点放学",
    "校门口停车太乱({planted})",
    "网课卡顿。{planted}。请回复",
)
"""Where a number, address or plate may stand."""
_WEIGHTS, _CHECKS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2), "10X98765432"
_FULL = str.maketrans("0123456789", "０１２３４５６７８９")
SEED, COUNT = 20210322, 2000


@dataclass(frozen=True)
class Planted:
    """A text, and what of it must not be seen."""

    kind: str
    text: str
    secrets: tuple[str, ...]
    """None of these may stand in what comes out."""


def planted(count: int = COUNT) -> tuple[Planted, ...]:
    """So many texts, the same each time: as many of names as of all numbers together."""
    return tuple(islice(_mixed(Random(SEED)), count))  # noqa: S311 (no secret)


def _mixed(random: Random) -> Iterator[Planted]:
    named, kinds = _names(random), cycle(NUMBERS.items())
    while True:
        yield next(named)
        kind, make = next(kinds)
        shown, secrets = make(random)
        yield Planted(kind, random.choice(NUMBERED).format(planted=shown), secrets)


def _names(random: Random) -> Iterator[Planted]:
    everybody = list(product((*SURNAMES, *COMPOUND), GIVEN))
    random.shuffle(everybody)
    for (surname, given), frame in zip(cycle(everybody), cycle(NAMED), strict=False):
        name = surname + given
        yield Planted("姓名", frame.format(name=name, role=random.choice(ROLES)), (name,))


def _digits(random: Random, count: int) -> str:
    return "".join(random.choice("0123456789") for _ in range(count))


def identity(random: Random) -> str:
    """An identity number with its right check character."""
    place, day = (
        random.choice(("110105", "440106", "371402")),
        f"{random.randint(1970, 2012)}{random.randint(1, 12):02}",
    )
    body = f"{place}{day}{random.randint(1, 28):02}{_digits(random, 3)}"
    return body + _CHECKS[sum(int(d) * w for d, w in zip(body, _WEIGHTS, strict=True)) % 11]


def _identity(random: Random) -> tuple[str, tuple[str, ...]]:
    plain = identity(random)
    while random.random() < 0.5 and not plain.endswith("X"):
        plain = identity(random)
    parted = f"{plain[:6]} {plain[6:14]} {plain[14:]}"
    shown = random.choice((plain, plain.lower(), parted, parted.replace(" ", "-"), plain.translate(_FULL)))
    return f"身份证{random.choice(('', '号', '号码:'))}{shown}", (plain[6:14], plain[6:14].translate(_FULL), shown[-6:])


def _phone(random: Random) -> tuple[str, tuple[str, ...]]:
    plain = f"1{random.choice('3456789')}{_digits(random, 9)}"
    a, b, c = plain[:3], plain[3:7], plain[7:]
    ways = (plain, f"{a} {b} {c}", f"{a}-{b}-{c}", f"+86 {plain}", f"+86-{a}-{b}-{c}", f"{a}.{b}.{c}", f"{a}  {b}  {c}")
    shown = random.choice(
        (*ways, f"（{a}）{b}{c}", f"{a}—{b}—{c}", plain.translate(_FULL), f"{a}－{b}－{c}".translate(_FULL))
    )
    lead = random.choice(("", "电话", "手机:", "手机号"))
    return lead + shown, (plain, shown, f"{b}{c}")


def _landline(random: Random) -> tuple[str, tuple[str, ...]]:
    area, local = random.choice(("010", "0531", "021", "0755")), f"{random.randint(2, 8)}{_digits(random, 7)}"
    shown = random.choice(
        (f"{area}-{local}", f"({area}){local}", f"{area} {local}", f"电话{local}", f"（{area}）{local}")
    )
    return shown, (local, shown)


def _mail(random: Random) -> tuple[str, tuple[str, ...]]:
    name = random.choice(("zhang.san", "li_si", "wangwu88", "chen-jie", "liu.mm"))
    host = random.choice(("example.com", "mail.example.cn", "example.edu.cn"))
    shown = random.choice(
        (f"{name}@{host}", f"{name}＠{host}", f"{name} @ {host}", f"{name}{_digits(random, 3)}@{host}")
    )
    return f"邮箱{shown}", (name, shown)


def _qq(random: Random) -> tuple[str, tuple[str, ...]]:
    number = f"{random.randint(1, 9)}{_digits(random, random.randint(5, 9))}"
    lead = random.choice(("QQ", "QQ号", "qq:", "QQ：", "扣扣", "QQ群", "Qq号码是", "QQ 号 "))
    shown = number.translate(_FULL) if random.random() < 0.2 else number
    return lead + shown, (number, shown)


def _wechat(random: Random) -> tuple[str, tuple[str, ...]]:
    name = f"{random.choice(('wxid_', 'zhangsan', 'Li-si', 'happy_mm'))}{_digits(random, 4)}"
    return random.choice(("微信", "微信号", "微信号:", "加VX:", "vx ", "微信：", "WeChat:", "加我微信 ")) + name, (
        name,
    )


def _plate(random: Random) -> tuple[str, tuple[str, ...]]:
    place, letter = random.choice("京沪鲁粤苏浙川渝豫"), random.choice("ABCDE")
    plain = random.choice("ABCDEFGH") + _digits(random, 4)
    green = random.choice("DF") + _digits(random, 5)
    number = random.choice((plain, green, green))
    shown = f"{place}{letter}{random.choice(('', '·', ' ', '-'))}{number}"
    return f"车牌{shown}", (number,)


def _address(random: Random) -> tuple[str, tuple[str, ...]]:
    house, flat, room = random.randint(1, 30), random.randint(1, 6), random.randint(101, 2804)
    road = random.choice(("幸福路", "人民大街", "建设巷"))
    ways = (
        f"{house}号楼{flat}单元{room}室",
        f"{house}栋{flat}单元{room}",
        f"{house}幢{room}室",
        f"{road}{house * 3}号{flat}单元{room}室",
        f"{road}{house * 3}号院{house}号楼{room}",
        f"{house}-{flat}-{room}室",
    )
    shown = random.choice(ways)
    return f"家住{random.choice(('', '阳光花园', '翠苑小区'))}{shown}", (shown, f"单元{room}", f"{room}室", f"楼{room}")


NUMBERS = {
    "身份证": _identity,
    "手机": _phone,
    "座机": _landline,
    "邮箱": _mail,
    "QQ": _qq,
    "微信": _wechat,
    "车牌": _plate,
    "住址": _address,
}
"""Kind → what is planted, and what of it must not be seen."""

HARMLESS = (
    "每人收费180元,全班6300元,发票号12345678",
    "3月25日9:40在教室开会,2021-03-25返校",
    "事件YQ-2021-0001与YQ-2021-0001-2是同一件",
    "请到302教室,再到东楼401室领书",
    "遇事先打110、120或12345热线",
    "初一3班和初二(1)班的同学都到了",
    "高一学生和高三同学都来问",
    "班主任和任课老师都在群里",
    "家长和老师都认为应当早点放学",
    "任何同学都可以报名",
    "方便家长接送,安排老师值班",
    "许多同学反映饭菜偏凉",
    "周末老师要不要值班,周五同学提前走",
    "马上联系家长说明情况",
    "高老师说下周一考试",
    "王老师在群里答复了",
    "历史课老师讲得快,数学课同学听不懂",
    "材料编号CL-0325-1,共12页",
    "气温由12.5降到3.8度,湿度85%",
    "QQ群里有人问,微信群里也有人问",
    "微信公众号明天发通知",
    "用QQ还是用微信,大家意见不一",
    "12栋宿舍楼停水,3号楼的灯不亮",
    "第3单元的试卷太难,第5单元还没有讲",
    "校车鲁通公司的司机迟到",
    "京东的快递送到门口",
    "ISBN9787107345678的练习册缺货",
    "软件版本10.15.7,端口8080",
    "成绩98.5分,名次第12",
    "每月15号前交费,20号公布",
    "金老师和石主任在食堂",
    "白天家长多,晚上学生多",
    "程序老师会教,温度同学自己量",
    "向老师请假,于是家长来接",
    "全校1200名学生,报到1198人",
    "广播站在7:30播放,7:50结束",
    "水管坏了,余下学生到隔壁",
    "钱同学自己带,严格家长也理解",
    "江边学生多,安全老师要巡查",
    "牛奶同学不爱喝,包子老师也不爱吃",
    "订单202103250001已发货",
    "体温37.2度,复测36.8度",
    "张贴通知后学生高兴地走了",
    "陈述了三点意见",
    "常常有家长问何时开学",
    "孔子学堂的老师来了",
    "黄色预警,白色班车",
    "成立家长委员会,武术老师报名",
    "计算机课同学排队,夏季学生作息",
    "石家庄的家长打来电话",
    "比去年多3000元,合计123456.78元",
    "公式x=12345+67890的题",
    "8:00-11:30上课,14:00-17:30自习",
    "2020-2021学年第二学期",
    "3-2-1倒计时开始",
    "网址www.example.com打不开",
    "时间段9-10-11节连上",
    "学号20210312",
)
"""Nothing of a person: all of it is to stay as it is."""
