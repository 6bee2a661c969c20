"""A district: the same night over many sites, one after the other, and what they hand up."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from pipeline.errors import ExitCode, SitrepError, UsageError, trouble
from pipeline.ledger.store import Ledger
from pipeline.nightly import NightResult
from pipeline.plan.model import Plan
from pipeline.reporting.rollup import Absent, SiteDay, of_site
from pipeline.site import Site, law_of

Run = Callable[[Site], NightResult]
"""Runs the night of the day at a site."""
WHY = {
    ExitCode.USAGE: "不是一个站点,或当天没有运行过",
    ExitCode.PLAN: "方案有误",
    ExitCode.LOCKED: "另一次运行没有结束",
    ExitCode.LEDGER: "台账打不开",
    ExitCode.OUTPUT: "没有出稿:一页没有通过检查,或文件写不了",
}
"""What the roll-up says of a site that cannot be told; the fault's own words may quote a cell, or name a path."""


@dataclass(frozen=True, slots=True)
class Round:
    """What the nights of all sites came to."""

    told: tuple[SiteDay, ...]
    absent: tuple[Absent, ...]
    plan: Plan | None
    """The plan of the first site that could be told, whose words the roll-up speaks; None if there is none."""
    faults: tuple[tuple[str, str], ...]
    """Site and sentence of each fault, for whoever ran the round."""
    code: ExitCode
    """The gravest fault of a site, else whether any returned a workbook."""


def run_round(sites: Iterable[Site], day: date, run: Run) -> Round:
    """Run the night of each site; what one cannot do is said of it, and stops no other.

    Two plans never share a figure: a site of another plan than the first is run, and not summed.
    """
    told: list[SiteDay] = []
    absent: list[Absent] = []
    faults: list[tuple[str, str]] = []
    codes = [ExitCode.DONE]
    plan: Plan | None = None
    for site in sites:
        try:
            codes.append(ExitCode.RETURNED if run(site).returned else ExitCode.DONE)
            its, handed = _handed_up(site, day)
        except (SitrepError, OSError) as error:
            code, sentence = _fault(error)
            codes.append(code)
            absent.append(Absent(site.root.name, WHY[code]))
            faults.append((site.root.name, sentence))
            continue
        plan = plan or its
        if its.info.plan == plan.info.plan:
            told.append(handed)
        else:
            absent.append(Absent(handed.site, plan.texts["rollup.other"].format(plan=its.info.plan)))
    return Round(tuple(told), tuple(absent), plan, tuple(faults), max(codes))


def _handed_up(site: Site, day: date) -> tuple[Plan, SiteDay]:
    """What the issue of the day counts, as it is known after the last night."""
    law = law_of(site)
    with Ledger(site.database) as ledger:
        register, nights = ledger.register(), ledger.nights()
    if day not in nights:
        raise UsageError(f"{day} 没有运行过")
    return law.plan, of_site(register.edition(law, day, nights[-1]), law.plan)


def _fault(error: SitrepError | OSError) -> tuple[ExitCode, str]:
    """The exit code and the sentence of what stopped a site; a bug is raised again."""
    if isinstance(error, SitrepError):
        if error.code not in WHY:
            raise error
        return error.code, str(error)
    if not (why := trouble(error)):
        raise error
    return ExitCode.OUTPUT, why
