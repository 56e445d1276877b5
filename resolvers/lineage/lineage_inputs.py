from typing import Annotated
from uuid import UUID

from pydantic import Field

from models.lineage.task_derivation import TaskRelation
from resolvers.arguments import EMPTY_IF_NULL, Input

MAX_SOURCES = 16


class NewTaskSource(Input):
    """A task that a new one is made from; with `image_index` None, from none of its images in particular."""

    task_id: UUID
    relation: TaskRelation
    image_index: Annotated[int, Field(ge=0, lt=2**15)] | None = None


NewTaskSources = Annotated[tuple[NewTaskSource, ...], Field(max_length=MAX_SOURCES), EMPTY_IF_NULL]
