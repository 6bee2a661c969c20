import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.classification.words import WordLists, normalise
from pipeline.plan.model import Word

GUARDS = ("不是", "没有", "并非")


def lists(*words: str, guards: tuple[str, ...] = GUARDS) -> WordLists:
    return WordLists([*(Word(list="表", word=w) for w in words), *(Word(list="否定", word=g) for g in guards)])


def found(text: str, *words: str) -> list[tuple[str, int]]:
    return list(lists(*words).finder((), ("表",))(text))


def test_the_longest_word_wins_and_words_do_not_overlap() -> None:
    assert found("网课卡顿又卡", "卡", "卡顿", "网课卡") == [("网课卡", 0), ("卡", 5)]
    assert found("卡顿", "卡", "卡顿") == [("卡顿", 0)]


def test_full_width_and_case_do_not_matter_and_positions_are_of_the_normalised_text() -> None:
    assert found("㎏ ＱＱ群 Qq", "qq") == [("qq", 3), ("qq", 7)]


def test_white_space_is_left_as_it_stands() -> None:
    assert found("造 谣", "造谣") == []


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("有人造谣", True),
        ("不是造谣", False),
        ("没有人造谣", False),
        ("不是故意造谣", False),
        ("没有什么人造谣", True),
        ("没有。造谣", True),
        ("没有,造谣", True),
        ("没有？造谣", True),
        ("没有\n造谣", True),
        ("没有、造谣", False),
        ("造谣没有", True),
        ("并非没有人说,但造谣", True),
    ],
)
def test_a_guard_word_close_before_in_the_same_clause_negates(text: str, counts: bool) -> None:  # noqa: FBT001
    assert bool(found(text, "造谣")) is counts


def test_a_guard_inside_the_word_does_not_negate_it() -> None:
    assert found("至今没有答复", "没有答复") == [("没有答复", 2)]


def test_what_is_mentioned_counts_though_negated() -> None:
    finder = lists("造谣").finder((), ("表",), asserted=False)
    assert finder("没有人造谣") == (("造谣", 3),)


def test_without_guards_nothing_is_negated() -> None:
    assert lists("造谣", guards=()).finder(("造谣",))("不是造谣")


def test_words_and_lists_are_taken_together_and_blank_ones_left_out() -> None:
    words = lists("甲", " ", "甲")
    assert words.words("表") == ("甲",)
    assert [w for w, _ in words.finder(("乙", ""), ("表",))("乙甲丙")] == ["乙", "甲"]
    assert words.finder((), ("否定表",))("甲") == ()


@given(st.text("ab造谣没有。 ＡＢ", max_size=30), st.lists(st.text("ab造谣", min_size=1, max_size=3), max_size=5))
def test_every_position_holds_its_word(text: str, words: list[str]) -> None:
    hits = lists(*words).finder((), ("表",), asserted=False)(text)
    for word, at in hits:
        assert normalise(text)[at : at + len(word)] == word
    assert bool(hits) is any(normalise(w) in normalise(text) for w in words)
