"""Where the numbers of a page come from: what each one counts, and of each incident the cells and the rules."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from pipeline.model import Edition, Incident, Row
from pipeline.numbering import listed, stem_of
from pipeline.reporting.figures import Figures
from pipeline.reporting.voice import Voice

OLD_FORM = "template.old"
"""Code of the finding about a workbook of an older form."""
SHORT, FEW = 8, 12
"""Characters of a digest that tell a plan, and names that leaders read below one number at the most."""
LABELS = {
    **{name: f"count.{name}" for name in ("new", "open", "answered_today", "waiting", "overdue")},
    **{name: f"figure.{name}" for name in ("reports", "tallied", "key", "unverified", "answered", "on_time",
        "adopted", "workbooks", "returned", "partly", "rows_waiting", "in_doubt", "roll.on_time")},
    **{f"roll.{name}": f"roll.{name}" for name in ("reported", "zero", "missing", "late", "correcting")},
    **{f"changed.{name}": f"changed.{name}" for name in ("new", "worse", "better", "overdue", "answered",
        "reclassified", "reopened", "calm", "closed", "merged", "split", "withdrawn", "moved")},
}  # fmt: skip
"""Figure → the key of what it is called; those of the restricted lanes are listed nowhere."""


@dataclass(frozen=True, slots=True)
class Source:
    """One number and what it counts."""

    name: str
    label: str
    value: int
    counted: str
    """What it counts, or "" where leaders are referred to the archive copy."""


@dataclass(frozen=True, slots=True)
class Sources:
    """The sources of the numbers of one page."""

    made: str
    """By which form and which plan; where the cells stand."""
    figures: tuple[Source, ...]
    origins: tuple[tuple[str, str], ...] = ()
    """In the archive copy: number, then cells and rules, of each counted incident that the register leaves out."""

    @property
    def printed(self) -> str:
        """All words about the figures, for the room they take."""
        return "".join(f"{one.label}{one.value}：{one.counted}。" for one in self.listed + self.filed) + self.made

    @property
    def listed(self) -> tuple[Source, ...]:
        """Those whose counted things are listed here."""
        return tuple(one for one in self.figures if one.counted)

    @property
    def filed(self) -> tuple[Source, ...]:
        """Those whose counted things the archive copy alone lists."""
        return tuple(one for one in self.figures if not one.counted)


def sources(
    edition: Edition, numbers: Figures, printed: Collection[str], registered: Collection[str], voice: Voice
) -> Sources:
    """The sources of the figures that are printed; the register tells those of its own incidents."""
    called, names = _called(edition), [name for name in LABELS if name in printed]
    told, before = [], ""
    for name in names:
        keys = numbers[name].counted
        told.append(Source(name, voice.text(LABELS[name]), len(keys), _counted(keys, called, before, voice)))
        if told[-1].counted:
            before = next((stem for key in reversed(keys) if (stem := stem_of(key)[0])), before)
    apart = {number for name in names for number in numbers[name].counted}.difference(registered)
    origins = () if voice.masked else ((i.number, origin(i, voice)) for i in edition.incidents if i.number in apart)
    return Sources(_made(edition, voice), tuple(told), tuple(origins))


def origin(incident: Incident, voice: Voice) -> str:
    """The cells of an incident, workbook by workbook, and the rules that judged it."""
    places: dict[str, list[str]] = {}
    for report in (*incident.reports, *incident.progress, *incident.decisions):
        places.setdefault(report.row.file, []).append(_cell(report.row))
    cells = "；".join(f"{file} {'、'.join(dict.fromkeys(found))}" for file, found in places.items())
    judged = (*(v.rule for v in incident.assessment.verdicts), *(d.rule for d in incident.deadlines))
    rules = "、".join(dict.fromkeys(rule for rule in judged if rule)) or voice.text("word.none")
    return voice.text("source.origin", cells=voice.say(cells), rules=rules)


def _called(edition: Edition) -> Mapping[str, str]:
    """Key of a row, or sha256 of a workbook → in which incident, cell or file it is found in the archive copy."""
    rows = (*(row for taken in edition.workbooks for row in taken.held), *(r.row for r in edition.tallied))
    told = {r.key: i.number for i in edition.incidents for r in i.reports}
    return {w.arrival.sha256: w.arrival.name for w in edition.workbooks} | {row.key: _place(row) for row in rows} | told


def _counted(counted: Sequence[str], called: Mapping[str, str], before: str, voice: Voice) -> str:
    """What a number counts; leaders read numbers of incidents alone, the units stand with the roll call."""
    found = dict.fromkeys(called.get(key, key) for key in counted)
    names = listed(found, voice.text("source.range"), before)
    if voice.masked and (len(names) > FEW or not all(stem_of(key)[0] for key in counted)):
        return ""
    return "、".join(names) or voice.text("word.none")


def _place(row: Row) -> str:
    return f"{row.file} {_cell(row)}"


def _cell(row: Row) -> str:
    """The cell of what a row says, or its first one."""
    return row.where("summary" if "summary" in row.cells else next(iter(row.cells), ""))


def _made(edition: Edition, voice: Voice) -> str:
    plan = voice.plan
    old = [f"{w.arrival.name}（{f.stood}）" for w in edition.workbooks for f in w.findings if f.code == OLD_FORM]
    said = voice.text("source.made", version=plan.info.version, digest=plan.digest[:SHORT])
    return said + voice.text("source.filed") if voice.masked else said + _older(old, voice)


def _older(files: Iterable[str], voice: Voice) -> str:
    named = "、".join(files)
    return voice.text("source.old", files=voice.say(named)) if named else ""
