"""Checks of one decision: each is a function in the list of its sheet."""

from collections.abc import Iterator, Mapping
from datetime import date

from pipeline.findings import Finding
from pipeline.numbering import part_of
from pipeline.plan.model import called, fold
from pipeline.validation.answerchecks import ANSWER_CHECKS
from pipeline.validation.case import Check, RowCase
from pipeline.validation.cells import nearest
from pipeline.validation.privacychecks import drafts_judge_nobody

CLASSES, MERGES, ANSWERS, TRACKING, REFERRALS, ZEROES = (
    "分类审定", "合并审定", "答复审定", "跟踪办结", "转介签收", "零报告登记",
)  # fmt: skip
SHEETS = (CLASSES, MERGES, ANSWERS, TRACKING, REFERRALS, ZEROES)


def is_signed(case: RowCase) -> Iterator[Finding]:
    """An unsigned decision decides nothing; a half signed one cannot be looked up later."""
    if not case.row.text("decided_by"):
        yield case.finding("review.unsigned", "decided_by")
        return
    for key in ("decided_how", "decided_on"):
        if case.row.values.get(key) is None and key not in case.unread:
            yield case.finding("review.half_signed", key)


def signed_by_the_contact(case: RowCase) -> Iterator[Finding]:
    """A referral is open until the contact has signed for it."""
    if not case.row.text("signed_by"):
        yield case.finding("review.unsigned", "signed_by")


def decided_by_the_work_group(case: RowCase) -> Iterator[Finding]:
    """Only persons or roles of the work group decide; a role's name may leave out what stands in brackets."""
    who = case.row.text("decided_by")
    deciders = (n for r in case.plan.roles if r.may_decide for n in (r.name, r.holder, r.deputy) if n)
    if who and not any(fold(who) in called(n) for n in deciders):
        yield case.finding("review.not_on_roster", "decided_by", who)


def numbers_exist(case: RowCase) -> Iterator[Finding]:
    """A decision is about incidents, or a referral, that were given that number."""
    known = case.known
    asked = {"incident": known.incidents, "report_a": known.incidents, "number": known.referrals,
             "report_b": {*known.incidents, *known.parts}}  # fmt: skip
    for key, numbers in asked.items():
        number = case.row.text(key)
        if number and number not in numbers:
            yield case.finding("review.number_unknown", key, number, nearest=nearest(number, numbers))


def nobody_judges_what_concerns_him(case: RowCase) -> Iterator[Finding]:
    """Who reported a matter, or answers for what it is about, leaves its class and grade to another."""
    incident, who = case.known.incidents.get(case.row.text("incident")), case.row.text("decided_by")
    if incident is not None and who and any(case.plan.answers_for(who, unit) for unit in incident.concerned):
        yield case.finding("review.concerned", "decided_by", who)


def parts_are_of_their_incident(case: RowCase) -> Iterator[Finding]:
    """One report is taken out of the incident that it is in."""
    one, other = case.row.text("report_a"), case.row.text("report_b")
    if other in case.known.parts and part_of(other)[0] != one:
        yield case.finding("review.part_elsewhere", "report_b", other, expected=one)


def is_past(case: RowCase) -> Iterator[Finding]:
    """Nobody has signed tomorrow, nor said tomorrow that there is nothing, nor done tomorrow what was to change."""
    for key in ("decided_on", "date", "improved"):
        day = case.row.values.get(key)
        if isinstance(day, date) and day > case.day_of(case.received):
            yield case.finding("review.future", key, day)


def grave_classes_have_evidence(case: RowCase) -> Iterator[Finding]:
    """R29, R30: a class that only a person may give rests on evidence."""
    if case.code("decided_class", "分类") in case.plan.needs_person and not case.row.text("evidence"):
        yield case.finding("review.class_no_evidence", "evidence", case.row.text("decided_class"))


def requests_have_grounds(case: RowCase) -> Iterator[Finding]:
    """R29: an authority is asked with evidence and by a law."""
    for key in ("evidence", "law"):
        if case.row.text("authority") and not case.row.text(key):
            yield case.finding("review.authority_no_grounds", key)


def downgrades_have_a_reason(case: RowCase) -> Iterator[Finding]:
    """Only a person downgrades, with a reason."""
    grades, incident = case.plan.grades, case.known.incidents.get(case.row.text("incident"))
    decided = case.code("decided_grade", "等级")
    if incident is None or not {decided, incident.grade} <= set(grades) or case.row.text("opinion"):
        return
    if grades.index(decided) < grades.index(incident.grade):
        yield case.finding("review.downgrade_no_reason", "opinion")


def causes_wait_for_the_facts(case: RowCase) -> Iterator[Finding]:
    """R3: a cause is told to nobody before the facts are verified; the row counts, and pages leave its cause out."""
    incident, cause = case.known.incidents.get(case.row.text("incident")), case.row.text("cause")
    if incident is not None and incident.unverified and cause:
        yield case.finding("review.cause_waits", "cause", cause)


_EVERY: tuple[Check, ...] = (is_signed, decided_by_the_work_group, numbers_exist, is_past)
REVIEW_CHECKS: Mapping[str, tuple[Check, ...]] = {
    CLASSES: (
        *_EVERY,
        nobody_judges_what_concerns_him,
        grave_classes_have_evidence,
        requests_have_grounds,
        downgrades_have_a_reason,
        drafts_judge_nobody,
    ),
    MERGES: (*_EVERY, parts_are_of_their_incident),
    ANSWERS: (*_EVERY, *ANSWER_CHECKS, drafts_judge_nobody),
    TRACKING: (*_EVERY, causes_wait_for_the_facts),
    REFERRALS: (signed_by_the_contact, numbers_exist, is_past),
    ZEROES: (is_past,),
}
