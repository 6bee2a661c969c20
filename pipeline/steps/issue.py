"""An issue: every file of one day, as bytes, and the manifest that names them."""

import json
import platform
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version

import pipeline
from pipeline.model import OPEN_STATES, Edition, Incident, State, TakenIn
from pipeline.plan.model import Plan
from pipeline.reporting.pdf import Attachment
from pipeline.reporting.press import Press
from pipeline.reporting.rendering import begin_issue, begin_short, flash_name
from pipeline.workbooks.register_book import register_bytes
from pipeline.workbooks.register_text import register_csv
from pipeline.workbooks.review_book import restricted_bytes, review_bytes

_LIBRARIES = ("weasyprint", "openpyxl", "jinja2", "python-calamine", "sqlalchemy", "pydantic", "chinesecalendar")
_FINAL = {State.CALM: OPEN_STATES, State.REVIEWED: OPEN_STATES | {State.CALM}}
"""State → those from which it comes to it anew."""


@dataclass(frozen=True, slots=True)
class File:
    """One file of an issue."""

    name: str
    """Path below outbox/, with `/`."""
    data: bytes
    private: bool = False


def compose(
    edition: Edition, plan: Plan, press: Press, urgent: Sequence[Incident], returned: Callable[[], Iterable[File]]
) -> tuple[File, ...]:
    """Every page and workbook of an edition; the workbooks are written while the press is at work on the pages.

    `urgent` are the incidents whose flash report goes out with the issue.
    """
    short = begin_short(edition, plan, press, finals=newly_over(edition, plan), flashes=urgent)
    register = register_bytes(edition, plan)
    name = file_name(edition, plan, "register")
    attached = (
        Attachment(name, register, "register"),
        Attachment(f"{name.rpartition('.')[0]}.csv", register_csv(edition, plan), "register"),
    )
    long = begin_issue(edition, plan, press, registers=attached)
    review, apart = review_bytes(edition, plan), restricted_bytes(edition, plan)
    back = returned()
    return (
        *(File(place(o.name, edition, plan), o.data, o.private) for o in (*long.outputs(), *short.outputs())),
        File(place(file_name(edition, plan, "register"), edition, plan), register, private=True),
        File(place(file_name(edition, plan, "review_book"), edition, plan), review, private=True),
        *(
            (File(place(file_name(edition, plan, "restricted_review"), edition, plan), apart, private=True),)
            if apart
            else ()
        ),
        *back,
    )


def newly_over(edition: Edition, plan: Plan) -> tuple[Incident, ...]:
    """Described incidents that became calm since the issue before, or were reviewed: each gets its final review.

    The one at the calm is to be filled in; the one of the day on which it was signed holds what was written.
    """
    before = {i.number: i.state for i in edition.previous.incidents} if edition.previous else {}
    return tuple(
        i
        for i in edition.incidents
        if before.get(i.number, State.REGISTERED) in _FINAL.get(i.state, ()) and plan.is_described(i.assessment.grade)
    )


def newly_urgent(edition: Edition, plan: Plan, *flashed: Mapping[str, str]) -> tuple[Incident, ...]:
    """Incidents that reached the grade of a flash report, or rose above it, since the issue before.

    `flashed` is incident → grade of the flash reports that went out since; only a higher grade is told again.
    """
    rank = {grade: number for number, grade in enumerate(plan.grades)}
    before = {i.number: i.assessment.grade for i in edition.previous.incidents} if edition.previous else {}

    def is_told(incident: Incident) -> bool:
        told = max(rank.get(grades.get(incident.number, ""), -1) for grades in (before, *flashed))
        return told >= rank[incident.assessment.grade]

    urgent = plan.grades[rank[plan.info.flash_grade] :]
    return tuple(i for i in edition.open_incidents if i.assessment.grade in urgent and not is_told(i))


def file_name(edition: Edition, plan: Plan, kind: str) -> str:
    """The name of a workbook of an edition, by the plan's pattern."""
    texts = plan.texts
    correction = texts["briefing.correction"].format(correction=edition.correction) if edition.correction else ""
    return texts[f"{kind}.file"].format(date=edition.day, number=edition.number, correction=correction)


def place(name: str, edition: Edition, plan: Plan) -> str:
    """Where a file of an edition stands below outbox/: in the day's folder, or in the restricted one."""
    restricted = f"{plan.texts['restricted.folder']}/"
    return name if name.startswith(restricted) else f"{edition.day}/{name}"


def flash_place(incident: Incident, edition: Edition, plan: Plan, taken: Collection[str]) -> str:
    """Where a flash report stands below outbox/: one at a higher grade than went out that day bears its grade."""
    name = place(flash_name(incident.number, edition, plan), edition, plan)
    stem, _, kind = name.rpartition(".")
    return f"{stem}-{incident.assessment.grade}.{kind}" if name in taken else name


def manifest(edition: Edition, plan: Plan, files: Mapping[str, str], workbooks: Iterable[TakenIn]) -> File:
    """`manifest.json`: every file's sha256, the inputs, the plan and the versions that made it."""
    content = {
        "day": edition.day.isoformat(),
        "number": edition.number,
        "correction": edition.correction,
        "files": {name: files[name] for name in sorted(files)},
        "inputs": [
            {
                "name": t.arrival.name,
                "sha256": t.arrival.sha256,
                "received": t.arrival.received.isoformat(),
                "fate": t.fate.value,
            }
            for t in workbooks
        ],
        "plan": {"name": plan.info.plan, "version": plan.info.version, "digest": plan.digest},
        "versions": {
            "sitrep": pipeline.__version__,
            "python": platform.python_version(),
            **{name: version(name) for name in _LIBRARIES},
        },
    }
    data = json.dumps(content, ensure_ascii=False, indent=1) + "\n"
    return File(f"{edition.day}/manifest.json", data.encode(), private=True)
