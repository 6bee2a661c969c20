"""Finding an incident by its number, as it stands after the last night."""

from dataclasses import replace
from datetime import date

from pipeline.errors import UsageError
from pipeline.ledger.store import Ledger
from pipeline.model import Edition, Incident
from pipeline.register.book import Register
from pipeline.register.law import Law
from pipeline.site import Site


def last_edition(site: Site, law: Law, day: date | None = None) -> Edition:
    """What is known after the last night, of a day or of that night; a UsageError if none was run."""
    register, night = _known(site)
    return register.edition(law, day or night, night)


def period_edition(site: Site, law: Law, first: date, last: date | None) -> tuple[Edition, date]:
    """What is known after the last night, with the roll calls of a period, and the last day of that.

    A period without an end goes on until that night.
    """
    register, night = _known(site)
    edition = register.edition(law, night, night)
    last = last or night
    until = min(last, night)
    calls = register.roll_calls(law, until, (until - first).days + 1) if first <= until else ()
    return replace(edition, roll_calls=calls), last


def _known(site: Site) -> tuple[Register, date]:
    """The register after the last night, and that night; a UsageError if none was run."""
    site.prepare()
    with Ledger(site.database) as ledger:
        register, nights = ledger.register(), ledger.nights()
    if not nights:
        raise UsageError("还没有运行过,没有事件。请先运行:sitrep run")
    return register, nights[-1]


def find_incident(site: Site, law: Law, number: str) -> tuple[Edition, Incident]:
    """The edition after the last night and the incident in it; a UsageError if there is none of that number."""
    edition = last_edition(site, law)
    every = {i.number: i for i in (*edition.incidents, *edition.restricted)}
    wanted = number.strip().upper()
    if wanted not in every:
        raise UsageError(f"没有编号为 {wanted} 的事件;现有编号请看台账或运行:sitrep status")
    return edition, every[wanted]
