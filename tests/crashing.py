"""A crash harness: a night in a child process that stops, or finds the disk full, at any point that touches the disk.

The child alone is watched; the program knows nothing of it. A point is whatever is about to change what a site
holds: a file opened for writing, a write, a truncation, an fsync, a rename, a delete, a new folder, a statement of
SQL that changes something, a commit, the end of a connection.
"""

import builtins
import gc
import io
import os
import signal
import sqlite3
import sys
import warnings
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from errno import ENOSPC
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any

import pytest
from sqlalchemy.engine.default import DefaultDialect

KILLED = 9
POSIX = pytest.mark.skipif(not hasattr(os, "fork"), reason="a night is run in a forked child")
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT
_NAMED = {"do_commit": "commit", "do_close": "close"}
"""Closing moves what SQLite has written ahead into its file."""
_READING = ("select", "pragma", "begin", "rollback", "show")


@dataclass(frozen=True, slots=True)
class Point:
    """Something durable that is about to happen."""

    kind: str
    what: str
    """Path below the site, or the beginning of the statement."""


Act = Callable[[Point, Callable[[], object]], None]
"""Told each point, and how to do half of it: for a write, to write the first half of its bytes."""


def watch(root: Path, act: Act) -> None:
    """From now on, everything this process is about to do to the site is told first."""
    inside, last = f"{root}{os.sep}", Point("", "")

    def tell(kind: str, path: object, half: Callable[[], object] = lambda: None) -> None:
        nonlocal last
        name = os.fsdecode(path) if isinstance(path, str | bytes | Path) else ""
        point = Point(kind, name.removeprefix(inside))
        if not name.startswith(inside) or _is_nothing(kind, name) or (kind == "open" and point == last):
            return  # an opener opens once more
        last = point
        act(point, half)

    sys.addaudithook(_listening(tell))
    _watch_files(inside, tell)
    _watch_sql(act)


def _is_nothing(kind: str, name: str) -> bool:
    """Whether it changes nothing: a folder that is there is made, or a file that is not there is deleted."""
    there = os.path.lexists(name)
    return (kind == "folder" and there) or (kind == "delete" and not there)


def _listening(tell: Callable[..., None]) -> Callable[[str, tuple[Any, ...]], None]:
    kinds = {"os.rename": "rename", "os.remove": "delete", "os.mkdir": "folder", "os.rmdir": "delete"}

    def hear(event: str, args: tuple[Any, ...]) -> None:
        if event in kinds:
            tell(kinds[event], args[1] if event == "os.rename" else args[0])
        elif event == "open" and isinstance(args[2], int) and args[2] & _WRITING:
            tell("open", args[0])

    return hear


def _watch_files(inside: str, tell: Callable[..., None]) -> None:
    """Writes and truncations as they reach the system, behind Python's buffers; fsync."""

    class Raw(io.FileIO):
        def write(self, data: Any, /) -> int:  # noqa: ANN401 (whatever the buffer hands over)
            tell("write", self.name, lambda: super(Raw, self).write(bytes(data)[: len(data) // 2]))
            return super().write(data)

        def truncate(self, size: int | None = None, /) -> int:
            tell("truncate", self.name)
            return super().truncate(size)

    real_open: Any = open
    real_sync = os.fsync

    def opened(file: Any, mode: str = "r", *args: Any, opener: Any = None, **more: Any) -> Any:  # noqa: ANN401 (as open)
        name = os.fsdecode(file) if isinstance(file, str | bytes | Path) else ""
        if name.startswith(inside) and set(mode) & set("wax+"):
            raw = Raw(name, mode.replace("b", ""), opener=opener)
            return io.BufferedWriter(raw) if "b" in mode else io.TextIOWrapper(io.BufferedWriter(raw), **more)
        return real_open(file, mode, *args, opener=opener, **more)

    def synced(descriptor: int) -> None:
        tell("fsync", _path_of(descriptor))
        real_sync(descriptor)

    builtins.open = io.open = opened  # in a child that ends with the night
    os.fsync = synced  # type: ignore[assignment]  # as above


def _path_of(descriptor: int) -> str:
    try:
        return str(Path(f"/proc/self/fd/{descriptor}").readlink())
    except OSError:  # no Linux: where it points to is not told
        return ""


def _watch_sql(act: Act) -> None:
    def watched(name: str) -> Callable[..., None]:
        real = getattr(DefaultDialect, name)

        def told(dialect: DefaultDialect, *args: Any, **more: Any) -> None:  # noqa: ANN401 (as the dialect's own)
            statement = _NAMED.get(name) or " ".join(str(args[1]).split()[:4]).lower()
            if not statement.startswith(_READING):
                act(Point("sql", statement), lambda: None)
            real(dialect, *args, **more)

        return told

    for name in ("do_execute", "do_executemany", "do_execute_no_params", *_NAMED):
        setattr(DefaultDialect, name, watched(name))


@dataclass(frozen=True, slots=True)
class Ended:
    """How a child ended."""

    code: int
    """Its exit code; of one that was killed, the signal below zero."""
    printed: str


def in_child(work: Callable[[], object], prepare: Callable[[], object] = lambda: None) -> Ended:
    """Does the work in a forked child; a number that it returns is its exit code."""
    with TemporaryFile("w+", encoding="utf-8") as paper:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # xdist has a thread, which waits
            child = os.fork()
        if not child:
            gc.disable()  # a collection would copy every page that the child shares with its parent
            code = 70
            try:
                with redirect_stdout(paper), redirect_stderr(paper):
                    prepare()
                    done = work()
                    code = done if isinstance(done, int) else 0
            except BaseException as fault:  # noqa: BLE001 (a child must not return into the test)
                paper.write(repr(fault))
            paper.flush()
            os._exit(code)
        status = os.waitpid(child, 0)[1]
        paper.seek(0)
        return Ended(os.waitstatus_to_exitcode(status), paper.read())


def points_of(root: Path, work: Callable[[], object]) -> list[Point]:
    """Every point of the work, in order: found by doing it once."""
    seen: list[Point] = []

    def done() -> None:
        watch(root, lambda point, _: seen.append(point))
        work()
        print("", *(f"{p.kind}\t{p.what}" for p in seen), sep="\n")  # noqa: T201 (told to the parent)

    ended = in_child(done)
    assert ended.code == 0, ended.printed
    return [Point(*line.split("\t")) for line in ended.printed.splitlines() if "\t" in line]


def exits(_half: Callable[[], object]) -> None:
    """The process ends itself before the thing is done."""
    os._exit(KILLED)


def is_killed(half: Callable[[], object]) -> None:
    """SIGKILL, when a write is half done."""
    half()
    os.kill(os.getpid(), signal.SIGKILL)


STOPS = {"os._exit": exits, "SIGKILL": is_killed}


def stops(root: Path, at: int, work: Callable[[], object], how: Callable[[Callable[[], object]], None]) -> None:
    """Does the work in a child which stops at the nth point, counted from 0."""
    left = [at]

    def act(_point: Point, half: Callable[[], object]) -> None:
        left[0] -= 1
        if left[0] < 0:
            how(half)

    ended = in_child(work, lambda: watch(root, act))
    assert ended.code in (KILLED, -signal.SIGKILL), ended


def fills_up(root: Path, at: int, work: Callable[[], object]) -> Ended:
    """Does the work in a child for which the disk is full from the nth point on; a last write is cut short."""
    left = [at]

    def act(point: Point, half: Callable[[], object]) -> None:
        left[0] -= 1
        if left[0] >= 0 or point.kind == "delete":
            return
        if point.kind == "sql":
            raise sqlite3.OperationalError("database or disk is full")
        if left[0] == -1:
            half()
        raise OSError(ENOSPC, os.strerror(ENOSPC))

    return in_child(work, lambda: watch(root, act))
