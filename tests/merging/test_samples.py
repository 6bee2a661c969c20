"""Groups of labelled texts, where they lie beside the project: each is merged, or a person is asked about it.

`pytest -n 0 -s` prints why.
"""

from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import pytest

from pipeline.merging.attachment import Match
from tests.merging.ledgers import samples

SAMPLES = Path(__file__).parents[3] / "shared" / "data" / "samples" / "incidents.csv"
pytestmark = pytest.mark.skipif(not SAMPLES.exists(), reason=f"the samples are not there: ../{SAMPLES.parts[-4]}")

NEAR = "G10-3"
"""Of another cause perhaps: to be asked about, and not merged."""


@cache
def laid() -> Mapping[str, tuple[str, Match]]:
    """Sample → its group and where it went."""
    return {sample["id"]: (sample["group_id"], match) for sample, match in samples(SAMPLES)}


def groups() -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for name, (group, _) in laid().items():
        if group:
            found[group].append(name)
    return found


def asked(name: str) -> set[str]:
    return {number for number, _, _ in laid()[name][1].doubtful}


@pytest.mark.parametrize("group", ["G02", "G03", "G06", "G10"])
def test_every_report_of_a_group_is_attached_or_asked_about(group: str) -> None:
    first, *others = sorted(groups()[group])
    home = laid()[first][1].incident
    for name in others:
        match = laid()[name][1]
        print(name, match.incident, match.explained or match.doubtful)  # noqa: T201 (for a person to read)
        assert match.incident == home or home in asked(name)
        assert match.explained or all(words for _, _, words in match.doubtful)


def test_half_of_the_links_need_nobody() -> None:
    links = [laid()[name][1] for names in groups().values() for name in sorted(names)[1:]]
    assert sum(not match.opened for match in links) >= len(links) / 2


def test_no_two_groups_share_an_incident_and_the_near_one_is_only_asked_about() -> None:
    homes = [{laid()[name][1].incident for name in names} for names in groups().values()]
    assert sum(map(len, homes)) == len(set[str]().union(*homes))
    alone = [match for group, match in laid().values() if not group]
    assert all(match.opened for match in alone)
    assert laid()[NEAR][1].opened
    assert asked(NEAR)
