"""What tests share that is made once a session: a cluster of PostgreSQL, started when a test asks for it."""

import os
import pwd
import shutil
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest


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
