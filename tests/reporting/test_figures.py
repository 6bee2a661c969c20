from dataclasses import replace

import pytest

from pipeline.model import Attendance
from pipeline.reporting.figures import figures
from tests.reporting import editions


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("new", 18),
        ("open", 23),
        ("key", 2),
        ("unverified", 3),
        ("overdue", 4),
        ("tallied", 6),
        ("reports", 26),
        ("suggestions", 2),
        ("adopted", 1),
        ("referred", 1),
        ("rows_waiting", 4),
        ("returned", 1),
        ("partly", 4),
    ],
)
def test_counts_of_a_busy_day(name: str, value: int) -> None:
    assert figures(editions.busy(), editions.plan())[name].value == value


def test_the_roll_call_counts_every_unit_once() -> None:
    found = figures(editions.busy(), editions.plan())
    counted = [unit for kind in Attendance for unit in found[f"roll.{kind}"].counted]
    assert sorted(counted) == sorted(editions.plan().reporting_units)
    assert [found[f"roll.{k}"].value for k in (Attendance.MISSING, Attendance.LATE)] == [3, 2]


def test_every_number_names_the_rows_behind_it() -> None:
    edition = editions.busy()
    rows = {r.key for i in edition.incidents for r in i.reports} | {r.key for r in edition.tallied}
    rows |= {r.key for r in edition.referred} | {row.key for w in edition.workbooks for row in w.held}
    for name, figure in figures(edition, editions.plan()).items():
        assert set(figure.rows) <= rows, name
        if not name.startswith("roll.") and name not in ("workbooks", "returned", "partly"):
            assert len(figure.rows) == figure.value, name


def test_a_quiet_day_counts_nothing() -> None:
    found = figures(editions.quiet(), editions.plan())
    assert {found[n].value for n in ("new", "open", "reports", "overdue", "key")} == {0}


def test_answered_after_the_moment_of_the_issue_is_not_answered_yet() -> None:
    edition = editions.busy()
    early = replace(edition, now=editions.at("17:00"))
    before, after = (figures(e, editions.plan())["answered"].value for e in (early, edition))
    assert (before, after) == (1, 4)
