"""The press: several PDFs at once, in processes that load the renderer while workbooks are still read."""

import os
import signal
import sys
from collections.abc import Callable, Iterable
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from importlib import import_module
from multiprocessing import get_context, parent_process
from multiprocessing.context import BaseContext
from threading import Thread
from types import TracebackType
from typing import Self

from pipeline.errors import OutputError
from pipeline.reporting import pdf, preflight
from pipeline.reporting.preflight import Proof

WORKERS = 2
Printed = Callable[[], list[bytes]]
"""Waits for some PDFs."""
_WARMED = "pipeline.reporting.warmed"
_BROKEN = "排版进程中断,没有发出;请再运行一次,仍不行请运行 sitrep doctor。"


class Press:
    """A pool of processes that make PDFs; start it early, the processes warm up by themselves."""

    def __init__(self, workers: int = WORKERS) -> None:
        self._pool: Executor = ProcessPoolExecutor(workers, mp_context=_context(), initializer=_warm)
        self._starting = Thread(target=self._start, args=(workers,))
        self._starting.start()

    def _start(self, workers: int) -> None:
        """Make the pool start its processes at once, which it would do at the first sheet; it may wait for them."""
        with suppress(BrokenProcessPool):  # the first sheet says so
            for _ in range(workers):
                self._pool.submit(_ready)

    def begin(self, proofs: Iterable[Proof]) -> Printed:
        """Begin each as soon as it is given; call what is returned to wait for the PDFs, looked at, in their order."""
        self._starting.join()
        jobs: list[Future[bytes]] = []

        def wait() -> list[bytes]:
            try:
                return [job.result() for job in jobs]
            except BrokenProcessPool as error:
                raise OutputError(_BROKEN) from error

        try:
            jobs += (self._pool.submit(preflight.printed, proof) for proof in proofs)
        except BrokenProcessPool as error:
            raise OutputError(_BROKEN) from error
        return wait

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._starting.join()
        self._pool.shutdown(wait=True, cancel_futures=True)


def _context() -> BaseContext:
    """Where the renderer may be loaded once and shared, it is; elsewhere each process loads its own."""
    if sys.platform != "linux":
        return get_context("spawn")
    context = get_context("forkserver")
    context.set_forkserver_preload([_WARMED])
    return context


def _warm() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent, who is interrupted too, ends this process
    Thread(target=_end_with_parent, daemon=True).start()
    import_module(_WARMED)
    with suppress(OutputError):  # the first page says why
        pdf.warm()


def _end_with_parent() -> None:
    """A process of the pool whose parent was killed would wait for its next sheet for ever."""
    if (parent := parent_process()) is not None:
        parent.join()
        os._exit(1)


def _ready() -> None:
    """A first job, which makes the pool start its process at once."""
