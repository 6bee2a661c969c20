"""Assessment: the chained tables over one row, and over all reports of one incident."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from pipeline.classification.evaluation import evaluate, evaluate_all, matching
from pipeline.classification.fairness import fair
from pipeline.classification.policies import SINGLE
from pipeline.classification.rulebook import CLASS, DERIVED, GRADE, ROUTE, SITUATION, Rulebook
from pipeline.classification.table import CompiledTable
from pipeline.model import Assessment, ReportStatus, Row, Value, Verdict
from pipeline.plan.model import REPORT, Plan
from pipeline.plan.rules import RESULT

_STATUS = {
    "refer": ReportStatus.REFERRED,
    "restrict": ReportStatus.RESTRICTED,
    "zero": ReportStatus.TALLIED,
    "tally": ReportStatus.TALLIED,
}
Facts = dict[str, object]


@dataclass(frozen=True, slots=True)
class Signals:
    """What tracking knows of an incident that may raise its grade, once per cause."""

    late: bool = False
    spread_after: bool = False
    joined: frozenset[str] = frozenset()
    """Keys of the rows by which a new public platform joined."""
    confirmed: str = ""
    """The class a person confirmed, or ""."""
    days: int = 1
    """How many days it has lasted, its first one counted."""
    phase: str = ""
    """Code of the phase it began in, or ""."""

    @property
    def new_platform(self) -> bool:
        """Whether it came to a public platform where it had not been."""
        return bool(self.joined)

    def causes(self) -> tuple[str, ...]:
        """The names of the causes that hold."""
        return tuple(name for name in ("late", "spread_after", "new_platform") if getattr(self, name))


def route(book: Rulebook, plan: Plan, row: Row) -> tuple[ReportStatus, Verdict]:
    """Where a row belongs: out of the pipeline, in the restricted lane, in the figures only, or in an incident."""
    verdict = evaluate(book.tables[ROUTE], _facts(plan, [row]))
    code = plan.code("去向", verdict.outputs.get("→去向", ""))
    return _STATUS.get(code, ReportStatus.COUNTED), verdict


def route_given_back(book: Rulebook, plan: Plan, row: Row) -> ReportStatus:
    """Where a row belongs that the protection contact gave back: by the first rule that matches and does not refer."""
    hits = (rule.outputs.get("→去向", "") for rule in matching(book.tables[ROUTE], _facts(plan, [row])))
    codes = (plan.code("去向", said) for said in hits)
    return _STATUS.get(next((c for c in codes if c != "refer"), ""), ReportStatus.COUNTED)


def situation_of(book: Rulebook, plan: Plan, rows: Sequence[Row], phase: str = "") -> tuple[str, Verdict | None]:
    """The code of the situation: what a reporter named, else what the rules propose for that phase, else ""."""
    by_label = {s.label: s.code for s in plan.situations}
    named = next((code for row in rows if (code := by_label.get(row.text("situation")))), "")
    if named:
        return named, None
    verdict = evaluate(book.tables[SITUATION], _facts(plan, rows) | {_label(plan, "phase"): phase or None})
    proposed = verdict.outputs.get("→情形", "")
    fits = any(s.code == proposed and (not phase or s.phase in ("", phase)) for s in plan.situations)
    return proposed if fits else "", verdict


def assess(book: Rulebook, plan: Plan, reports: Mapping[str, Sequence[Row]], signals: Signals) -> Assessment:
    """Class and grade of an incident from the rows of its reports, by unit, and the signals of tracking.

    Then the plan's own tables, which may ask for all of this.
    """
    rows = [row for mine in reports.values() for row in mine]
    situation, proposed_by = situation_of(book, plan, rows, signals.phase)
    facts = _facts(plan, rows) | _derived(plan, reports, situation, signals)
    class_verdict = fair(plan, evaluate(book.tables[CLASS], facts))
    facts[_label(plan, "class")] = class_verdict.outputs.get("→分类", "") or None
    grade_verdict = evaluate(book.tables[GRADE], facts)
    base = grade_verdict.outputs.get("→等级", "")
    if signals.joined and _base_without(signals.joined, book.tables[GRADE], facts, plan, reports) != base:
        signals = replace(signals, joined=frozenset())  # the platform is in the base already: one fact, one step
    grade, causes = step_up(plan, base, signals)
    facts[_label(plan, "grade")] = grade or None
    further = _further(book, facts)
    verdicts = tuple(v for v in (proposed_by, class_verdict, grade_verdict, *further) if v is not None)
    told = tuple(t for t in (grade_verdict.why, *causes) if t)
    proposed = plan.code("系统拟分类", class_verdict.outputs.get("→分类", ""))
    return Assessment(situation, proposed, "", grade, verdicts, told, grade)


def _further(book: Rulebook, facts: Facts) -> Iterator[Verdict]:
    """What the plan's own tables say, each reading the results of those before it."""
    for table in (book.tables[name] for name in book.further):
        several = table.policy not in SINGLE
        for verdict in evaluate_all(table, facts) if several else (evaluate(table, facts),):
            facts |= {name.removeprefix(RESULT): value or None for name, value in verdict.outputs.items()}
            yield verdict


def _base_without(
    keys: frozenset[str], table: CompiledTable, facts: Facts, plan: Plan, reports: Mapping[str, Sequence[Row]]
) -> str:
    """The grade that the table gives without these rows."""
    others = {unit: rest for unit, rows in reports.items() if (rest := [r for r in rows if r.key not in keys])}
    rows = [row for rest in others.values() for row in rest]
    sizes = {_label(plan, key): value for key, value in _sizes(plan, others).items()}
    return evaluate(table, facts | _said(plan, rows) | sizes).outputs.get("→等级", "")


def step_up(plan: Plan, base: str, signals: Signals) -> tuple[str, tuple[str, ...]]:
    """One step up for each cause; lateness alone never makes an incident urgent enough for a flash report."""
    if base not in plan.grades:
        return base, ()
    level, urgent, causes = plan.grades.index(base), plan.grades.index(plan.info.flash_grade), []
    for cause in signals.causes():
        if level + 1 < (urgent if cause == "late" else len(plan.grades)):
            level += 1
            causes.append(plan.texts.get(f"cause.{cause}", cause))
    return plan.grades[level], tuple(causes)


def _facts(plan: Plan, rows: Sequence[Row]) -> Facts:
    """Label → the distinct values of these rows, in order."""
    return {f.label: None for f in plan.fields_of(DERIVED)} | _said(plan, rows)


def _said(plan: Plan, rows: Sequence[Row]) -> Facts:
    facts: Facts = {}
    for spec in plan.fields_of(REPORT):
        several = spec.type in ("单位", "多选")
        facts[spec.label] = _gathered((row.values.get(spec.key) for row in rows), several=several)
    return facts


def _gathered(values: Iterable[Value], *, several: bool) -> object:
    parts = (p for v in values if v is not None and v != "" for p in (str(v).split("、") if several else (v,)))
    distinct = tuple(dict.fromkeys(parts))
    return distinct[0] if len(distinct) == 1 else distinct or None


def _derived(plan: Plan, reports: Mapping[str, Sequence[Row]], situation: str, signals: Signals) -> Facts:
    known: dict[str, object] = {
        **_sizes(plan, reports),
        "situation": next((s.label for s in plan.situations if s.code == situation), None),
        "class_confirmed": signals.confirmed or None,
        "days": signals.days,
        "phase": signals.phase or None,
        "late": signals.late,
        "spread_after": signals.spread_after,
        "new_platform": signals.new_platform,
    }
    return {f.label: known[f.key] for f in plan.fields_of(DERIVED) if f.key in known}


def _sizes(plan: Plan, reports: Mapping[str, Sequence[Row]]) -> dict[str, int]:
    """How many units tell of it, how often, and over how many channels; a proof does not spread it."""
    told = [(unit, row) for unit, rows in reports.items() for row in rows if not _is_proof(plan, row)]
    units, channels = {unit for unit, _ in told}, {row.values.get("channel") for _, row in told}
    return {"units": len(units), "reports": len(told), "channels": len(channels)}


def _is_proof(plan: Plan, row: Row) -> bool:
    return plan.code("记录类型", row.values.get("record_type")) == "evidence"


def _label(plan: Plan, key: str) -> str:
    return next((f.label for f in plan.fields_of(DERIVED) if f.key == key), key)
