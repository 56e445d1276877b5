"""What a user has in a database, as it is taken away and laid ready in another."""

from uuid import UUID

import asyncpg

AT_ONCE = 1_000
"""Rows that are held at a time."""
DELETE = "DELETE FROM {table} AS moved WHERE user_id = $1 RETURNING to_jsonb(moved)::text"
SELECT = "SELECT to_jsonb(moved)::text FROM {table} AS moved WHERE user_id = $1"
TABLES = {
    "task_record.task_sources": DELETE,
    "public.user_task_history": DELETE,
    # These change under the lock of the account alone, and go with it.
    "task_record.credit_accounts": f"{SELECT} FOR UPDATE",
    "task_record.credit_grants": SELECT,
    "task_record.credit_entries": SELECT,
    "task_record.credit_holds": SELECT,
    "task_record.usage_models": DELETE,
    "task_record.user_plans": DELETE,
    "task_record.image_uploads": DELETE,
    "task_record.exports": DELETE,
    # One of all users stands in each database, whoever has made it.
    "task_record.webhook_deliveries": DELETE.replace(
        "user_id = $1", "webhook_id IN (SELECT id FROM task_record.webhooks WHERE user_id = $1 AND NOT all_users)"
    ),
    "task_record.webhooks": DELETE.replace("$1", "$1 AND NOT all_users"),
}
"""
In the order in which others lock them. What is deleted is as whoever changed it last has left it: the statement waits
for them, so no change is lost.
"""
COUNTED = (
    "DELETE FROM task_record.credit_accounts WHERE user_id = $1",
    "DELETE FROM public.user_task_statistics WHERE user_id = $1",
    "DELETE FROM task_record.user_task_usage WHERE user_id = $1",
    "DELETE FROM task_record.user_ranking WHERE user_id = $1",
    # What is still to be counted over all users of this database is nobody's from now on.
    "UPDATE task_record.overall_changes SET user_id = '00000000-0000-0000-0000-000000000000' WHERE user_id = $1",
)
"""What goes, and is added up anew from the tasks where these arrive."""
LAY_READY = "INSERT INTO task_record.arriving_rows (user_id, of_table, content) SELECT $1, $2, unnest($3::jsonb[])"


async def take_away(source: asyncpg.Connection, user_id: UUID, target: asyncpg.Connection) -> int:
    """
    Delete what the user has, in the transaction of `source`, and lay it ready in that of `target`; returns how many
    tasks it is, deleted ones included.
    """
    tasks = 0
    for table, query in TABLES.items():
        cursor = await source.cursor(query.format(table=table), user_id)
        while rows := await cursor.fetch(AT_ONCE):
            await target.execute(LAY_READY, user_id, table, [row[0] for row in rows])
            tasks += len(rows) if table == "public.user_task_history" else 0
    for statement in COUNTED:
        await source.execute(statement, user_id)
    if await source.fetchval("SELECT to_regprocedure('task_record.register_user()') IS NOT NULL"):
        await source.execute("DELETE FROM auth.users WHERE id = $1", user_id)
    return tasks
