"""The review of a period: its figures are those of the incidents, and it rewards answering."""

from datetime import timedelta

from pipeline.plan.loading import load_pack
from pipeline.reporting import html, period
from tests.reporting import editions

PLAN = load_pack("epidemic")


def test_every_group_adds_up_to_the_whole() -> None:
    edition = editions.busy()
    review = period.build(edition, edition.day - timedelta(days=30), PLAN)
    shown = [i for i in edition.incidents if i.state.value != "withdrawn"]
    by_group = [c for c in review.counts if c.headings[1] == "件数"]
    assert [c.title for c in by_group] == ["按情形", "按等级", "按周"]
    for count in by_group:
        *groups, whole = count.lines
        assert sum(int(line[1]) for line in groups) == int(whole[1]) == len(shown)
        assert int(whole[2]) == sum(1 for i in shown if i.told)
    assert f"登记舆情{len(shown)}件" in review.overview


def test_a_period_without_incidents_says_so() -> None:
    edition = editions.quiet()
    review = period.build(edition, edition.day, PLAN)
    assert review.overview == PLAN.texts["period.none"]
    assert PLAN.texts["period.none"] in html.render("period", review, PLAN, edition.now)[0]
