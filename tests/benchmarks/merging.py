"""Merging: how many messages about one matter find one another, and what a night costs after a school year.

Usage: `.venv/bin/python -m tests.benchmarks.merging [--messages CSV] [--samples CSV] [--window DAYS …] [--year]`

The messages have a title, a text and a time, and nothing else is told of them; they are laid day by day under the
bundled plan, of which only the window is set: the plan's own, and longer ones, for these people write for months.
Only judged pairs count: two of one cluster belong together, one of a cluster and one of another, or one marked as
apart from it, do not. A message is parked to its incident if a person is asked about its own and that one.

The year is made up: 200 nights of 500 reports about 150 new incidents. The time of `attach` is taken over the
ledger of the first night with a full window, and over that of the last one, for 60 new reports: the best of five,
in seconds of this process, the collector of garbage told to leave the ledger alone (it is as large as it is
whatever is merged).
"""

import argparse
import csv
import datetime as dt
import gc
import random
import re
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pipeline.merging.attachment import Match
from pipeline.model import Event, EventKind
from tests.merging.ledgers import Ledger, law, report, samples

SHARED = Path(__file__).parents[3] / "shared" / "data"
LONGEST = 300
"""Characters of a summary, as in the bundled plan."""
WORST = 10


@dataclass(frozen=True, slots=True)
class Message:
    """One citizen's message, and what was judged of it."""

    id: str
    at: dt.datetime
    title: str
    text: str
    cluster: str
    apart_from: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """Where every message went."""

    messages: Sequence[Message]
    matches: Mapping[str, Match]

    def incident(self, message: Message) -> str:
        return self.matches[message.id].incident

    @property
    def asked(self) -> frozenset[frozenset[str]]:
        return frozenset(frozenset((m.incident, d[0])) for m in self.matches.values() for d in m.doubtful)

    def judged(self) -> Iterator[tuple[bool, Message, Message]]:
        """Pairs that stand in one incident: whether rightly so."""
        known = [m for m in self.messages if m.cluster or m.apart_from]
        for n, a in enumerate(known):
            for b in known[:n]:
                if self.incident(a) == self.incident(b) and (a.cluster or b.cluster):
                    yield a.cluster == b.cluster, a, b

    def found(self, cluster: str) -> tuple[list[Message], list[Message], list[Message]]:
        """The messages of a cluster in the incident that has most of them, parked to it, and elsewhere."""
        mine = [m for m in self.messages if m.cluster == cluster]
        home = Counter(map(self.incident, mine)).most_common(1)[0][0]
        within = [m for m in mine if self.incident(m) == home]
        parked = [m for m in mine if frozenset((self.incident(m), home)) in self.asked]
        return within, parked, [m for m in mine if m not in (*within, *parked)]


def read_messages(path: Path) -> list[Message]:
    """The messages in time order."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        found = [
            Message(r["id"], _time(r["time"]), r["title"].strip(), "".join(r["text"].split()), r["cluster"],
                    r["apart_from"])
            for r in csv.DictReader(file)
        ]  # fmt: skip
    return sorted(found, key=lambda m: (m.at, m.id))


def _time(text: str) -> dt.datetime:
    year, month, day, *clock = (int(part) for part in re.split(r"[-/: ]+", text.strip()))
    hour, minute, second = (*clock, 0, 0, 0)[:3]
    return dt.datetime(year, month, day, hour, minute, second, tzinfo=dt.UTC)


def laid(messages: Sequence[Message], window: int) -> Outcome:
    """The messages laid day by day."""
    ledger = Ledger(law(window))
    matches: dict[str, Match] = {}
    by_day: dict[dt.date, list[Message]] = defaultdict(list)
    for message in messages:
        by_day[message.at.date()].append(message)
    for day, mine in sorted(by_day.items()):
        fresh = {report(m.id, f"{m.title}。{m.text}"[:LONGEST], m.at).key: m for m in mine}
        rows = [report(m.id, f"{m.title}。{m.text}"[:LONGEST], m.at) for m in mine]
        matches |= {fresh[match.report].id: match for match in ledger.night(day, rows)}
    return Outcome(messages, matches)


def show_messages(path: Path, window: int) -> None:
    """The figures and the worst errors."""
    outcome = laid(read_messages(path), window)
    judged = list(outcome.judged())
    clusters = sorted({m.cluster for m in outcome.messages} - {""})
    parts = {cluster: outcome.found(cluster) for cluster in clusters}
    total, attached = sum(len(m) for p in parts.values() for m in p), sum(len(p[0]) for p in parts.values())
    parked = sum(len(p[1]) for p in parts.values())
    right, questions = sum(ok for ok, _, _ in judged), len(outcome.asked)
    print(
        f"window {window} days: precision {right / max(1, len(judged)):.3f} of {len(judged)} judged pairs; "
        f"{attached / total:.3f} of {total} attached, {(attached + parked) / total:.3f} attached or parked; "
        f"one question in {len(outcome.messages) / max(1, questions):.1f} messages"
    )
    for cluster, (within, waiting, apart) in parts.items():
        print(f"  {cluster}: {len(within)} in one incident, {len(waiting)} parked to it, {len(apart)} elsewhere")
        for message in apart[:WORST]:
            print(f"    elsewhere: {message.at:%Y-%m-%d} {message.title}")
    for _, a, b in [pair for pair in judged if not pair[0]][:WORST]:
        print(f"  together, and should not be: {a.title} | {b.title}")


def show_samples(path: Path) -> None:
    """Each report of a group with where it went and why."""
    for sample, match in samples(path):
        if sample["group_id"]:
            why = "立为新事件" if match.opened else match.explained
            asked = "".join(f";与 {n} 待审定({words})" for n, _, words in match.doubtful)
            print(f"{sample['id']} {match.incident} {why}{asked}")


def show_year() -> None:
    """What a night costs, early and late in the year."""
    year = Year()
    known, first = year.cost(12)
    print(f"{known} reports, the window just full: {first:.3f} s")
    known, last = year.cost(199)
    print(f"{known} reports in {len(year.opened)} incidents: {last:.3f} s, {last / first:.2f} times as much")


class Year:
    """A made-up school year: every incident has a topic and five names of its own, a report three of these."""

    def __init__(self) -> None:
        chance = random.Random(20210901)  # noqa: S311 (the same year every time)
        signs = [chr(0x4E00 + n) for n in range(3000)]
        names = ["".join(chance.choices(signs, k=chance.choice((2, 2, 3)))) for _ in range(4000)]
        usual = ("在群里问", "请说明一下", "能不能早一点", "为什么没有通知", "时间太短", "比上周", "请尽快答复", "不够")
        topics = ("食堂", "晚自习", "校门口", "操场", "宿舍", "作业", "校车", "校服", "请假", "家长会", "热水", "空调")
        self.days = [dt.date(2021, 9, 1) + dt.timedelta(days=n * 7 // 5) for n in range(200)]
        self.ledger = Ledger(law())
        self.opened: list[Event] = []
        units, live = self.ledger.law.plan.reporting_units, []
        for day in self.days:
            at = dt.datetime.combine(day, dt.time(9), dt.UTC)
            for _ in range(150):
                number = f"YQ-2021-{len(self.opened) + 1:04d}"
                live.append((day, number, chance.choice(topics), chance.sample(names, 5)))
                self.opened.append(Event(EventKind.OPENED, number, at, day, day))
            live = [case for case in live if (day - case[0]).days <= 10]
            for _ in range(500):
                _, number, topic, mine = chance.choice(live)
                words = [topic, *chance.sample(mine, 3), *chance.sample(usual, 3)]
                row = report(f"{len(self.ledger.reports):x}", "".join(words), at, chance.choice(units))
                self.ledger.reports[row.key] = replace(row, incident=number)

    def cost(self, night: int) -> tuple[int, float]:
        """How many reports a ledger has before a night, and the seconds that 60 new ones take."""
        day = self.days[night]
        known = {key: r for key, r in self.ledger.reports.items() if r.day < day}
        fresh = [replace(r, incident="") for r in self.ledger.reports.values() if r.day == day][:60]
        events = [e for e in self.opened if e.day < day]
        events += [Event(EventKind.STATE, r.incident, r.received, r.day, r.night) for r in known.values()]
        gc.collect()
        gc.freeze()
        taken = []
        for _ in range(5):
            ledger = Ledger(self.ledger.law, dict(known), list(events))
            begin = time.process_time()
            ledger.placed(day, fresh)
            taken.append(time.process_time() - begin)
        return len(known), min(taken)


def main() -> None:
    """Print what was asked for, or all of it."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--messages", type=Path, default=SHARED / "messages" / "same_incident.csv")
    arguments.add_argument("--samples", type=Path, default=SHARED / "samples" / "incidents.csv")
    arguments.add_argument("--window", type=int, nargs="*", default=(14, 30, 90))
    arguments.add_argument("--year", action="store_true", help="only the cost")
    given = arguments.parse_args()
    if not given.year:
        show_samples(given.samples)
        for window in given.window:
            show_messages(given.messages, window)
    show_year()


if __name__ == "__main__":
    main()
