"""Guards: triggers by which the database itself refuses to change what only grows.

Alembic's batch mode makes a table anew, and its triggers go with the old one; so the guards are taken down before
the migrations and set up after them, in the same transaction. They stop mistakes and other programs; somebody who
may alter tables can take them down, and then the seals and the chain tell what was changed.
"""

from collections.abc import Iterator, Sequence

from sqlalchemy import Connection, inspect, text

from pipeline.ledger.schema import CHANGING, metadata

_REFUSED = "is append-only"
_FUNCTION = "sitrep_append_only"


def set_up(connection: Connection) -> None:
    """Put every guard in its place, whichever are there already."""
    take_down(connection)
    sqlite = connection.dialect.name == "sqlite"
    if not sqlite:
        connection.execute(text(_POSTGRES_FUNCTION))
    for table in CHANGING:
        for statement in (_sqlite if sqlite else _postgres)(table):
            connection.execute(text(statement))


def take_down(connection: Connection) -> None:
    """Remove every guard, so that a migration can work."""
    for table, trigger in standing(connection):
        on = "" if connection.dialect.name == "sqlite" else f' on "{table}"'
        connection.execute(text(f'drop trigger "{trigger}"{on}'))


def missing(connection: Connection) -> tuple[str, ...]:
    """Names of the guards that should stand and do not, or do not bite."""
    kinds = ("delete", "insert", "update") if connection.dialect.name == "sqlite" else ("delete", "truncate", "update")
    biting = set(_sqlite_biting(connection) if connection.dialect.name == "sqlite" else _postgres_biting(connection))
    return tuple(n for t in CHANGING for k in kinds if (n := _name(t, k)) not in biting)


def standing(connection: Connection) -> Sequence[tuple[str, str]]:
    """(table, trigger) of the guards that are there, whether they bite or not."""
    query = _SQLITE_GUARDS if connection.dialect.name == "sqlite" else _POSTGRES_GUARDS
    tables = set(inspect(connection).get_table_names())
    return [(table, name) for table, name, *_ in connection.execute(text(query)) if table in tables]


def _sqlite_biting(connection: Connection) -> Iterator[str]:
    """Those that are word for word as this program makes them."""
    made = {statement.casefold() for table in CHANGING for statement in _sqlite(table)}
    return (name for _, name, said in connection.execute(text(_SQLITE_GUARDS)) if said.casefold() in made)


def _postgres_biting(connection: Connection) -> Iterator[str]:
    """Those that are switched on, call the function that refuses, and ask about as many columns as they should."""
    guards = {_name(t, kind): (t, kind) for t in CHANGING for kind in ("delete", "truncate", "update")}
    body = _POSTGRES_FUNCTION.split("$$")[1]
    for _, name, enabled, said, source in connection.execute(text(_POSTGRES_GUARDS)):
        table, kind = guards.get(name, ("", ""))
        asked = len(_fixed(table)) if kind == "update" and CHANGING[table] else 0
        whole = said.count("IS DISTINCT FROM") == asked and (" WHEN " in said) is bool(asked)
        if f" BEFORE {kind.upper()} ON " in said and whole and enabled in {"O", "A"} and source == body:
            yield name


def _name(table: str, kind: str) -> str:
    return f"guard_{table}_{kind}"


def _fixed(table: str) -> list[str]:
    return [c.name for c in metadata.tables[table].columns if c.name not in CHANGING[table]]


def _sqlite(table: str) -> Iterator[str]:
    """Three triggers; the one before an insert stops INSERT OR REPLACE, which deletes without telling triggers."""
    refuse = f"begin select raise(abort, '{table} {_REFUSED}'); end"
    changed = " or ".join(f'old."{c}" is not new."{c}"' for c in _fixed(table))
    same = " and ".join(f'"{c.name}" = new."{c.name}"' for c in metadata.tables[table].primary_key)
    update = f"when {changed} " if CHANGING[table] else ""
    yield f'create trigger {_name(table, "delete")} before delete on "{table}" {refuse}'
    yield f'create trigger {_name(table, "update")} before update on "{table}" {update}{refuse}'
    there = f'when exists (select 1 from "{table}" where {same})'  # noqa: S608 (names of our own schema)
    yield f'create trigger {_name(table, "insert")} before insert on "{table}" {there} {refuse}'


def _postgres(table: str) -> Iterator[str]:
    """Three triggers; JSON columns are compared as text, which is how they are kept."""
    call = f"execute function {_FUNCTION}()"
    changed = " or ".join(f'old."{c}"::text is distinct from new."{c}"::text' for c in _fixed(table))
    update = f"when ({changed}) " if CHANGING[table] else ""
    yield f'create trigger {_name(table, "delete")} before delete on "{table}" for each row {call}'
    yield f'create trigger {_name(table, "update")} before update on "{table}" for each row {update}{call}'
    yield f'create trigger {_name(table, "truncate")} before truncate on "{table}" for each statement {call}'


_SQLITE_GUARDS = (
    "select tbl_name, name, sql from sqlite_master where type = 'trigger' and name like 'guard\\_%' escape '\\'"
)
_POSTGRES_GUARDS = """
    select c.relname, t.tgname, t.tgenabled, pg_get_triggerdef(t.oid), p.prosrc
    from pg_trigger t join pg_class c on c.oid = t.tgrelid join pg_proc p on p.oid = t.tgfoid
    where t.tgname like 'guard\\_%' and pg_table_is_visible(c.oid)
"""
_POSTGRES_FUNCTION = f"""
    create or replace function {_FUNCTION}() returns trigger language plpgsql as $$
    begin raise exception '% {_REFUSED}', tg_table_name; end $$
"""
