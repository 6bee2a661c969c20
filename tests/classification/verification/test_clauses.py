from collections.abc import Sequence

from pipeline.classification.conditions import Contains
from pipeline.classification.verification.clauses import clauses
from pipeline.classification.words import WordLists
from pipeline.plan.model import Word
from tests.classification.verification.worlds import WORDS


def sayings(asked: Sequence[Contains], lists: WordLists = WORDS) -> set[tuple[bool, ...]]:
    """What the conditions say of each clause."""
    finders = [lists.finder(c.words, c.lists, asserted=c.asserted) for c in asked]
    return {tuple(bool(find(text)) for find in finders) for text in clauses(asked, lists)}


def test_what_is_asserted_is_mentioned_and_may_be_negated() -> None:
    assert sayings([Contains((), ("造",)), Contains((), ("造",), asserted=False)]) == {(True, True), (False, True)}


def test_a_word_of_two_lists_is_in_both() -> None:
    mentioned = [Contains((), (name,), asserted=False) for name in ("造", "骗")]
    assert sayings(mentioned) == {(True, False), (False, True), (True, True)}


def test_a_word_inside_another_is_found_there() -> None:
    asked = [Contains(("造谣",), (), asserted=False), Contains((), ("大",), asserted=False)]
    assert sayings(asked) == {(True, False), (True, True)}


def test_a_longer_word_may_keep_the_guard_away_from_a_shorter_one() -> None:
    asked = [Contains(("造谣",), ()), Contains(("极其疯狂造谣",), ())]
    assert (True, False) in sayings(asked)


def test_a_guard_may_be_part_of_a_word() -> None:
    assert (True, False) in sayings([Contains(("没有答复",), ()), Contains(("答复",), ())])


def test_without_guards_nothing_is_negated() -> None:
    lists = WordLists([Word(list="造", word="造谣")])
    assert clauses([Contains((), ("造",))], lists) == ("造谣",)


def test_words_treated_alike_need_one_clause() -> None:
    lists = WordLists([Word(list="表", word=f"词{n}") for n in range(9)])
    assert len(clauses([Contains((), ("表",))], lists)) == 1
