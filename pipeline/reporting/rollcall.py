"""The roll call of a day as a page shows it: five different things, and whom to remind."""

from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.model import Attendance, Edition
from pipeline.reporting.figures import Figures
from pipeline.reporting.voice import Voice
from pipeline.tracking.attendance import share, streaks, suspected


@dataclass(frozen=True, slots=True)
class Count:
    """One number with its name."""

    label: str
    value: int
    alarm: bool = False


@dataclass(frozen=True, slots=True)
class Roll:
    """The roll call: counts, and sentences about the units behind them."""

    counts: tuple[Count, ...]
    sentences: tuple[str, ...]

    @property
    def printed(self) -> str:
        """All its words, for the room they take."""
        return "，".join(f"{count.label}{count.value}" for count in self.counts) + "".join(self.sentences)


def roll(edition: Edition, figures: Figures, voice: Voice) -> Roll:
    """The roll call of the day; where no report is due, that is said."""
    counts = tuple(
        Count(
            voice.text(f"roll.{k}"),
            figures[f"roll.{k}"].value,
            k is Attendance.MISSING and figures[f"roll.{k}"].value > 0,
        )
        for k in Attendance
    )
    told = [
        voice.text(f"roll.units.{k}", units=names) for k in REMINDED if (names := _units(edition, figures, k, voice))
    ]
    if not edition.roll_call.due:
        told.insert(0, voice.text("roll.not_due"))
    complete = () if told else (voice.text("roll.complete"),)
    return Roll(counts, (*_in_time(edition, figures, voice), *complete, *told, *_suspected(edition, voice)))


REMINDED = (Attendance.MISSING, Attendance.LATE, Attendance.CORRECTING)


def _units(edition: Edition, figures: Figures, kind: Attendance, voice: Voice) -> str:
    """The units that did this, in the order of the roster; how often in a row where it was not the first time."""
    days = streaks(edition.roll_calls) if kind is Attendance.MISSING and edition.roll_call.due else {}
    names = figures[f"roll.{kind}"].counted
    return "、".join(voice.text("roll.silent", unit=u, days=n) if (n := days.get(u, 0)) > 1 else u for u in names)


def _in_time(edition: Edition, figures: Figures, voice: Voice) -> Iterator[str]:
    """How many answered in time today, and on the roll calls of late."""
    today, calls = share((edition.roll_call,)), [c for c in edition.roll_calls if c.due]
    if today is None:
        return
    said = {"on_time": figures["roll.on_time"].value, "share": today}
    if len(calls) > 1:
        yield voice.text("roll.on_time_lately", **said, days=len(calls), lately=share(calls))
    else:
        yield voice.text("roll.on_time", **said)


def _suspected(edition: Edition, voice: Voice) -> Iterator[str]:
    """The units to ask whether they missed something; for leaders, of a matter of one person, only the wider circle."""
    found = suspected(edition.incidents, (edition.roll_call,), voice.plan)
    told: dict[str, list[str]] = {}
    for unit, incidents in found.items():
        for incident in incidents:
            told.setdefault(voice.place(unit, incident), []).append(incident.number)
    asked = [
        voice.text("roll.suspected.unit", unit=u, numbers="、".join(dict.fromkeys(numbers)))
        for u, numbers in told.items()
    ]
    if asked:
        yield voice.text("roll.suspected", word=voice.text("word.suspected"), units="、".join(asked))
