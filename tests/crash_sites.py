"""Sites for crash tests: what one holds, compared with what the undisturbed night left, and quick nights."""

import os
import shutil
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest

from pipeline import nightly
from pipeline.cli.faults import reported
from pipeline.cli.main import cli
from pipeline.ledger.schema import metadata
from pipeline.ledger.store import Ledger
from pipeline.plan.loading import of_plan
from pipeline.plan.text import dumps
from pipeline.site import Site, law_of
from pipeline.steps import issue, issuing
from pipeline.steps.issue import compose
from pipeline.workbooks.reading import Outcome, Reader
from tests.crashing import Point
from tests.site_nights import Clerk, Ink, files

Night = Callable[[Clerk], object]


def held(clerk: Clerk) -> dict[str, object]:
    """Everything that a night must leave equal: derived tables in order, archive, issued bytes, outbox and inbox."""
    site = clerk.site
    kept = [p for folder in (site.archive, site.issued, site.outbox, site.inbox) for p in files(folder)]
    found: dict[str, object] = {p.relative_to(site.root).as_posix(): (p.read_bytes(), p.stat().st_mode) for p in kept}
    with Ledger(site.database) as ledger:
        return found | {f"table {name}": list(ledger.records(name)) for name in metadata.tables}


@dataclass
class Crashes:
    """A site before a night, and the same night undisturbed."""

    before: Clerk
    root: Path
    """Where copies are made."""
    night: Night
    lend: Callable[[Clerk], None] = lambda _: None
    """Gives a copy a database of its own."""
    undisturbed: dict[str, object] = field(default_factory=dict)

    def __post_init__(self) -> None:
        whole = self.copy()
        self.night(whole)
        self.undisturbed = held(whole)

    def copy(self) -> Clerk:
        """A new copy of the site as it stood before the night, at the same path every time."""
        shutil.rmtree(self.root / "copy", ignore_errors=True)
        clerk = Clerk(Site(self.root / "copy"))
        shutil.copytree(self.before.site.root, clerk.site.root)
        self.lend(clerk)
        return clerk

    def differs(self, clerk: Clerk) -> list[str]:
        """What is not as the undisturbed night left it."""
        now = held(clerk)
        return sorted(n for n in now.keys() | self.undisturbed.keys() if now.get(n) != self.undisturbed.get(n))


def spread(points: Sequence[Point], many: int) -> list[int]:
    """So many points: each kind of change in each kind of place once, then evenly over the night."""
    groups: dict[str, list[int]] = {}
    for at, point in enumerate(points):
        groups.setdefault(_sort(point), []).append(at)
    first = [group[len(group) // 2] for group in groups.values()]
    others = max(0, many - len(first))
    even = [at for at in range(len(points)) if at not in first][:: max(1, len(points) // (others + 1))]
    return [*first, *even[1:]][:many]


def _sort(point: Point) -> str:
    if point.kind == "sql":
        return point.what.split()[0]
    if point.kind in ("write", "rename"):
        place = "journal" if point.what.endswith(".jsonl") else "/".join(point.what.split("/")[:2])
        return f"{point.kind} {'outbox' if place.startswith('outbox') else place}"
    return point.kind


class Remembering(Reader):
    """A reader that has read each file before."""

    known: dict[str, Outcome] = {}  # noqa: RUF012 (shared on purpose, with the children that are forked)

    def start(self, files: int) -> None:
        """No child is needed for what is known."""

    def read(self, files: Sequence[tuple[Path, str]]) -> tuple[Outcome, ...]:
        """What was read the first time."""
        for path, name in files:
            if path.name not in self.known:
                (self.known[path.name],) = super().read([(path, name)])
        return tuple(self.known[path.name] for path, _ in files)


def hurry(patch: pytest.MonkeyPatch) -> None:
    """Nights do not wait for files to settle, nor for the disk: a process that is stopped loses neither."""
    patch.setattr(nightly, "BETWEEN_LOOKS", timedelta())
    patch.setattr(os, "fsync", lambda _: None)


def remember(patch: pytest.MonkeyPatch, site: Site) -> None:
    """What is pure is done once: the plan's law, the reading of a file, the pages of an edition."""
    law = law_of(site)
    text = dumps(of_plan(law.tables))
    made: list[tuple[object, Any]] = []

    def composed(edition: Any, plan: Any, press: Any, flashed: Any, back: Any) -> Any:  # noqa: ANN401 (as compose)
        asked = (edition, flashed)
        found = next((done for known, done in made if known == asked), None)
        if found is None:
            found = compose(edition, plan, press, flashed, back)
            made.append((asked, found))
        return found

    patch.setattr(nightly, "law_of", lambda _: law)
    patch.setattr(nightly, "dumps", lambda _: text)
    patch.setattr(issue, "version", cache(version))
    patch.setattr(nightly, "Reader", Remembering)
    patch.setattr(issuing, "compose", composed)


def typed(clerk: Clerk, day: date, *more: str) -> int:
    """The night as a clerk types it, printed in ink; its exit code."""
    arguments = ["run", "--date", str(day), "--site", str(clerk.site.root), *more]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(nightly, "Press", Ink)
        return reported(lambda: cli.main(arguments, standalone_mode=False))


def safe(clerk: Clerk, dropped: Iterable[bytes]) -> bool:
    """Whether every file that was dropped lies in the inbox or, whole, in the archive."""
    there = {p.read_bytes() for folder in (clerk.site.inbox, clerk.site.archive) for p in files(folder)}
    return set(dropped) <= there
