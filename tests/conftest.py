"""What tests share that is made once a session, when a test asks for it: a site, a cluster of PostgreSQL."""

import os
import pwd
import shutil
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.founding import found
from pipeline.site import Site
from tests.site_nights import Clerk


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


@pytest.fixture(scope="session")
def founded(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """A new site to be copied: its plan and its form are written once, which takes a second."""
    site = Site(tmp_path_factory.mktemp("founded") / "site")
    found(site, "epidemic")
    return site


@pytest.fixture
def clerk(founded: Site, tmp_path: Path) -> Clerk:
    """The clerk of a new site."""
    return Clerk.of(founded, tmp_path / "site")
