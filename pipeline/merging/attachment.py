"""Attachment: which incident each report of a night belongs to, and why.

The reports of a night are laid over what stood before it all at once. The order in which they came says only which
of them opens an incident, and in which order numbers are given.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from pipeline.merging.casebook import Casebook, is_evidence, is_restricted, serial_of
from pipeline.merging.grouping import Grouping, Node
from pipeline.merging.linking import links
from pipeline.model import Report
from pipeline.numbering import next_number, running

Doubt = tuple[str, float, str]
"""An incident that may be the same, the score, and the words for it."""
_NAMED = "上报时写明了关联编号"
_NAMED_OVER = "上报时写明了关联编号,但该事件已总结"
_ASKED = 2
"""A person is asked about so many incidents at the most that one may be."""


@dataclass(frozen=True, slots=True)
class Match:
    """Where a report went and why."""

    report: str
    incident: str
    opened: bool
    """Whether the report opened the incident."""
    score: float = 0.0
    explained: str = ""
    doubtful: tuple[Doubt, ...] = ()
    """Other incidents that this one may be: a person decides."""
    left: str = ""
    """The incident that a person took the report out of, or ""."""


def place_all(casebook: Casebook, reports: Iterable[Report], night: date) -> tuple[Match, ...]:
    """Place the reports of a night: each is attached, or opens an incident, about which a person may be asked.

    Evidence comes after what it may prove, so that it opens an incident only if nothing fits.
    """
    ordered = sorted(reports, key=lambda r: (is_evidence(r, casebook.plan), r.order))
    return _Placing(casebook, night, {r.key: r for r in ordered}).matches()


@dataclass(slots=True)
class _Placing:
    """One night over one casebook."""

    book: Casebook
    night: date
    reports: Mapping[str, Report]
    """By key: evidence last, each kind in order of its arrival."""
    named: Mapping[Node, Node] = field(init=False)
    """Report → the incident, or the other report of the night, that it names."""
    grouping: Grouping = field(init=False)
    place: Mapping[Node, int] = field(init=False)
    """Report → its place among the reports."""
    numbers: dict[int, str] = field(init=False)
    """Identity of a group → its number."""

    def __post_init__(self) -> None:
        self.named = {key: target for key, r in self.reports.items() if (target := self._named(r))}
        self.grouping = self._grouped()
        given = dict(self.book.given)
        place = self.place = {key: n for n, key in enumerate(self.reports)}
        groups = sorted(self.grouping.all(), key=lambda g: min(place.get(node, -1) for node in g))
        prefix, year = self.book.plan.info.prefix, self.night.year
        self.numbers = {id(g): self.grouping.incident(g) or next_number(given, prefix, year) for g in groups}

    def matches(self) -> tuple[Match, ...]:
        """What became of every report, evidence last, each kind in order of its arrival."""
        found = {match.report: match for group in self.grouping.all() for match in self._of_group(group)}
        return tuple(found[key] for key in self.reports)

    # --- groups --------------------------------------------------------------------------------

    def _grouped(self) -> Grouping:
        """What is named comes first, then matters by their likeness, then each piece of evidence where it fits best.

        Nothing is attached to a closed file by its likeness: only a person opens it again (R32, R33).
        """
        alike = links(self.book, self.reports.values(), self.night)
        proofs = {key for key, r in self.reports.items() if is_evidence(r, self.book.plan)}
        linked = frozenset().union(*alike, self.named.values())
        known = frozenset(node for node in linked if node not in self.reports)
        grouping = Grouping(known, (*sorted(known), *self.reports))
        apart = proofs | self.book.over
        grouping.follow({pair: like for pair, like in alike.items() if not pair & apart})
        for key, target in sorted(self.named.items(), key=lambda n: (n[1] in self.reports, n)):
            grouping.join(key, target)
        grouping.join_alike(self.book.plan.info.attach_score)
        grouping.follow(alike)
        fitting = {p: home for p in proofs if (home := self._home(p, proofs, grouping))}
        for proof, home in sorted(fitting.items()):
            grouping.join(home, proof)
        return grouping

    def _home(self, proof: Node, proofs: set[Node], grouping: Grouping) -> Node:
        """A node of the matter that evidence fits best, "" if none is like it: what makes a question is enough."""
        mine = grouping.groups[proof]
        if len(mine) > 1:
            return ""
        matters = (g for g in grouping.beside(mine) if not proofs.issuperset(g))
        score, node = max(((grouping.strongest(proof, g).score, min(g)) for g in matters), default=(0.0, ""))
        return node if score >= self.book.plan.info.ask_score else ""

    def _of_group(self, group: list[Node]) -> Iterator[Match]:
        """What became of the reports of one group; what a person is asked about it stands with the first of them."""
        place = self.place
        mine = sorted((node for node in group if node in place), key=place.__getitem__)
        number, known = self.numbers[id(group)], self.grouping.incident(group)
        for key in mine:
            if key == mine[0] and not known:
                match = Match(key, number, opened=True)
            else:
                match = self._attached(key, number, group)
            yield replace(match, doubtful=self._doubts(mine, group)) if key == mine[0] else match

    def _attached(self, key: Node, number: str, group: Sequence[Node]) -> Match:
        like = self.grouping.strongest(key, group)
        if key in self.named or not like.score:  # it names another, or is named by one
            return Match(key, number, opened=False, score=1.0, explained=_NAMED)
        return Match(key, number, opened=False, score=like.score, explained=like.explained)

    # --- doubts --------------------------------------------------------------------------------

    def _doubts(self, mine: Sequence[Node], group: list[Node]) -> tuple[Doubt, ...]:
        """The likest incidents that this one may be, and for which nobody was asked yet."""
        number, info = self.numbers[id(group)], self.book.plan.info
        enough = info.attach_score if self.grouping.incident(group) else info.ask_score
        named = [(n, 1.0, _NAMED_OVER) for key in mine if (n := self._named_over(key)) not in ("", number)]
        scored = []
        for other in self.grouping.beside(mine):
            pair = frozenset((number, self.numbers[id(other)]))
            if not self._is_asked(group, other) or pair in self.book.asked:
                continue
            score = self.grouping.alike(mine, other)
            if score >= enough:
                best = max((self.grouping.strongest(key, other) for key in mine), key=lambda like: like.score)
                scored.append((self.numbers[id(other)], score, best.explained))
        scored.sort(key=lambda d: (-d[1], running(d[0])))
        return (*dict.fromkeys(named), *scored)[:_ASKED]

    def _is_asked(self, group: list[Node], other: list[Node]) -> bool:
        """Whether one may be the other: of two, one of which is new, the younger is asked about."""
        if self.grouping.incident(group):
            return bool(self.grouping.incident(other))
        return running(self.numbers[id(other)]) < running(self.numbers[id(group)])

    # --- names and numbers ---------------------------------------------------------------------

    def _named(self, report: Report) -> Node:
        """The report of the same night and sender, or the open incident, that a row names; "" if there is none."""
        text = report.row.text("related")
        if not text:
            return ""
        serial, lane = serial_of(report, text), is_restricted(report)
        others = (key for key, r in self.reports.items() if r is not report and is_restricted(r) is lane)
        own = [key for key in others if serial_of(r := self.reports[key], r.row.text("serial")) == serial]
        number = self.book.number_named(report)
        return max(own, key=lambda k: self.reports[k].order) if own else number if number not in self.book.over else ""

    def _named_over(self, key: Node) -> str:
        number = self.book.number_named(self.reports[key])
        return number if number in self.book.over else ""
