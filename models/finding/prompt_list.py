"""The list of a user's prompts, and the numbers of their labels."""

from datetime import datetime
from functools import lru_cache
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import Uuid, bindparam, select, text
from sqlmodel import col

from models.finding.prompt_tables import NotedPrompt
from models.keyset_list import KeysetList, OrderedRows
from models.statement import Statement
from models.tasks.task import Task
from models.tasks.task_conditions import SEARCHES, search_values

USER = bindparam("user_id", type_=Uuid)


class PromptRow(NamedTuple):
    """A prompt, as it is in its newest task that was completed, or else in its newest; and what came of it."""

    key: UUID
    text: str
    task_count: int
    completed_tasks: int
    failed_tasks: int
    credits_deducted: int
    last_used_at: datetime
    task_id: UUID
    user_id: UUID


class LabelNumber(NamedTuple):
    name: str
    task_count: int


def prompt_list(user_id: UUID, search: str | None) -> KeysetList[PromptRow]:
    """The user's prompts that a search finds, or all; most used first."""
    values = search_values(search) if search else {}
    return KeysetList(found_prompts(tuple(values)), " ".join(["prompts", *values]), {**values, "user_id": user_id})


@lru_cache
def found_prompts(searches: tuple[str, ...]) -> OrderedRows[PromptRow]:
    prompt = NotedPrompt.__table__.c  # type: ignore[attr-defined]
    rows = (
        select(
            prompt.key,
            col(Task.prompt).label("text"),
            *(prompt[name] for name in ("task_count", "completed_tasks", "failed_tasks", "credits_deducted")),
            *(prompt[name] for name in ("last_used_at", "task_id", "user_id")),
        )
        .join(Task, col(Task.id) == prompt.task_id)
        .where(
            prompt.user_id == USER,
            col(Task.user_id) == USER,
            col(Task.deleted_at).is_(None),
            col(Task.trashed_at).is_(None),
            col(Task.prompt) != "",
            *(SEARCHES[name] for name in searches),
        )
    )
    return OrderedRows("prompts", rows, PromptRow, (prompt.task_count, prompt.key), ("task_count", "key"))


LABEL_NUMBERS = Statement(
    "label_numbers",
    text("""
SELECT name, sum(task_count)::integer AS task_count
FROM task_record.prompts, unnest(labels) AS name WHERE user_id = :user_id
GROUP BY name ORDER BY 2 DESC, 1
""").bindparams(USER),
    LabelNumber,
)
"""How many tasks of the user have each label; reads all of their prompts."""
