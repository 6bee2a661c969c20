"""Links put nodes together whatever their order, and never two known incidents."""

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from pipeline.merging.grouping import Grouping, Pair
from pipeline.merging.likeness import Likeness

KNOWN = ("YQ-2021-0001", "YQ-2021-0002")
NODES = (*KNOWN, "a", "b", "c", "d")
PAIRS = [frozenset(pair) for pair in combinations(NODES, 2) if frozenset(pair) != frozenset(KNOWN)]
LINKS = st.dictionaries(st.sampled_from(PAIRS), st.sampled_from((0.3, 0.5, 0.7, 0.7, 0.9)))


def like(score: float) -> Likeness:
    return Likeness(score, score, same_situation=False, days_apart=0, same_place=False)


def groups(links: list[tuple[Pair, float]], nodes: tuple[str, ...] = NODES) -> set[frozenset[str]]:
    grouping = Grouping(frozenset(KNOWN), nodes)
    grouping.follow({pair: like(score) for pair, score in links})
    grouping.join_alike(0.62)
    return set(map(frozenset, grouping.all()))


@given(LINKS, st.randoms(use_true_random=False))
def test_the_order_of_links_and_nodes_does_not_matter(links: dict[Pair, float], chance: object) -> None:
    pairs, nodes = list(links.items()), list(NODES)
    chance.shuffle(pairs)  # type: ignore[attr-defined]  # random.Random
    chance.shuffle(nodes)  # type: ignore[attr-defined]
    assert groups(pairs, tuple(nodes)) == groups(list(links.items()))


@given(LINKS)
def test_known_incidents_never_meet(links: dict[Pair, float]) -> None:
    found = groups(list(links.items()))
    assert sorted(node for group in found for node in group) == sorted(NODES)
    assert not any(group.issuperset(KNOWN) for group in found)


def test_a_known_incident_speaks_for_its_group() -> None:
    one, _ = KNOWN
    links = [(frozenset((one, "a")), 0.9), (frozenset((one, "b")), 0.9)]
    assert frozenset((one, "a", "b")) in groups(links)


def test_a_chain_of_new_reports_is_cut() -> None:
    links = [(frozenset("ab"), 0.9), (frozenset("bc"), 0.8)]
    assert {frozenset("ab"), frozenset("c")} <= groups(links)
