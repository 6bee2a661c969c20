"""Transitions: from which state an incident may come to which, by what is reported and done and by days without news.

A state is reckoned from all that is known (`folding`), not from the state before; this table says what can come of
that from one night to the next. Facts may be taken back too, by a correction or a withdrawal.
"""

from collections.abc import Mapping

from pipeline.model import State

_IN_HAND = frozenset({State.TO_VERIFY, State.HANDLING, State.ANSWERED, State.TRACKING, State.REOPENED})
_ANY = _IN_HAND | {State.CALM, State.WITHDRAWN}

BY_ITSELF: Mapping[State, frozenset[State]] = {
    State.REGISTERED: _ANY - {State.REOPENED},
    **{state: _ANY - {state} for state in _IN_HAND},
    State.CALM: _ANY - {State.CALM},
    State.REVIEWED: _ANY,
    State.WITHDRAWN: frozenset(),
    State.MERGED: frozenset(),
}
"""What happens without a decision: it never closes a matter, and never makes one of two, or two of one."""

BY_A_PERSON = frozenset({State.HANDLING, State.TRACKING, State.CALM, State.REVIEWED, State.REOPENED})
"""What a signed decision brings an incident to that stands, whatever its state."""
