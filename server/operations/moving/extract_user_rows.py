"""Takes a user's rows out of one database and stages them in another, in its table `task_record.arriving_rows`."""

from uuid import UUID

import asyncpg

FETCH_BATCH = 1_000
"""Rows that are held in memory at a time."""
DELETE = "DELETE FROM {table} AS moved WHERE user_id = $1 RETURNING row_to_json(moved)::text"
SELECT = "SELECT row_to_json(moved)::text FROM {table} AS moved WHERE user_id = $1"
OF_BOARDS = SELECT.replace("user_id = $1", "board_id IN (SELECT id FROM task_record.boards WHERE user_id = $1)")
TABLES = {
    # A user who shares no board is the only one in these, which are deleted with the boards, below.
    "task_record.boards": f"{SELECT} FOR UPDATE",
    "task_record.board_members": OF_BOARDS,
    "task_record.board_tasks": OF_BOARDS,
    "task_record.board_invitations": OF_BOARDS,
    "task_record.board_usage": OF_BOARDS,
    "task_record.board_months": OF_BOARDS,
    "task_record.task_sources": DELETE,
    "public.user_task_history": DELETE,
    # Nobody changes the next three without the account's row, which this locks. They are deleted with it, below.
    "task_record.credit_accounts": f"{SELECT} FOR UPDATE",
    "task_record.credit_grants": SELECT,
    "task_record.credit_entries": SELECT,
    "task_record.credit_holds": SELECT,
    "task_record.usage_models": DELETE,
    "task_record.user_plans": DELETE,
    "task_record.image_uploads": DELETE,
    "task_record.image_provenance": DELETE,
    "task_record.image_looks": DELETE,
    "task_record.exports": DELETE,
    "task_record.share_links": DELETE,
    "task_record.saved_views": DELETE,
    # A webhook for all users is in each database, even if this user has created it, and stays there.
    "task_record.webhook_deliveries": DELETE.replace(
        "user_id = $1", "webhook_id IN (SELECT id FROM task_record.webhooks WHERE user_id = $1 AND NOT all_users)"
    ),
    "task_record.webhooks": DELETE.replace("$1", "$1 AND NOT all_users"),
}
"""
The statement that takes the user's rows from each table, in the order in which other transactions lock the tables. A
DELETE waits for those who are changing a row, and returns it as they leave it, so no change is lost.
"""
AFTERWARDS = (
    # Changes are told where the tasks are; of those that are gone, still here. What is being told stays, and is told as
    # it is there: nobody waits for it, who could wait for this.
    "DELETE FROM task_record.task_changes WHERE task_id IN (SELECT task_id FROM task_record.task_changes"
    " WHERE user_id = $1 AND kind <> 'GONE' FOR UPDATE SKIP LOCKED)",
    "DELETE FROM task_record.boards WHERE user_id = $1",
    "DELETE FROM task_record.credit_accounts WHERE user_id = $1",
    "DELETE FROM public.user_task_statistics WHERE user_id = $1",
    "DELETE FROM task_record.user_task_usage WHERE user_id = $1",
    "DELETE FROM task_record.user_ranking WHERE user_id = $1",
    # When the user was active is taken off by who counts next, and counted again where they are then.
    "UPDATE task_record.active_users SET user_id = gen_random_uuid(), is_gone = true WHERE user_id = $1",
    # Prompts are noted again where the tasks come to.
    "DELETE FROM task_record.label_tasks WHERE user_id = $1",
    "DELETE FROM task_record.prompt_tasks WHERE user_id = $1",
    "DELETE FROM task_record.prompts WHERE user_id = $1",
    # Changes not yet added to the totals over all users of this database still count, but for no user of it.
    "UPDATE task_record.overall_changes SET user_id = '00000000-0000-0000-0000-000000000000' WHERE user_id = $1",
)
"""Statements that delete the account, once its rows are staged, and totals, which the target adds up from the tasks."""
STAGE = "INSERT INTO task_record.arriving_rows (user_id, of_table, content) SELECT $1, $2, unnest($3::json[])"


async def extract_user_rows(source: asyncpg.Connection, user_id: UUID, target: asyncpg.Connection) -> int:
    """
    Delete the user's rows in the transaction of `source`, and stage them in that of `target`. Return the number of
    tasks, deleted ones included.
    """
    tasks = 0
    for table, query in TABLES.items():
        cursor = await source.cursor(query.format(table=table), user_id)
        while rows := await cursor.fetch(FETCH_BATCH):
            await target.execute(STAGE, user_id, table, [row[0] for row in rows])
            tasks += len(rows) if table == "public.user_task_history" else 0
    for statement in AFTERWARDS:
        await source.execute(statement, user_id)
    if await source.fetchval("SELECT to_regprocedure('task_record.register_user()') IS NOT NULL"):
        await source.execute("DELETE FROM auth.users WHERE id = $1", user_id)
    return tasks
