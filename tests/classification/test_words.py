import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pipeline.classification.words import WordLists, normalise
from pipeline.plan.model import Word

GUARDS = ("不是", "没有", "并非", "防止", "杜绝", "没发现", "没被", "并没")
AFFIRMATIONS = ("不是没有", "没有防止")


def lists(*words: str, guards: tuple[str, ...] = GUARDS) -> WordLists:
    named = {"表": words, "否定": guards, "双重否定": AFFIRMATIONS}
    return WordLists([Word(list=name, word=word) for name, listed in named.items() for word in listed])


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


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("不是没有造谣", True),
        ("并不是没有人造谣", True),
        ("没有防止造谣", True),
        ("防止造谣", False),
        ("不是,没有造谣", False),
        ("杜绝和防止造谣", False),
        ("没有杜绝、防止造谣", False),
    ],
)
def test_two_negations_assert_where_the_plan_says_so(text: str, counts: bool) -> None:  # noqa: FBT001
    assert bool(found(text, "造谣")) is counts


@pytest.mark.parametrize(
    ("text", "word", "counts"),
    [
        ("没有人受伤", "有人受伤", False),
        ("操场有人受伤", "有人受伤", True),
        ("没发现在打架", "现在打架", False),
        ("没被打", "被打", False),
        ("家里并没网", "没网", True),
        ("并没有答复", "没有答复", True),
        ("并没有人答复", "人答复", False),
        ("没有下课", "没有下课", True),
        ("不是没有下课", "没有下课", False),
        ("并非没有下课", "没有下课", False),
        ("没有", "有", False),
    ],
)
def test_a_guard_that_ends_in_the_word_negates_and_one_that_begins_in_it_does_not(
    text: str,
    word: str,
    counts: bool,  # noqa: FBT001
) -> None:
    assert bool(found(text, word)) is counts


def test_each_of_repeated_words_is_judged_alone() -> None:
    assert found("造谣,没有造谣。造谣造谣", "造谣") == [("造谣", 0), ("造谣", 8), ("造谣", 10)]


def test_words_of_two_lists_that_overlap_are_both_there_for_those_who_ask_for_one_list() -> None:
    words = WordLists([Word(list="一", word="网课卡"), Word(list="二", word="卡顿")])
    assert words.finder((), ("一",))("网课卡顿") == (("网课卡", 0),)
    assert words.finder((), ("二",))("网课卡顿") == (("卡顿", 2),)
    assert words.finder((), ("一", "二"))("网课卡顿") == (("网课卡", 0),)


@pytest.mark.parametrize("text", ["共１２人", "共①②人", "共12人"])
def test_digits_in_any_width_are_the_same(text: str) -> None:
    assert found(text, "12人") == [("12人", 1)]


def test_a_list_without_words_finds_nothing() -> None:
    assert lists(" ", "").finder((), ("表",))("甲 ") == ()


@pytest.mark.parametrize("part", ["没有造谣", "造谣。", "没有", "造", "有ａ\u0301"])
def test_a_text_of_a_hundred_thousand_characters_takes_no_longer_than_its_length(part: str) -> None:
    text = part * (100_000 // len(part))
    assert len(found(text, "造谣", "造")) == (0 if part == "没有造谣" else text.count("造"))


TEXTS = st.text("ab造谣没有不是防止杜绝。,、 ＡＢ①ⅷﬁß\u0301ｶﾞ가\u11a8", max_size=30)


@given(TEXTS)
def test_runs_are_normalised_as_the_whole_would_be(text: str) -> None:
    assert normalise(text) == unicodedata.normalize("NFKC", text).casefold()


@given(st.text(max_size=30))
def test_any_text_is_normalised_by_runs(text: str) -> None:
    assert normalise(text) == unicodedata.normalize("NFKC", text).casefold()


def spelled_out(text: str, words: list[str]) -> list[tuple[str, int]]:
    """The rule as it is written, place by place."""
    folded, at, hits = unicodedata.normalize("NFKC", text).casefold(), 0, []
    wanted = [w for w in map(normalise, words) if w]
    while at < len(folded):
        word = max((w for w in wanted if folded.startswith(w, at)), key=len, default="")
        hits += [(word, at)] if word else []
        at += len(word) or 1
    return [(word, start) for word, start in hits if not is_negated(folded, start)]


def is_negated(folded: str, start: int) -> bool:
    before = [
        (begin + len(phrase), len(phrase), phrase)
        for phrase in (*GUARDS, *AFFIRMATIONS)
        for begin in range(start)
        if folded.startswith(phrase, begin)
        and not set(folded[start : begin + len(phrase)]) & set("不没未无非")
        and begin + len(phrase) >= start - 2
        and not set(folded[begin + len(phrase) : start]) & set("。;!?,\n")
    ]
    return bool(before) and max(before)[2] in GUARDS


@given(
    TEXTS
    | st.lists(st.sampled_from([*GUARDS, *AFFIRMATIONS, "造谣", "有人", "甲", ",", "。"]), max_size=9).map("".join),
    st.lists(st.sampled_from(["造谣", "有", "有造谣", "谣", "有人", "止造", "a", "没", "没有造"]), max_size=5),
)
@example("不是没有造谣", ["造谣"])
def test_what_is_found_is_what_the_rule_says(text: str, words: list[str]) -> None:
    assert found(text, *words) == spelled_out(text, words)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("他用小刀划自己", [("用小刀划", 1)]),
        ("用划", [("用划", 0)]),
        ("用。划", []),
        ("用一二三四五六七八划", [("用一二三四五六七八划", 0)]),
        ("用一二三四五六七八九划", []),
    ],
)
def test_dots_stand_for_a_few_characters_of_one_clause(text: str, words: list[tuple[str, int]]) -> None:
    assert found(text, "用…划") == words


def test_a_harmless_word_hides_those_in_it_and_no_others() -> None:
    words = WordLists(Word(list=name, word=word) for name, word in (("表", "打架"), ("表除外", "打架子鼓")))
    find = words.finder((), ("表",))
    assert list(find("他打架子鼓,又打架")) == [("打架", 7)]


def test_a_word_of_dots_alone_is_none() -> None:
    assert found("网课卡顿", "…", "卡顿") == [("卡顿", 2)]
