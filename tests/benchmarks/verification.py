"""How long the verification of large rule tables takes, and that of the bundled plan.

Usage: `.venv/bin/python -m tests.benchmarks.verification`

A table has 200 rules over 12 columns: dictionaries, numbers, a date, yes and no, and texts searched for word
lists. `sparse` asks about a quarter of the columns in each rule, `dense` about nine tenths; the last rule of
a table `closed` asks nothing.
"""

import random
import statistics
import time
from collections.abc import Callable

from pipeline import resources
from pipeline.classification.facts import FactType
from pipeline.classification.rulebook import compile_tables
from pipeline.classification.table import CompiledTable, compile_table
from pipeline.classification.verification.analysis import analyse
from pipeline.classification.verification.scopes import Scope
from pipeline.classification.verification.verification import verify
from pipeline.classification.words import WordLists
from pipeline.plan.loading import load_pack
from pipeline.plan.model import Rule, RuleTable, Word
from pipeline.plan.text import read_folder

RULES, ROUNDS = 200, 3
TYPES = {
    **{f"选{n}": FactType.TEXT for n in range(4)},
    **{f"多{n}": FactType.TEXT for n in range(2)},
    **{f"数{n}": FactType.NUMBER for n in range(2)},
    "日": FactType.DATE,
    "是否": FactType.BOOLEAN,
    **{f"文{n}": FactType.TEXT for n in range(2)},
}
ALLOWED = {name: tuple(f"值{n}" for n in range(8)) for name in TYPES if name[0] in "选多"} | {"类": tuple("甲乙丙丁")}
SCOPES = {name: Scope(several=name[0] in "多文", whole=True, blank=name[0] != "数") for name in TYPES}
WORDS = WordLists(
    [
        *(Word(list=f"表{n}", word=f"词{n}之{m}") for n in range(20) for m in range(30)),
        Word(list="否定", word="没有"),
    ]
)


def table(policy: str, share: float, *, closed: bool) -> CompiledTable:
    """A random table in which each cell asks something with that probability."""
    chance = random.Random(20210325)  # noqa: S311 (the same table each time)
    rules = [_rule(n, chance, share) for n in range(RULES - closed)]
    if closed:
        rules.append(Rule(id="R末", conditions=("",) * len(TYPES), results=("甲",), row=RULES + 1))
    made, findings = compile_table(
        RuleTable(name=policy, hit_policy=policy, inputs=tuple(TYPES), outputs=("类",), rules=tuple(rules)),
        TYPES,
        WORDS,
        ALLOWED,
    )
    assert made is not None, [f.sentence for f in findings]
    return made


def _rule(number: int, chance: random.Random, share: float) -> Rule:
    cells = tuple(_cell(name, chance) if chance.random() < share else "" for name in TYPES)
    return Rule(id=f"R{number}", conditions=cells, results=(chance.choice("甲乙丙丁"),), row=number + 2)


def _cell(name: str, chance: random.Random) -> str:
    match name[0]:
        case "选" | "多":
            values = ",".join(chance.sample(ALLOWED[name], chance.randint(1, 4)))
            return f"非({values})" if chance.random() < 0.2 else values
        case "数":
            low = chance.randint(0, 30)
            return chance.choice((f">={low}", f"<{low}", f"[{low}..{low + chance.randint(1, 9)}]"))
        case "日":
            return f">=2021-{chance.randint(1, 12)}-{chance.randint(1, 28)}"
        case "文":
            said = f"{chance.choice(('含', '提到'))}(@表{chance.randint(0, 19)},@表{chance.randint(0, 19)})"
            return f"非({said})" if chance.random() < 0.2 else said
        case _:
            return chance.choice("是否")


def timed(work: Callable[[], object]) -> float:
    """Milliseconds, the median of the rounds."""
    times = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        work()
        times.append((time.perf_counter() - start) * 1000)
    return statistics.median(times)


def main() -> None:
    """Print the table of times."""
    for policy in ("F", "P", "U"):
        for kind, share in (("sparse", 0.25), ("half", 0.5), ("dense", 0.9)):
            for closed in (False, True):
                made = table(policy, share, closed=closed)
                found = analyse(made, SCOPES, WORDS)
                spent = timed(lambda made=made: analyse(made, SCOPES, WORDS))  # type: ignore[misc]
                told = f"{len(found.overlaps)} overlaps, {len(found.shadows)} shadows, gap {found.gap is not None}"
                mark = "" if found.finished else ", UNFINISHED"
                print(f"{policy} {kind:6} {'closed' if closed else 'open':6} {spent:8.1f} ms  {told}{mark}")
    plan, sheets = load_pack("epidemic"), read_folder(resources.packs() / "epidemic")
    tables, _ = compile_tables(plan)
    print(f"the bundled plan {timed(lambda: verify(plan, tables, sheets)):8.1f} ms")


if __name__ == "__main__":
    main()
