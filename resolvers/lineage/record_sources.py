from collections.abc import Sequence
from typing import Annotated
from uuid import UUID

from pydantic import Field

from models.database import Transaction
from models.lineage.task_derivation import RECORD, TaskRelation
from models.tasks.task_row import TaskRow
from resolvers.arguments import EMPTY_IF_NULL, Input
from resolvers.exceptions import NotFound


class SourceNotFound(NotFound):
    """There is no such task, or it has no such image; a deleted task has none."""


MAX_SOURCES = 16


class NewTaskSource(Input):
    """A task that a new one is made from; with `image_index` None, from no image in particular."""

    task_id: UUID
    relation: TaskRelation
    image_index: Annotated[int, Field(ge=0, lt=2**15)] | None = None


NewTaskSources = Annotated[tuple[NewTaskSource, ...], Field(max_length=MAX_SOURCES), EMPTY_IF_NULL]


async def record_sources(transaction: Transaction, tasks: Sequence[tuple[TaskRow, tuple[NewTaskSource, ...]]]) -> None:
    """
    Record the sources of tasks in the transaction that records the tasks. No task is a source of another of them.
    Raises SourceNotFound for the first source that its user does not have, or that has no such image.
    """
    given = [(task, position, source) for task, sources in tasks for position, source in enumerate(sources, 1)]
    recorded = await transaction.rows(
        RECORD.bind(
            user_ids=[task.user_id for task, _, _ in given],
            task_ids=[task.id for task, _, _ in given],
            created_at=[task.created_at for task, _, _ in given],
            positions=[position for _, position, _ in given],
            ids=[source.task_id for _, _, source in given],
            relations=[source.relation for _, _, source in given],
            image_indexes=[source.image_index for _, _, source in given],
        )
    )
    if len(recorded) < len(given):
        found = {*recorded}
        missing = next(position for task, position, _ in given if (task.id, position) not in found)
        raise SourceNotFound(field=["input", "sources", str(missing - 1)])
