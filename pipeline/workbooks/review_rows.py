"""The rows of the review workbook: what waits for a person first, each with the reason why it is asked."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from pipeline.classification.outcomes import outcomes, proposal_field
from pipeline.model import Edition, EventKind, Incident, Report
from pipeline.plan import answers
from pipeline.plan.model import Plan
from pipeline.tracking.answering import Approved, open_answers_of
from pipeline.tracking.asking import Changed, Waits, changed_since, waits
from pipeline.tracking.progress import asks, steps
from pipeline.workbooks import labels, words

_URGENT = tuple(Waits)
_SPOKEN = frozenset({"answer", "told", "clarify"})


@dataclass(frozen=True, slots=True)
class Asked:
    """One prefilled row."""

    known: Mapping[str, str]
    """Field key → what is already known."""
    why: str = ""
    """Why it waits, where the sheet has no column that says so; "" where nothing does."""
    pressing: bool = field(default=False)
    """Whether it waits for a decision; else it only may be decided."""


# --- class and grade ----------------------------------------------------------------------------


def classes(edition: Edition, plan: Plan) -> list[Asked]:
    """Open incidents whose class and grade wait, the reason in front of the rules' grounds."""
    asked = [(why, i) for i in edition.open_incidents if (why := waits(i, plan)) is not None]
    rank = {grade: -n for n, grade in enumerate(plan.grades)}
    asked.sort(key=lambda a: (_URGENT.index(a[0]), rank.get(a[1].assessment.grade, 1), a[1].number))
    return [_class(why, incident, plan) for why, incident in asked]


def _class(why: Waits, incident: Incident, plan: Plan) -> Asked:
    known = {
        "incident": incident.number,
        "summary": labels.said(incident),
        "proposed": labels.proposed(incident, plan),
        "basis": "\n".join(filter(None, (reason(why, incident, plan), labels.basis(incident, plan)))),
        "proposed_grade": labels.grade(incident, plan),
        **{spec.key: o.value for o in outcomes(incident, plan) if (spec := proposal_field(o.name, plan))},
    }
    return Asked(known, pressing=why is not Waits.FREE)


def reason(why: Waits, incident: Incident, plan: Plan) -> str:
    """Why class and grade are asked, in a sentence."""
    changed = changed_since(incident, plan)
    if why is Waits.AGAIN and changed:
        return again(changed)
    grade = labels.grade(incident, plan)
    return words.WAITS[why].format(proposed=labels.proposed(incident, plan), grade=grade)


def again(changed: Changed) -> str:
    """What was decided, and what has changed since."""
    row = changed.decision.row
    kind, grade = row.text("decided_class"), row.text("decided_grade")
    decided = "、".join(t for t in (kind and words.DECIDED_CLASS.format(name=kind), grade and f"{grade}级") if t)
    units = "、".join(dict.fromkeys(r.unit for r in changed.reports))
    then, now = changed.risen
    news = (
        words.NEW_REPORTS.format(count=len(changed.reports), units=units) if changed.reports else "",
        words.UNSAID.format(count=changed.unsaid) if changed.unsaid else "",
        words.RISEN.format(then=then, now=now) if now else "",
        words.MERGED_IN.format(numbers="、".join(changed.merged)) if changed.merged else "",
    )
    day = answers.signed_on(row, changed.decision.report_date)
    return words.AGAIN.format(day=labels.day(day), decided=decided, news="；".join(n for n in news if n))


# --- pairs --------------------------------------------------------------------------------------


def pairs(edition: Edition) -> list[Asked]:
    """Doubtful pairs, then what the night put together by itself."""
    known = {incident.number: incident for incident in edition.incidents}
    doubtful: dict[frozenset[str], Asked] = {}
    for incident in edition.open_incidents:
        for other in (known[number] for number in incident.parked if number in known):
            row = {
                "report_a": other.number,
                "summary_a": labels.said(other),
                "report_b": incident.number,
                "summary_b": labels.said(incident),
                "likeness": _likeness(incident, other.number),
            }
            # once merged, two may each have been found like the other
            doubtful.setdefault(frozenset((incident.number, other.number)), Asked(row, pressing=True))
    return [*doubtful.values(), *(row for incident in edition.open_incidents for row in _attached(incident, edition))]


def _attached(incident: Incident, edition: Edition) -> Iterator[Asked]:
    """What the night put to an incident by itself: a person may take it out again."""
    names = edition.parts
    called = {names.get((r.incident, r.key), ""): r for r in incident.reports}
    for event in incident.events:
        name = names.get((event.incident, event.report), "")
        if event.kind is EventKind.ATTACHED and event.night == edition.day and name in called:
            yield Asked(
                {
                    "report_a": event.incident,
                    "summary_a": incident.first.row.text("summary"),
                    "report_b": name,
                    "summary_b": called[name].row.text("summary"),
                    "likeness": words.ATTACHED.format(explained=event.data["explained"]),
                }
            )


def _likeness(incident: Incident, other: str) -> str:
    """What was written down when the pair was found doubtful."""
    found = (e.data for e in incident.events if e.kind is EventKind.PARKED and e.data["other"] == other)
    return next((str(data["explained"]) for data in found), "")


# --- answers ------------------------------------------------------------------------------------


def replies(edition: Edition, plan: Plan) -> list[Asked]:
    """Open incidents in which somebody waits for an answer or for what was promised; contradictions first."""
    rows = [_reply(i, edition, plan) for i in edition.open_incidents if _waits_for_reply(i, plan)]
    return sorted(rows, key=lambda row: not row.pressing)


def _waits_for_reply(incident: Incident, plan: Plan) -> bool:
    return asks(incident.reports, plan) and (
        incident.told is None
        or incident.unresolved
        or _promise_open(incident)
        or len(open_answers_of(incident, plan)) > 1
    )


def _promise_open(incident: Incident) -> bool:
    return any(d.item == "promise" and d.met is None for d in incident.deadlines)


def _reply(incident: Incident, edition: Edition, plan: Plan) -> Asked:
    requests = dict.fromkeys(r.row.text("request") for r in incident.reports if r.row.text("request"))
    due = incident.promised if _promise_open(incident) else None
    standing = open_answers_of(incident, plan)
    known = {
        "incident": incident.number,
        "request": "\n".join(requests) or words.NO_REQUEST.format(summary=incident.first.row.text("summary")),
        "draft": _draft(incident, edition, plan),
    }
    owed = [d for d in incident.deadlines if d.item == "answer" and d.met is None]
    pressing = len(standing) > 1 or bool(owed) or bool(due and due <= edition.day + timedelta(days=1))
    return Asked(known, _why_reply(standing, due, late=any(d.due < edition.now for d in owed)), pressing)


def _why_reply(standing: Sequence[Approved], due: date | None, *, late: bool) -> str:
    if len(standing) > 1:
        return words.TWO_VOICES
    if standing:
        return words.TO_TELL
    if due:
        return words.PROMISE_DUE.format(day=labels.day(due))
    return words.TO_ANSWER_LATE if late else words.TO_ANSWER


def _draft(incident: Incident, edition: Edition, plan: Plan) -> str:
    """What was approved and waits to be given; else an approved text that fits, else what the unit has answered."""
    standing = open_answers_of(incident, plan)
    if len(standing) > 1:
        return words.TWO_ANSWERS.format(
            answers="；".join(f"{labels.day(local(s.at, plan))}“{s.text}”" for s in standing)
        )
    if standing:
        return words.APPROVED.format(text=standing[0].text)
    said = labels.said(incident)
    if (found := answers.fitting(plan, incident.assessment.situation, said, edition.day)) is not None:
        return words.BY_KEY.format(key=found.key, text=found.text)
    return _answered(incident, plan)


def _answered(incident: Incident, plan: Plan) -> str:
    """The words with which a unit has answered already, the latest last."""
    spoken = [s.report.row.text("content") for s in steps(incident.progress, plan) if s.code in _SPOKEN]
    written = [r.row.text("answered") for r in incident.reports if r.row.text("answered")]
    return (spoken or written or [""])[-1]


def local(moment: datetime, plan: Plan) -> date:
    """The day of a moment as its readers write it."""
    return moment.astimezone(plan.zone).date()


def referrals(referred: tuple[Report, ...]) -> list[Asked]:
    """Referrals that the contact has not signed for, by number alone."""
    return [Asked({"number": r.incident or r.key}, pressing=True) for r in referred]
