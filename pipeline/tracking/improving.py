"""Improving: what persons decided to change after an incident, who does it by when, and whether it was done (R33)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from pipeline.model import Report
from pipeline.plan import answers


@dataclass(frozen=True, slots=True)
class Improvement:
    """One improvement, as the signed decisions tell it so far."""

    words: str = ""
    """What changes; "" where only who or until when was written."""
    by: str = ""
    due: date | None = None
    done: date | None = None
    """The day on which it was done, as somebody wrote down later; None: nobody did."""

    def overdue(self, day: date) -> bool:
        """Whether its day is past and nobody wrote down that it was done."""
        return self.done is None and self.due is not None and self.due < day


def improvements(decisions: Iterable[Report]) -> tuple[Improvement, ...]:
    """Every improvement, in order.

    What is written later is about the last one: it says more of it, or says it anew. Other words after it was done
    are another improvement.
    """
    found: list[Improvement] = []
    for row in (d.row for d in decisions if d.row.text("decided_by")):
        words, by = row.text("improvement"), row.text("improver")
        due, done = (day if isinstance(day := row.values.get(key), date) else None for key in ("due", "improved"))
        if not (words or by or due or done):
            continue
        last = found.pop() if found else Improvement()
        if words and last.done and not answers.is_same(words, last.words):
            found.append(last)
            last = Improvement()
        found.append(Improvement(words or last.words, by or last.by, due or last.due, done or last.done))
    return tuple(found)


def unfinished(decisions: Iterable[Report]) -> Improvement | None:
    """The improvement of which nobody has written down yet that it was done; only the last can be one."""
    last = (improvements(decisions) or (Improvement(),))[-1]
    return last if last.words and last.done is None else None
