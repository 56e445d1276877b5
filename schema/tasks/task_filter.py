from datetime import datetime
from typing import Annotated, Any, TypeVar, get_args, get_origin
from uuid import UUID

import strawberry

from models.tasks.task_conditions import MetadataMember, TaskConditions, TimeSpan
from schema.tasks.task_enums import OrderDirection, TaskOrderField

FilterT = TypeVar("FilterT")


@strawberry.input(description="A time range from `gte` (inclusive) to `lt` (exclusive); either may be omitted.")
class DateTimeRange:
    gte: datetime | None = None
    lt: datetime | None = None


@strawberry.input(description="A key of `metadata` and its string value.")
class MetadataFilter:
    key: str
    value: str


OF_API = {TimeSpan: DateTimeRange, MetadataMember: MetadataFilter, UUID: strawberry.ID}


def input_type(annotation: Any) -> Any:
    """Return the API's type for the type of a condition, without its checks."""
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return input_type(arguments[0])
    if origin is list:
        return list[input_type(arguments[0])]  # type: ignore[misc]
    return input_type(arguments[0]) | None if arguments else OF_API.get(annotation, annotation)


def with_conditions(filter_class: type[FilterT]) -> type[FilterT]:
    """Give an input the fields of `TaskConditions`, with their descriptions."""
    for name, condition in TaskConditions.model_fields.items():
        filter_class.__annotations__[name] = input_type(condition.annotation)
        setattr(filter_class, name, strawberry.field(default=None, description=condition.description))
    return filter_class


@strawberry.input(description="Selects the tasks that match all fields given. An empty list matches nothing.")
@with_conditions
class TaskFilter:
    pass


@strawberry.input(description="The order of tasks. Tasks with equal values have a stable order.")
class TaskOrder:
    field: TaskOrderField = TaskOrderField.CREATED_AT
    direction: OrderDirection = OrderDirection.DESC
