"""A likeness is a sum of parts, each of which it says in words."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st
from inline_snapshot import snapshot

from pipeline.merging.likeness import blended, likeness, mostly
from pipeline.merging.rarity import rarity_of
from pipeline.merging.subjects import Subject, Theme
from pipeline.merging.wording import rare_wording, weighed_wording, wording
from tests.nights import MONDAY

NEW = rarity_of([], [], frozenset())
TEXTS = st.text("食堂晚自习路灯停水,甲乙丙", max_size=30)


def said(text: str, situation: str = "P2-1", **values: object) -> Subject:
    theme = Theme(text, situation, **values)  # type: ignore[arg-type]  # fields by name
    return Subject(theme, frozenset({"食堂"}), MONDAY, "班级家长群")


@given(TEXTS, TEXTS)
def test_wording_is_a_symmetric_share(a: str, b: str) -> None:
    for found in (wording, lambda x, y: weighed_wording(x, y, NEW), lambda x, y: rare_wording(x, y, NEW)[0]):
        assert 0 <= found(a, b) <= 1
        assert found(a, b) == found(b, a)
    assert not a or wording(a, a) == 1


@given(TEXTS, TEXTS)
def test_a_score_is_a_symmetric_share(a: str, b: str) -> None:
    found = likeness(said(a), said(b), NEW)
    assert 0 <= found.score <= 1
    assert found == likeness(said(b), said(a), NEW)


def test_other_named_situations_keep_two_matters_apart() -> None:
    one, other = said("饭菜偏凉"), said("饭菜偏凉", "P2-3")
    assert likeness(one, one, NEW).score > 0.9
    assert likeness(one, other, NEW).score < 0.45
    proposed = said("饭菜偏凉", "P2-3", proposed=True)
    assert 0.45 < likeness(one, proposed, NEW).score < likeness(one, one, NEW).score


def test_every_part_is_said_in_words_and_no_words_of_the_reports() -> None:
    one = said("北门外丁香园工地半夜施工,食堂也停水", topics=frozenset({"停水"}))
    other = said("丁香园工地夜里施工吵人,停水两天", topics=frozenset({"停水"}))
    found = likeness(one, Subject(other.theme, other.places, MONDAY + timedelta(days=2), other.channel), NEW)
    assert set(found.runs) == {"丁香园工地", "施工", "停水"}
    assert found.explained == snapshot(
        "情形相同,相隔 2 天,同一处所,同一渠道,都提到停水,有 3 处少见的相同字句,措辞相似 0.64"
    )


def test_what_points_back_is_worth_a_question_for_some_days_only() -> None:
    video = frozenset({"视频"})
    first = said("有人拍后厨的视频", topics=video, wide=video)
    back = said("转来那段视频问在哪里", topics=video, wide=video, points_back=True)

    def after(days: int) -> Subject:
        return Subject(back.theme, frozenset(), MONDAY + timedelta(days=days))

    assert likeness(first, after(1), NEW).score >= 0.45 > likeness(first, after(5), NEW).score
    assert "像在说已报过的事" in likeness(first, after(1), NEW).explained
    earlier = Subject(first.theme, frozenset(), MONDAY + timedelta(days=3))
    assert not likeness(earlier, after(0), NEW).points_back


def test_an_incident_is_as_like_as_the_likest_few_of_its_reports() -> None:
    assert blended([0.8], 1) == 0.8
    assert blended([0.8, 0.8, 0.8, 0.1], 9) == 0.8
    assert 0.6 < blended([0.8], 3) < 0.8


def test_groups_are_alike_if_most_of_their_pairs_are() -> None:
    assert mostly([0.9, 0.1], 1, 2) == 0.5
    assert mostly([0.9, 0.9, 0.1], 1, 3) == 0.9
    assert mostly([0.9] * 16, 1, 60) == 0.9
