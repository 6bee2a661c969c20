"""The roll call of a day as a page shows it: five different things, and whom to remind."""

from dataclasses import dataclass

from pipeline.model import Attendance, Edition
from pipeline.reporting.figures import Figures
from pipeline.reporting.voice import Voice


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
    told = [voice.text(f"roll.units.{k}", units=names) for k in REMINDED if (names := units(figures, k))]
    if not edition.roll_call.due:
        told.insert(0, voice.text("roll.not_due"))
    return Roll(counts, tuple(told) or (voice.text("roll.complete"),))


REMINDED = (Attendance.MISSING, Attendance.LATE, Attendance.CORRECTING)


def units(figures: Figures, kind: Attendance) -> str:
    """The units that did this, in the order of the roster."""
    return "、".join(figures[f"roll.{kind}"].counted)
