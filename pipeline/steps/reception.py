"""Reception: the files of a night are read and validated, each with its one fate."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from pipeline.intake.archive import Archive
from pipeline.model import Arrival, EventKind, Fate, Incident, Progress, ReportStatus, TakenIn
from pipeline.plan.model import Plan
from pipeline.register.book import Register
from pipeline.register.law import Law
from pipeline.tracking.answering import is_grounded, last_answer, open_answers
from pipeline.tracking.attendance import Suspected, suspected
from pipeline.tracking.decisions import concerned, confirmed_class
from pipeline.tracking.folding import Moment
from pipeline.tracking.parts import part_names, removable
from pipeline.tracking.progress import found_at
from pipeline.tracking.rounds import Case
from pipeline.validation.known import Known, KnownIncident
from pipeline.validation.workbooks import validate
from pipeline.workbooks.reading import Reader


def receive(  # noqa: PLR0913, PLR0917 (the doors of a night, each once)
    arrivals: Sequence[Arrival],
    register: Register,
    law: Law,
    archive: Archive,
    reader: Reader,
    progress: Progress,
) -> tuple[TakenIn, ...]:
    """What became of each file; bytes that were taken in before are a duplicate.

    What was returned whole is read anew when it comes again: it may lie in the right folder by now, its unit stand
    in the roster, its day have come.
    """
    seen = _taken_in(register, arrivals[0].night) if arrivals else set()
    fresh: list[Arrival] = []
    duplicates: list[Arrival] = []
    for arrival in sorted(arrivals, key=lambda a: (a.received, a.sha256, a.name)):
        if arrival.sha256 in seen:
            duplicates.append(arrival)
        else:
            seen.add(arrival.sha256)
            fresh.append(arrival)
    raws = reader.read([(archive.path(a.sha256), a.name) for a in fresh])
    known = known_of(register, law, fresh[0].night) if fresh else Known()
    result: list[TakenIn] = []
    for number, (arrival, raw) in enumerate(zip(fresh, raws, strict=True), start=1):
        result.append(validate(raw, arrival, law.plan, known))
        progress("校验", number, len(fresh))
    senders = {c.sha256: c.unit for c in register.calls} | {t.arrival.sha256: t.unit for t in result}
    return (*result, *(TakenIn(a, Fate.DUPLICATE, sender=senders.get(a.sha256, "")) for a in duplicates))


def _taken_in(register: Register, night: date) -> set[str]:
    """The bytes that count for something, and those returned tonight already."""
    rows = (*register.reports.values(), *register.progress, *register.decisions)
    counted = {r.row.sha256 for r in rows if r.status is not ReportStatus.REFERRED}
    return counted | {c.sha256 for c in register.calls if not c.returned or c.night == night}


def known_of(register: Register, law: Law, night: date) -> Known:
    """The numbers given so far, as validation may know them."""
    then = register.as_of(night, night)
    referred = (e.incident for e in register.events if e.kind is EventKind.REFERRED)
    return Known(
        {case.number: _known(case, law.plan) for case in then.cases(law.plan).values()},
        frozenset(referred),
        removable(then.reports.values(), part_names(register.events, then.reports.values())),
    )


def _known(case: Case, plan: Plan) -> KnownIncident:
    found = min(map(found_at, case.reports))
    standing = open_answers(case.decisions, case.progress, plan)
    return KnownIncident(
        found,
        not case.settled,
        case.grade,
        concerned(case.live, plan),
        restricted=any(r.status is ReportStatus.RESTRICTED for r in case.reports),
        answer=standing[-1].text if standing else "",
        answered=last_answer(case.decisions, plan) is not None,
        unverified=not is_grounded(case.live, case.progress, confirmed_class(case, plan), plan),
    )


def known_now(register: Register, law: Law) -> Known:
    """All numbers given so far, for a check outside of a night."""
    last = max((c.night for c in register.calls), default=None)
    return known_of(register, law, last + timedelta(days=1)) if last else Known()


def shown_to_units(register: Register, law: Law) -> tuple[Incident, ...]:
    """The incidents after the last night, the restricted lane left out."""
    last = max((c.night for c in register.calls), default=None)
    if last is None:
        return ()
    at = Moment(law.plan, law.calendar, last, register.now(law.plan, last))
    return tuple(i for i in register.incidents(law, at) if not i.restricted)


def suspected_units(register: Register, law: Law, incidents: Iterable[Incident]) -> Suspected:
    """The units to ask about open incidents, by the roll calls of the last days."""
    last = max((c.night for c in register.calls), default=None)
    return suspected(incidents, register.roll_calls(law, last), law.plan) if last else {}
