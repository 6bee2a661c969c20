"""How a page speaks: the plan's words, and what people wrote, masked where the page leaves the office."""

from dataclasses import dataclass

from pipeline.classification.outcomes import Outcome, outcomes
from pipeline.errors import PlanError
from pipeline.model import Incident
from pipeline.plan import masking
from pipeline.plan.model import REPORT, FieldSpec, Plan, Situation
from pipeline.reporting import facts
from pipeline.reporting.linking import unmarked
from pipeline.reporting.typesetting import typeset

ROW, SUMMARY, BLOCK = 44, 60, 90
"""Characters that a step, a summary and a block have room for."""
SINGLE = "single"
"""Code of the extent that concerns one person only."""
SCOPE = "涉及范围"
_PAUSES = " ,;:，、；："
"""What no cut text ends with."""
NOTHING = "none"
"""Code of a result that is not worth a line, such as that nothing is charged."""


@dataclass(frozen=True, slots=True)
class Voice:
    """The words of one page."""

    plan: Plan
    masked: bool = True
    """Whether it is for leaders: persons become 某人, and a single person's unit its wider circle."""

    def text(self, key: str, /, **values: object) -> str:
        """A title or sentence of the plan, filled in; PlanError if the plan does not have it."""
        try:
            return typeset(self.plan.texts[key]).format_map(values)
        except (KeyError, IndexError, ValueError) as error:
            reason = f"方案的“报表”里,键“{key}”没有文字,或其中的花括号不对({error})。"
            raise PlanError(reason) from error

    def say(self, text: str, longest: int = 0) -> str:
        """What a person wrote: on one line, masked if need be, cut where the page has no room."""
        words = " ".join(unmarked(text).split())
        words = masking.leaders(words, self.plan) if self.masked else words
        return words if not longest or len(words) <= longest else words[: longest - 1].rstrip(_PAUSES) + "…"

    def own(self, text: str) -> str:
        """A sentence of ours that was made elsewhere: typeset, and masked if need be."""
        return typeset(self.say(text))

    def quotes(self, incident: Incident) -> bool:
        """Whether this page may print what was written about an incident; the plan says so by situation."""
        named = self._situation(incident)
        return not self.masked or named is None or named.quoted

    def summary(self, incident: Incident, longest: int = 0) -> str:
        """What an incident is about; that there is one, where its words may not be quoted."""
        if self.quotes(incident):
            said = {f.key: self._column(f, incident) for f in self.plan.fields_of(REPORT)}
            return self.say(self.text("about", **{**said, "unit": self.reporter(incident)}), longest)
        return self.text("word.unquoted", name=self.situation(incident))

    def office(self, incident: Incident) -> str:
        """Who works on an incident."""
        return self.place(facts.office(incident), incident)

    def reporter(self, incident: Incident) -> str:
        """Who reported an incident first."""
        return self.place(incident.first.unit, incident)

    def grade(self, incident: Incident) -> str:
        """Its grade in words."""
        grade = incident.assessment.grade
        return self._named(facts.GRADES, grade) if grade else self.text("word.no_grade")

    def colour(self, incident: Incident) -> int:
        """Place of its grade from the top, 1 the highest; 0 without one."""
        rank = facts.rank(incident, self.plan)
        return len(self.plan.grades) - rank if rank >= 0 else 0

    def situation(self, incident: Incident) -> str:
        """Its situation in words."""
        named = self._situation(incident)
        return named.name if named else self.text("word.no_situation")

    def class_name(self, incident: Incident) -> str:
        """Its class in words; what only a person can confirm is still to be verified."""
        if facts.to_confirm(incident, self.plan):
            return self.text("word.to_verify")
        found = facts.class_of(incident, self.plan)
        return self.label_of(found) if found else self.text("word.no_class")

    def letter(self, incident: Incident) -> str:
        """Its class as a letter, where there is no room for more."""
        found = facts.class_of(incident, self.plan)
        return self.text("word.letter", name=found) if found else self.class_name(incident)

    def label_of(self, kind: str) -> str:
        """A class in words: its letter and what it holds."""
        return self._named(facts.CLASSES, kind)

    def state(self, incident: Incident) -> str:
        """Its state in words."""
        return self.plan.label("状态", incident.state.value)

    def outcomes(self, incident: Incident) -> tuple[tuple[str, str], ...]:
        """Name and value of each result of the plan's own tables, a proposal marked as one."""
        return tuple(self._outcome(found) for found in outcomes(incident, self.plan))

    def remarks(self, incident: Incident) -> tuple[str, ...]:
        """What a line adds about an incident: those results, and what nobody has set a time for."""
        worth = (found for found in outcomes(incident, self.plan) if self.plan.code(found.name, found.value) != NOTHING)
        told = (self.text("outcome.line", name=n, value=v) for n, v in map(self._outcome, worth))
        return (*told, *self.undated(incident))

    def undated(self, incident: Incident) -> tuple[str, ...]:
        """What is still to be done and has no time set by the plan."""
        return tuple(self.text("term.unset", what=self.text(f"late.{item}")) for item in incident.undated)

    def _outcome(self, found: Outcome) -> tuple[str, str]:
        mark = "decided" if found.decided else "proposed"
        value = self.text(f"outcome.value.{mark}", value=found.value, rule=found.rule)
        return self.text(f"outcome.name.{mark}", name=found.name), value

    def _situation(self, incident: Incident) -> Situation | None:
        return next((s for s in self.plan.situations if s.code == incident.assessment.situation), None)

    def _named(self, dictionary: str, code: str) -> str:
        """The value of a code and the note that explains it, up to its first bracket."""
        found = next((c for c in self.plan.choices if c.dictionary == dictionary and c.code == code), None)
        return f"{found.value} {found.note.split('(')[0]}".strip() if found else code

    def _column(self, field: FieldSpec, incident: Incident) -> str:
        """What the first report says in a column; units as this page may name them."""
        text = incident.first.row.text(field.key)
        if field.type != "单位":
            return text
        return "、".join(dict.fromkeys(self.place(name, incident) for name in text.split("、")))

    def place(self, name: str, incident: Incident) -> str:
        """A unit in the words of this page: for leaders, of a matter of one person, its wider circle."""
        unit = self.plan.unit(name)
        if not self.masked or unit is None or not unit.group:
            return name
        several = any(self._extent(r.row.text("scope")) not in ("", SINGLE) for r in incident.reports)
        return name if several else unit.group

    def _extent(self, value: str) -> str:
        return self.plan.code(SCOPE, value) if value else ""
