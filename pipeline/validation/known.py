"""What validation may know of earlier nights: the numbers given so far."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class KnownIncident:
    """An incident as a check sees it."""

    opened: datetime
    is_open: bool
    grade: str = ""
    """The grade in force, a code of the plan's ordered grades, or ""."""
    concerned: frozenset[str] = frozenset()
    """The units that reported it, and those that it is about."""
    restricted: bool = False
    """Whether it stands apart, in the restricted lane."""
    answer: str = ""
    """The reply that was approved and not given yet."""
    answered: bool = False
    """Whether any reply was ever approved for it."""
    unverified: bool = False
    """R3: nobody has verified anything of it, nor confirmed a grave class on evidence: no cause may be stated."""


@dataclass(frozen=True, slots=True)
class Known:
    """Incident number → what a check may ask of it."""

    incidents: Mapping[str, KnownIncident] = field(default_factory=dict)
    referrals: frozenset[str] = frozenset()
    """Numbers of the referrals."""
    parts: frozenset[str] = frozenset()
    """Numbers of the single reports that may be taken out of their incidents."""
