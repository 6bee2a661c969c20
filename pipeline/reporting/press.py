"""The press: several PDFs at once, in processes that load the renderer while workbooks are still read."""

import gc
from collections.abc import Callable, Iterable
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from types import TracebackType
from typing import Self

from pipeline.errors import OutputError
from pipeline.reporting import pdf
from pipeline.reporting.pdf import Sheet

WORKERS = 2
Printed = Callable[[], list[bytes]]
"""Waits for the PDFs of some sheets."""
_BROKEN = "排版进程中断,没有发出;请再运行一次,仍不行请运行 sitrep doctor。"


class Press:
    """A pool of processes that make PDFs; start it early, the processes warm up by themselves."""

    def __init__(self, workers: int = WORKERS) -> None:
        self._pool: Executor = ProcessPoolExecutor(workers, mp_context=get_context("spawn"), initializer=_warm)
        self._first = [self._pool.submit(_ready) for _ in range(workers)]

    def begin(self, sheets: Iterable[Sheet]) -> Printed:
        """Begin each sheet as soon as it is given; call what is returned to wait for the PDFs, in their order."""
        jobs: list[Future[bytes]] = []

        def wait() -> list[bytes]:
            try:
                return [job.result() for job in jobs]
            except BrokenProcessPool as error:
                raise OutputError(_BROKEN) from error

        try:
            jobs += (self._pool.submit(pdf.to_pdf, sheet) for sheet in sheets)
        except BrokenProcessPool as error:
            raise OutputError(_BROKEN) from error
        return wait

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._pool.shutdown(wait=True, cancel_futures=True)


def _warm() -> None:
    """Load the renderer; if that fails, the first page says why.

    Pages are large trees that live until they are printed: looking for garbage among them every 700 objects
    costs a fifth of the time and finds none.
    """
    gc.set_threshold(200_000)
    try:
        pdf.warm()
    except OutputError:
        return


def _ready() -> None:
    """A first job, which makes the pool start its process at once."""
