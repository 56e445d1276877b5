"""The table of tasks rejects invalid rows from any writer."""

from uuid import uuid4

import asyncpg
import pytest
from sqlalchemy import CheckConstraint

from models.tasks.task_table import TASK_TABLE
from tests.api import Client

VIOLATIONS = {
    **dict.fromkeys(("credits_deducted", "input_tokens", "output_tokens", "generation_time_ms"), "-1"),
    **dict.fromkeys((f"{kind}_{side}" for kind in ("original", "generated") for side in ("width", "height")), "-1"),
    **dict.fromkeys(("original_size", "generated_size"), "-1"),
    "task_type": "'dream'",
    "status": "'lost', completed_at = now()",
    "completed_at": "NULL, status = 'completed'",
    "deleted_at": "now()",
    "credits_held_until": "now()",
    "credits_reserved": "-1, credits_held_until = now()",
    "failed": "'failed', completed_at = now(), credits_deducted = 1, credits_reserved = 1, credits_held_until = now()",
    "image_count": "17",
    "more_images": "'[]'",
    "external_id": "''",
    "parameters": "'[]'",
    "metadata": "json_build_object('a', repeat('b', 4096))",
    "tokens_of_parts": "1, tokens_used = 0",
    "cost": "'NaN'",
    "failure_code": "'quota'",
    "trashed_at": "now()",
    "rating": "5",
}
"""By the name of a CHECK, the assignment to a pending task that violates it, beginning with the column of that name."""
COLUMNS = {"failed": "status", "tokens_of_parts": "input_tokens"}


async def test_each_check_is_enforced_under_its_name(user: Client, database: asyncpg.Connection) -> None:
    await user.task("createTask", prompt="A fox")
    for name, value in VIOLATIONS.items():
        change = f"UPDATE user_task_history SET {COLUMNS.get(name, name)} = {value} WHERE user_id = $1"
        violated = (
            f'new row for relation "user_task_history" violates check constraint "user_task_history_{name}_check"'
        )
        with pytest.raises(asyncpg.CheckViolationError) as refused:
            await database.execute(change, user.id)
        assert str(refused.value) == violated
        assert refused.value.constraint_name == f"user_task_history_{name}_check"
        assert refused.value.table_name == "user_task_history"
    insert = "INSERT INTO user_task_history (id, user_id, prompt, image_count) VALUES ($1, $2, 'A fox', 0)"
    with pytest.raises(asyncpg.CheckViolationError, match="user_task_history_image_count_check"):
        await database.execute(insert, uuid4(), user.id)


def test_each_declared_check_is_violated_here() -> None:
    checks = [one for one in TASK_TABLE.constraints if isinstance(one, CheckConstraint)]
    names = {*VIOLATIONS, "tokens_used"}  # a negative number is also less than its parts
    assert {str(one.name) for one in checks} == {f"user_task_history_{name}_check" for name in names}
