import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.classification.offsets import as_typed, origins
from pipeline.classification.words import WordLists, normalise

TEXTS = st.text(max_size=20) | st.text("ab造谣。ＡＢ①…㎏ﬁßé\u0301\u0323ｶﾞ가\u1100\u1161\u11a8\u09c7\u09be", max_size=20)


@pytest.mark.parametrize(
    ("text", "word", "typed"),
    [
        ("说造谣", "造谣", 1),
        ("，造谣", "造谣", 1),
        ("……造谣", "造谣", 2),
        ("㎏①ＱＱ群", "qq群", 2),
        ("㎏", "g", 0),
        ("e\u0301造谣", "造谣", 2),
        ("e\u0301造谣", "é", 0),
        ("甲\u0301造谣", "造谣", 2),
        ("Straße造谣", "造谣", 6),
        ("ﾊﾟﾊﾟ造谣", "造谣", 4),
    ],
)
def test_a_word_stands_where_it_was_typed(text: str, word: str, typed: int) -> None:
    found = WordLists(()).finder((word,))(text)
    assert as_typed(found, text) == ((normalise(word), typed),)


@given(TEXTS)
def test_what_stands_before_an_origin_normalises_on_its_own(text: str) -> None:
    folded, origin = normalise(text), origins(text)
    assert len(origin) == len(folded)
    assert list(origin) == sorted(origin)
    for start in set(origin):
        assert normalise(text[:start]) == folded[: origin.index(start)]


@given(TEXTS, st.data())
def test_the_short_way_and_the_long_way_agree(text: str, data: st.DataObject) -> None:
    folded = normalise(text)
    if not folded:
        return
    at = data.draw(st.integers(0, len(folded) - 1))
    assert as_typed(((folded[at], at),), text) == ((folded[at], origins(text)[at]),)
