"""A district: the same night over several sites; what one cannot do is said of it and stops no other."""

import json
import shutil
from pathlib import Path

import pypdf
import pytest

from pipeline.errors import ExitCode
from pipeline.founding import found
from pipeline.reporting.rollup import COLUMNS
from pipeline.site import Site
from tests.cli.saying import Say
from tests.nights import FOOD, MONDAY, NETWORK, PARKING, yq
from tests.site_nights import Clerk, about

GATHERING = about("有人约家长后天到校门口聚集", 特殊事项="线下聚集")


@pytest.fixture
def schools(clerk: Clerk, tmp_path: Path) -> tuple[Clerk, Clerk]:
    """Two schools with a workbook each in their inboxes."""
    first, second = clerk, Clerk.of(clerk.site, tmp_path / "二中")
    first.drop(MONDAY, "初二1班", GATHERING, about(FOOD))
    second.drop(MONDAY, "初三2班", about(NETWORK), about(PARKING, 来源渠道="饭桌"))
    return first, second


def test_the_night_of_every_site_is_run_and_one_page_sums_them(
    say: Say, schools: tuple[Clerk, Clerk], tmp_path: Path
) -> None:
    first, second = (clerk.site for clerk in schools)
    other, broken = tmp_path / "售后", tmp_path / "坏了"
    found(Site(other), "aftersales")
    shutil.copytree(second.root, broken)
    (broken / "templates" / "plan.xlsx").write_bytes(b"x")
    asked = (first.root, broken, other, tmp_path / "没有", second.root)
    code, said = say("district", *asked, "--date", MONDAY, "--out", tmp_path)
    assert code == ExitCode.PLAN  # the gravest: a plan that cannot be used
    assert all(
        name in said
        for name in ("没有汇总 坏了:", "没有汇总 没有:不是一个站点", "坏了:方案工作簿打不开", "另一套方案“aftersales”")
    )
    page = tmp_path / f"区域汇总-{MONDAY}.pdf"
    assert page.stat().st_mode & 0o077 == 0
    text = "".join(p.extract_text() for p in pypdf.PdfReader(page).pages)
    assert yq(1) in text
    assert not [word for word in (FOOD, NETWORK, "聚集", str(tmp_path)) if word in text]
    for site in (first, second):
        assert list((site.outbox / str(MONDAY)).glob("舆情汇报-*第1期.pdf"))

    data = json.loads(say("district", first.root, second.root, "--date", MONDAY, "--out", tmp_path, "--json")[1])
    assert [one["figures"] for one in data["told"]] == [issued(site) for site in (first, second)]
    assert say("district", first.root, "--date", MONDAY, "--out", tmp_path)[0] == ExitCode.DONE


def issued(site: Site) -> dict[str, int]:
    """The figures of the site's own issue, as its archive copy accounts for them."""
    (archive,) = (site.outbox / str(MONDAY)).glob("*存档.pdf")
    told = json.loads(pypdf.PdfReader(archive).attachments["provenance.json"][0])["figures"]
    return {name: told[name]["value"] for name in COLUMNS}
