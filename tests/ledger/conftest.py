"""Databases for tests: a file of SQLite, or a new database in a cluster of PostgreSQL started for the tests."""

import os
import pwd
import shutil
import signal
import subprocess
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

_NUMBERS = count(1)


@pytest.fixture(scope="session")
def cluster() -> Iterator[str]:
    """A cluster of its own, on a socket in a folder of its own, run by somebody who is not root."""
    if shutil.which("initdb") is None or shutil.which("postgres") is None:
        pytest.skip("PostgreSQL is not installed (initdb, postgres)")
    user = pwd.getpwuid(os.getuid()).pw_name if os.getuid() else "nobody"
    folder = Path("/tmp") / f"sitrep-pg-{os.getpid()}"  # noqa: S108 (a socket's path must be short)
    folder.mkdir(mode=0o700)
    shutil.chown(folder, user)
    run = {"user": user, "env": {**os.environ, "HOME": str(folder), "LC_ALL": "C.UTF-8"}, "cwd": folder}
    try:
        make = ["initdb", "-D", folder / "data", "-U", "sitrep", "-A", "trust", "-E", "UTF8", "-N"]
        subprocess.run(make, check=True, capture_output=True, **run)  # type: ignore[call-overload]  # noqa: S603 (a program of PostgreSQL)
        serve = ["postgres", "-D", folder / "data", "-k", folder, "-h", "", "-F"]
        server = subprocess.Popen(serve, stderr=subprocess.PIPE, **run)  # type: ignore[call-overload]  # noqa: S603 (as above)
        try:
            while "ready to accept" not in (line := server.stderr.readline().decode()):
                assert line, "the server did not start"
            yield f"postgresql+psycopg://sitrep@/{{}}?host={folder}"
        finally:
            server.send_signal(signal.SIGINT)  # at once, whoever is still connected
            server.communicate()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


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
