import asyncpg

MAX_LISTED = 5
"""The most tasks that are listed one by one."""

SENTENCES = """
SELECT format('Task %s names the object %s, which is not its own: no address is signed for it, and it is not removed '
  'with the task.', task_id, key),
  format('copy it to task-history/%s/%s/ and, as the owner, name that instead, or name none', user_id, task_id)
FROM task_record.unowned_objects ORDER BY task_id, key"""


async def unowned_objects(connection: asyncpg.Connection) -> list[tuple[str, str]]:
    """
    Return the tasks that name objects that they do not own, each with its repair: the first MAX_LISTED, then how many
    there are. The role must see every task. Rows of the original design could name any key.
    """
    found = [(what, repair) for what, repair in await connection.fetch(f"{SENTENCES} LIMIT {MAX_LISTED}")]
    if len(found) == MAX_LISTED:
        count = await connection.fetchval("SELECT count(*) FROM task_record.unowned_objects")
        found.append((f"Such keys in all: {count}.", "SELECT * FROM task_record.unowned_objects lists them"))
    return found
