"""A ledger for tests: two nights of everything, and the database without its guards."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from sqlalchemy import Connection, Engine

from pipeline.ledger import guards
from pipeline.ledger.store import Ledger
from pipeline.register.night import lay
from tests.nights import (
    DANGER,
    FOOD,
    MONDAY,
    NETWORK,
    PARKING,
    TUESDAY,
    Book,
    School,
    at,
    later,
    law,
    reports,
    signed,
    told,
    yq,
)

FIRST = Book(rows=reports(FOOD, NETWORK), held=reports("看不清的一行"))
NIGHTS: tuple[tuple[date, tuple[Book, ...]], ...] = (
    (
        MONDAY,
        (
            FIRST,
            Book("初二2班", reports(FOOD, DANGER)),
            Book("初二3班", zero=True),
            Book("初二4班", returned=True),
        ),
    ),
    (
        TUESDAY,
        (
            later(FIRST, rows=reports(FOOD + ",请答复", PARKING), day=MONDAY, held=()),
            Book("总务处", progress=(told(yq(1), "已转达"),)),
            Book("", decisions={"分类审定": (signed(yq(1), decided_class="A"),) * 11}),
        ),
    ),
)


def keep(url: str) -> School:
    """Two nights, each loaded, laid and committed."""
    school = School()
    for day, books in NIGHTS:
        with Ledger(url) as ledger:
            before = ledger.register()
            taken = [b.taken(day) for b in books]
            laid = lay(before, taken, law(), day)
            ledger.commit_night(before, laid.register, laid.asked(taken), day, law().plan.digest, now=at(day, "18:00"))
        school.night(day, *books)
    return school


@contextmanager
def unguarded(engine: Engine) -> Iterator[Connection]:
    """A connection of somebody who takes the guards down, and puts them back afterwards."""
    with engine.begin() as connection:
        guards.take_down(connection)
        yield connection
        guards.set_up(connection)
