"""Words of a list in a text: derived forms are seen, harmless longer words are not."""

import pytest

from pipeline.plan.lists import JUDGING
from pipeline.plan.model import Word
from pipeline.plan.phrasing import phrases_in
from tests.plan.sheets import findings_of, plan, row_of, spoiled


def judged(text: str) -> list[str]:
    return list(phrases_in(text, plan(), JUDGING))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("他就是煽动者", ["煽动者"]),
        ("群里的造谣分子又来了", ["造谣分子"]),
        ("几个带节奏的人,一直在带节奏", ["带节奏的人", "带节奏"]),
        ("提了三个问题 学生会转交", []),
        ("一再起哄的家长", ["起哄的家长"]),
        ("门口有人闹事", ["闹事"]),
        ("闹事者是差生", ["闹事者", "差生"]),
        ("他们说我们是刁民", ["刁民"]),
        ("难缠的问题家长", ["难缠", "问题家长"]),
        ("保卫科瞒报", ["瞒报"]),
        ("出差生活补助什么时候发", []),
        ("运动会热闹事先没有通知", []),
        ("课间打闹事件", []),
        ("宿舍条件差生活不便", []),
        ("误差生成的报表", []),
        ("家长说有问题学生可以去问老师", []),
        ("课桌损坏学生没地方坐", []),
        ("站在屏幕后面", []),
        ("冬天发了黑手套", []),
        ("遗漏报名的同学下周补报", []),
        ("舞蹈课很带节奏感", []),
        ("精神病院旁边的路口堵车", []),
        ("家长问分餐的菜为什么凉", []),
    ],
)
def test_words_that_judge_people(text: str, words: list[str]) -> None:
    assert judged(text) == words


def test_each_of_them_has_a_neutral_suggestion_that_judges_nobody() -> None:
    found = {
        word: instead for w in plan().words_of(JUDGING) for word, instead in phrases_in(w.word, plan(), w.list).items()
    }
    assert all(w.instead for w in plan().words_of(JUDGING))
    assert not [instead for instead in found.values() if judged(instead)]


def test_a_word_and_its_exception_are_the_plans() -> None:
    words = (Word(list="甲", word="坏", instead="好"), Word(list="甲除外", word="坏处"))
    own = plan().model_copy(update={"words": words, "digest": "own"})
    assert phrases_in("坏处和坏人,还有坏事", own, "甲") == {"坏": "好"}
    assert phrases_in("坏处", own, "甲") == {}
    assert phrases_in("坏人", own, "乙") == {}


def test_a_list_that_a_word_names_exists() -> None:
    row = row_of("词表", JUDGING)
    (found,) = findings_of(spoiled("词表", **{f"B{row}": "造谣{没有这张表}"}))
    assert (found.code, found.sheet, found.cell) == ("plan.reference", "词表", f"B{row}")
