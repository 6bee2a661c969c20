"""Issues: what was issued for a day, as values, as records and as the seal of its step tells it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from pipeline.ledger.records import Record
from pipeline.ledger.seals import digest_of
from pipeline.model import Value

_FILE = "file:"
"""Before the path of a flash report in the seal that tells it; its value is the sha256 of the bytes."""
_GRADE = "grade:"
"""Before the number of an incident in the seal that tells its flash report; its value is the grade it was shown at."""


@dataclass(frozen=True, slots=True)
class Filed:
    """One issued file: the hash of its bytes, and whether only its owner may read it."""

    sha256: str
    private: bool


@dataclass(frozen=True, slots=True)
class Issue:
    """What was issued for a day: its number and every file, by path below outbox/."""

    day: date
    correction: int
    number: int
    night: date
    plan_digest: str
    basis: tuple[str, ...]
    """Keys of the rows of the day it rests on: others make a correction due."""
    files: Mapping[str, Filed]
    supplements: tuple[tuple[date, int], ...] = ()
    """The corrections of earlier days that it tells of: (day, correction)."""


@dataclass(frozen=True, slots=True)
class Flashed:
    """Flash reports of a day that went out between two issues; the seal of their step tells them, no row does."""

    day: date
    plan_digest: str
    grades: Mapping[str, str]
    """Incident → the grade it was shown at: only a higher one is urgent again."""
    files: Mapping[str, Filed]
    """By path below outbox/."""


Made = Issue | Flashed
"""What put files into outbox/."""


def pack_issue(issue: Issue) -> dict[str, Any]:
    """An issue as a record."""
    return {
        "day": issue.day.isoformat(),
        "correction": issue.correction,
        "number": issue.number,
        "night": issue.night.isoformat(),
        "plan_digest": issue.plan_digest,
        "basis": list(issue.basis),
        "supplements": [[day.isoformat(), correction] for day, correction in issue.supplements],
        "files": {name: [f.sha256, f.private] for name, f in issue.files.items()},
    }


def unpack_issue(r: Record) -> Issue:
    """The issue that was packed."""
    return Issue(
        date.fromisoformat(r["day"]), r["correction"], r["number"], date.fromisoformat(r["night"]), r["plan_digest"],
        tuple(r["basis"]), {name: Filed(*f) for name, f in r["files"].items()},
        tuple((date.fromisoformat(d), n) for d, n in r["supplements"]),
    )  # fmt: skip


def told_of(packed: Record) -> dict[str, Value]:
    """What a seal tells of an issue: its scalars, and the digests of its lists."""
    told = {"of": packed["day"], "correction": packed["correction"], "number": packed["number"]}
    return told | {f"{name}_digest": digest_of(packed[name]) for name in ("basis", "supplements", "files")}


def told_of_flashes(flashed: Flashed) -> dict[str, Value]:
    """What a seal tells of flash reports: it is all that is kept of them."""
    return told_of_grades(flashed.grades) | _named(_FILE, {name: f.sha256 for name, f in flashed.files.items()})


def told_of_grades(grades: Mapping[str, str]) -> dict[str, Value]:
    """What a seal tells of the incidents whose flash report went out."""
    return _named(_GRADE, grades)


def flashed_in(seal: Record) -> Flashed:
    """The flash reports that a seal tells."""
    data = seal["data"]
    files = {name: Filed(sha256, private=False) for name, sha256 in _names(_FILE, data).items()}
    return Flashed(date.fromisoformat(seal["night"]), data["plan"], grades_in(data), files)


def grades_in(data: Mapping[str, str]) -> dict[str, str]:
    """Incident → the grade on its flash report."""
    return _names(_GRADE, data)


def _named(prefix: str, values: Mapping[str, str]) -> dict[str, Value]:
    return {f"{prefix}{name}": value for name, value in values.items()}


def _names(prefix: str, data: Mapping[str, str]) -> dict[str, str]:
    return {name.removeprefix(prefix): value for name, value in data.items() if name.startswith(prefix)}
