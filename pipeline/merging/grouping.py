"""Grouping: which of a night's reports belong together, and to which known incident, in whatever order they came."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import InitVar, dataclass, field

from pipeline.merging.likeness import Likeness, mostly

Node = str
"""A known incident by its number, or a report of the night by its key."""
Pair = frozenset[Node]
_UNLIKE = Likeness(0.0, 0.0, same_situation=False, days_apart=0, same_place=False)


@dataclass(slots=True)
class Grouping:
    """Nodes put together link by link, the strongest first; two known incidents never meet in one group."""

    known: frozenset[Node]
    """The nodes that are incidents already."""
    nodes: InitVar[Iterable[Node]]
    groups: dict[Node, list[Node]] = field(init=False)
    """Node → its group; the nodes of one group share one list."""
    links: Mapping[Pair, Likeness] = field(init=False, default_factory=dict)
    linked: dict[Node, set[Node]] = field(init=False, default_factory=dict)

    def __post_init__(self, nodes: Iterable[Node]) -> None:
        """Each node is alone at first."""
        self.groups = {node: [node] for node in nodes}

    def follow(self, links: Mapping[Pair, Likeness]) -> None:
        """The links that count from now on."""
        self.links, self.linked = links, {node: set() for node in self.groups}
        for one, other in links:
            self.linked[one].add(other)
            self.linked[other].add(one)

    def join(self, one: Node, other: Node) -> bool:
        """Put two groups together, unless that would make one of two known incidents."""
        a, b = self.groups[one], self.groups[other]
        if a is b or (self.incident(a) and self.incident(b)):
            return False
        a.extend(b)
        for node in b:
            self.groups[node] = a
        return True

    def join_alike(self, enough: float) -> None:
        """Follow every link from the strongest down, as long as the two groups as a whole are alike enough."""
        for pair, link in sorted(self.links.items(), key=lambda p: (-p[1].score, sorted(p[0]))):
            one, other = pair
            if link.score < enough:
                return
            a, b = self.groups[one], self.groups[other]
            if a is not b and self.alike(a, b) >= enough:
                self.join(one, other)

    def alike(self, a: Sequence[Node], b: Sequence[Node]) -> float:
        """How alike two groups are, by more than half of their pairs; a known incident speaks for its group."""
        one, other = self._known(a), self._known(b)
        return max(self._mostly(a, b), self._mostly(one, b), self._mostly(a, other))

    def _known(self, group: Sequence[Node]) -> Sequence[Node]:
        return [node for node in group if node in self.known]

    def _mostly(self, a: Sequence[Node], b: Sequence[Node]) -> float:
        scores = [link.score for x in a for y in b if (link := self.links.get(frozenset((x, y))))]
        return mostly(scores, len(a), len(b)) if scores else 0.0

    def strongest(self, node: Node, group: Iterable[Node]) -> Likeness:
        """The likeness that holds a node in a group; nothing alike where there is no link."""
        found = (self.links.get(frozenset((node, other))) for other in sorted(group))
        return max(filter(None, found), key=lambda like: like.score, default=_UNLIKE)

    def beside(self, nodes: Iterable[Node]) -> list[list[Node]]:
        """The groups that have a link to one of these nodes of one group, in an order of their own."""
        mine = [(node, group) for node in nodes for group in [self.groups[node]]]
        found = {id(g): g for node, own in mine for n in sorted(self.linked[node]) if (g := self.groups[n]) is not own}
        return list(found.values())

    def incident(self, group: Iterable[Node]) -> Node:
        """The known incident of a group, "" if all of it is new."""
        return next((node for node in group if node in self.known), "")

    def all(self) -> list[list[Node]]:
        """Every group once."""
        return list({id(group): group for group in self.groups.values()}.values())
