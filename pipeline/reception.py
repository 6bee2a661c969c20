"""Reception: the files of a night are read and validated, each with its one fate."""

from collections.abc import Callable, Collection, Sequence
from datetime import date, timedelta

from pipeline.intake.archive import Archive
from pipeline.law import Law
from pipeline.model import Arrival, Fate, Incident, TakenIn
from pipeline.register import Register
from pipeline.tracking.folding import Moment
from pipeline.validation.known import Known, KnownIncident
from pipeline.validation.workbooks import validate
from pipeline.workbooks.reading import Reader


def receive(  # noqa: PLR0913 (the doors of a night, each once)
    arrivals: Sequence[Arrival],
    register: Register,
    law: Law,
    archive: Archive,
    reader: Reader,
    taken: Collection[tuple[date, str, str]],
    progress: Callable[[str, int, int], None],
) -> tuple[TakenIn, ...]:
    """What became of each file; bytes that were taken in before are a duplicate."""
    seen = {sha256 for _, _, sha256 in taken}
    fresh: list[Arrival] = []
    duplicates: list[TakenIn] = []
    for arrival in sorted(arrivals, key=lambda a: (a.received, a.sha256, a.name)):
        if arrival.sha256 in seen:
            duplicates.append(TakenIn(arrival, Fate.DUPLICATE))
        else:
            seen.add(arrival.sha256)
            fresh.append(arrival)
    raws = reader.read([(archive.path(a.sha256), a.name) for a in fresh])
    known = known_of(register, law, fresh[0].night) if fresh else Known()
    result: list[TakenIn] = []
    for number, (arrival, raw) in enumerate(zip(fresh, raws, strict=True), start=1):
        result.append(validate(raw, arrival, law.plan, known))
        progress("校验", number, len(fresh))
    return (*result, *duplicates)


def known_of(register: Register, law: Law, night: date) -> Known:
    """The numbers given so far, as validation may know them."""
    before = night - timedelta(days=1)
    at = Moment(law.plan, law.calendar, before, register.now(law.plan, before))
    return Known({i.number: KnownIncident(i.opened, i.is_open) for i in register.incidents(law, at)})


def known_now(register: Register, law: Law) -> Known:
    """All numbers given so far, for a check outside of a night."""
    last = max((c.night for c in register.calls), default=None)
    return known_of(register, law, last + timedelta(days=1)) if last else Known()


def open_incidents(register: Register, law: Law) -> tuple[Incident, ...]:
    """The open incidents after the last night, the restricted lane left out."""
    last = max((c.night for c in register.calls), default=None)
    if last is None:
        return ()
    at = Moment(law.plan, law.calendar, last, register.now(law.plan, last))
    return tuple(i for i in register.incidents(law, at) if i.is_open and not i.restricted)
