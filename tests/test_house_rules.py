"""Rules of the house that no linter knows."""

import re
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "pipeline"
DOMAIN = re.compile("舆情|学校|班级|班主任|家长|学生")
"""Words that belong to a plan: the engine knows none of them."""


def _modules() -> list[Path]:
    apart = ("plan/packs/", "demo")
    return [p for p in PACKAGE.rglob("*.py") if not p.relative_to(PACKAGE).as_posix().startswith(apart)]


def test_there_are_modules_to_look_at() -> None:
    assert len(_modules()) > 100


@pytest.mark.parametrize("module", _modules(), ids=lambda p: p.relative_to(PACKAGE).as_posix())
def test_the_engine_holds_no_word_of_the_domain(module: Path) -> None:
    assert not DOMAIN.findall(module.read_text(encoding="utf-8"))
