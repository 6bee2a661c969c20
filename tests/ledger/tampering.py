"""Tampers: one byte of a file, or one field of a row, an event or a line, changed behind the program's back."""

import json
import random
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import JSON, Boolean, Integer, Text, create_engine, select, type_coerce, update
from sqlalchemy.pool import NullPool

from pipeline.ledger.schema import metadata
from pipeline.ledger.store import Ledger
from tests.ledger.keeping import unguarded
from tests.site_nights import Clerk, files


@dataclass(frozen=True)
class Tamper:
    """What was done, and what a sentence about it has to name."""

    done: str
    names: tuple[str, ...]


def original(clerk: Clerk, dice: random.Random) -> Tamper:
    path = dice.choice(sorted(clerk.site.archive.glob("??/*")))
    flip(path, dice)
    return Tamper(f"original {path.name}", (path.name,))


def plan(clerk: Clerk, dice: random.Random) -> Tamper:
    path = dice.choice(files(clerk.site.archive / "plans"))
    flip(path, dice)
    return Tamper(f"plan {path.name}", (path.name,))


def issued(clerk: Clerk, dice: random.Random) -> Tamper:
    """Bytes that were issued; a manifest that a later one of its issue replaced is asked for by nobody, if it goes."""
    with Ledger(clerk.site.database, looking=True) as ledger:
        wanted = {filed.sha256 for made in ledger.made() for filed in made.files.values()}
    path = dice.choice(files(clerk.site.issued))
    if dice.random() < 0.2 and path.name in wanted:
        path.unlink()
    else:
        flip(path, dice)
    return Tamper(f"issued {path.name}", (path.name,))


def outbox(clerk: Clerk, dice: random.Random) -> Tamper:
    path = dice.choice(files(clerk.site.outbox))
    name = path.relative_to(clerk.site.outbox).as_posix()
    if dice.random() < 0.2:
        path.unlink()
    else:
        flip(path, dice)
    return Tamper(f"outbox {name}", (name,))


def line(clerk: Clerk, dice: random.Random) -> Tamper:
    """A line of the journal: a field, a byte, or the whole line."""
    path = clerk.site.archive / "nights.jsonl"
    lines = path.read_text("utf-8").splitlines(keepends=True)
    number = dice.randrange(len(lines))
    way, names = dice.randrange(3), ["日志"]
    if way == 0:
        said = json.loads(lines[number])
        key = dice.choice(sorted(said))
        said[key] = said[key] + 1 if isinstance(said[key], int) else other_text(said[key], dice)
        lines[number] = json.dumps(said, ensure_ascii=False) + "\n"
    elif way == 1:
        place = dice.randrange(len(lines[number]) - 1)
        lines[number] = lines[number][:place] + other_text(lines[number][place], dice) + lines[number][place + 1 :]
    else:
        del lines[number]
    path.write_text("".join(lines), encoding="utf-8")
    return Tamper(f"line {number} way {way}", tuple(names))


def field(clerk: Clerk, dice: random.Random) -> Tamper:
    """A field of a row or an event, a value inside it where it holds several."""
    engine = create_engine(clerk.site.database, poolclass=NullPool)
    with unguarded(engine) as connection:
        if connection.dialect.name == "sqlite":
            connection.connection.driver_connection.execute("pragma ignore_check_constraints = on")  # type: ignore[union-attr]
        table = dice.choice(metadata.sorted_tables)
        raw = [type_coerce(c, Text) if isinstance(c.type, JSON) else c for c in table.columns]
        row = dice.choice(connection.execute(select(*raw)).all())
        column = dice.choice([c for c in table.columns if table.name != "event" or c.name != "seq"])
        was = row[list(table.columns).index(column)]
        now: object
        if isinstance(column.type, JSON):
            now = other_json(json.loads(was) if isinstance(was, str) else was, dice)
        elif isinstance(column.type, Boolean):
            now = not was
        elif isinstance(column.type, Integer):
            now = was + dice.choice((1, 2, 70))
        else:
            now = other_text(str(was or ""), dice)
        mine = [c == row[list(table.columns).index(c)] for c in table.primary_key]
        connection.execute(update(table).where(*mine).values({column: now}))
    engine.dispose()
    named = str(row[0]) if table.name == "event" else ""
    return Tamper(f"{table.name}.{column.name} of {row[0]}: {was!r} → {now!r}", (named, column.name))


KINDS: tuple[Callable[[Clerk, random.Random], Tamper], ...] = (
    original, plan, issued, outbox, line, field, field, field, field,
)  # fmt: skip


def flip(path: Path, dice: random.Random) -> None:
    """One byte otherwise."""
    data = bytearray(path.read_bytes())
    data[dice.randrange(len(data))] ^= dice.randrange(1, 256)
    path.write_bytes(data)


def other_text(text: str, dice: random.Random) -> str:
    """One character otherwise, of the same length where there is one."""
    place = dice.randrange(len(text)) if text else 0
    return text[:place] + ("8" if text[place : place + 1] != "8" else "3") + text[place + 1 :]


def other_json(value: object, dice: random.Random) -> object:
    """One value inside otherwise."""
    if isinstance(value, dict) and value:
        key = dice.choice(sorted(value))
        return {**value, key: other_json(value[key], dice)}
    if isinstance(value, list) and value:
        place = dice.randrange(len(value))
        return [*value[:place], other_json(value[place], dice), *value[place + 1 :]]
    if isinstance(value, str):
        return other_text(value, dice)
    return 8 if value != 8 else 3
