"""Rows about one user are found by an index: an erasure or a move reads no whole table while it locks a user."""

import json
import re
from collections.abc import Iterator
from typing import Any

import asyncpg

from server.operations.moving.extract_user_rows import AFTERWARDS, TABLES
from server.settings.settings import Settings
from tests.models.all_statements import statements
from tests.models.connections import as_owner

WITHOUT_INDEX = """
SELECT relname || '.' || attname FROM pg_attribute
  JOIN pg_class ON pg_class.oid = attrelid JOIN pg_namespace ON pg_namespace.oid = relnamespace
WHERE nspname IN ('public', 'task_record') AND relkind = 'r' AND attnum > 0
  AND attname ~ '(^|_)user_id$|^(actor|owner|subject|responsible)_id$|_by$' AND atttypid = 'uuid'::regtype
  AND NOT EXISTS (
    SELECT FROM pg_index WHERE indrelid = attrelid AND indkey[0] = attnum AND indisvalid AND indpred IS NULL
  )
"""
"""Columns that have the id of a user, and no index that begins with it and has all rows."""
NEED_NONE = {
    "audit_entries.actor_id": "nothing is looked for by it",
    "board_invitations.taken_by": "nothing is looked for by it",
    **{f"board_{what}.user_id": "they are found by their board" for what in ("invitations", "months", "usage")},
    "overall_changes.user_id": "it is a queue, of which count_changes leaves only the newest seconds",
    "webhook_deliveries.user_id": "they are found by their webhook",
    "webhooks.responsible_id": "of the few webhooks of all users, which have an index of their own",
}
WHOLE_QUEUE = "overall_changes"


BY_USER = re.compile(r"\b(\w*user_id|asked_by|subject_id) = ")


def scans(node: dict[str, Any]) -> Iterator[str]:
    """Yield the tables that a plan reads whole, to find the rows of a user."""
    if node["Node Type"] == "Seq Scan" and BY_USER.search(node.get("Filter", "")):
        yield node["Relation Name"]
    for inner in node.get("Plans", ()):
        yield from scans(inner)


async def scanned(owner: asyncpg.Connection, text: str) -> set[str]:
    """The tables that the generic plan of a statement reads whole."""
    await owner.execute(f"PREPARE explained AS {text}")
    parameters = (await owner.prepare(text)).get_parameters()
    nulls = f"({', '.join(['NULL'] * len(parameters))})" if parameters else ""
    [plan] = json.loads(await owner.fetchval(f"EXPLAIN (FORMAT JSON) EXECUTE explained {nulls}"))
    await owner.execute("DEALLOCATE explained")
    return {*scans(plan["Plan"])} - {WHOLE_QUEUE}


async def test_each_column_with_a_users_id_has_an_index(settings: Settings) -> None:
    """So that statements in functions have one, too."""
    async with as_owner(settings) as owner:
        assert {column for (column,) in await owner.fetch(WITHOUT_INDEX)} == {*NEED_NONE}


async def test_no_statement_about_a_user_reads_a_whole_table(settings: Settings) -> None:
    moving = {query.format(table=table): f"move of {table}" for table, query in TABLES.items()}
    texts = {one.text: one.name for one in statements()} | moving | {text: text for text in AFTERWARDS}
    async with as_owner(settings) as owner:
        await owner.execute("SET enable_seqscan = off; SET plan_cache_mode = force_generic_plan")
        found = {name: tables for text, name in texts.items() if (tables := await scanned(owner, text))}
    assert found == {}
