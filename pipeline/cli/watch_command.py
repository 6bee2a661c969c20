"""`sitrep watch`: interim runs of the current day, as soon as something has come."""

import signal
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import click

from pipeline.cli.common import now, site_option, today
from pipeline.errors import ExitCode, LedgerError, LockedError, OutputError, PlanError, UsageError
from pipeline.intake.settling import Seen, look
from pipeline.model import Fate
from pipeline.nightly import NightResult, run_night
from pipeline.site import Site

_EVERY = 5.0
_MOMENT = 0.2
_FATES = {
    Fate.RETURNED: "退回,晚上出退回件",
    Fate.QUARANTINED: "已隔离",
    Fate.DUPLICATE: "重复,不再计",
}
"""What is said of a file; of any other, how many rows count."""


@click.command("watch")
@click.option("--every", type=click.FloatRange(min=0.5), default=_EVERY, show_default=True, help="每隔几秒看一次 inbox")
@site_option
def command(every: float, site: Site) -> int:
    """守着 inbox:来了就收,有Ⅰ、Ⅱ级的几秒内出快报;按 Ctrl-C 停止。每晚的汇报仍由 sitrep run 出。"""
    site.require().prepare()
    watch = Watch(site)
    with _stopped() as stop:
        watch.say(f"开始守着 {site.inbox},每 {every:g} 秒看一次")
        while stop.code is None:
            watch.once()
            stop.rest(every)
        watch.say("已停止")
    return stop.code


@dataclass(slots=True)
class _Stop:
    """Asked for by a signal; the run at hand is finished first."""

    code: ExitCode | None = None

    def ask(self, number: int, _frame: object) -> None:
        """What a signal does; a lock that the main thread may hold at that moment is not touched."""
        self.code = ExitCode.INTERRUPTED if number == signal.SIGINT else ExitCode.DONE

    def rest(self, seconds: float) -> None:
        """Sleep, but for no longer than a moment after a signal."""
        until = time.monotonic() + seconds
        while self.code is None and (left := until - time.monotonic()) > 0:
            time.sleep(min(_MOMENT, left))


@contextmanager
def _stopped() -> Iterator[_Stop]:
    stop, signals = _Stop(), (signal.SIGTERM, signal.SIGINT)
    before = [signal.signal(number, stop.ask) for number in signals]
    try:
        yield stop
    finally:
        for number, handler in zip(signals, before, strict=True):
            signal.signal(number, handler)


@dataclass(slots=True)
class Watch:
    """One look after another; it runs where there is something to do, and says a thing once."""

    site: Site
    begun: bool = False
    """Whether a run has finished what a killed one left."""
    stayed: frozenset[Seen] = frozenset()
    """What was taken in and could not be removed."""
    broken: tuple[int, int] | None = None
    """Size and time of the plan workbook that cannot be used."""
    told: str = ""
    """The fault that was told last."""

    def once(self) -> None:
        """Look, and run if there is something to do; a fault that passes by itself is waited for."""
        plan = _state(self.site.plan_book)  # as it is before it is read: it may be mended meanwhile
        try:
            if self._is_due(look(self.site.inbox), plan):
                result = run_night(self.site, today(self.site), now(), lambda *_: None, interim=True)
            elif plan == self.broken:
                return
            else:
                result = None
        except (PlanError, UsageError) as fault:
            self.broken = plan
            self._tell_once(f"{fault}\n方案改好后会自动继续")
        except LockedError:
            self._tell_once("另一次运行正在进行,等它结束后自动继续")
        except (LedgerError, OutputError) as fault:
            self._tell_once(f"{fault}(会自动再试)")
        except OSError as fault:  # a share that is away comes back
            where = f":{fault.filename}" if fault.filename else ""
            self._tell_once(f"文件夹现在读不到或写不进{where}({fault.strerror or fault}),会自动再试")
        else:
            self._tell_once("")
            if result is not None:
                self._tell(result)
                self.begun, self.broken, self.stayed = True, None, frozenset(result.stayed)

    def say(self, line: str) -> None:
        """One line, with the time, at once."""
        click.echo(f"{now().astimezone():%H:%M:%S} {line}")

    def _is_due(self, lying: Iterable[Seen], plan: tuple[int, int]) -> bool:
        """Whether whole files lie there that no run has taken in; not while the plan is as it was found broken."""
        if plan == self.broken:
            return False
        return not self.begun or any(s.complete and s not in self.stayed for s in lying)

    def _tell(self, result: NightResult) -> None:
        for taken in result.taken:
            held = f",待补正 {len(taken.held)} 行" if taken.held else ""
            self.say(f"收到 {taken.arrival.name}:{_FATES.get(taken.fate, f'收下 {taken.accepted} 行{held}')}")
        for issue in result.issues:
            self.say(
                f"补签发 {issue.day} 第{issue.number}期" + (f"(第{issue.correction}次更正)" if issue.correction else "")
            )
        for name in result.flashed.files if result.flashed else ():
            self.say(f"已出快报,请立即呈报:outbox/{name}")
        for name in (seen.name for seen in result.stayed if seen not in self.stayed):
            self.say(f"{name} 已收下,但从 inbox 里删不掉,请关闭打开它的程序或检查文件夹权限;不会重复计数")

    def _tell_once(self, line: str) -> None:
        """A fault, or "" that there is none any more."""
        if line != self.told:
            self.told = line
            self.say(line or "已恢复,继续")


def _state(path: Path) -> tuple[int, int]:
    """What changes when a file is saved; a file that is away changes when it comes."""
    try:
        status = path.stat()
    except OSError:
        return (0, 0)
    return (status.st_size, status.st_mtime_ns)
