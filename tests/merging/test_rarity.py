"""What a ledger seldom says is telling, what it says every day is not."""

from hypothesis import given
from hypothesis import strategies as st

from pipeline.merging.rarity import named, pairs_in, prose, rarity_of, shared_runs, telling

EMPTY = rarity_of([], [], frozenset())
TEXTS = st.text("食堂晚自习路灯停水,甲乙丙", max_size=20)


@given(TEXTS, TEXTS)
def test_shared_runs_are_the_same_either_way_and_stand_in_both(a: str, b: str) -> None:
    runs = shared_runs(prose(a), prose(b))
    assert runs == shared_runs(prose(b), prose(a))
    assert not any(x in y for x in runs for y in runs if x != y)
    assert all(prose(run).grams <= prose(a).grams & prose(b).grams for run in runs)


def test_a_run_ends_where_the_texts_part() -> None:
    one, other = prose("北门路灯不亮,住校生摸黑回宿舍"), prose("请修北门路灯,住校生怕摔")
    assert shared_runs(one, other) == ("北门路灯", "住校生")


def test_a_name_that_few_incidents_have_says_more_than_a_word_of_every_day() -> None:
    rarity = rarity_of([prose("食堂").grams] * 90 + [prose("路灯").grams], [], frozenset())
    assert rarity.of_pair("路灯") > 4
    assert rarity.of_pair("食堂") < 1
    assert rarity.is_usual("食堂")
    assert not rarity.is_usual("路灯")
    assert list(telling(("食堂", "路灯"), rarity)) == ["路灯"]


def test_what_goes_with_a_name_anyway_says_nothing_more() -> None:
    rarity = rarity_of([prose("丁香园").grams] * 9 + [prose("丁字尺").grams] * 40, [], frozenset())
    assert rarity.of_run("丁香园") - rarity.of_pair("丁香") < 0.2
    assert rarity.of_run("丁香路") - rarity.of_pair("丁香") > 2


def test_the_talk_of_the_day_stays_telling_once_the_ledger_is_old() -> None:
    talk, past = [prose("搬迁").grams] * 20, [prose(f"旧事{n}").grams for n in range(500)]
    assert rarity_of([], talk, frozenset()).of_pair("搬迁") < 1.3
    assert rarity_of(past, talk, frozenset()).of_pair("搬迁") > 5


def test_a_new_ledger_takes_the_plans_word_for_what_is_wide() -> None:
    assert rarity_of([], [], pairs_in(["食堂"])).of_pair("食堂") < EMPTY.of_pair("食堂") - 1.5


def test_a_place_that_nearly_all_name_says_little() -> None:
    rarity = rarity_of([{named("办公室")}] * 9 + [{named("食堂")}], [], frozenset())
    assert rarity.news("办公室") < 0.2
    assert rarity.news("食堂") > 0.9
