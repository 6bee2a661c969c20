"""Answers: the approved text a reply stands for, by its key and day, and how two replies compare (R5)."""

from datetime import date

from pipeline.model import Row
from pipeline.plan.lists import CAUSES
from pipeline.plan.model import Answer, Plan, fold, split
from pipeline.plan.phrasing import phrases_in

_MARKS = str.maketrans("", "", ",，。.;；:：!！、")
"""Signs in which two replies may differ and still say the same."""


def current(plan: Plan, key: str, day: date) -> Answer | None:
    """The version of an approved text that is valid on a day, the newest of several; None if there is none."""
    valid = [a for a in plan.answers if a.key.upper() == key.upper() and a.is_valid(day)]
    return max(valid, key=lambda a: (a.start or date.min, _version(a)), default=None)


def signed_on(row: Row, otherwise: date) -> date:
    """The day on which a decision was signed, as far as it says."""
    day = row.values.get("decided_on")
    return day if isinstance(day, date) else otherwise


def reply(row: Row, plan: Plan, day: date) -> str:
    """What a signed row lets go out: the words typed, else the approved text of its key; "" if neither."""
    if typed := row.text("answer"):
        return without_mark(typed, plan)
    found = current(plan, row.text("answer_key"), day) if row.text("answer_key") else None
    return found.text if found else ""


def replaces(row: Row, plan: Plan) -> bool:
    """Whether a reply says of itself that it stands in the place of the one before."""
    return without_mark(row.text("answer"), plan) != row.text("answer")


def without_mark(text: str, plan: Plan) -> str:
    """A reply without the word by which it replaces another one."""
    mark = plan.texts["answer.replaces"]
    rest = text.removeprefix(mark)
    return rest[1:].strip() if rest != text and rest[:1] in {":", "："} else text


def is_same(one: str, other: str) -> bool:
    """Whether two replies say the same in the same words."""
    return bare(one) == bare(other)


def bare(text: str) -> str:
    """A text as two of them are compared: without signs, white space and case."""
    return fold(text).translate(_MARKS)


def causes_in(text: str, plan: Plan) -> tuple[str, ...]:
    """R3: the words by which a text states a cause."""
    return tuple(phrases_in(text, plan, CAUSES))


def fitting(plan: Plan, situation: str, said: str, day: date) -> Answer | None:
    """The approved text to propose for a situation and the words of its reports; None if none is meant for it."""
    keys = dict.fromkeys(a.key for a in plan.answers)
    valid = [a for key in keys if (a := current(plan, key, day)) and situation in split(a.situations)]
    scored = [(sum(word in said for word in split(a.words)), a) for a in valid]
    meant = [(count, a) for count, a in scored if count or not a.words]
    return max(meant, key=lambda pair: pair[0], default=(0, None))[1]


def _version(answer: Answer) -> tuple[int, str]:
    return (int(answer.version) if answer.version.isdigit() else 0, answer.version)
