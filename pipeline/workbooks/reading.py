"""Reading: workbooks as they stand, read in child processes that may die without harm."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, suppress
from datetime import date, datetime, time
from pathlib import Path
from queue import SimpleQueue
from threading import Timer
from types import TracebackType
from typing import Any

from pipeline.model import CellError, CellPicture, RawCell, RawSheet, RawWorkbook, Unreadable

Outcome = RawWorkbook | Unreadable

_COMMAND = (sys.executable, "-P", "-m", "pipeline.workbooks.reader_child")
_ROOT = str(Path(__file__).parents[2])
_FEW = 2
"""So many files are read sooner than a second child has started."""
_LONGEST_ANSWER = 64 * 2**20
_TYPED: dict[str, Callable[[str], RawCell]] = {
    "d": date.fromisoformat,
    "t": time.fromisoformat,
    "dt": datetime.fromisoformat,
    "e": CellError,
    "p": lambda _: CellPicture(),
}


class Reader(AbstractContextManager["Reader"]):
    """Reads workbooks, each in one of a few children that are started when needed and used again.

    A child that dies, or takes longer than `seconds` over a file, is replaced and the file tried once more in
    a new one; the second time it is `file.quarantined`. Leaving the context ends the children.
    """

    def __init__(self, workers: int = 2, seconds: float = 20.0) -> None:
        self._children = [_Child(seconds) for _ in range(workers)]

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Ends the children; they hold nothing that could be lost."""
        for child in self._children:
            child.close()

    def start(self, files: int) -> None:
        """Start the children for so many files before these can be read, so that they are ready then."""
        for child in self._needed(files):
            child.start()

    def read(self, files: Sequence[tuple[Path, str]]) -> tuple[Outcome, ...]:
        """What each (path, original name) holds, in the order asked; raises OSError if one cannot be opened.

        The name matters for its suffix alone: archived files have none of their own.
        """
        children = self._needed(len(files))
        if len(children) == 1:
            return tuple(children[0].read(path, name) for path, name in files)
        return _shared_out(children, files)

    def _needed(self, files: int) -> list["_Child"]:
        return self._children[: 1 if files <= _FEW else files]


def _shared_out(children: Sequence["_Child"], files: Sequence[tuple[Path, str]]) -> tuple[Outcome, ...]:
    """Each file goes to the child that is free next; answers stand in the order of the files."""
    free: SimpleQueue[_Child] = SimpleQueue()
    for child in children:
        free.put(child)

    def read(file: tuple[Path, str]) -> Outcome:
        child = free.get()
        try:
            return child.read(*file)
        finally:
            free.put(child)

    pool = ThreadPoolExecutor(len(children), thread_name_prefix="reader")
    try:
        return tuple(pool.map(read, files))
    except BaseException:  # an interrupt as well: nobody waits for what is still being read
        for child in children:
            child.close()
        raise
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


class _Child:
    """One child process, or the place for one."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._process: subprocess.Popen[bytes] | None = None
        self._closed = False

    def read(self, path: Path, name: str) -> Outcome:
        request = {"path": str(path), "name": name, "seconds": self._seconds}
        line = json.dumps(request).encode("ascii") + b"\n"
        answer = self._ask(line) or self._ask(line)
        return _outcome(json.loads(answer)) if answer else Unreadable("file.quarantined")

    def close(self) -> None:
        self._closed = True
        self._kill()

    def _ask(self, line: bytes) -> bytes | None:
        """The child's answer, or None if it died or was killed for taking too long."""
        process = self.start()
        assert process.stdin is not None  # noqa: S101 (tells the type checker what PIPE means)
        assert process.stdout is not None  # noqa: S101 (the same)
        watch = Timer(self._seconds, process.kill)
        watch.start()
        answer = b""
        try:
            with suppress(OSError):  # it died before it was asked
                process.stdin.write(line)
                process.stdin.flush()
                answer = process.stdout.readline(_LONGEST_ANSWER)
        finally:
            watch.cancel()
            if not answer.endswith(b"\n"):
                self._kill()
        return answer if answer.endswith(b"\n") else None

    def start(self) -> subprocess.Popen[bytes]:
        if self._closed:
            raise RuntimeError("the reader is closed")
        if self._process is None:
            paths = os.pathsep.join(filter(None, (_ROOT, os.environ.get("PYTHONPATH"))))
            self._process = subprocess.Popen(  # noqa: S603 (this very program)
                _COMMAND,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env={**os.environ, "PYTHONPATH": paths},
            )
        return self._process

    def _kill(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            with process:  # closes the pipes and waits
                pass


def _outcome(answer: dict[str, Any]) -> Outcome:
    if "fault" in answer:
        raise OSError(answer["fault"])
    if "code" in answer:
        return Unreadable(answer["code"], answer["detail"])
    sheets = tuple(_sheet(*sheet) for sheet in answer["sheets"])
    return RawWorkbook(sheets, answer["pictures"], answer["macros"], answer["links"])


def _sheet(name: str, visible: bool, rows: list[list[Any]], merged: list[list[int]]) -> RawSheet:  # noqa: FBT001 (as the answer has it)
    cells = tuple(tuple(_TYPED[v[0]](v[1]) if type(v) is list else v for v in row) for row in rows)
    return RawSheet(name, cells, visible, tuple((r, c, to_r, to_c) for r, c, to_r, to_c in merged))
