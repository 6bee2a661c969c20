import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

_OPENS_A_PRESS = """
import os, time
from pipeline.reporting.press import Press

if __name__ == "__main__":
    with Press() as press:
        press.begin([])
        print(*{press._pool.submit(os.getpid).result() for _ in range(20)}, flush=True)
        time.sleep(60)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
def test_the_processes_end_with_a_parent_that_was_killed(tmp_path: Path) -> None:
    script = tmp_path / "opens_a_press.py"
    script.write_text(_OPENS_A_PRESS, encoding="utf-8")
    parent = subprocess.Popen([sys.executable, str(script)], stdout=subprocess.PIPE, text=True)  # noqa: S603 (this interpreter)
    assert parent.stdout is not None
    workers = [int(pid) for pid in parent.stdout.readline().split()]
    assert [pid for pid in workers if _lives(pid)] == workers != []
    parent.send_signal(signal.SIGKILL)
    parent.stdout.close()
    parent.wait()
    until = time.monotonic() + 20
    while any(map(_lives, workers)) and time.monotonic() < until:
        time.sleep(0.05)
    assert not [pid for pid in workers if _lives(pid)]


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True
