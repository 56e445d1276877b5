"""
Functions, triggers, policies and views have one text each, in the files of `sql/`. `migrate` installs those whose text
differs, and stores the SHA-256 of the text as the object's comment.
"""

import re
from collections.abc import Mapping
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

import asyncpg

from migrations.lock_timeouts import SHORT_LOCK_TIMEOUT, lock_tables

NAME = re.compile(
    r"CREATE (?:OR REPLACE )?(?:(FUNCTION|VIEW) ([\w.]+)|(?:CONSTRAINT )?(TRIGGER|POLICY) (\w+ ).*?(ON [\w.]+))",
    re.DOTALL,
)
"""In a statement, the kind and the name of the created object; for triggers and policies with their table."""
HAS_AUTH_SERVICE = "SELECT to_regrole('supabase_auth_admin') IS NOT NULL"
"""Whether another service registers users, as on Supabase."""
REGISTRATION = re.compile(r"\bregister_user\b")
"""In names of objects that register the user of a first row, which are installed only where no service does."""
INSTALLED = """
SELECT 'FUNCTION task_record.' || proname, obj_description(oid, 'pg_proc') FROM pg_proc
WHERE pronamespace = 'task_record'::regnamespace AND proname <> 'time_zone' AND proname NOT LIKE '%pgqueuer%'
UNION ALL
SELECT 'VIEW task_record.' || relname, obj_description(oid, 'pg_class') FROM pg_class
WHERE relnamespace = 'task_record'::regnamespace AND relkind = 'v'
UNION ALL
SELECT format('%s %I ON %I.%I', kind, part.name, nspname, relname), part.comment
FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = relnamespace, LATERAL (
  SELECT 'TRIGGER', tgname, obj_description(oid, 'pg_trigger') FROM pg_trigger
  WHERE tgrelid = c.oid AND NOT tgisinternal
  UNION ALL
  SELECT 'POLICY', polname, obj_description(oid, 'pg_policy') FROM pg_policy WHERE polrelid = c.oid
) AS part (kind, name, comment)
WHERE c.oid IN (to_regclass('public.user_task_history'), to_regclass('public.user_task_statistics'))
  OR (nspname = 'task_record' AND relname <> 'original_user_task_statistics' AND relname NOT LIKE 'pgqueuer%')"""


@lru_cache
def statements() -> Mapping[str, str]:
    """Return what the files create, by kind and name, in an order that PostgreSQL accepts, with the rights on it."""
    found = {}
    for path in (Path(__file__).parent / "sql").rglob("*.sql"):
        for statement in re.split(r"^(?=CREATE )", path.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]:
            name = NAME.match(statement)
            assert name, statement  # noqa: S101
            kind, *parts = filter(None, name.groups())
            found[f"{kind} {''.join(parts)}"] = statement.strip()
    return dict(sorted(found.items()))


def digest(statement: str) -> str:
    """The comment that identifies the text of an installed object."""
    return f"migrations/sql, SHA-256 {sha256(statement.encode()).hexdigest()}"


class Differences(NamedTuple):
    """By kind and name: objects that are not installed, installed with another text, or in no file."""

    missing: list[str]
    changed: list[str]
    obsolete: list[str]


async def differences(connection: asyncpg.Connection) -> Differences:
    """Compare the installed objects with the files; about 10 ms."""
    installed = dict(await connection.fetch(INSTALLED))
    wanted = {name: digest(statement) for name, statement in statements().items()}
    if await connection.fetchval(HAS_AUTH_SERVICE):
        wanted = {name: comment for name, comment in wanted.items() if not REGISTRATION.search(name)}
    return Differences(
        [name for name in wanted if name not in installed],
        [name for name in wanted if name in installed and installed[name] != wanted[name]],
        sorted(installed.keys() - wanted.keys(), reverse=True),
    )


async def install(connection: asyncpg.Connection) -> int:
    """
    Install the database's functions, triggers, policies and views from the files, in one transaction. Return how many
    differed.
    """
    missing, changed, obsolete = await differences(connection)
    if not missing and not changed and not obsolete:
        return 0
    installing = {
        name: f"{statements()[name]} COMMENT ON {name} IS '{digest(statements()[name])}'"
        for name in sorted([*missing, *changed])
    }
    functions = [name for name in installing if name.startswith("FUNCTION")]
    others = [name for name in installing if name not in functions]
    tables = sorted({name.rpartition(" ON ")[2] for name in [*others, *obsolete] if " ON " in name})
    script = [
        SHORT_LOCK_TIMEOUT,
        "SET LOCAL check_function_bodies = off",  # a function may precede those that it calls
        *(installing[name] for name in functions),
        lock_tables(*tables) if tables else "",
        *(f"DROP {name}" for name in changed if name.startswith(("POLICY", "TRIGGER"))),
        *(installing[name] for name in others),
        *(f"DROP {name}" for name in obsolete),
    ]
    async with connection.transaction():
        await connection.execute(";\n".join(script))
    return len(installing) + len(obsolete)
