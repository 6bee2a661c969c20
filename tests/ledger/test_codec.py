"""What is packed for the ledger is unpacked again, losing nothing."""

import json
from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st

from pipeline.findings import WORDING, finding
from pipeline.ledger.codec import (
    pack_call,
    pack_event,
    pack_report,
    pack_workbook,
    unpack_call,
    unpack_event,
    unpack_report,
    unpack_workbook,
)
from pipeline.model import Arrival, Call, Event, EventKind, Fate, Past, Report, ReportStatus, Row, TakenIn

TEXTS = st.text(max_size=20)
DAYS = st.dates(date(2020, 1, 1), date(2030, 1, 1))
MOMENTS = st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC)).map(  # noqa: DTZ001 (the zone is given beside)
    lambda moment: moment.replace(microsecond=0)
)
VALUES = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | TEXTS | DAYS | MOMENTS | st.times()
MAPS = st.dictionaries(TEXTS, VALUES, max_size=4)
SHAS = st.text("0123456789abcdef", min_size=64, max_size=64)
ROWS = st.builds(Row, SHAS, TEXTS, TEXTS, st.integers(1, 10**6), MAPS, st.dictionaries(TEXTS, TEXTS, max_size=3))
STATUSES = st.sampled_from(ReportStatus)
COUNTS = st.integers(0, 9)
PAST = st.lists(st.builds(Past, DAYS, STATUSES, TEXTS, DAYS, TEXTS), max_size=2).map(tuple)
REPORTS = st.builds(Report, ROWS, TEXTS, TEXTS, DAYS, MOMENTS, DAYS, DAYS, STATUSES, TEXTS, TEXTS, st.booleans(), PAST)


def stored(record: object) -> dict[str, object]:
    """A record as a database gives it back."""
    loaded: dict[str, object] = json.loads(json.dumps(record, ensure_ascii=False))
    return loaded


@given(REPORTS)
def test_reports(report: Report) -> None:
    assert unpack_report(stored(pack_report(report, "report"))) == report


@given(st.builds(Event, st.sampled_from(EventKind), TEXTS, MOMENTS, DAYS, DAYS, TEXTS, MAPS))
def test_events(event: Event) -> None:
    assert unpack_event(stored(pack_event(event))) == event


@given(st.builds(Call, TEXTS, DAYS, DAYS, MOMENTS, SHAS, COUNTS, COUNTS, st.booleans(), st.booleans(), TEXTS))
def test_calls(call: Call) -> None:
    assert unpack_call(stored(pack_call(call))) == call


ARRIVALS = st.builds(Arrival, TEXTS, SHAS, DAYS, MOMENTS, SHAS)
FINDINGS = st.builds(
    finding, st.sampled_from(sorted(WORDING)), file=TEXTS, sheet=TEXTS, cell=TEXTS, stood=TEXTS, label=TEXTS
)


@given(ARRIVALS, st.sampled_from(Fate), st.lists(FINDINGS, max_size=2), TEXTS, st.lists(ROWS, max_size=2))
def test_workbooks(arrival: Arrival, fate: Fate, findings: list[object], sender: str, held: list[Row]) -> None:
    taken = TakenIn(arrival, fate, tuple(findings), (), sender, 5, 3, tuple(held))  # type: ignore[arg-type]  # findings
    assert unpack_workbook(stored(pack_workbook(taken))) == taken
