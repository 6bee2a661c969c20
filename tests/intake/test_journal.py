"""The journal: what was appended is read back, whatever a crash left at the end."""

import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.errors import LedgerError
from pipeline.intake.journal import Journal
from pipeline.model import Arrival, Step, StepKind

RECEIVED = datetime(2021, 3, 25, 9, 40, 7, tzinfo=UTC)
FIRST = Arrival("初二1班/上报.xlsx", "ab" * 32, date(2021, 3, 25), RECEIVED, "p1")
SECOND = Arrival("b.csv", "cd" * 32, date(2021, 3, 26), RECEIVED + timedelta(days=1), "p2")

ARRIVAL = st.builds(
    Arrival,
    st.text(st.characters(exclude_categories=["Cs"])),
    st.text("0123456789abcdef", min_size=64, max_size=64),
    st.dates(date(2000, 1, 1)),
    st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)).map(  # noqa: DTZ001 (given here)
        lambda t: t.replace(microsecond=0)
    ),
    st.text("0123456789abcdef"),
)

STEPS = st.one_of(
    st.builds(Step, st.sampled_from([StepKind.NIGHT, StepKind.INTERIM]), st.dates(date(2000, 1, 1)), st.text("abc"),
              st.integers(1), st.text("abc"), st.integers(0)),
    st.builds(Step, st.sampled_from([StepKind.ISSUE, StepKind.RETURN]), st.dates(date(2000, 1, 1)), st.text("abc"),
              st.integers(1), st.text("abc"), st.just(0), st.dates(date(2000, 1, 1)), st.integers(0)),
)  # fmt: skip
NIGHT = Step(StepKind.NIGHT, date(2021, 3, 25), "p1", 7, "ef" * 32, 1)


def test_a_line_says_what_a_person_can_read(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "archive" / "nights.jsonl")
    assert journal.read() == ()
    journal.append([FIRST])
    journal.append([SECOND])
    assert journal.read() == (FIRST, SECOND)
    text = (tmp_path / "archive" / "nights.jsonl").read_text("utf-8")
    assert text.startswith('{"date": "2021-03-25", "name": "初二1班/上报.xlsx", "sha256": "abab')


def test_a_step_has_its_line_among_the_files(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "nights.jsonl")
    journal.append([FIRST])
    journal.append([NIGHT])
    journal.append([SECOND])
    assert journal.entries() == (FIRST, NIGHT, SECOND)
    assert (journal.read(), journal.steps()) == ((FIRST, SECOND), (NIGHT,))
    assert (tmp_path / "nights.jsonl").read_text("utf-8").splitlines()[1] == (
        '{"date": "2021-03-25", "step": "night", "laid": 1, "plan": "p1", "event": 7, "hash": "' + "ef" * 32 + '"}'
    )


@settings(max_examples=40, deadline=None)
@given(st.lists(ARRIVAL | STEPS, max_size=5))
def test_what_was_appended_is_read_back_and_is_as_written(entries: list[Arrival | Step]) -> None:
    with TemporaryDirectory() as folder:
        journal = Journal(Path(folder) / "nights.jsonl")
        journal.append(entries)
        assert journal.entries() == tuple(entries)
        assert list(journal.odd_lines()) == []


def test_a_line_written_otherwise_is_odd(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "nights.jsonl")
    journal.append([FIRST, NIGHT, SECOND])
    lines = (tmp_path / "nights.jsonl").read_bytes().split(b"\n")
    lines[1] = lines[1].replace(b": ", b":  ", 1)
    lines[2] = lines[2].replace(b'"name"', b'"nome"')
    (tmp_path / "nights.jsonl").write_bytes(b"\n".join(lines))
    assert list(journal.odd_lines()) == [2, 3]


@settings(max_examples=40, deadline=None)
@given(st.lists(ARRIVAL, max_size=4), st.lists(ARRIVAL, min_size=1, max_size=4), st.integers(0, 10_000))
def test_a_torn_end_is_not_there_and_is_repaired(before: list[Arrival], torn: list[Arrival], cut: int) -> None:
    """Of a torn append the whole lines count; the next append stands on its own line."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "nights.jsonl"
        journal = Journal(path)
        journal.append(before)
        start = path.stat().st_size if before else 0
        journal.append(torn)
        data = path.read_bytes()[: start + cut % (path.stat().st_size - start)]
        path.write_bytes(data)
        whole = (*before, *torn)[: data.count(b"\n")]
        assert journal.read() == whole
        journal.append([SECOND])
        assert journal.read() == (*whole, SECOND)


def test_zeros_after_a_power_cut_are_not_there(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "nights.jsonl")
    journal.append([FIRST])
    with (tmp_path / "nights.jsonl").open("ab") as file:
        file.write(bytes(500))
    assert journal.read() == (FIRST,)
    journal.append([SECOND])
    assert journal.read() == (FIRST, SECOND)


def test_a_line_that_was_altered_is_a_fault(tmp_path: Path) -> None:
    (tmp_path / "nights.jsonl").write_text('{"date": "2021-03-25"}\n')
    with pytest.raises(LedgerError, match=r"nights.jsonl, line 1"):
        Journal(tmp_path / "nights.jsonl").read()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no modes")
def test_only_its_owner_may_read_it(tmp_path: Path) -> None:
    Journal(tmp_path / "nights.jsonl").append([FIRST])
    assert (tmp_path / "nights.jsonl").stat().st_mode & 0o777 == 0o600
