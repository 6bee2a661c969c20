"""A night stopped at any point that touches the disk, and run again, leaves what an undisturbed night leaves."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, make_url, text
from sqlalchemy.pool import NullPool

from tests.crash_sites import Crashes, Night, hurry, remember, spread
from tests.crashing import POSIX, STOPS, Point, points_of, stops
from tests.ledger.conftest import new_database
from tests.nights import DANGER, FOOD, MONDAY, NETWORK, PARKING, TUESDAY, yq
from tests.site_nights import Clerk, about

pytestmark = POSIX
WAYS = tuple(STOPS)
GATHERING = about("有人约家长后天到校门口聚集", 特殊事项="线下聚集")


@pytest.fixture(scope="module")
def patch() -> Iterator[pytest.MonkeyPatch]:
    with pytest.MonkeyPatch.context() as patch:
        hurry(patch)
        yield patch


def small(clerk: Clerk) -> None:
    """A late row, which corrects Monday, a danger, and a file that goes back."""
    clerk.drop(MONDAY, "初二1班", about(FOOD))
    clerk.run(MONDAY)
    clerk.drop(TUESDAY, "初二3班", about(DANGER), about(PARKING))
    clerk.drop(TUESDAY, "初二4班", about("晚自习后校门口停车太乱,堵到路口了"), day=MONDAY, clock="15:00")
    clerk.text(TUESDAY, "笔记.xlsx", "不是工作簿")


def busy(clerk: Clerk) -> None:
    """The same, with a bad row, the same file twice, a revision, progress and a decision."""
    clerk.drop(MONDAY, "初二2班", about(FOOD + ",还有点少"), about(NETWORK, 发现时间="昨儿个"))
    small(clerk)
    again = clerk.site.inbox / "初二3班" / "又一份.xlsx"
    again.parent.mkdir()
    shutil.copy(next(clerk.site.inbox.glob("初二3班-*")), again)
    clerk.dated(again, TUESDAY, "17:00")
    clerk.drop(TUESDAY, "初二1班", about(FOOD + ",请答复"), day=MONDAY, clock="15:30")
    clerk.drop(TUESDAY, "初二1班", day=TUESDAY, progress=[
        {"事件编号": yq(1), "进展时间": "3月23日 15:00", "进展类型": "已转达", "进展内容": "已在家长群说明"}
    ])  # fmt: skip
    clerk.decide(TUESDAY, "分类审定", {"事件编号": yq(1), "审定分类": "A", "审定等级": "Ⅲ"})


def urgent(clerk: Clerk) -> None:
    """An interim run that puts a flash report out."""
    clerk.drop(MONDAY, "初二1班", GATHERING, about(FOOD), clock="10:00")


def tuesday(clerk: Clerk) -> object:
    return clerk.run(TUESDAY)


def interim(clerk: Clerk) -> object:
    return clerk.run(MONDAY, interim=True)


def survives(crashes: Crashes, night: Night, at: int, how: str) -> list[str]:
    """What differs after a night that was stopped at a point and run again."""
    clerk = crashes.copy()
    stops(clerk.site.root, at, lambda: night(clerk), STOPS[how])
    night(clerk)
    return crashes.differs(clerk)


def way(at: int, points: list[Point]) -> str:
    """One way and the other in turns; a write is torn."""
    return "SIGKILL" if points[at].kind == "write" else WAYS[at % 2]


def points_found(crashes: Crashes, night: Night) -> list[Point]:
    """Every point of the night, which leaves the same while it is watched."""
    clerk = crashes.copy()
    points = points_of(clerk.site.root, lambda: night(clerk))
    assert crashes.differs(clerk) == []
    return points


@pytest.fixture
def site(patch: pytest.MonkeyPatch, clerk: Clerk) -> Clerk:
    del patch  # quick from here on
    return clerk


def test_a_night_stopped_at_twenty_points_is_simply_run_again(
    site: Clerk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    remember(monkeypatch, site.site)
    small(site)
    crashes = Crashes(site, tmp_path, tuesday)
    points = points_found(crashes, tuesday)
    assert len(points) > 150
    for at in spread(points, 20):
        assert survives(crashes, tuesday, at, way(at, points)) == [], points[at]


def test_an_interim_run_stopped_is_simply_run_again(
    site: Clerk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    remember(monkeypatch, site.site)
    urgent(site)
    crashes = Crashes(site, tmp_path, interim)
    points = points_found(crashes, interim)
    for at in spread(points[len(points) // 2 :], 4):
        assert survives(crashes, interim, at + len(points) // 2, way(at, points)) == [], points[at]


@pytest.mark.heavy
@pytest.mark.parametrize("how", STOPS)
@pytest.mark.parametrize("story", [(busy, tuesday), (urgent, interim)], ids=["night", "interim"])
def test_a_night_stopped_at_any_point_is_simply_run_again(
    site: Clerk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, story: tuple[Night, Night], how: str
) -> None:
    """Killed, everything is as it is: nothing remembered, the files read by the children that read them."""
    if how == "os._exit":
        remember(monkeypatch, site.site)
    lay_out, night = story
    lay_out(site)
    crashes = Crashes(site, tmp_path, night)
    points = points_found(crashes, night)
    assert len(points) > (200 if night is tuesday else 40)
    wrong = {n: found for n in range(len(points)) if (found := survives(crashes, night, n, how))}
    assert not wrong, [points[n] for n in wrong]


@pytest.mark.heavy
def test_a_night_on_postgresql_stopped_is_simply_run_again(
    site: Clerk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cluster: str
) -> None:
    remember(monkeypatch, site.site)
    use(site, new_database(cluster))
    small(site)
    crashes = Crashes(site, tmp_path, tuesday, lend=lambda copy: use(copy, cloned(cluster, site.site.database)))
    points = points_found(crashes, tuesday)
    sql = [n for n, point in enumerate(points) if point.kind == "sql"]
    assert len(sql) > 10
    for at in sorted({*sql, *spread(points, 30)}):
        for how in WAYS:
            assert survives(crashes, tuesday, at, how) == [], (points[at], how)


def use(clerk: Clerk, url: str) -> None:
    """Keep the site's ledger there."""
    (clerk.site.root / "site.toml").write_text(f'[database]\nurl = "{url}"\n', "utf-8")


def cloned(cluster: str, url: str) -> str:
    """A new database that holds what that one holds."""
    name = new_database(cluster)
    engine = create_engine(cluster.format("postgres"), isolation_level="AUTOCOMMIT", poolclass=NullPool)
    mine, other = make_url(name).database, make_url(url).database
    with engine.connect() as connection:
        connection.execute(text(f"drop database {mine}"))
        connection.execute(text(f"create database {mine} template {other}"))
    return name
