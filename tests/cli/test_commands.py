"""The commands as a clerk types them: what they say, what they leave behind, how they end."""

import json
import re
import shutil
from datetime import date
from pathlib import Path

import pikepdf
import pytest
from filelock import FileLock
from openpyxl import load_workbook

from pipeline.cli.main import COMMANDS
from pipeline.cli.run_command import _tell_of_inbox
from pipeline.intake.settling import Seen
from pipeline.nightly import NightResult
from tests.cli.saying import Say
from tests.site_nights import Clerk
from tests.workbook_maker import fill

ROOT = Path(__file__).parents[2]
GOOD: dict[str, object] = {"内容摘要": "几位家长在群里问分餐的菜为什么凉", "来源渠道": "班级家长群", "发现时间": "9:40"}


@pytest.fixture
def site(clerk: Clerk) -> Path:
    return clerk.site.root


def everything_in(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_the_readme_lists_the_commands_that_there_are() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert set(re.findall(r"^\| `sitrep (\w+)", readme, re.MULTILINE)) == set(COMMANDS)


def test_every_command_has_help(say: Say) -> None:
    for command in COMMANDS:
        code, said = say(command, "--help")
        assert code == 0, command
        assert "--help" in said


def test_a_folder_that_is_no_site_is_a_usage_error(say: Say, tmp_path: Path) -> None:
    code, said = say("run", "--date", "2021-03-25", "--site", tmp_path)
    assert code == 2
    assert "sitrep init" in said


def test_a_night_and_its_rerun(say: Say, site: Path) -> None:
    fill(site / "templates" / "report.xlsx", site / "inbox" / "初二1班.xlsx", rows=[GOOD])
    code, said = say("run", "--date", "2021-03-25", "--site", site)
    assert code == 0, said
    before = everything_in(site / "outbox")
    assert any(name.endswith("第1期.pdf") for name in before)
    assert not list((site / "inbox").glob("*.xlsx"))

    code, said = say("run", "--date", "2021-03-25", "--site", site)
    assert code == 0
    assert "没有新的工作簿" in said
    assert everything_in(site / "outbox") == before

    code, said = say("explain", "yq-2021-0001", "--site", site)
    assert code == 0
    assert "文件 初二1班.xlsx,工作表 上报,单元格 B" in said

    code, said = say("status", "--json", "--site", site)
    assert json.loads(said)["roll_call"]["初二1班"] == "已报"
    reminder = (site / "outbox" / "2021-03-25" / "提醒.txt").read_text(encoding="utf-8").strip()
    assert f"  {reminder}\n" in say("status", "--site", site)[1]

    code, said = say("review", "--phase", "开学后", "--site", site)
    made = site / "outbox" / "2021-03-25" / "总结评定-2021-03-08至2021-03-25.pdf"
    assert (code, made.is_file(), made.stat().st_mode & 0o777) == (0, True, 0o600), said

    shutil.rmtree(site / "outbox")
    assert say("report", "--date", "2021-03-25", "--site", site)[0] == 0
    assert everything_in(site / "outbox") == before
    assert say("report", "--date", "2021-03-24", "--site", site)[0] == 2


def test_copies_for_mail_open_with_the_password_alone(
    say: Say, site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(site / "templates" / "report.xlsx", site / "inbox" / "初二1班.xlsx", rows=[GOOD])
    assert say("run", "--date", "2021-03-25", "--site", site)[0] == 0
    ask = ("report", "--date", "2021-03-25", "--locked", tmp_path / "邮件", "--site", site)
    monkeypatch.setenv("SITREP_PDF_PASSWORD", "1234567")
    code, said = say(*ask)
    assert (code, "至少 8 个字符" in said, (tmp_path / "邮件").exists()) == (2, True, False)

    before = everything_in(site / "outbox")
    monkeypatch.setenv("SITREP_PDF_PASSWORD", "春眠不觉晓处处闻啼鸟")
    assert say(*ask)[0] == 0
    (copy,) = (tmp_path / "邮件").iterdir()
    assert copy.name == "舆情汇报-2021-03-25-第1期-加密.pdf"
    assert everything_in(site / "outbox") == before
    with pytest.raises(pikepdf.PasswordError):
        pikepdf.open(copy)
    with pikepdf.open(copy, password="春眠不觉晓处处闻啼鸟") as page:  # noqa: S106
        assert (page.encryption.R, page.encryption.file_method.name, page.encryption.bits) == (6, "aesv3", 256)
        assert page.Root.MarkInfo.Marked  # still for a reading aid


def test_five_mistakes_are_five_marked_cells_and_the_good_row_counts(say: Say, site: Path) -> None:
    rows = [
        GOOD,
        GOOD | {"内容摘要": "食堂的汤太淡", "来源渠道": "饭桌"},
        GOOD | {"内容摘要": "体育课改期", "发现时间": "昨儿个"},
        GOOD | {"内容摘要": None},
        GOOD | {"内容摘要": "家长110101200803071234问学籍"},
        GOOD | {"内容摘要": "有人问寒假作业", "已答复情况": "已在群里答复"},
    ]
    fill(site / "templates" / "report.xlsx", site / "inbox" / "初二1班.xlsx", rows=rows)
    code, said = say("run", "--date", "2021-03-25", "--site", site)
    assert code == 1
    assert "收下 1 行,待补正 5 行" in said
    marked = load_workbook(site / "outbox" / "2021-03-25" / "退回" / "初二1班-初二1班.xlsx")
    assert marked.sheetnames[0] == "回执"
    commented = [c.coordinate for row in marked["上报"].iter_rows() for c in row if c.comment]
    assert len(commented) == 5
    assert any(c.value == "需修改" for row in marked["上报"].iter_rows(max_row=20) for c in row)
    code, said = say("explain", "YQ-2021-0001", "--site", site)
    assert code == 0


def test_check_submits_nothing(say: Say, site: Path) -> None:
    path = fill(site / "templates" / "report.xlsx", site.parent / "表.xlsx", rows=[GOOD | {"来源渠道": "饭桌"}])
    code, said = say("check", path, "--date", "2021-03-25", "--annotate", "--json", "--site", site)
    assert code == 1
    found = json.loads(said[said.index("[") :])[0]["findings"]
    assert [f["where"] for f in found if f["severity"] == "错误"] == ["上报!C6"]
    assert (site.parent / "表-标注.xlsx").is_file()
    assert not (site / "ledger" / "ledger.sqlite").exists()


def test_a_broken_plan_stops_before_anything_is_moved(say: Say, site: Path) -> None:
    book = load_workbook(site / "templates" / "plan.xlsx")
    book["分级规则"]["B2"] = "火星"
    book.save(site / "templates" / "plan.xlsx")
    fill(site / "templates" / "report.xlsx", site / "inbox" / "初二1班.xlsx", rows=[GOOD])
    code, said = say("run", "--date", "2021-03-25", "--site", site)
    assert code == 3
    assert "分级规则!B2" in said
    assert (site / "inbox" / "初二1班.xlsx").is_file()
    assert not (site / "ledger" / "archive").exists()
    assert say("plan", "check", "--site", site)[0] == 3


def test_another_plan_never_takes_over_a_ledger(say: Say, site: Path, tmp_path: Path) -> None:
    assert say("run", "--interim", "--date", "2021-03-25", "--site", site)[0] == 0
    code, said = say("init", "--plan", "aftersales", tmp_path / "service")
    assert (code, said.count("未配置”")) == (0, 4)
    own, other = site / "templates" / "plan.xlsx", tmp_path / "service" / "templates" / "plan.xlsx"
    kept = own.read_bytes()
    shutil.copyfile(other, own)
    fill(site / "templates" / "report.xlsx", site / "inbox" / "初二1班.xlsx", rows=[GOOD])
    before = everything_in(site / "outbox")
    for command in (["run", "--date", "2021-03-26"], ["status"], ["plan", "check"]):
        code, said = say(*command, "--site", site)
        assert code == 3, command
        assert "台账是方案“epidemic YQ”记的,方案工作簿现在是“aftersales FW”" in said
    assert (site / "inbox" / "初二1班.xlsx").is_file()
    assert everything_in(site / "outbox") == before
    own.unlink()
    assert say("init", "--plan", "aftersales", site)[0] == 3
    assert not own.exists()
    own.write_bytes(kept)
    assert say("run", "--interim", "--date", "2021-03-26", "--site", site)[0] == 0


def test_a_changed_prefix_would_begin_another_number_sequence(say: Say, site: Path) -> None:
    assert say("run", "--interim", "--date", "2021-03-25", "--site", site)[0] == 0
    book = load_workbook(site / "templates" / "plan.xlsx")
    row = next(c.row for c in book["基本信息"]["A"] if c.value == "prefix")
    book["基本信息"].cell(row, 2).value = "XX"
    book.save(site / "templates" / "plan.xlsx")
    assert say("run", "--date", "2021-03-26", "--site", site)[0] == 3


def test_the_plan_to_text_and_back(say: Say, site: Path, tmp_path: Path) -> None:
    assert say("plan", "export", tmp_path / "text", "--site", site)[0] == 0
    assert say("plan", "import", tmp_path / "text", "--site", site)[0] == 0
    assert say("plan", "export", tmp_path / "again", "--site", site)[0] == 0
    assert everything_in(tmp_path / "text") == everything_in(tmp_path / "again")


def test_a_second_run_at_once_is_told_to_wait(say: Say, site: Path) -> None:
    (site / "ledger").mkdir(exist_ok=True)
    with FileLock(site / "ledger" / "run.lock"):
        code, said = say("run", "--date", "2021-03-25", "--site", site)
    assert code == 4
    assert "另一次运行" in said


def test_a_bug_is_one_sentence_and_a_log(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, say: Say) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("tempfile.gettempdir", lambda: str(tmp_path))
    monkeypatch.setitem(COMMANDS, "nowhere", "")
    code, said = say("nowhere")
    assert code == 70
    assert "Traceback" not in said
    assert "Traceback" in (tmp_path / "sitrep-error.log").read_text(encoding="utf-8")


def test_the_demo_never_touches_a_folder_it_did_not_make(say: Say, tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("留着", encoding="utf-8")
    code, said = say("demo", tmp_path)
    assert code == 2
    assert "换一个文件夹" in said
    assert everything_in(tmp_path) == {"mine.txt": "留着".encode()}


def test_what_is_to_be_reviewed_is_named_in_one_of_three_ways(say: Say, site: Path) -> None:
    for asked, expected in (
        ((), "三者写一个"),
        (("--from", "2021-03-15"), "三者写一个"),
        (("YQ-2021-0001", "--phase", "P2"), "三者写一个"),
        (("--phase", "P9"), "现有的阶段:P1 延期开学线上讲课期间、P2 开学后"),
        (("--from", "2021-03-15", "--to", "2021-03-26"), "还没有运行过"),
    ):
        code, said = say("review", *asked, "--site", site)
        assert code == 2
        assert expected in said


def test_what_still_lies_in_the_inbox_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    stayed = tuple(Seen(name, Path(name), 1, 1, complete=True) for name in "abcdefghijklm")
    _tell_of_inbox(NightResult(date(2021, 3, 25), (), (), (), waiting=("空.xlsx",), stayed=stayed))
    said = capsys.readouterr().out
    assert "有 1 份还没有收" in said
    assert "  空.xlsx" in said
    assert "有 13 份已收下,但从 inbox 里删不掉" in said
    assert said.count("\n  ") == 11
