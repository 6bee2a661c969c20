"""Transitions: from which state an incident may come to which, by what is reported and done and by days without news.

The states themselves are reckoned from all that is known (`folding`); this table says what may come of that, and is
what the tests hold every night against. Where it stands no more in the table, only a person moves an incident on.
"""

from collections.abc import Mapping

from pipeline.model import State

_REGISTERED, _TO_VERIFY, _HANDLING, _ANSWERED = State.REGISTERED, State.TO_VERIFY, State.HANDLING, State.ANSWERED
_TRACKING, _REOPENED, _CALM, _WITHDRAWN = State.TRACKING, State.REOPENED, State.CALM, State.WITHDRAWN

BY_ITSELF: Mapping[State, frozenset[State]] = {
    _REGISTERED: frozenset({_TO_VERIFY, _HANDLING, _ANSWERED, _TRACKING, _CALM, _WITHDRAWN}),
    _TO_VERIFY: frozenset({_HANDLING, _ANSWERED, _TRACKING, _CALM, _WITHDRAWN}),
    _HANDLING: frozenset({_TO_VERIFY, _ANSWERED, _TRACKING, _CALM, _WITHDRAWN}),
    _ANSWERED: frozenset({_TO_VERIFY, _HANDLING, _TRACKING, _CALM, _WITHDRAWN}),
    _TRACKING: frozenset({_TO_VERIFY, _HANDLING, _ANSWERED, _CALM, _WITHDRAWN}),
    _REOPENED: frozenset({_TO_VERIFY, _HANDLING, _ANSWERED, _TRACKING, _CALM, _WITHDRAWN}),
    _CALM: frozenset({_TO_VERIFY, _HANDLING, _ANSWERED, _TRACKING, _REOPENED, _WITHDRAWN}),
    State.REVIEWED: frozenset({_TO_VERIFY, _ANSWERED, _TRACKING, _REOPENED, _CALM, _WITHDRAWN}),
    State.WITHDRAWN: frozenset(),
    State.MERGED: frozenset(),
}
"""What happens without a person's decision. Nobody but a person closes a matter, or makes one of two."""

BY_A_PERSON = frozenset({_HANDLING, _TRACKING, _CALM, State.REVIEWED, _REOPENED, State.MERGED})
"""What a signed decision brings an incident to, whatever it was."""
