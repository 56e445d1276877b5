"""The table of tasks, and the rows that statements return, are as the annotations of `TaskRow` say."""

from typing import get_type_hints
from uuid import UUID

import asyncpg
import pytest

from models.database import Database
from models.tasks.task import TaskStatus, TaskType
from models.tasks.task_conditions import TaskConditions
from models.tasks.task_list import TaskOrdering, task_list
from models.tasks.task_row import TaskRow
from models.tasks.task_statements import select_tasks
from server.settings.settings import Settings
from tests.api import Client
from tests.models.columns import annotations_of

WHOLE = """
INSERT INTO user_task_history (user_id, prompt, more_images, original_image_url, generated_image_url, aws_original_key,
  aws_generated_key, error_message, aspect_ratio, model_version, generation_time_ms, completed_at,
  original_content_type, original_width, original_height, original_size, original_sha256, original_thumb_hash,
  generated_content_type, generated_width, generated_height, generated_size, generated_sha256, generated_thumb_hash,
  input_sha256, credits_reserved, credits_held_until, images_removed_at, prompt_removed_at,
  external_id, parameters, metadata, input_tokens, output_tokens, cost, failure_code, started_at, deadline, status)
SELECT $1, 'a fox', '[{"size": 1}]', 'https://x/o', 'https://x/g', 'o', 'g', 'no', '1:1', 'imagen-4', 5, now(),
  'image/png', 4, 3, 12, 'aa', 'bb', 'image/png', 4, 3, 12, 'aa', 'bb', 'cc', 0, now(), now(), now(),
  'r8', '{"seed": 1}', '{}', 0, 0, 0.04, 'no_reason', now(), now(), 'failed'
RETURNING id
"""


def test_its_annotations_are_the_columns_of_the_table() -> None:
    assert annotations_of("user_task_history") == get_type_hints(TaskRow)


@pytest.fixture
async def rows(settings: Settings, user: Client, database: asyncpg.Connection) -> tuple[TaskRow, TaskRow]:
    """A task that was just recorded, and a task with a value in every column."""
    task = await user.task("createTask", prompt="a fox")
    whole = await database.fetchval(WHOLE, user.id)
    async with Database(settings.database_url.get_secret_value()) as owned:
        found = {row.id: row for row in await owned.rows(select_tasks([UUID(task["id"]), whole], user.id), user.id)}
    return found[UUID(task["id"])], found[whole]


async def test_statements_return_what_its_annotations_say(rows: tuple[TaskRow, TaskRow]) -> None:
    for row in rows:
        assert isinstance(row, TaskRow)
        for name, kind in get_type_hints(TaskRow).items():
            assert isinstance(getattr(row, name), kind), name
    row, _ = rows
    assert (row.status, row.task_type) == (TaskStatus.PENDING, TaskType.IMAGE_GENERATION)
    assert {type(row.status), type(row.task_type)} == {str}
    missing = {name for name in TaskRow.__annotations__ if getattr(rows[1], name) is None}
    assert missing == {"deleted_at", "starred_at", "trashed_at", "rating"}


@pytest.mark.usefixtures("rows")
async def test_a_row_has_the_columns_that_its_statement_selects(settings: Settings, user: Client) -> None:
    tasks = task_list(user.id, TaskConditions(), TaskOrdering())
    async with Database(settings.database_url.get_secret_value()) as database:
        [row, _] = await database.rows(tasks.page(None, 2, frozenset({"prompt", "edges"}), backwards=False), user.id)
    assert isinstance(row, TaskRow)
    assert row.prompt == "a fox"
    assert {name for name in TaskRow.__annotations__ if hasattr(row, name)} == {"id", "prompt", "created_at"}
