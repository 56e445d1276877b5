import json
from enum import Enum
from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, Field
from pydantic.alias_generators import to_camel

from models.tasks.task_conditions import TaskConditions
from models.tasks.task_list import OrderDirection, TaskOrderField
from models.views.view_record import MAX_CONDITIONS
from resolvers.arguments import Input
from resolvers.boards.board_inputs import Name


def written(where: TaskConditions) -> str:
    """The conditions as the JSON of a `TaskFilter`, which clients can send as it is."""
    fields = where.model_dump(mode="json", exclude_none=True)
    for name, value in where:
        if isinstance(value, list) and all(isinstance(one, Enum) for one in value):
            fields[name] = [one.name for one in value]
    return json.dumps({to_camel(name): value for name, value in fields.items()}, ensure_ascii=False)


def within_limit(where: TaskConditions) -> TaskConditions:
    size = len(written(where).encode())  # PostgreSQL puts the same blanks between what there is
    if size > MAX_CONDITIONS:
        raise ValueError(f"must have at most {MAX_CONDITIONS:,} bytes as JSON, and has {size:,}")
    return where


StoredConditions = Annotated[TaskConditions, AfterValidator(within_limit)]


class ViewOrder(Input):
    field: TaskOrderField
    direction: OrderDirection


class ViewToSave(Input):
    """A view; what is None stays as it is or, of a new view, is what a list has without it."""

    id: UUID | None
    name: Name
    where: StoredConditions | None
    order_by: ViewOrder | None
    position: Annotated[int, Field(ge=0)] | None
