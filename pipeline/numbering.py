"""Numbering: permanent numbers such as `YQ-2021-0007`, and `YQ-2021-0007-2` for the second report of it."""

import re
from collections.abc import Iterable, Sequence

_LAST = re.compile(r"(.+-\d{4}-)(\d+)")
"""A number of an incident: what stands before its running number, and that."""
_PART = re.compile(r"(.+-\d{4}-\d+)-(\d+)")


def running(number: str) -> tuple[int, int]:
    """Year and running number: YQ-2021-10000 comes after YQ-2021-9999."""
    _, year, count = number.rsplit("-", 2)
    return int(year), int(count)


def last_numbers(numbers: Iterable[str]) -> dict[int, int]:
    """Year → the highest running number among numbers of one prefix."""
    highest: dict[str, str] = {}
    for number in set(numbers):
        stem, _, count = number.rpartition("-")
        last = highest.get(stem, "")
        if len(count) > len(last) or (len(count) == len(last) and count > last):
            highest[stem] = count
    return dict(running(f"{stem}-{count}") for stem, count in highest.items())


def next_number(given: dict[int, int], prefix: str, year: int) -> str:
    """The next number of a year, which is given from now on."""
    given[year] = given.get(year, 0) + 1
    return f"{prefix}-{year}-{given[year]:04d}"


def part_of(name: str) -> tuple[str, int]:
    """The incident and the place in it of one of its reports; 0 where the number is an incident's own."""
    part = _PART.fullmatch(name)
    return (part[1], int(part[2])) if part else (name, 0)


def listed(names: Iterable[str], to: str, before: str = "") -> Sequence[str]:
    """The names as a list tells them: `YQ-2021-0001至0003`, then `0007` alone, for the rest stands `before` it."""
    runs: list[list[str]] = []
    for name in names:
        if runs and _follows(runs[-1][-1], name):
            runs[-1].append(name)
        else:
            runs.append([name])
    told = []
    for first, *rest in runs:
        stem, last = stem_of(first)
        told.append((last if stem and stem == before else first) + (to + stem_of(rest[-1])[1] if rest else ""))
        before = stem or before
    return told


def stem_of(name: str) -> tuple[str, str]:
    """What stands before the running number of an incident, and that number; two times "" where it is none."""
    found = _LAST.fullmatch(name)
    return (found[1], found[2]) if found else ("", "")


def _follows(before: str, name: str) -> bool:
    (stem, one), (same, two) = stem_of(before), stem_of(name)
    return bool(stem) and stem == same and int(two) == int(one) + 1
