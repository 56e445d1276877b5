"""Moves a user's rows out of one database and stages them in another, in its table `task_record.arriving_rows`."""

from uuid import UUID

import asyncpg
from sqlalchemy import Table

from models.table_rules import OnMove, TableRules, filled, is_moved, name_of, ruled_tables

FETCH_BATCH = 1_000
"""Rows in memory at a time."""
DELETE = "DELETE FROM {table} AS moved WHERE {whose} RETURNING row_to_json(moved)::text"
SELECT = "SELECT row_to_json(moved)::text FROM {table} AS moved WHERE {whose}"


def taking(table: Table, rules: TableRules) -> str:
    """
    Return the statement that extracts the user's rows from a table. A DELETE waits for transactions that are changing a
    row, and returns their version of it, so no change is lost.
    """
    if rules.along:  # nobody changes these without a row that is HELD
        return SELECT.format(table=name_of(table), whose=rules.along.format(user="$1"))
    return filled(table, rules, f"{SELECT} FOR UPDATE" if rules.move is OnMove.HELD else DELETE, "$1")


TABLES = {name_of(table): taking(table, rules) for table, rules in ruled_tables() if is_moved(rules)}
"""The statement that extracts the user's rows, by table, in the order in which other transactions lock the tables."""
AFTERWARDS = [
    filled(table, rules, rules.left, "$1")
    for table, rules in ruled_tables()
    if rules.whose and not rules.along and rules.move in (OnMove.HELD, OnMove.MADE_AGAIN)
]
"""Statements that, once the rows are staged, delete the account, and totals, which the target recounts from tasks."""
STAGE = "INSERT INTO task_record.arriving_rows (user_id, of_table, content) SELECT $1, $2, unnest($3::json[])"


async def extract_user_rows(source: asyncpg.Connection, user_id: UUID, target: asyncpg.Connection) -> int:
    """
    Delete the user's rows in the transaction of `source`, and stage them in that of `target`. Return the number of
    tasks, deleted ones included.
    """
    tasks = 0
    for table, query in TABLES.items():
        cursor = await source.cursor(query, user_id)
        while rows := await cursor.fetch(FETCH_BATCH):
            await target.execute(STAGE, user_id, table, [row[0] for row in rows])
            tasks += len(rows) if table == "public.user_task_history" else 0
    for statement in AFTERWARDS:
        await source.execute(statement, user_id)
    if await source.fetchval("SELECT to_regprocedure('task_record.register_user()') IS NOT NULL"):
        await source.execute("DELETE FROM auth.users WHERE id = $1", user_id)
    return tasks
