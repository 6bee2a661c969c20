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


@dataclass(frozen=True, slots=True)
class Round:
    """What the nights of all sites came to."""

    told: tuple[SiteDay, ...]
    absent: tuple[Absent, ...]
    plan: Plan | None
    """The plan of the first site that could be told, whose words the roll-up speaks; None if there is none."""
    code: ExitCode
    """The gravest fault of a site, else whether any returned a workbook."""


def run_round(sites: Iterable[Site], day: date, run: Run) -> Round:
    """Run the night of each site; what one cannot do is said of it, and stops no other.

    Two plans never share a figure: a site of another plan than the first is run, and not summed.
    """
    told: list[SiteDay] = []
    absent: list[Absent] = []
    codes = [ExitCode.DONE]
    plan: Plan | None = None
    for site in sites:
        try:
            if not site.plan_book.is_file():
                raise UsageError("不是一个站点(没有 templates/plan.xlsx)")
            codes.append(ExitCode.RETURNED if run(site).returned else ExitCode.DONE)
            its, handed = _handed_up(site, day)
        except (SitrepError, OSError) as error:
            codes.append(_code(error))
            absent.append(Absent(site.root.name, _why(error)))
            continue
        plan = plan or its
        if its.info.plan == plan.info.plan:
            told.append(handed)
        else:
            absent.append(Absent(handed.site, plan.texts["district.other"].format(plan=its.info.plan)))
    return Round(tuple(told), tuple(absent), plan, max(codes))


def _handed_up(site: Site, day: date) -> tuple[Plan, SiteDay]:
    """What the issue of the day counts, as it is known after the last night."""
    law = law_of(site)
    with Ledger(site.database) as ledger:
        register, nights = ledger.register(), ledger.nights()
    if day not in nights:
        raise UsageError(f"{day} 没有运行过")
    return law.plan, of_site(register.edition(law, day, nights[-1]), law.plan)


def _code(error: Exception) -> ExitCode:
    return error.code if isinstance(error, SitrepError) else ExitCode.OUTPUT


def _why(error: Exception) -> str:
    """The fault in one line."""
    if isinstance(error, OSError) and not (why := trouble(error)):
        raise error  # a bug, and not the disk's fault
    return why if isinstance(error, OSError) else str(error).splitlines()[0].rstrip(":")
