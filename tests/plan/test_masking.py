from dataclasses import dataclass

import pytest

from pipeline.plan.masking import leaders, mask
from tests.plan.sheets import plan

ORDINARY = """
高老师傅在食堂帮忙
不知道何时返校,方案也还没有
家长陈述了三点意见
高一学生和高三同学都来问
关于老师说的作业时间
任课老师和班主任都在群里
其他同学和全体家长都知道了
许多同学反映饭菜凉
感谢各位家长的理解
周末老师要不要值班
班主任王老师在群里答复
历史课老师讲得快
经常有家长问何时开学
马上联系家长说明情况
陆续有家长在群里问
一段时间家长群里很安静
20分钟后家长又问了一遍
照顾好同学的饮食
安排老师值班,安全老师巡查
方便家长接送
张贴通知后学生高兴地走了
老师郑重提醒大家戴口罩
学生夏令营和田径队的事
老师严厉批评学生作业不认真
初一3班许多家长在问
家长任意停车,学生马上要迟到
每天7:30到校,2021-03-25返校,事件YQ-2021-0001
如何让家长放心
语文老师用了一张照片给学生看
单亲家长和双方家长都到了
收费180元,发票号12345678
学生周一返校,周五离校
同学张罗班会,家长谢谢学校
"""


@pytest.mark.parametrize("sentence", ORDINARY.strip().splitlines())
def test_an_ordinary_sentence_stays_as_it_is(sentence: str) -> None:
    assert mask(sentence, plan()) == sentence
    assert leaders(sentence, plan()) == sentence


@dataclass(frozen=True)
class Case:
    text: str
    masked: str
    for_leaders: str = ""


CASES = (
    Case("手机13812345678请联系", "手机138****5678请联系"),
    Case("电话138 1234 5678", "电话138****5678"),
    Case("电话+86-138-1234-5678", "电话138****5678"),
    Case("１３８１２３４５６７８是家长电话", "138****5678是家长电话"),
    Case("座机0531-88123456", "座机0531-****3456"),
    Case("电话88123456打不通", "电话****3456打不通"),
    Case("身份证11010519491231002X", "身份证[身份证号已删]"),
    Case("号码110105194912310021。", "号码[身份证号已删]。"),
    Case("发到zhang.san@example.com", "发到[邮箱]"),
    Case("QQ号123456789", "QQ号*****"),
    Case("微信号:abc_12345", "微信号:*****"),
    Case("加VX:zhangsan2008", "加VX:*****"),
    Case("鲁A12345堵在门口", "鲁A*****堵在门口"),
    Case("新能源京AD12345", "新能源京A*****"),
    Case("卡号6222020200112233445", "卡号****3445"),
    Case("家住3号楼2单元501室", "家住[住址]"),
    Case("张三同学没吃饱", "张某某同学没吃饱", "某学生没吃饱"),
    Case("学生张三在宿舍哭", "学生张某某在宿舍哭", "某学生在宿舍哭"),
    Case("家长李梅花反映饭菜凉", "家长李某某反映饭菜凉", "某家长反映饭菜凉"),
    Case("家长李梅反映饭菜凉", "家长李某某反映饭菜凉", "某家长反映饭菜凉"),
    Case("王小明的妈妈在群里说", "王某某的妈妈在群里说", "某家长在群里说"),
    Case("赵敏老师的课听不懂", "赵某某老师的课听不懂", "某老师的课听不懂"),
    Case("欧阳娜娜同学", "欧阳某某同学", "某学生"),
    Case("班主任刘德华老师", "班主任刘某某老师", "班主任某老师"),
    Case("高强同学没来", "高某某同学没来", "某学生没来"),
    Case("周杰同学的家长反映", "周某某同学的家长反映", "某学生的家长反映"),
    Case("孩子问过,她叫林小满,初一的", "孩子问过,她叫林某某,初一的", "孩子问过,她叫某人,初一的"),
    Case("家长:王芳", "家长:王某某", "某家长"),
    Case("联系马晓东爸爸", "联系马某某爸爸", "联系某家长"),
    Case("陈校长和李建国主任", "陈校长和李某某主任", "陈校长和某主任"),
    Case("韩梅梅、李雷同学都在", "韩某某、李某某同学都在", "某人、某学生都在"),
    Case("昨天程璐同学哭了", "昨天程某某同学哭了", "昨天某学生哭了"),
    Case("初一3班陈小红打饭晚了", "初一3班陈某某打饭晚了", "初一年级某学生打饭晚了"),
    Case("张伟(初一3班)没戴口罩", "张某某(初一3班)没戴口罩", "某人(初一年级)没戴口罩"),
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.text)
def test_what_identifies_a_person_is_masked(case: Case) -> None:
    assert mask(case.text, plan()) == case.masked
    assert leaders(case.text, plan()) == (case.for_leaders or case.masked)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.text)
def test_a_masked_text_is_not_masked_again(case: Case) -> None:
    assert mask(case.masked, plan()) == case.masked


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("初一3班某学生没吃饱", "初一年级某学生没吃饱"),
        ("初一(3)班有个孩子发烧", "初一年级有个孩子发烧"),
        ("七年级3班一名女生哭了", "七年级一名女生哭了"),
        ("初二1班张小明妈妈说", "初二年级某家长说"),
        ("八年级（2）班的一位家长来电", "八年级的一位家长来电"),
        ("初二1班很多家长在问", "初二1班很多家长在问"),
        ("初一3班有几个学生", "初一3班有几个学生"),
    ],
)
def test_leaders_see_the_grade_of_a_single_child_not_the_class(text: str, shown: str) -> None:
    assert leaders(text, plan()) == shown


def test_the_masks_are_those_of_the_plan() -> None:
    other = plan().model_copy(update={"words": (), "digest": "another"})
    assert mask("张三同学13812345678", other) == "张三同学13812345678"
