"""What a site hands up, and the page that sums it: counts and situations, and no word that anybody wrote."""

from pipeline.reporting.rollup import COLUMNS, Absent, SiteDay, build, of_site
from tests.reporting import editions


def handed_up(site: str, situations: dict[str, int], **figures: int) -> SiteDay:
    counted = {name: figures.get(name.replace(".", "_"), 0) for name in COLUMNS}
    return SiteDay(site, editions.at("20:00"), counted, situations, ())


def test_the_sums_are_those_of_the_sites_and_what_several_share_is_named() -> None:
    told = (
        handed_up("一中", {"甲": 2, "乙": 1}, new=3, open=5, overdue=1),
        handed_up("二中", {"甲": 1}, new=1, open=2, roll_missing=4),
    )
    view = build(editions.DAY, told, (Absent("三中", "方案有误"),), editions.plan())
    assert view.lines[-1] == ("合计", "4", "7", "0", "0", "0", "1", "4")
    assert [line[0] for line in view.lines] == ["一中", "二中", "合计"]
    assert view.common == (("甲", 2, 3),)
    assert view.overview.startswith("3所学校中2所已汇总：新增舆情4件，在办7件（重点0件）")


def test_a_site_hands_up_counts_and_situations_and_no_words() -> None:
    handed = of_site(editions.busy(), editions.plan())
    assert handed.figures["new"] == 18
    assert [(g.number, g.grade) for g in handed.grave] == [("YQ-2021-0019", "Ⅱ 橙")]
    told = str(handed)
    for incident in editions.busy().incidents:
        assert not [r for r in incident.reports if r.row.text("summary") in told]
