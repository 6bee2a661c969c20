"""Hit policies: what a table says when several rules match (DMN 1.3, clause 8.2.8)."""

from enum import StrEnum

from pipeline.plan.model import fold


class HitPolicy(StrEnum):
    """The policies as cell A1 of a rule sheet spells them."""

    UNIQUE = "U"
    ANY = "A"
    PRIORITY = "P"
    FIRST = "F"
    RULE_ORDER = "R"
    OUTPUT_ORDER = "O"
    COLLECT = "C"
    SUM = "C+"
    MIN = "C<"
    MAX = "C>"
    COUNT = "C#"

    @classmethod
    def read(cls, text: str) -> "HitPolicy | None":
        """The policy a cell names, full-width or lower-case letters accepted; None if it names none."""
        return next((p for p in cls if p.value == fold(text).upper()), None)


SINGLE = frozenset({HitPolicy.UNIQUE, HitPolicy.ANY, HitPolicy.PRIORITY, HitPolicy.FIRST})
"""These give one verdict; the others give a list, or what it amounts to."""
ORDERED = frozenset({HitPolicy.PRIORITY, HitPolicy.OUTPUT_ORDER})
"""These go by the order of the result values in their dictionary."""
COMPUTED = frozenset({HitPolicy.SUM, HitPolicy.MIN, HitPolicy.MAX})
"""These compute with the results, which must be numbers."""
AGGREGATED = COMPUTED | {HitPolicy.COUNT}
"""These make one value of the results of all rules that match."""
