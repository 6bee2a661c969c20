"""A site: its folders, its plan, its lock."""

import tomllib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock, Timeout

from pipeline.errors import LockedError, PlanError, UsageError
from pipeline.findings import Finding, finding
from pipeline.plan.loading import INFO
from pipeline.plan.model import Plan
from pipeline.plan.text import PlanTables, loads
from pipeline.register.law import Law, make_law
from pipeline.workbooks.plan_book import read_plan

_SHOWN = 10
"""Mistakes of the plan that are shown where something else was asked for."""


@dataclass(frozen=True, slots=True)
class Site:
    """The paths of a site, all below its root."""

    root: Path

    @property
    def plan_book(self) -> Path:
        """The plan in force."""
        return self.root / "templates" / "plan.xlsx"

    @property
    def template(self) -> Path:
        """What teachers fill in."""
        return self.root / "templates" / "report.xlsx"

    @property
    def inbox(self) -> Path:
        """Where workbooks are dropped."""
        return self.root / "inbox"

    @property
    def outbox(self) -> Path:
        """Where reports and returned workbooks stand."""
        return self.root / "outbox"

    @property
    def ledger(self) -> Path:
        """Database, archive, issued bytes and logs."""
        return self.root / "ledger"

    @property
    def archive(self) -> Path:
        """Originals by sha256, and the journal."""
        return self.ledger / "archive"

    @property
    def issued(self) -> Path:
        """Issued bytes by sha256."""
        return self.ledger / "issued"

    @property
    def database(self) -> str:
        """Database URL: of `site.toml`, else the SQLite file."""
        settings = self.root / "site.toml"
        if settings.is_file():
            with settings.open("rb") as file:
                url = tomllib.load(file).get("database", {}).get("url")
            if url:
                return str(url)
        return f"sqlite:///{self.ledger / 'ledger.sqlite'}"

    def require(self) -> "Site":
        """Itself, if it is a site; else what to type."""
        if not self.plan_book.is_file():
            raise UsageError(f"{self.root} 不是一个站点(没有 templates/plan.xlsx)。请先运行:sitrep init {self.root}")
        return self

    def prepare(self) -> None:
        """Make the folders that a run needs; an inbox that may only be read is read as it is."""
        for folder in (self.outbox, self.ledger):
            folder.mkdir(parents=True, exist_ok=True)
        with suppress(OSError):
            (self.inbox / "审定").mkdir(exist_ok=True)

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Hold the site's lock, which one run at a time may hold."""
        self.ledger.mkdir(parents=True, exist_ok=True)
        try:
            with FileLock(self.ledger / "run.lock", timeout=0):
                yield
        except Timeout as error:
            raise LockedError("另一次运行正在进行,请等它结束再试") from error


def plan_tables(site: Site) -> PlanTables:
    """The plan in force as tables."""
    return read_plan(site.require().plan_book)


def law_of(site: Site) -> Law:
    """The plan in force, compiled; a PlanError with every mistake if it cannot be used."""
    law, findings = make_law(plan_tables(site))
    if law is None:
        wrong = [f.sentence for f in findings if f.is_error]
        mistakes = "\n".join(f"  {sentence}" for sentence in wrong[:_SHOWN])
        more = f"\n  …… 共 {len(wrong)} 处" if len(wrong) > _SHOWN else ""
        raise PlanError(
            f"方案 {site.plan_book.name} 有误,没有处理也没有移动任何文件:\n{mistakes}{more}\n"
            "全部问题和改法请看:sitrep plan check(加 --annotate 标注.xlsx,另写一份标了颜色的副本)"
        )
    if other := other_plan(site, law.plan):
        raise PlanError(other.sentence)
    return law


def other_plan(site: Site, plan: Plan) -> Finding | None:
    """What is wrong if another plan made the ledger: two plans never share a register or a number sequence.

    The archive keeps every plan that was ever in force, and none gets in beside another: any of them tells.
    """
    kept = site.archive / "plans"
    if not kept.is_dir() or (kept / plan.digest).is_file():
        return None
    any_plan = next((path for path in kept.iterdir() if not path.name.startswith(".")), None)
    if any_plan is None:
        return None
    basics = {row[0]: row[1] for row in loads(any_plan.read_text(encoding="utf-8"))[INFO] if len(row) > 1}
    made_by, stands = f"{basics['plan']} {basics['prefix']}", f"{plan.info.plan} {plan.info.prefix}"
    return None if made_by == stands else finding("plan.other", sheet=INFO, stood=stands, expected=made_by)
