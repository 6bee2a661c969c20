"""Checks of one progress row: each is a function in the list `PROGRESS_CHECKS`."""

from collections.abc import Iterator
from datetime import date

from pipeline.findings import Finding
from pipeline.plan.answers import causes_in
from pipeline.validation.case import Check, RowCase
from pipeline.validation.cells import nearest
from pipeline.validation.privacychecks import PRIVACY_CHECKS
from pipeline.validation.rowchecks import formulas_are_text

_TYPES = "进展类型"
_SPOKEN = frozenset({"answer", "told", "publish_first", "publish_next", "clarify"})
"""Codes of progress whose words went out."""


def number_exists(case: RowCase) -> Iterator[Finding]:
    """A progress belongs to an incident that was given a number."""
    number = case.row.text("incident")
    if number and number not in case.known.incidents:
        yield case.finding("progress.number_unknown", "incident", number, nearest=nearest(number, case.known.incidents))
    elif number and not case.known.incidents[number].is_open:
        yield case.finding("progress.number_closed", "incident", number)


def happened_already(case: RowCase) -> Iterator[Finding]:
    """A progress is past, and not before its incident."""
    at, incident = case.moment("at"), case.known.incidents.get(case.row.text("incident"))
    if at is None:
        return
    if at > case.received:
        yield case.finding("progress.future", "at", case.shown(at), expected=case.shown(case.received))
    elif incident and case.day_of(at) < case.day_of(incident.opened):
        yield case.finding("progress.before_opened", "at", case.shown(at), expected=case.shown(incident.opened))


def promise_has_a_date(case: RowCase) -> Iterator[Finding]:
    """R28: a promise names the exact date, and it was still to come when it was made."""
    promised = case.row.values.get("promise_date")
    if case.code("type", _TYPES) != "promise" or "promise_date" in case.unread:
        return
    if promised is None:
        yield case.finding("progress.promise_needs_date", "promise_date", case.row.text("type"))
    elif isinstance(promised, date) and promised < _happened(case):
        yield case.finding("progress.promise_past", "promise_date", promised)


def publication_names_its_channel(case: RowCase) -> Iterator[Finding]:
    """R3: each publication has a channel; the first one says when the next follows."""
    kind = case.code("type", _TYPES)
    if kind in ("publish_first", "publish_next") and not case.row.text("publish_channel"):
        example = case.plan.texts.get("example.publish_channel", "")
        yield case.finding("progress.publish_needs_channel", "publish_channel", case.row.text("type"), expected=example)
    following = case.row.values.get("next_date")
    if kind == "publish_first" and following is None and "next_date" not in case.unread:
        yield case.finding("progress.first_needs_next", "next_date")
    elif isinstance(following, date) and following < _happened(case):
        yield case.finding("progress.next_past", "next_date", following)


def no_cause_before_it_is_verified(case: RowCase) -> Iterator[Finding]:
    """R3: what goes out states no cause while nobody has verified the facts."""
    incident = case.known.incidents.get(case.row.text("incident"))
    if incident is not None and incident.unverified and case.code("type", _TYPES) in _SPOKEN:
        for word in causes_in(case.row.text("content"), case.plan)[:1]:
            yield case.finding("progress.cause_unverified", "content", word)


def visits_are_agreed(case: RowCase) -> Iterator[Finding]:
    """Somebody goes there only if both sides agreed on it; until then the telephone serves."""
    if case.code("type", _TYPES) == "visit" and case.code("agreed", "是否") != "yes" and "agreed" not in case.unread:
        expected = case.plan.label("是否", "yes")
        yield case.finding("progress.visit_not_agreed", "agreed", case.row.text("type"), expected=expected)


def rejection_gives_a_reason(case: RowCase) -> Iterator[Finding]:
    """R31: a suggestion that is not adopted is told why."""
    if case.code("type", _TYPES) == "reject" and len(case.row.text("content")) < 6:  # noqa: PLR2004 (no reason is shorter)
        yield case.finding("progress.reject_needs_reason", "content")


def _happened(case: RowCase) -> date:
    """The day on which it happened, as far as the row says."""
    at = case.moment("at")
    return case.day_of(at) if at else case.report_date


PROGRESS_CHECKS: tuple[Check, ...] = (
    *PRIVACY_CHECKS,
    formulas_are_text,
    number_exists,
    happened_already,
    promise_has_a_date,
    publication_names_its_channel,
    no_cause_before_it_is_verified,
    visits_are_agreed,
    rejection_gives_a_reason,
)
