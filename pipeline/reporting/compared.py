"""What changed since the issue before, in one sentence: counts of incidents, or that it is the same page again."""

from collections.abc import Mapping
from dataclasses import replace

from pipeline.model import Edition, Incident
from pipeline.reporting.figures import Figure, Figures, figures, linked
from pipeline.reporting.sections import sections, to_tell
from pipeline.reporting.voice import Voice
from pipeline.tracking.attendance import streaks
from pipeline.tracking.changes import ChangeKind

_BALANCES = ("new", "open", "waiting", "overdue")
_OF_THE_NIGHT = frozenset({"workbooks", "returned", "partly", "rows_waiting", "in_doubt"})
"""Figures of the workbooks that came, which an issue looked back upon does not hold."""


def compared(edition: Edition, numbers: Figures, voice: Voice) -> str:
    """The second sentence of the overview."""
    if edition.previous is None:
        return voice.text("overview.first_issue")
    told = {kind: numbers[f"changed.{kind}"] for kind in ChangeKind}
    if not any(figure.counted for figure in told.values()):
        return voice.text("overview.identical" if _identical(edition, linked(numbers, ()), voice) else "overview.same")
    before = figures(edition.previous, voice.plan)
    by = {f"{n}_change": _change(numbers[n], before[n], voice) for n in _BALANCES}
    items = [_item(kind, figure.value, voice) for kind, figure in _worth(told).items()]
    return voice.text("overview.change", changes="，".join(items), **by)


def _worth(told: Mapping[ChangeKind, Figure]) -> Mapping[ChangeKind, Figure]:
    """What the sentence tells: what is new, and what only moved on, where nothing else changed."""
    kept = {kind: figure for kind, figure in told.items() if figure.counted}
    return {kind: figure for kind, figure in kept.items() if kind not in (ChangeKind.NEW, ChangeKind.MOVED)} or kept


def _item(kind: ChangeKind, n: int, voice: Voice) -> str:
    return voice.text("change.item", name=voice.text(f"changed.{kind}"), n=n)


def _change(now: Figure, before: Figure, voice: Voice) -> str:
    by = len(now.counted) - len(before.counted)
    return voice.text("change.more" if by > 0 else "change.less" if by else "change.same", n=now.resting(abs(by)))


def _identical(edition: Edition, numbers: Figures, voice: Voice) -> bool:
    """Whether the page would say the same as the one before, were it not for the dates in its head."""
    before = edition.previous
    if before is None or not all(_rests(i, before) for i in edition.incidents):
        return False
    again = replace(before, previous=before)
    then = figures(again, voice.plan)
    if streaks(edition.roll_calls) != streaks(before.roll_calls):
        return False
    if any(numbers[name].counted != then[name].counted for name in numbers.keys() - _OF_THE_NIGHT):
        return False
    pages = ((e, to_tell(e, voice.plan), n) for e, n in ((edition, numbers), (again, then)))
    now, was = (sections(e, told, n, voice) for e, told, n in pages)
    return now == was


def _rests(incident: Incident, before: Edition) -> bool:
    """Whether nothing was said about it on the day of the issue before, or since: that page told it as news."""
    rows = (*incident.reports, *incident.progress, *incident.decisions)
    return all(max(row.night, row.day) < before.day for row in rows)
