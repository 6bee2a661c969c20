"""Databases for tests: a file of SQLite, or a new database in the cluster of PostgreSQL."""

from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

_NUMBERS = count(1)


def new_database(cluster: str) -> str:
    """The URL of an empty database."""
    name = f"site{next(_NUMBERS)}"
    engine = create_engine(cluster.format("postgres"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"create database {name}"))
    engine.dispose()
    return cluster.format(name)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.heavy)])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'ledger.sqlite'}"
    return new_database(request.getfixturevalue("cluster"))
