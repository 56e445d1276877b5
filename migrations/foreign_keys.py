import asyncpg

MAX_LISTED = 5
"""Rows that are listed one by one."""

SENTENCES = """
SELECT format('Task %s names the object %s, which is not its own: no address is signed for it, and it is not removed '
  'with the task.', task_id, key),
  format('copy it to task-history/%s/%s/ and, as the owner, name that instead, or name none', user_id, task_id)
FROM task_record.foreign_keys ORDER BY task_id, key"""


async def foreign_keys(connection: asyncpg.Connection) -> list[tuple[str, str]]:
    """
    Return which rows name objects that they do not own, and the remedy: the first few, then how many there are. Needs a
    role that sees every task. They come from tables of the original design, in which a row could name any key.
    """
    found = [(what, remedy) for what, remedy in await connection.fetch(f"{SENTENCES} LIMIT {MAX_LISTED}")]
    if len(found) == MAX_LISTED:
        count = await connection.fetchval("SELECT count(*) FROM task_record.foreign_keys")
        found.append((f"Such keys in all: {count}.", "SELECT * FROM task_record.foreign_keys lists them"))
    return found
