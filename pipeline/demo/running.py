"""Running: ten days of the story, each dropped into the inbox and followed by its night."""

import os
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, time
from hashlib import sha256
from pathlib import Path

from pipeline.demo.closing import Again, DemoResult
from pipeline.demo.signing import filled_in, signed
from pipeline.demo.story import MARK, Day, Paper, settings_of, story_of
from pipeline.demo.writing import Desk
from pipeline.ledger.store import Ledger
from pipeline.model import Progress, ReportStatus
from pipeline.nightly import NightResult, run_night
from pipeline.plan.model import Plan
from pipeline.reporting.press import Press
from pipeline.site import Site, law_of

_EVENING = time(21, 30)
_FORM_AT, _DECIDED_AT = time(17, 0), time(10, 40)
_REVIEW_FOLDER = "审定"


def run_demo(site: Site, progress: Progress) -> DemoResult:
    """Run every day of the story, the middle one twice; the result says what to open."""
    plan = settled_plan(site)
    days = story_of(plan)
    half = len(days) // 2
    with Press() as press:
        clerk = Clerk(site, plan, press)
        first = [clerk.work(day, progress) for day in days[:half]]
        changed = clerk.again(days[half - 1], progress)
        nights = (*first, *(clerk.work(day, progress) for day in days[half:]))
    return DemoResult(nights, Again(days[half - 1].date, changed), clerk.most_told(), plan)


def settled_plan(site: Site) -> Plan:
    """The plan of the site, once the clerk has filled in what it leaves open."""
    plan = law_of(site).plan
    settings = settings_of(plan)
    if not settings:
        return plan
    site.plan_book.write_bytes(filled_in(site.plan_book.read_bytes(), settings))
    return law_of(site).plan


class Clerk:
    """Puts into the inbox what comes in on a day, and runs its night."""

    def __init__(self, site: Site, plan: Plan, press: Press) -> None:
        """Take the site's template in hand."""
        self.site, self.plan, self._press, self._desk = site, plan, press, Desk(site.template)

    def work(self, day: Day, progress: Progress) -> NightResult:
        """A day and its night."""
        self.drop(day)
        return self.night(day, progress)

    def night(self, day: Day, progress: Progress) -> NightResult:
        """The night of a day, at half past nine in the evening."""
        return run_night(self.site, day.date, self._at(day, _EVENING), progress, press=self._press)

    def again(self, day: Day, progress: Progress) -> tuple[str, ...]:
        """The night once more; the names of the files in outbox/ that it changed."""
        before = digests(self.site.outbox)
        self.night(day, progress)
        after = digests(self.site.outbox)
        return tuple(sorted(n for n in before.keys() | after.keys() if before.get(n) != after.get(n)))

    def most_told(self) -> str:
        """The incident with the most reports, the oldest of several."""
        with Ledger(self.site.database) as ledger:
            told = Counter(r.incident for r in ledger.register().reports.values() if r.status is ReportStatus.COUNTED)
        return max(sorted(told), key=lambda number: told[number])

    def drop(self, day: Day) -> None:
        """Write the workbooks of a day into the inbox, each with the time at which it came."""
        numbers = self._numbers(day)
        zeros = self._desk.zero_reports(p.head for p in day.papers if p.is_zero)
        for paper in day.papers:
            data = zeros[paper.head["单位"]] if paper.is_zero else self._bytes(paper, numbers)
            for name in filter(None, (paper.name, paper.again_as)):
                self._put(name, data, day, paper.at)
        if day.form:
            self._put(f"在线表单导出{day.date}.csv", day.form.encode("gb18030"), day, _FORM_AT)
        if day.decisions:
            self._decide(day, numbers)

    def _numbers(self, day: Day) -> dict[str, str]:
        """Phrase → the incident with a report whose summary has it, as the ledger knows it by now."""
        if not self.site.ledger.exists():
            return {}
        with Ledger(self.site.database) as ledger:
            reports = [r for r in ledger.register().reports.values() if r.incident]
        return {phrase: next(r.incident for r in reports if phrase in r.row.text("summary")) for phrase in day.phrases}

    def _bytes(self, paper: Paper, numbers: Mapping[str, str]) -> bytes:
        if paper.text:
            return paper.text.encode()
        progress = ({"事件编号": numbers[t.about], **t.cells} for t in paper.progress)
        rows = tuple({k: _numbered(text, numbers) for k, text in row.items()} for row in paper.rows)
        return self._desk.fill(replace(paper, rows=rows), progress)

    def _put(self, name: str, data: bytes, day: Day, at: time) -> None:
        path = self.site.inbox / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        received = self._at(day, at).timestamp()
        os.utime(path, (received, received))

    def _at(self, day: Day, at: time) -> datetime:
        return datetime.combine(day.date, at, self.plan.zone)

    def _decide(self, day: Day, numbers: Mapping[str, str]) -> None:
        """Fill in the review workbook of the last night before."""
        pattern = self.plan.texts["review_book.file"].format(date="*", number="*", correction="")
        name = max(self.site.outbox.glob(f"*/{pattern}"), key=lambda path: path.parent.name)
        data = signed(name.read_bytes(), day.decisions, numbers, day.signature)
        self._put(f"{_REVIEW_FOLDER}/{name.name}", data, day, _DECIDED_AT)


def _numbered(text: str, numbers: Mapping[str, str]) -> str:
    """What is typed: the incident's number where the story has but its phrase."""
    return numbers[text.removeprefix(MARK)] if text.startswith(MARK) else text


def digests(folder: Path) -> dict[str, str]:
    """Name below the folder → sha256, of every file in it."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): sha256(path.read_bytes()).hexdigest() for path in files}
