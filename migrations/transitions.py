"""What a change of `user_task_history` takes from what was counted, and adds to it, in a trigger by statement."""

CHANGES = {
    "INSERT": "SELECT 1 AS sign, * FROM new_tasks",
    "UPDATE": "SELECT 1 AS sign, * FROM new_tasks UNION ALL SELECT -1, * FROM old_tasks",
    "DELETE": "SELECT -1 AS sign, * FROM old_tasks",
}
"""By operation: rows of the table, each with a `sign`: 1 where it counts, -1 where it no longer does."""
TRANSITION_TABLES = {
    "INSERT": "NEW TABLE AS new_tasks",
    "UPDATE": "OLD TABLE AS old_tasks NEW TABLE AS new_tasks",
    "DELETE": "OLD TABLE AS old_tasks",
}
