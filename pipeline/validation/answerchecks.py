"""Checks of an approved reply: one voice (R5), no cause before it is verified (R3), a moment or a day that fits."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import islice

from pipeline.findings import Finding, finding
from pipeline.model import Row
from pipeline.plan import answers
from pipeline.plan.model import Plan
from pipeline.validation.case import Check, RowCase
from pipeline.validation.cells import nearest
from pipeline.validation.known import KnownIncident
from pipeline.validation.tables import CheckedRow

_SHOWN = 60
"""Characters of the other reply that a finding shows."""


def answer_is_in_the_plan(case: RowCase) -> Iterator[Finding]:
    """R5: an answer given by its key is one that the plan holds, and that may go out on that day."""
    key, known = case.row.text("answer_key"), {a.key.upper() for a in case.plan.answers}
    day = answers.signed_on(case.row, case.report_date)
    if key and key.upper() not in known:
        yield case.finding("review.answer_unknown", "answer_key", key, nearest=nearest(key, known))
    elif key and answers.current(case.plan, key, day) is None:
        yield case.finding("review.answer_expired", "answer_key", key, expected=day)


def answer_agrees_with_its_key(case: RowCase) -> Iterator[Finding]:
    """R5: an approved text is used as it stands; other words beside its key are asked about."""
    key, typed = case.row.text("answer_key"), case.row.text("answer")
    found = answers.current(case.plan, key, answers.signed_on(case.row, case.report_date)) if key else None
    if typed and found and not answers.is_same(answers.without_mark(typed, case.plan), found.text):
        yield case.finding("review.answer_differs", "answer", typed, expected=found.key)


def answer_is_the_only_one(case: RowCase) -> Iterator[Finding]:
    """R5: no other reply to the incident is approved and waits to be given, unless this one says it replaces it."""
    incident, text = _incident(case), _reply(case)
    other = incident.answer if incident else ""
    if text and other and not answers.is_same(text, other) and not answers.replaces(case.row, case.plan):
        yield _two(case.row, text, other, "先前审定、还没有告知的", case.plan)


def answer_states_no_unverified_cause(case: RowCase) -> Iterator[Finding]:
    """R3: what goes out states no cause while nobody has verified the facts; a draft is warned of it."""
    incident = _incident(case)
    if incident is None or not incident.unverified:
        return
    for word in answers.causes_in(_reply(case), case.plan)[:1]:
        yield case.finding("review.cause_unverified", "answer" if case.row.text("answer") else "answer_key", word)
    for word in answers.causes_in(case.row.text("draft"), case.plan)[:1]:
        yield case.finding("review.draft_cause", "draft", word)


def told_what_was_approved(case: RowCase) -> Iterator[Finding]:
    """R2: the asker was told by now, and told something that somebody approved."""
    told, incident = case.moment("answered_at"), _incident(case)
    if told is None:
        return
    if case.day_of(told) > case.day_of(case.received) or told > case.received:
        yield case.finding("review.future", "answered_at", case.shown(told))
    if not _reply(case) and incident is not None and not incident.answered:
        yield case.finding("review.answer_blank", "answered_at", case.shown(told))


def promise_is_to_come(case: RowCase) -> Iterator[Finding]:
    """R28: the exact date of the result is still to come, and stands beside a handling opinion."""
    day, incident = case.row.values.get("promise_date"), _incident(case)
    if not isinstance(day, date):
        return
    if day < answers.signed_on(case.row, case.report_date):
        yield case.finding("review.promise_past", "promise_date", day)
    if not _reply(case) and not case.row.text("draft") and not (incident and incident.answered):
        yield case.finding("review.promise_alone", "promise_date")


def signed_for_something(case: RowCase) -> Iterator[Finding]:
    """A signature beside a draft approves nothing by itself: what goes out is written out, or named by its key."""
    row = case.row
    decided = ("answer", "answer_key", "answered_at", "promise_date")
    if row.text("decided_by") and row.text("draft") and not any(row.values.get(k) or k in case.unread for k in decided):
        yield case.finding("review.draft_signed", "draft")


ANSWER_CHECKS: tuple[Check, ...] = (
    answer_is_in_the_plan,
    answer_agrees_with_its_key,
    answer_is_the_only_one,
    answer_states_no_unverified_cause,
    told_what_was_approved,
    promise_is_to_come,
    signed_for_something,
)


def two_answers_in(rows: Sequence[CheckedRow], plan: Plan) -> tuple[CheckedRow, ...]:
    """R5: rows of one workbook that approve different replies to one incident; each names the other."""
    said = [(r.row, answers.reply(r.row, plan, answers.signed_on(r.row, r.to.day))) for r in rows]
    checked = []
    for row in rows:
        mine = next(text for one, text in said if one is row.row)
        others = (
            _two(row.row, mine, text, f"第{one.number}行", plan)
            for one, text in said
            if one.text("incident") == row.row.text("incident") and mine and text and not answers.is_same(mine, text)
        )
        checked.append(replace(row, findings=(*row.findings, *islice(others, 1))))
    return tuple(checked)


def _two(row: Row, mine: str, other: str, where: str, plan: Plan) -> Finding:
    key = "answer" if row.text("answer") else "answer_key"
    return finding(
        "review.two_answers",
        sheet=row.sheet,
        cell=row.cells.get(key, f"A{row.number}"),
        stood=mine,
        incident=row.text("incident"),
        other=where,
        expected=other if len(other) <= _SHOWN else other[: _SHOWN - 1] + "…",
        label=plan.field(row.sheet, "answer").label,
        mark=plan.texts["answer.replaces"],
    )


def _reply(case: RowCase) -> str:
    return answers.reply(case.row, case.plan, answers.signed_on(case.row, case.report_date))


def _incident(case: RowCase) -> KnownIncident | None:
    return case.known.incidents.get(case.row.text("incident"))
