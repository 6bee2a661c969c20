"""Examples: what reads like the sentences of a list is found, and what reads like its exceptions is not."""

import pytest

from pipeline.classification.words import WordLists
from pipeline.plan.model import Word

ALIKE = ("等我走了你们就轻松了", "我走了大家都轻松", "没有我你们会轻松的", "要是没有我就好了")
HARMLESS = ("作业少了大家都轻松", "老师走了以后同学们在自习", "没有通知家长就放学了", "要是食堂近一点就好了")


def word(name: str, text: str) -> Word:
    return Word(list=name, word=text)


EVERY = (*(word("险情例句", text) for text in ALIKE), *(word("险情例句除外", text) for text in HARMLESS))


def finds(text: str, *more: Word) -> tuple[tuple[str, int], ...]:
    return WordLists((*EVERY, *more)).finder((), ("险情例句",), asserted=False)(text)


@pytest.mark.parametrize("text", ["她说等我走了,你们都会轻松", "今天卡。没有我，你们就轻松了！饭凉"])
def test_what_reads_like_an_example_is_found_in_its_sentence_by_the_signs_that_weigh_most(text: str) -> None:
    found = finds(text)
    assert 1 <= len(found) <= 3
    assert all(text[at : at + len(said)].replace("，", ",") == said for said, at in found)
    assert list(found) == sorted(found, key=lambda one: one[1])


@pytest.mark.parametrize("text", ["", "。", "xyz", "作业少了,孩子轻松了", "没有通知就放学", "食堂的菜偏凉"])
def test_what_reads_like_an_exception_or_like_nothing_known_is_not(text: str) -> None:
    assert finds(text) == ()


def test_what_was_missed_is_found_once_it_is_written_down_and_so_is_a_false_alarm_silenced() -> None:
    missed, alarm = "她把手链送给同桌,说用不着了", "等我走了你们就轻松了,这是歌词"
    assert (finds(missed), bool(finds(alarm))) == ((), True)
    assert finds(missed, word("险情例句", missed))
    assert not finds(alarm, *(word("险情例句除外", alarm.replace("歌词", other)) for other in ("歌词", "台词", "课文")))


def test_a_list_of_sentences_and_words_are_asked_for_together() -> None:
    finder = WordLists((*EVERY, word("人身安全", "失踪"))).finder((), ("人身安全", "险情例句"), asserted=False)
    assert finder("有人失踪") == (("失踪", 2),)
    assert finder("等我走了你们就轻松了")
