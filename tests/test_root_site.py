"""The repository is itself a ready site: its workbooks are what the bundled plan makes."""

from pathlib import Path

from pipeline.plan.loading import load_pack
from pipeline.plan.text import digest, read_folder
from pipeline.resources import packs
from pipeline.workbooks.plan_book import read_plan
from pipeline.workbooks.report_template import write_report_template

TEMPLATES = Path(__file__).parents[1] / "templates"


def test_the_plan_workbook_says_what_the_bundled_plan_says() -> None:
    assert digest(read_plan(TEMPLATES / "plan.xlsx")) == digest(read_folder(packs() / "epidemic"))


def test_the_form_is_the_one_the_plan_makes(tmp_path: Path) -> None:
    write_report_template(tmp_path / "report.xlsx", load_pack("epidemic"))
    assert (tmp_path / "report.xlsx").read_bytes() == (TEMPLATES / "report.xlsx").read_bytes()
