"""Checks of one reported row: each is a function in the list `ROW_CHECKS`, so a reader sees them all."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from pipeline.findings import Finding
from pipeline.plan.answers import causes_in
from pipeline.times import clock_in
from pipeline.validation.case import Check, RowCase
from pipeline.validation.cells import nearest
from pipeline.validation.privacychecks import PRIVACY_CHECKS

_FORMULA = re.compile(r"[=@].|\+\D")
_SHORTEST = 4
"""A summary shorter than this says nothing."""
_LONG_AGO = 30
"""A matter found more days before the report date is asked about."""


def summary_says_something(case: RowCase) -> Iterator[Finding]:
    """A word or two is no summary."""
    text = case.row.text("summary")
    if 0 < len(text) < _SHORTEST:
        yield case.finding("cell.too_short", "summary", text)


def formulas_are_text(case: RowCase) -> Iterator[Finding]:
    """A text that begins like a formula is kept as text and pointed out."""
    for key, text in case.prose():
        if _FORMULA.match(text):
            yield case.finding("cell.formula_like", key, text[:1])


def found_before_received(case: RowCase) -> Iterator[Finding]:
    """Nothing is found in the future, nor after the day it is reported for."""
    found = case.moment("found_at")
    if found is None:
        return
    last = datetime.combine(case.report_date + timedelta(days=1), datetime.min.time(), case.plan.zone)
    if found > case.received:
        yield case.finding("row.found_future", "found_at", case.shown(found), expected=case.shown(case.received))
    elif found >= last.astimezone(UTC):
        yield case.finding("row.found_after_report", "found_at", case.shown(found), expected=case.report_date)


def found_not_long_ago(case: RowCase) -> Iterator[Finding]:
    """A matter of many weeks ago is likely a slip of the date."""
    found = case.moment("found_at")
    days = (case.report_date - case.day_of(found)).days if found else 0
    if found and days > _LONG_AGO:
        yield case.finding("row.found_long_ago", "found_at", case.shown(found), days=days)


def answers_have_a_time(case: RowCase) -> Iterator[Finding]:
    """R2: answered is a moment; without one it cannot be told whether it was on time."""
    text = case.row.text("answered")
    if not text:
        return
    at = clock_in(text, case.report_date, case.plan.zone)
    found = case.moment("found_at")
    if at is None:
        yield case.finding("row.answer_needs_time", "answered", text)
    elif at > case.received:
        yield case.finding("row.answer_future", "answered", case.shown(at))
    elif found and at < found and case.shown(at) != case.day_of(at).isoformat():  # a mere day has no clock time
        yield case.finding("row.answer_before_found", "answered", case.shown(at), expected=case.shown(found))


def no_cause_before_it_is_verified(case: RowCase) -> Iterator[Finding]:
    """R3: a reply states no cause while the facts are not verified."""
    if case.code("verified", "核实情况") in {"", "unverified"}:
        for word in causes_in(case.row.text("answered"), case.plan)[:1]:
            yield case.finding("row.cause_unverified", "answered", word)


def situation_fits_phase(case: RowCase) -> Iterator[Finding]:
    """R9: a situation of the other phase needs a reason in the note."""
    label, phase = case.row.text("situation"), case.plan.phase(case.report_date)
    named = next((s for s in case.plan.situations if s.label == label), None)
    if named and phase and named.phase and named.phase != phase.code and not case.row.text("note"):
        yield case.finding("row.situation_phase", "situation", label, expected=f"{phase.code} {phase.name}")


def untrue_needs_evidence(case: RowCase) -> Iterator[Finding]:
    """R3: what is called untrue says on what evidence."""
    if case.code("verified", "核实情况") == "untrue" and not (case.row.text("evidence") or case.row.text("note")):
        yield case.finding("row.untrue_no_evidence", "verified", case.row.text("verified"))


def public_spread_names_the_place(case: RowCase) -> Iterator[Finding]:
    """What is public can be found again only if it is said where it stands."""
    if case.code("spread", "传播层级") in ("public", "city", "province", "nation") and not case.row.text("note"):
        yield case.finding("row.public_no_place", "spread", case.row.text("spread"))


def spread_fits_channel(case: RowCase) -> Iterator[Finding]:
    """A public platform or the media as source contradicts "not spread"."""
    public = case.code("channel", "来源渠道") in ("public", "media")
    if public and case.code("spread", "传播层级") == "none":
        yield case.finding("row.spread_channel", "spread", case.row.text("channel"), expected=case.row.text("spread"))


def withdrawal_names_its_target(case: RowCase) -> Iterator[Finding]:
    """Only an explicit withdrawal withdraws, so it must say what; evidence should."""
    kind = case.code("record_type", "记录类型")
    if kind == "withdraw" and not case.row.text("related"):
        yield case.finding("row.withdraw_no_target", "related")
    elif kind == "evidence" and not case.row.text("related"):
        yield case.finding("row.evidence_no_target", "related")


def related_number_exists(case: RowCase) -> Iterator[Finding]:
    """A number of this plan's form must be one that was given."""
    number = case.row.text("related")
    if number.startswith(f"{case.plan.info.prefix}-") and number not in case.known.incidents:
        close = nearest(number, case.known.incidents)
        yield case.finding("row.related_unknown", "related", number, nearest=close)


def help_is_another_unit(case: RowCase) -> Iterator[Finding]:
    """Asking oneself for help is a slip."""
    if case.unit and case.unit in case.row.text("help_unit").split("、"):
        yield case.finding("row.help_self", "help_unit")


def danger_is_phoned(case: RowCase) -> Iterator[Finding]:
    """A danger to a person is no matter for a form: whoever enters one is asked to phone."""
    if case.code("special", "特殊事项") == "safety":
        info = case.plan.info
        yield case.finding("row.safety", "special", expected=f"{info.contact} {info.contact_phone}")


ROW_CHECKS: tuple[Check, ...] = (
    *PRIVACY_CHECKS,
    summary_says_something,
    formulas_are_text,
    found_before_received,
    found_not_long_ago,
    answers_have_a_time,
    no_cause_before_it_is_verified,
    situation_fits_phase,
    untrue_needs_evidence,
    public_spread_names_the_place,
    spread_fits_channel,
    withdrawal_names_its_target,
    related_number_exists,
    help_is_another_unit,
    danger_is_phoned,
)
