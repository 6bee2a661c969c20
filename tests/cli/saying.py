"""Saying: what a command that runs in this process is to a test."""

from collections.abc import Callable

Say = Callable[..., tuple[int, str]]
"""The words of a command → its exit code and all it printed."""
