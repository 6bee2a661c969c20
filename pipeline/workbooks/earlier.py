"""Earlier items: what a unit reported before, how it stands, the approved reply, and what is still wanted of it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pipeline.model import Incident, State
from pipeline.plan.model import REPORT, Plan
from pipeline.tracking.answering import is_unverified, last_answer, open_answers_of
from pipeline.workbooks import labels, words


@dataclass(frozen=True, slots=True)
class Item:
    """One incident as a unit that reported it may know it."""

    number: str
    about: str
    """The unit's own words."""
    stands: str
    """Its state, and under which number it is handled."""
    reply: str
    """The reply that may go out, or ""."""
    wanted: str
    is_open: bool = True

    @property
    def told(self) -> str:
        """All but its number and the unit's own words, in one text."""
        reply = words.ITEM_REPLY.format(reply=self.reply) if self.reply else ""
        wanted = words.ITEM_WANTED.format(wanted=self.wanted) if self.wanted else ""
        return "\n".join(part for part in (self.stands, reply, wanted) if part)


def earlier_items(incidents: Iterable[Incident], unit: str, plan: Plan) -> tuple[Item, ...]:
    """What the unit reported and is open or calm, open ones first; nothing that stands apart."""
    mine = (
        i
        for i in incidents
        if (i.is_open or i.state is State.CALM) and not i.restricted and any(r.unit == unit for r in i.reports)
    )
    return tuple(_item(i, unit, plan) for i in sorted(mine, key=lambda i: (not i.is_open, i.number)))


def suspected_items(numbers: Iterable[str]) -> tuple[Item, ...]:
    """What others reported in a unit that said there was nothing: their words stay theirs."""
    question = words.SUSPECTED.format(sheet=REPORT)
    return tuple(Item(number, question, "", "", "") for number in numbers)


def _item(incident: Incident, unit: str, plan: Plan) -> Item:
    own = [r for r in incident.reports if r.unit == unit]
    standing = open_answers_of(incident, plan)
    last = last_answer(incident.decisions, plan)
    return Item(
        incident.number,
        own[0].row.text("summary"),
        "，".join((labels.state(incident, plan), *_merged(incident, unit))),
        last.text if last and len(standing) < 2 else "",  # noqa: PLR2004 (two contradict each other)
        "；".join(_wanted(incident, len(standing), plan)) if incident.is_open else "",
        incident.is_open,
    )


def _merged(incident: Incident, unit: str) -> Iterator[str]:
    """Under which other number it is handled: its own was merged, or it came to what others had reported."""
    own = dict.fromkeys(r.incident for r in incident.reports if r.unit == unit)
    others = [number for number in own if number != incident.number]
    if others:
        yield words.ITEM_MERGED.format(own="、".join(others), number=incident.number)
    elif incident.first.unit != unit:
        yield words.ITEM_ATTACHED.format(number=incident.number)


def _wanted(incident: Incident, standing: int, plan: Plan) -> Iterator[str]:
    told = plan.label("进展类型", "told")
    if standing > 1:
        yield words.WANTED_WAIT
    elif standing:
        yield words.WANTED_TELL.format(told=told)
    elif incident.told is None and incident.promised:
        yield words.WANTED_PROMISED.format(day=labels.day(incident.promised), told=told)
    elif incident.told is None or incident.unresolved:
        yield words.WANTED_ANSWER.format(told=told)
    if is_unverified(incident.reports, incident.progress, plan):
        yield words.WANTED_VERIFY.format(verify=plan.label("进展类型", "verify"))
    if any(d.item == "progress" and d.met is None for d in incident.deadlines):
        yield words.WANTED_PROGRESS
