"""Seals: a table's digest grows with its rows, whatever their order, and no row is sealed over."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import create_engine, text

from pipeline.errors import LedgerError
from pipeline.ledger.seals import SEALED_TABLES, Totals, row_seal
from pipeline.ledger.store import Ledger
from pipeline.model import StepKind
from pipeline.register.night import lay
from tests.ledger.keeping import NIGHTS, keep, unguarded
from tests.nights import TUESDAY, WEDNESDAY, at, later, law, reports

SEALS = st.lists(st.text("0123456789abcdef", min_size=64, max_size=64), max_size=6)


@given(SEALS, st.permutations(range(6)))
def test_the_order_of_rows_does_not_matter(seals: Sequence[str], order: Sequence[int]) -> None:
    one, other = Totals(), Totals()
    for seal in seals:
        one.add("report", seal)
    for n in order:
        if n < len(seals):
            other.add("report", seals[n])
    assert one == other == Totals.read(one.data())
    for seal in seals:
        one.drop("report", seal)
    assert one == Totals()


def test_each_step_ends_with_the_digests_of_the_tables_after_it(url: str) -> None:
    keep(url)
    with Ledger(url) as ledger:
        steps = ledger.steps()
        assert [(s.kind, s.night, s.laid) for s in steps] == [
            (StepKind.NIGHT, day, len(books)) for day, books in NIGHTS
        ]
        *_, last = ledger.records("event")
        assert (last["seq"], last["hash"]) == (steps[-1].seq, steps[-1].hash)
        totals = Totals()
        for table in SEALED_TABLES:
            for record in ledger.records(table):
                assert record["seal"] == row_seal(record)
                totals.add(table, record["seal"])
        assert Totals.read(last["data"]) == totals
        assert all(e.kind.value != "sealed" for e in ledger.register().events)


@pytest.mark.parametrize(
    "change",
    [
        "update report set unit = '初三9班' where name like '初二2班%'",
        "update event set data = '{}' where kind = 'sealed'",
        "update event set day = '2021-01-01' where kind = 'sealed'",
    ],
)
def test_a_night_does_not_seal_over_what_was_changed(url: str, change: str) -> None:
    keep(url)
    engine = create_engine(url)
    with unguarded(engine) as connection:
        assert connection.execute(text(change)).rowcount
    engine.dispose()
    said_anew = later(NIGHTS[0][1][1], rows=reports("饭菜偏凉,希望改善保温,请答复", "另一件"), day=NIGHTS[0][0])
    with Ledger(url) as ledger:
        before = ledger.register()
        moved = {k: r for k, r in before.reports.items() if r.unit in {"初二2班", "初三9班"}}
        taken = [later(said_anew, unit=next(iter(moved.values())).unit).taken(WEDNESDAY)]
        laid = lay(before, taken, law(), WEDNESDAY)
        with pytest.raises(LedgerError, match="sitrep audit"):
            ledger.commit_night(before, laid.register, taken, WEDNESDAY, "d" * 64, now=at(TUESDAY, "18:00"))
        assert ledger.nights() == tuple(day for day, _ in NIGHTS)
