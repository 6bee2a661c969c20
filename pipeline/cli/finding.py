"""Finding an incident by its number, as it stands after the last night."""

from datetime import date

from pipeline.errors import UsageError
from pipeline.ledger.store import Ledger
from pipeline.model import Edition, Incident
from pipeline.register.law import Law
from pipeline.site import Site


def last_edition(site: Site, law: Law, day: date | None = None) -> Edition:
    """What is known after the last night, of a day or of that night; a UsageError if none was run."""
    site.prepare()
    with Ledger(site.database) as ledger:
        register, nights = ledger.register(), ledger.nights()
    if not nights:
        raise UsageError("还没有运行过,没有事件。请先运行:sitrep run")
    return register.edition(law, day or nights[-1], nights[-1])


def find_incident(site: Site, law: Law, number: str) -> tuple[Edition, Incident]:
    """The edition after the last night and the incident in it; a UsageError if there is none of that number."""
    edition = last_edition(site, law)
    every = {i.number: i for i in (*edition.incidents, *edition.restricted)}
    wanted = number.strip().upper()
    if wanted not in every:
        raise UsageError(f"没有编号为 {wanted} 的事件;现有编号请看台账或运行:sitrep status")
    return edition, every[wanted]
