"""Codes as the plan's own words, for the sheets that people read."""

from datetime import date

from pipeline.classification.outcomes import Outcome, is_own
from pipeline.errors import PlanError
from pipeline.model import Attendance, Deadline, Incident, Report, State, Verdict
from pipeline.plan.model import Plan
from pipeline.plan.rules import RESULT
from pipeline.workbooks import words

_UNCLEAR = "unclear"


def day(of: date) -> str:
    """A day as its readers write it, without the year."""
    return words.DAY.format(month=of.month, day=of.day)


def situation(incident: Incident, plan: Plan) -> str:
    """Code and name of the situation; "" while it is being studied."""
    code = incident.assessment.situation
    return next((s.label for s in plan.situations if s.code == code), code)


def proposed(incident: Incident, plan: Plan) -> str:
    """The class the rules propose, as a proposal."""
    return plan.label("系统拟分类", incident.assessment.proposed or _UNCLEAR)


def class_of(incident: Incident, plan: Plan) -> str:
    """The confirmed class, else the proposal, marked where only a person can confirm it."""
    found = incident.assessment
    if found.confirmed:
        return plan.label("分类", found.confirmed)
    mark = f"({plan.label('状态', State.TO_VERIFY)})" if found.proposed in plan.needs_person else ""
    return proposed(incident, plan) + mark


def grade(incident: Incident, plan: Plan) -> str:
    """The grade in force."""
    return plan.label("等级", incident.assessment.grade) if incident.assessment.grade else ""


def state(incident: Incident, plan: Plan) -> str:
    """Where it stands."""
    return plan.label("状态", incident.state)


def attendance(what: Attendance, plan: Plan) -> str:
    """What a unit did on a day."""
    return plan.label("报送情况", what)


def basis(incident: Incident, plan: Plan) -> str:
    """Why the rules propose what they propose: rule, reason, and the words that matched, one rule a line."""
    lines = []
    for verdict in incident.assessment.verdicts:
        matched = "、".join(dict.fromkeys(word for e in verdict.evidence for word, _ in e.words))
        said = f"{results(verdict)} " if is_own(verdict.table, plan) else ""
        if verdict.rule:
            lines.append(f"{verdict.rule} {said}{verdict.why}" + (f"({matched})" if matched else ""))
    return "\n".join((*lines, *incident.assessment.causes))


def results(verdict: Verdict) -> str:
    """What a table said: `收费 免费`."""
    return "、".join(f"{column.removeprefix(RESULT)} {value}" for column, value in verdict.outputs.items())


def outcome(found: Outcome) -> str:
    """Why a result stands: that persons decided it, or rule and reason."""
    return words.DECIDED if found.decided else f"{found.rule} {found.why}".strip()


def source(report: Report, key: str) -> str:
    """Workbook and cell that say so: `初二1班/上报.xlsx 上报!B7`."""
    return f"{report.row.file} {report.row.where(key)}"


def said(incident: Incident) -> str:
    """The words of each attached report, one a line."""
    return "\n".join(dict.fromkeys(r.row.text("summary") for r in incident.reports))


def item(key: str, plan: Plan) -> str:
    """What a deadline is for: `answer` is 答复; PlanError where the plan has no word for it."""
    try:
        return plan.texts[f"late.{key}"]
    except KeyError as error:
        raise PlanError(f"方案的“报表”里缺少“late.{key}”的文字。") from error


def deadline(due: Deadline, shown: str, plan: Plan, *, met: bool, late: bool) -> str:
    """`答复 3月25日 20:00 已办`, with 逾期 when it was missed."""
    marks = [m for m, holds in (("已办", met), ("逾期", late)) if holds]
    return " ".join((item(due.item, plan), shown, *marks))
