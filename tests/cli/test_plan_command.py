"""What a clerk does with a plan: check it, have it marked, compare it, and try it on what has happened."""

import json
import shutil
from pathlib import Path

import pytest
from openpyxl import load_workbook

from pipeline.plan.text import PlanTables, write_folder
from pipeline.register.law import make_law
from pipeline.site import Site
from pipeline.workbooks.plan_book import read_plan, write_plan
from tests.cli.saying import Say
from tests.nights import MONDAY, TUESDAY
from tests.plan.sheets import bundled, row_of, spoiled
from tests.site_nights import Clerk, about

FAULTS = {
    "基本信息!B8": "晚八点",
    "基本信息!B17": "Ⅴ",
    "单位名册!B4": "部們",
    "人员角色!E4": "也许",
    "字段!G5": "本期情形",
    "字段!F2": "必填",
    "阶段!C2": "下学期",
    "情形!E3": "不引",
    "字典!B5": "班主任",
    f"词表!B{row_of('词表', '遮盖')}": "(没有关上",
    "去向规则!B2": "火星",
    "情形规则!B3": "含(@没有的词表)",
    "分类规则!I3": "拟E",
    "分级规则!E6": ">=三",
    "分级规则!A4": "FJ-02",
    "时限!D3": "半",
    "口径!E2": "下月",
    "日历!B2": "放假",
    "报表!B3": "{yaer}年",
    "保存期限!B2": "零",
}
"""Cell → what is typed there."""


@pytest.fixture(scope="module")
def lived(founded: Site, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site after two nights."""
    clerk = Clerk.of(founded, tmp_path_factory.mktemp("lived") / "site")
    clerk.drop(MONDAY, "初二1班", about("网课平台上午卡顿掉线,多名同学进不去课堂", 来源渠道="短视频或微博"))
    clerk.run(MONDAY)
    clerk.drop(TUESDAY, "初三2班", about("晚自习后校门口停车太乱,接送的车堵到路口"))
    clerk.run(TUESDAY)
    return clerk.site.root


@pytest.fixture
def site(lived: Path, tmp_path: Path) -> Path:
    root = tmp_path / "site"
    shutil.copytree(lived, root)
    return root


def put(site: Path, tables: PlanTables) -> Path:
    write_plan(site / "templates" / "plan.xlsx", tables)
    return site / "templates" / "plan.xlsx"


def faulty() -> PlanTables:
    tables = dict(bundled())
    for place, text in FAULTS.items():
        sheet, _, cell = place.partition("!")
        tables[sheet] = spoiled_in(tables, sheet, cell, text)
    return tables


def spoiled_in(tables: PlanTables, sheet: str, cell: str, text: str) -> tuple[tuple[str, ...], ...]:
    row, column = int(cell[1:]) - 1, ord(cell[0]) - ord("A")
    rows = [list(line) for line in tables[sheet]]
    rows[row] += [""] * (column + 1 - len(rows[row]))
    rows[row][column] = text
    return tuple(map(tuple, rows))


def changed(**cells: str) -> PlanTables:
    return spoiled("时限", **{f"D{row_of('时限', 'SX-07')}": "18"}, **cells)


def files(root: Path) -> dict[str, bytes]:
    return {p.relative_to(root).as_posix(): p.read_bytes() for p in root.rglob("*") if p.is_file()}


def test_a_sound_plan_is_usable(say: Say, site: Path) -> None:
    code, said = say("plan", "check", "--site", site)
    assert code == 0
    assert "方案可以使用。" in said
    assert "未配置担任人的角色" in said


def test_hints_alone_do_not_stop_anything(say: Say, site: Path) -> None:
    put(site, {**bundled(), "报表": tuple(r for r in bundled()["报表"] if r[0] != "section.key")})
    code, said = say("plan", "check", "--site", site)
    assert code == 0
    assert "报表(1 处)" in said
    assert "方案可以使用,有 1 条提醒。" in said


def test_twenty_faults_are_twenty_findings_each_with_its_cell(say: Say, site: Path) -> None:
    put(site, faulty())
    code, said = say("plan", "check", "--json", "--site", site)
    found = [f for f in json.loads(said)["findings"] if f["severity"] == "错误"]
    assert code == 3
    assert len(FAULTS) == 20
    assert sorted(f["where"] for f in found) == sorted(FAULTS)
    code, said = say("plan", "check", "--site", site)
    assert code == 3
    assert "方案有误(20 处" in said
    assert said.index("基本信息(2 处)") < said.index("分级规则(2 处)") < said.index("保存期限(1 处)")


def test_a_run_on_a_faulty_plan_moves_nothing_and_says_where_to_look(say: Say, site: Path) -> None:
    put(site, faulty())
    Clerk(Site(site)).drop(TUESDAY, "初二1班", about("食堂的汤太淡"))
    before = files(site)
    code, said = say("run", "--date", TUESDAY, "--site", site)
    assert code == 3
    assert "共 20 处" in said
    assert "sitrep plan check" in said
    assert files(site) == before


def test_the_marked_copy_shows_every_fault(say: Say, site: Path, tmp_path: Path) -> None:
    path = put(site, faulty())
    marked = tmp_path / "标注.xlsx"
    code, said = say("plan", "check", "--annotate", marked, "--site", site)
    assert code == 3
    assert str(marked) in said
    book = load_workbook(marked)
    assert book.sheetnames[:2] == ["核对结果", "说明"]
    commented = {
        f"{s.title}!{c.coordinate}" for s in book.worksheets for line in s.iter_rows() for c in line if c.comment
    }
    assert commented == set(FAULTS)
    assert {c.value for c in book["核对结果"]["B"]} >= set(FAULTS)
    assert book["分级规则"]["A4"].fill.fgColor.rgb == "FFF9C9C4"
    assert read_plan(marked) == read_plan(path), "corrected, it may be the plan"
    assert say("plan", "check", "--annotate", path, "--site", site)[0] == 2
    assert say("plan", "check", "--annotate", tmp_path / "没有" / "x.xlsx", "--site", site)[0] == 2


@pytest.mark.heavy
def test_a_marked_copy_that_was_corrected_loses_its_marks(say: Say, site: Path, tmp_path: Path) -> None:
    plan = put(site, spoiled("时限", D3="半", D4="半"))
    say("plan", "check", "--annotate", tmp_path / "1.xlsx", "--site", site)
    book = load_workbook(tmp_path / "1.xlsx")
    book["时限"]["D3"] = "30"
    book.save(plan)
    assert say("plan", "check", "--annotate", tmp_path / "2.xlsx", "--site", site)[0] == 3
    sheet = load_workbook(tmp_path / "2.xlsx")["时限"]
    assert sheet["D3"].comment is None
    assert sheet["D3"].fill.fgColor.rgb != "FFF9C9C4"
    assert sheet["D4"].comment is not None


def test_the_edited_plan_is_tried_on_the_ledger_and_nothing_is_written(say: Say, site: Path) -> None:
    put(site, changed())
    before = files(site)
    code, said = say("plan", "check", "--against", "ledger", "--site", site)
    assert code == 0
    assert "改动 SX-07(第 8 行):数值 “0” → “18”" in said
    assert "试算了台账中的 2 件,2 件会不同" in said
    line = next(row for row in said.splitlines() if "YQ-2021-0001" in row)
    answer = "前答复或告知答复日期"
    assert line.split() == ["YQ-2021-0001", "答复时限", "当日", "23:59", answer, "当日", "18:00", answer, "SX-07"]
    assert "网课" not in said
    assert files(site) == before


def test_without_a_night_there_is_nothing_to_try(say: Say, tmp_path: Path) -> None:
    say("init", tmp_path / "new")
    code, said = say("plan", "check", "--against", "ledger", "--site", tmp_path / "new")
    assert code == 0
    assert "还没有运行过" in said
    assert not (tmp_path / "new" / "ledger" / "ledger.sqlite").exists()


@pytest.mark.parametrize("kind", ["workbook", "folder", "digest"])
def test_plans_are_compared_wherever_they_are(say: Say, site: Path, tmp_path: Path, kind: str) -> None:
    write_folder(bundled(), tmp_path / "text")
    write_plan(tmp_path / "old.xlsx", bundled())
    law, _ = make_law(bundled())
    assert law is not None
    old = {"workbook": tmp_path / "old.xlsx", "folder": tmp_path / "text", "digest": law.plan.digest[:8]}[kind]
    row = row_of("分级规则", "FJ-07")
    new = {**changed(), "分级规则": spoiled("分级规则", **{f"H{row}": "Ⅱ"})["分级规则"]}
    before = files(site)
    code, said = say("plan", "diff", old, put(site, new), "--json", "--site", site)
    assert code == 0
    data = json.loads(said)
    assert [c["sheet"] for c in data["changes"]] == ["分级规则", "时限"]
    first = data["trial"]["changed"][0]
    grade = next(d for d in first["differences"] if d["what"] == "grade")
    assert (first["number"], grade["old"], grade["new"], grade["old_rule"]) == ("YQ-2021-0001", "Ⅲ", "Ⅱ", "FJ-07")
    before["templates/plan.xlsx"] = (site / "templates" / "plan.xlsx").read_bytes()
    assert files(site) == before


def test_a_faulty_plan_is_not_compared(say: Say, site: Path) -> None:
    good = shutil.copy(site / "templates" / "plan.xlsx", site / "good.xlsx")
    code, said = say("plan", "diff", good, put(site, spoiled("时限", D3="半")), "--site", site)
    assert code == 3
    assert "时限!D3" in said
    code, said = say("plan", "diff", good, "abcdef", "--site", site)
    assert code == 2
    assert "不是方案" in said


def test_plans_alike_are_said_to_be(say: Say, site: Path) -> None:
    path = site / "templates" / "plan.xlsx"
    code, said = say("plan", "diff", path, path, "--site", site)
    assert code == 0
    assert "两套方案内容相同。" in said
    assert "结果都相同" in said


def test_a_faulty_text_does_not_replace_the_plan(say: Say, site: Path, tmp_path: Path) -> None:
    before = files(site)
    write_folder(spoiled("口径", B2="甲\x00乙"), tmp_path / "text")
    code, said = say("plan", "import", tmp_path / "text", "--site", site)
    assert code == 3
    assert "口径!B2" in said
    (tmp_path / "text" / "05-阶段.csv").write_bytes(b"\xff\xff\x81")
    code, said = say("plan", "import", tmp_path / "text", "--site", site)
    assert code == 3
    assert "05-阶段.csv" in said
    assert files(site) == before
