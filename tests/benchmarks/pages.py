"""The pages of a day: how long they take to be put into words, printed and looked at, and how large they are.

Usage: `.venv/bin/python -m tests.benchmarks.pages [--rows N ...] [--rounds N]`

First the leaders' copy of a day of sixty units with 25 open incidents, then archive copies whose register has more
and more rows: seconds a row must stay as they are. The renderer and its fonts are warm; times are medians.
"""

import argparse
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from io import BytesIO

import pypdf

from pipeline.model import Attendance, Edition, Incident, RollCall, TakenIn
from pipeline.reporting import briefing, html, pdf, preflight, warmed  # noqa: F401 (as a process of the press is)
from pipeline.reporting.pdf import Sheet
from pipeline.reporting.preflight import Proof
from tests.reporting import editions

UNITS, OPEN, ROWS, ROUNDS = 60, 25, (60, 600, 6000), 3
WHERE = ("食堂", "校门口", "住宿区", "操场", "网课平台", "图书馆", "校车", "实验楼")


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds of each step, and what came out."""

    words: float
    print: float
    look: float
    size: int
    pages: int


def a_day(count: int) -> Edition:
    """A day of sixty units with so many open incidents: those of the busy day over and over, with other words."""
    busy = editions.busy()
    models = [i for i in busy.incidents if i.is_open]
    units = tuple(f"{grade}{n}班" for grade in ("初一", "初二", "初三") for n in range(1, UNITS // 3 + 1))
    calls = tuple(RollCall(c.day, c.due, dict.fromkeys(units, Attendance.REPORTED)) for c in busy.roll_calls)
    books: tuple[TakenIn, ...] = tuple(editions.workbook(unit) for unit in units)
    incidents = tuple(_told(models[n % len(models)], n, units[n % UNITS]) for n in range(count))
    return replace(busy, incidents=incidents, roll_calls=calls, workbooks=books)


def _told(model: Incident, number: int, unit: str) -> Incident:
    row = model.first.row
    words = f"{row.text('summary')}({WHERE[number % len(WHERE)]}{number})"
    report = replace(model.first, unit=unit, row=replace(row, values={**row.values, "summary": words}))
    opened = model.opened + timedelta(seconds=number)
    return replace(model, number=f"YQ-2021-{number + 1:04}", reports=(report, *model.reports[1:]), opened=opened)


def cost(edition: Edition, *, archive: bool) -> Cost:
    """What one copy costs."""
    plan, start = editions.plan(), time.perf_counter()
    text, _ = html.render("briefing", briefing.build(edition, plan, archive=archive), plan, edition.now)
    numbers = tuple(i.number for i in edition.open_incidents) if archive else ()
    proof = Proof(
        Sheet(text, edition.now, archive), "汇报.pdf", incidents=numbers, numbered=True, most=100 * preflight.MIB
    )
    worded = time.perf_counter()
    data = pdf.to_pdf(proof.sheet)
    printed = time.perf_counter()
    preflight.look(data, proof)
    looked = time.perf_counter()
    pages = len(pypdf.PdfReader(BytesIO(data)).pages)
    return Cost(worded - start, printed - worded, looked - printed, len(data), pages)


def median(costs: list[Cost], of: Callable[[Cost], float]) -> float:
    """The median of one figure."""
    return statistics.median(of(one) for one in costs)


def show(name: str, rows: int, costs: list[Cost]) -> None:
    """A line of the table."""
    words, printed, look = (median(costs, of) for of in (lambda c: c.words, lambda c: c.print, lambda c: c.look))
    whole, last = words + printed + look, costs[-1]
    each = f"{1000 * whole / rows:8.2f}"
    print(
        f"{name:9}{rows:6}{words:9.3f}{printed:9.3f}{look:9.3f}{whole:9.3f}{each}{last.size / 1024:9.0f}{last.pages:7}"
    )


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, nargs="+", default=ROWS)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    asked = parser.parse_args()
    pdf.warm()
    cost(a_day(OPEN), archive=True)
    print(
        f"{'copy':9}{'rows':>6}{'words s':>9}{'print s':>9}{'look s':>9}{'all s':>9}{'ms/row':>8}{'KiB':>9}{'pages':>7}"
    )
    show("leaders'", OPEN, [cost(a_day(OPEN), archive=False) for _ in range(asked.rounds)])
    for rows in asked.rows:
        show("archive", rows, [cost(a_day(rows), archive=True) for _ in range(asked.rounds if rows < 1000 else 1)])


if __name__ == "__main__":
    main()
