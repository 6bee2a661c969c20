"""Checks of one reported row: each is a function in the list `ROW_CHECKS`, so a reader sees them all."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from pipeline.findings import Finding, finding
from pipeline.model import Row
from pipeline.plan.model import Plan
from pipeline.validation.cells import nearest
from pipeline.validation.known import Known
from pipeline.times import clock_in, normal

_ID_NUMBER = re.compile(r"(?<!\d)[1-9]\d{5}(?:18|19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx](?!\d)")
_LONG_NUMBER = re.compile(r"(?<!\d)\d{16,19}(?!\d)")
_PHONE = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)")
_BETWEEN_DIGITS = re.compile(r"(?<=\d)[\s-](?=[\dXx])")
_SHORTEST = 4
"""A summary shorter than this says nothing."""
_LONG_AGO = 30
"""A matter found more days before the report date is asked about."""


@dataclass(frozen=True, slots=True)
class RowCase:
    """A row with what its checks may ask of its surroundings."""

    row: Row
    unit: str
    report_date: date
    received: datetime
    plan: Plan
    known: Known

    def finding(self, code: str, key: str, stood: object = "", **values: object) -> Finding:
        """A finding about one field of the row."""
        spec = next((f for f in self.plan.fields if f.key == key), None)
        label = spec.label if spec else ""
        cell = self.row.cells.get(key, f"A{self.row.number}")
        return finding(code, sheet=self.row.sheet, cell=cell, stood=stood, label=label, **values)

    def code(self, key: str, dictionary: str) -> str:
        """The dictionary code of a choice of this row."""
        return self.plan.code(dictionary, self.row.values.get(key))

    def moment(self, key: str) -> datetime | None:
        """A date-time of this row."""
        value = self.row.values.get(key)
        return value if isinstance(value, datetime) else None

    def shown(self, moment: datetime) -> str:
        """A moment as its writer reads the clock."""
        local = moment.astimezone(self.plan.zone)
        return f"{local:%Y-%m-%d}" if (local.hour, local.minute) == (0, 0) else f"{local:%Y-%m-%d %H:%M}"

    @property
    def confirmed(self) -> bool:
        """The writer confirmed what was asked about this row."""
        return self.code("confirmed", "是否") == "yes"


Check = Callable[[RowCase], Iterator[Finding]]


def id_numbers_are_refused(case: RowCase) -> Iterator[Finding]:
    """R: identity numbers are refused at entry, bank numbers too."""
    for key, text in _texts(case):
        digits = _BETWEEN_DIGITS.sub("", normal(text))
        if _ID_NUMBER.search(digits):
            yield case.finding("cell.id_number", key)
        elif any(_luhn(n) for n in _LONG_NUMBER.findall(digits)):
            yield case.finding("cell.bank_number", key)


def phones_are_pointed_out(case: RowCase) -> Iterator[Finding]:
    """A mobile number is asked to be removed; reports mask it anyway."""
    for key, text in _texts(case):
        if _PHONE.search(_BETWEEN_DIGITS.sub("", normal(text))):
            yield case.finding("cell.phone", key)


def judging_words_are_pointed_out(case: RowCase) -> Iterator[Finding]:
    """Words that judge people become a hint with a neutral suggestion of the plan."""
    for word in case.plan.words_of("定性词"):
        if word.word in case.row.text("summary"):
            yield case.finding("cell.insult", "summary", word.word, expected=word.instead)


def summary_says_something(case: RowCase) -> Iterator[Finding]:
    """A word or two is no summary."""
    text = case.row.text("summary")
    if 0 < len(text) < _SHORTEST:
        yield case.finding("cell.too_short", "summary", text)


def formulas_are_text(case: RowCase) -> Iterator[Finding]:
    """A text that begins like a formula is kept as text and pointed out."""
    for key, text in _texts(case):
        if text[:1] in "=+@" and len(text) > 1:
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
    days = (case.report_date - found.astimezone(case.plan.zone).date()).days if found else 0
    if found and days > _LONG_AGO and not case.confirmed:
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
    elif found and at < found and not case.confirmed and case.shown(at) != f"{at.astimezone(case.plan.zone):%Y-%m-%d}":
        yield case.finding("row.answer_before_found", "answered", case.shown(at), expected=case.shown(found))


def situation_fits_phase(case: RowCase) -> Iterator[Finding]:
    """R9: a situation of the other phase needs a reason in the note."""
    label, phase = case.row.text("situation"), case.plan.phase(case.report_date)
    named = next((s for s in case.plan.situations if s.label == label), None)
    if named and phase and named.phase and named.phase != phase.code and not case.row.text("note"):
        yield case.finding("row.situation_phase", "situation", label, expected=f"{phase.code} {phase.name}")


def untrue_needs_evidence(case: RowCase) -> Iterator[Finding]:
    """R3: what is called verified or untrue says on what evidence."""
    if case.code("verified", "核实情况") == "untrue" and not (case.row.text("evidence") or case.row.text("note")):
        yield case.finding("row.untrue_no_evidence", "verified", case.row.text("verified"))


def public_spread_names_the_place(case: RowCase) -> Iterator[Finding]:
    """What is public can be found again only if it is said where it stands."""
    if case.code("spread", "传播层级") in ("city", "province", "nation") and not case.row.text("note"):
        yield case.finding("row.public_no_place", "spread", case.row.text("spread"))


def spread_fits_channel(case: RowCase) -> Iterator[Finding]:
    """A public platform or the media as source contradicts "not spread"."""
    public = case.code("channel", "来源渠道") in ("public", "media")
    if public and case.code("spread", "传播层级") == "none" and "spread" in case.row.cells and case.row.values.get("spread"):
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


def _texts(case: RowCase) -> Iterator[tuple[str, str]]:
    return ((k, v) for k, v in case.row.values.items() if isinstance(v, str) and k in case.row.cells)


def _luhn(number: str) -> bool:
    """The check digit of a bank card number."""
    doubled = [int(d) if i % 2 == 0 else sum(divmod(2 * int(d), 10)) for i, d in enumerate(reversed(number))]
    return sum(doubled) % 10 == 0


ROW_CHECKS: tuple[Check, ...] = (
    id_numbers_are_refused,
    phones_are_pointed_out,
    judging_words_are_pointed_out,
    summary_says_something,
    formulas_are_text,
    found_before_received,
    found_not_long_ago,
    answers_have_a_time,
    situation_fits_phase,
    untrue_needs_evidence,
    public_spread_names_the_place,
    spread_fits_channel,
    withdrawal_names_its_target,
    related_number_exists,
    help_is_another_unit,
)
