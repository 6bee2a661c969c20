"""Flashing: incidents of a high grade go out as soon as they are read, between two issues, without a number."""

from dataclasses import dataclass, replace
from datetime import date

from pipeline.delivery.issued import IssuedStore
from pipeline.ledger.issues import Filed, Flashed
from pipeline.ledger.store import Ledger
from pipeline.model import Edition, Incident
from pipeline.register.law import Law
from pipeline.reporting.press import Press
from pipeline.reporting.rendering import begin_short, flash_name
from pipeline.steps.issue import flash_place, newly_urgent
from pipeline.steps.issuing import edition_before, flashed_since


@dataclass(frozen=True, slots=True)
class FlashDue:
    """Incidents of a day that no issue and no flash report has shown at their grade."""

    edition: Edition
    incidents: tuple[Incident, ...]


def flash_due(ledger: Ledger, law: Law, day: date) -> FlashDue | None:
    """What has to go out now, with the clock at the last receipt of the day; nothing where the day read no file."""
    if not any(night == day for night, _, _ in ledger.taken()):
        return None
    register, plan = ledger.register(), law.plan
    before = edition_before(ledger, law, register, day)
    edition = replace(register.edition(law, day, day, interim=True), previous=before)
    urgent = newly_urgent(edition, plan, flashed_since(ledger, before, day), ledger.flashed_by_issues(day))
    return FlashDue(edition, urgent) if urgent else None


def flash(due: FlashDue, ledger: Ledger, law: Law, store: IssuedStore, press: Press) -> Flashed:
    """Print what is due: every page checked and kept by hash, then recorded in one step."""
    edition, plan = due.edition, law.plan
    made = begin_short(edition, plan, press, flashes=due.incidents).outputs()
    taken = {name for one in ledger.made() if one.day == edition.day for name in one.files}
    places = {flash_name(i.number, edition, plan): flash_place(i, edition, plan, taken) for i in due.incidents}
    files = {places[o.name]: Filed(store.keep(o.data), o.private) for o in made}
    flashed = Flashed(edition.day, plan.digest, {i.number: i.assessment.grade for i in due.incidents}, files)
    ledger.record_flashes(flashed, edition.now)
    return flashed
