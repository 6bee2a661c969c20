"""Names of what goes back: whose it is, and what its file is called below 退回/."""

import re
from collections.abc import Sequence
from datetime import date
from pathlib import PurePosixPath

from pipeline.model import Kind, TakenIn
from pipeline.plan.model import Plan
from pipeline.validation.reviews import REVIEW_FOLDER
from pipeline.workbooks import words

_UNSAFE = re.compile(r'[<>:"/\\|?*\x00-\x1f]')
_LONGEST_STEM = 160
"""Bytes of a name; with the sender before and a number behind, no more than the 255 that a folder takes."""


def returned_paths(workbooks: Sequence[TakenIn], plan: Plan, day: date) -> dict[str, str]:
    """sha256 → path below outbox/ of all that goes back on a day."""
    folder, lane = plan.texts["returned.folder"], plan.texts["restricted.folder"]
    apart = {t.arrival.sha256 for t in workbooks if t.sender == lane}
    return {
        sha: f"{lane}/{folder}-{day}-{name}" if sha in apart else f"{day}/{folder}/{name}"
        for sha, name in returned_names(workbooks).items()
    }


def returned_names(every: Sequence[TakenIn]) -> dict[str, str]:
    """sha256 → file name below 退回/ of all that goes back; of two alike the later is numbered."""
    names: dict[str, str] = {}
    used: set[str] = set()
    for taken in sorted(every, key=lambda t: (t.arrival.received, t.arrival.sha256)):
        if taken.goes_back and taken.arrival.sha256 not in names:
            name, again = returned_name(taken), 1
            while name.casefold() in used:
                again += 1
                name = returned_name(taken, again)
            used.add(name.casefold())
            names[taken.arrival.sha256] = name
    return names


def returned_name(taken: TakenIn, again: int = 1) -> str:
    """`单位-原文件名.xlsx`, safe on every system; what was returned before keeps its name."""
    sender = sender_of(taken) or words.UNKNOWN_UNIT
    stem = PurePosixPath(taken.arrival.name).stem
    for prefix in (sender, words.UNKNOWN_UNIT):
        stem = stem.removeprefix(f"{prefix}-")
    number = f"-{again}" if again > 1 else ""
    short = stem.encode()[:_LONGEST_STEM].decode(errors="ignore").rstrip(" .")
    return _UNSAFE.sub("_", f"{sender}-{short}{number}.xlsx")


def kind_of(taken: TakenIn) -> Kind:
    """Report or review: by its rows, else by the folder it came from, since the ledger keeps no more of it."""
    misplaced = any(f.code == "review.wrong_folder" for f in taken.findings)
    by_rows = any(s.kind is Kind.REVIEW for s in taken.submissions)
    in_folder = taken.arrival.name.startswith(f"{REVIEW_FOLDER}/")
    return Kind.REVIEW if misplaced or by_rows or in_folder else Kind.REPORT


def sender_of(taken: TakenIn) -> str:
    """Who sent it, as a file name and a receipt say it; "" if nobody knows."""
    if kind_of(taken) is Kind.REVIEW:
        return words.REVIEW_NAME
    units = list(dict.fromkeys(s.unit for s in taken.submissions))
    return words.SEVERAL_UNITS.format(first=units[0], count=len(units)) if len(units) > 1 else taken.unit
