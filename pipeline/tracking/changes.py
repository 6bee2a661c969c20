"""Changes: what became of each incident between two issues, one line a change."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from pipeline.model import OPEN_STATES, Edition, EventKind, Incident, State


class ChangeKind(StrEnum):
    """What may become of an incident, in the order in which it is told."""

    NEW = "new"
    WORSE = "worse"
    """A higher grade."""
    BETTER = "better"
    """A lower grade, which only a person gives."""
    OVERDUE = "overdue"
    """Something of it was missed that was not missed before."""
    ANSWERED = "answered"
    """The asker was told; of one that goes on, told again."""
    RECLASSIFIED = "reclassified"
    """Another situation or class, or its first grade."""
    REOPENED = "reopened"
    CALM = "calm"
    CLOSED = "closed"
    """Its review was signed."""
    MERGED = "merged"
    SPLIT = "split"
    """It came out of another one."""
    WITHDRAWN = "withdrawn"
    MOVED = "moved"
    """More was said or done about it, and nothing of the above."""


@dataclass(frozen=True, slots=True)
class Change:
    """One change of one incident."""

    kind: ChangeKind
    before: Incident | None
    """As it stood in the issue before; None if it was not there."""
    after: Incident
    other: str = ""
    """The incident that it was merged into, or came out of."""

    @property
    def number(self) -> str:
        """The number of the incident."""
        return self.after.number


def changes(before: Edition, after: Edition, grades: Sequence[str]) -> tuple[Change, ...]:
    """Every change from one issue to a later one, by kind, then by number; nothing at all if nothing changed.

    `grades`: the plan's, the lowest first. The passing of a day alone is no change: not the state of an open
    incident that only its age made, nor a lateness that grew.
    """
    were = {i.number: i for i in before.incidents}
    found = [c for now in after.incidents for c in _of(were.get(now.number), now, before, after, grades)]
    order = list(ChangeKind)
    return tuple(sorted(found, key=lambda c: (order.index(c.kind), c.number)))


def _of(
    was: Incident | None, now: Incident, before: Edition, after: Edition, grades: Sequence[str]
) -> Iterator[Change]:
    """What became of one incident; of one that went, or goes on under another number, only that."""
    if State.MERGED in (now.state, was.state if was is not None else None):
        yield from _moved_house(was, now)
        return
    if now.state is State.WITHDRAWN:
        if was is not None and was.state is not State.WITHDRAWN:
            yield Change(ChangeKind.WITHDRAWN, was, now)
        return
    kinds = [kind for kind in (_begun(was, now), *_changed(was, now, before, after, grades)) if kind]
    if not kinds and was is not None and _said(was) != _said(now):
        kinds = [ChangeKind.MOVED]
    for kind in kinds:
        yield Change(kind, was, now, _came_from(now) if kind is ChangeKind.SPLIT else "")


def _moved_house(was: Incident | None, now: Incident) -> Iterator[Change]:
    """Merged into another one, or into yet another; or standing on its own again."""
    home = was.merged_into if was is not None else ""
    if now.merged_into and now.merged_into != home:
        yield Change(ChangeKind.MERGED, was, now, now.merged_into)
    elif home and not now.merged_into:
        yield Change(ChangeKind.SPLIT, was, now, home)


def _begun(was: Incident | None, now: Incident) -> ChangeKind | None:
    if was is not None:
        return None
    return ChangeKind.SPLIT if _came_from(now) else ChangeKind.NEW


def _changed(
    was: Incident | None, now: Incident, before: Edition, after: Edition, grades: Sequence[str]
) -> Iterator[ChangeKind]:
    if was is not None:
        yield from _judged(was, now, grades)
    if _missed(now, after) - (_missed(was, before) if was is not None else set()):
        yield ChangeKind.OVERDUE
    if now.told_by(after.now) and (was is None or not was.told_by(before.now) or was.told != now.told):
        yield ChangeKind.ANSWERED
    state = was.state if was is not None else State.REGISTERED
    if state is now.state:
        return
    if state not in OPEN_STATES and now.state in OPEN_STATES:
        yield ChangeKind.REOPENED
    elif now.state in _OVER:
        yield _OVER[now.state]


_OVER = {State.CALM: ChangeKind.CALM, State.REVIEWED: ChangeKind.CLOSED}


def _judged(was: Incident, now: Incident, grades: Sequence[str]) -> Iterator[ChangeKind]:
    """Another grade, or another view of what it is."""
    old, new = was.assessment, now.assessment
    graded = old.grade in grades and new.grade in grades
    if graded and old.grade != new.grade:
        yield ChangeKind.WORSE if grades.index(new.grade) > grades.index(old.grade) else ChangeKind.BETTER
    seen = [(a.situation, a.seen, "" if graded else a.grade) for a in (old, new)]
    if seen[0] != seen[1]:
        yield ChangeKind.RECLASSIFIED


def _missed(incident: Incident, edition: Edition) -> set[str]:
    return {d.item for d in incident.missed(edition.now)}


def _said(incident: Incident) -> tuple[tuple[str, ...], ...]:
    """The rows that it rests on."""
    rows = (incident.reports, incident.progress, incident.decisions)
    return tuple(tuple(r.key for r in group) for group in rows)


def _came_from(incident: Incident) -> str:
    """The incident that its first report was taken out of by a person, or ""."""
    opened = (e for e in incident.events if e.kind is EventKind.OPENED and e.incident == incident.number)
    return next((str(e.data["other"]) for e in opened if "other" in e.data), "")
