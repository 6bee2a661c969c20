"""The ten days told in workbooks: filled in by units, signed by the work group, read by runs of the program.

Run it with `pytest -m heavy -n 0` to read how `sitrep explain` tells each incident in the end.
"""

import re
from collections.abc import Mapping

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from pipeline.cli.faults import reported
from pipeline.cli.main import cli
from pipeline.model import EventKind
from pipeline.site import Site
from tests.nights import law, yq
from tests.site_nights import Clerk
from tests.story import FINALS, STORY, Run, Signed, ended, shown

Lived = tuple[Clerk, list[dict[str, str]]]
pytestmark = pytest.mark.heavy


def say(*arguments: object) -> int:
    return reported(lambda: cli.main([str(a) for a in arguments], standalone_mode=False))


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Lived:
    """A site after the story, and how every incident stood after each run."""
    clerk, stood = Clerk(Site(tmp_path_factory.mktemp("story") / "site")), []
    assert say("init", clerk.site.root) == 0
    for run in STORY:
        for paper in run.papers:
            clerk.drop(run.day, paper.unit, *paper.rows, progress=paper.progress, clock=paper.clock)
        if run.signed:
            review(clerk, run)
        assert say("run", "--date", run.day, *(["--interim"] if run.interim else []), "--site", clerk.site.root) == 0
        assert clerk.inbox() == []
        edition = clerk.register().edition(law(), run.day, run.day)
        stood.append(shown((*edition.incidents, *edition.restricted)))
    return clerk, stood


def review(clerk: Clerk, run: Run) -> None:
    """The review workbook of the evening before, in whose prefilled rows the work group decided and signed."""
    made = max(clerk.site.outbox.glob("*/审定表-*.xlsx"), key=lambda p: p.parent.name)
    book = load_workbook(made)
    for signed in run.signed:
        decide(book[signed.sheet], signed, run)
    path = clerk.site.inbox / "审定" / made.name
    book.save(path)
    clerk.dated(path, run.day, "10:40")


def decide(sheet: Worksheet, signed: Signed, run: Run) -> None:
    columns = {str(c.value).rstrip("*"): c.column for c in sheet[2] if c.value}

    def prefilled(number: int) -> Mapping[str, object]:
        return {label: sheet.cell(number, columns[label]).value for label in signed.row}

    number = next(n for n in range(3, sheet.max_row + 1) if prefilled(n) == signed.row)
    hand = {"审定人": "校长", "批示方式": "签字", "批示日期": run.day.isoformat()}
    for label, text in {**signed.cells, **hand}.items():
        sheet.cell(number, columns[label]).value = text


def test_every_incident_stands_as_told_after_every_run(lived: Lived) -> None:
    assert lived[1] == ended()


def test_each_final_review_comes_with_the_calm_and_again_with_what_was_signed(lived: Lived) -> None:
    finals = [name.replace("总结评定-", "") for name in lived[0].outbox() if "总结评定" in name]
    assert finals == [f"{day}/{yq(n)}.pdf" for day, numbers in FINALS.items() for n in numbers]


def test_no_number_is_given_twice(lived: Lived) -> None:
    opened = [e.incident for e in lived[0].register().events if e.kind is EventKind.OPENED]
    assert sorted(opened) == [yq(n) for n in range(1, 8)]


@pytest.mark.parametrize("number", range(1, 8))
def test_each_incident_is_told_in_words(lived: Lived, number: int, capsys: pytest.CaptureFixture[str]) -> None:
    assert say("explain", yq(number), "--site", lived[0].site.root) == 0
    told = capsys.readouterr().out
    with capsys.disabled():
        print(told)  # noqa: T201 (for a person to read)
    assert not [line for line in told.splitlines() if re.search(r"[a-z_]{2,}|None", line.replace(".xlsx", ""))]
