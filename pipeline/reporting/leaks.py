"""Leaks: what the masks hide of what people wrote, to be looked for on every page that leaves the office."""

import re
from collections.abc import Iterable, Iterator

from pipeline.model import Edition, Report
from pipeline.plan.masking import hidden
from pipeline.plan.model import Plan

SHORTEST, SHORTEST_NUMBER = 3, 7
"""Characters of a name that no page holds by chance, and digits of a number."""
_SHOWN = 2
"""Characters that tell which one it is, and no more of it."""
_BETWEEN = re.compile(r"[-—–.·•()（）\s]+")
_NUMBER = re.compile(f"[0-9]{{{SHORTEST_NUMBER},}}")


def secrets(edition: Edition, plan: Plan) -> tuple[str, ...]:
    """What no page of leaders may hold: names and numbers in what was written of open incidents, and that day."""
    people = [(r.name, r.holder, r.deputy) for r in plan.roles] + [(u.name, u.lead, u.deputy) for u in plan.units]
    own = squeezed("\n".join((*plan.texts.values(), *("\n".join(names) for names in people))))
    found = {piece for text in _texts(edition) for secret in hidden(text, plan) for piece in _pieces(secret)}
    return tuple(sorted(piece for piece in found if piece not in own))


def squeezed(text: str) -> str:
    """A text without white space and without what may part the digits of a number."""
    return _BETWEEN.sub("", text)


def told(text: str, sought: Iterable[str]) -> str:
    """What is wrong with a text in which any of them stands, as a fault of its page; "" if none does."""
    read = squeezed(text)
    found = "、".join(f"{secret[:_SHOWN]}…" for secret in sought if secret in read)
    return f"有没遮盖的姓名或号码(“{found}”),请在方案“词表”的“遮盖”里补上这种写法" if found else ""


def _pieces(secret: str) -> Iterator[str]:
    whole = squeezed(secret)
    if numbers := _NUMBER.findall(whole):
        yield from numbers
    elif len(whole) >= SHORTEST:
        yield whole


def _texts(edition: Edition) -> Iterator[str]:
    for incident in (*edition.incidents, *edition.restricted):
        rows = (*incident.reports, *incident.progress, *incident.decisions)
        if incident.is_open or any(r.night == edition.day for r in rows):
            yield from _of(rows)
    yield from _of(r for r in (*edition.referred, *edition.tallied) if r.night == edition.day)


def _of(reports: Iterable[Report]) -> Iterator[str]:
    for report in reports:
        yield from (value for value in report.row.values.values() if isinstance(value, str))
