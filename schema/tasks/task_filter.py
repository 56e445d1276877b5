from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Annotated, Any, TypeVar, get_args, get_origin
from uuid import UUID

import strawberry

from models.tasks.task_conditions import MetadataMember, TaskConditions, TimeSpan
from schema.tasks.task_enums import OrderDirection, TaskOrderField
from schema.types.field_metadata import at_most

FilterT = TypeVar("FilterT")


@strawberry.input(description="A time range from `gte` (inclusive) to `lt` (exclusive); either may be omitted.")
class DateTimeRange:
    gte: datetime | None = strawberry.field(default=None, description="The first instant in the range.")
    lt: datetime | None = strawberry.field(default=None, description="The first instant after the range.")


@strawberry.input(description="A key of `metadata` and its string value.")
class MetadataFilter:
    key: str = strawberry.field(description="A key at the top level, up to 200 characters.")
    value: str = strawberry.field(description="The whole string, up to 1,000 characters.")


def api_type(annotation: Any, types: Mapping[Any, Any]) -> Any:
    """Return the API's type for the type of a condition, without its checks; `types` has those with other names."""
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return api_type(arguments[0], types)
    if origin is list:
        return list[api_type(arguments[0], types)]  # type: ignore[misc]
    return api_type(arguments[0], types) | None if arguments else types.get(annotation, annotation)


def with_conditions(times: type, members: type) -> Callable[[type[FilterT]], type[FilterT]]:
    """
    Return a decorator that gives an input or a type the fields of `TaskConditions`, with their descriptions. `times`
    is its class for a range of time, `members` that for a key of `metadata`.
    """
    types = {TimeSpan: times, MetadataMember: members, UUID: strawberry.ID}

    def decorate(filter_class: type[FilterT]) -> type[FilterT]:
        for name, condition in TaskConditions.model_fields.items():
            filter_class.__annotations__[name] = api_type(condition.annotation, types)
            field = strawberry.field(default=None, description=condition.description, metadata=at_most(100, counted=2))
            setattr(filter_class, name, field)
        return filter_class

    return decorate


@strawberry.input(description="Selects the tasks that match all fields given. An empty list matches nothing.")
@with_conditions(DateTimeRange, MetadataFilter)
class TaskFilter:
    pass


@strawberry.input(description="The order of tasks. Tasks with equal values have a stable order.")
class TaskOrder:
    field: TaskOrderField = strawberry.field(
        default=TaskOrderField.CREATED_AT, description="What tasks are ordered by."
    )
    direction: OrderDirection = strawberry.field(
        default=OrderDirection.DESC, description="Which end of the order comes first."
    )
