"""The reminder: a ready line for a chat, which units are still missing and who answers for each."""

from pipeline.model import Edition
from pipeline.plan import masking
from pipeline.plan.model import UNSET, Plan
from pipeline.reporting import dates
from pipeline.reporting.voice import Voice
from pipeline.tracking.attendance import streaks

AGAIN = 2
"""From so many roll calls in a row without a workbook on, the deputy is reminded too."""


def reminder(edition: Edition, voice: Voice) -> str:
    """The line of the day, "" where nobody is missing; that it was not seen is no reproach."""
    if not edition.roll_call.due:
        return ""
    units = [_unit(unit, days, voice) for unit, days in streaks(edition.roll_calls).items()]
    info = voice.plan.info
    day, cutoff = dates.short(edition.day), f"{info.cutoff:%H:%M}"
    return voice.text("remind.line", site=info.site, day=day, cutoff=cutoff, units="、".join(units)) if units else ""


def _unit(name: str, days: int, voice: Voice) -> str:
    who = whom(name, voice, again=days >= AGAIN)
    return voice.text("remind.unit.again" if days >= AGAIN else "remind.unit", unit=name, who=who, days=days)


def whom(name: str, voice: Voice, *, again: bool) -> str:
    """Who answers for a unit: its responsible, else the deputy; both where it was reminded before. Masked."""
    found, plan = voice.plan.unit(name), voice.plan
    lead, deputy = (_short(who, name, plan) for who in ((found.lead, found.deputy) if found else ("", "")))
    if again and lead and deputy:
        return voice.text("remind.both", lead=lead, deputy=deputy)
    return lead or deputy or UNSET


def _short(who: str, name: str, plan: Plan) -> str:
    """A role without the name of its unit, which stands before it, if a word is left."""
    short = who.removeprefix(name)
    return masking.mask(short if len(short) > 1 else who, plan)
