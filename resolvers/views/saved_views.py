"""The caller's saved views."""

import json
from collections.abc import Sequence
from enum import Enum
from typing import Annotated
from uuid import UUID, uuid4

from asyncpg import ForeignKeyViolationError
from pydantic import AfterValidator, Field
from pydantic.alias_generators import to_camel, to_snake

from models.tasks.task import TaskStatus, TaskType
from models.tasks.task_conditions import TaskConditions
from models.tasks.task_list import OrderDirection, TaskOrderField
from models.views.view_record import (
    DELETE,
    LOCK,
    MAX_CONDITIONS,
    MAX_VIEWS,
    OF_NAME,
    PLACE,
    SAVE,
    VIEWS,
    VIEWS_BY_ID,
    SavedViewRecord,
)
from resolvers.arguments import Input, Reference
from resolvers.boards.board_inputs import Name
from resolvers.context import Context
from resolvers.exceptions import IdInTheWay, NotFound, QuotaExceeded, UserNotFound


class ViewNotFound(NotFound):
    """There is no such view."""

    field = ("input", "id")


class ViewNameTaken(IdInTheWay):
    """Another of your views has this name. Choose another, or change that view."""

    named = "savedViewId"
    field = ("input", "name")


class TooManyViews(QuotaExceeded):
    """A user may have {limit} saved views, and has as many. Delete or change one."""

    quota = "saved_views"


def written(where: TaskConditions) -> str:
    """The conditions as the JSON of a `TaskFilter`, which clients can send as it is."""
    fields = where.model_dump(mode="json", exclude_none=True)
    for name, value in where:
        if isinstance(value, list) and all(isinstance(one, Enum) for one in value):
            fields[name] = [one.name for one in value]
    return json.dumps({to_camel(name): value for name, value in fields.items()}, ensure_ascii=False)


NAMED = {"status": TaskStatus, "task_type": TaskType}
"""The conditions whose values are written by name."""


def conditions_of(view: SavedViewRecord) -> TaskConditions:
    """The conditions of a view, from what `written` returned for them."""
    fields = {to_snake(name): value for name, value in json.loads(view.conditions).items()}
    for name, enum in NAMED.items():
        if name in fields:
            fields[name] = [enum[one] for one in fields[name]]
    return TaskConditions(**fields)


def within_limit(where: TaskConditions) -> TaskConditions:
    size = len(written(where).encode())  # with the same blanks as PostgreSQL
    if size > MAX_CONDITIONS:
        raise ValueError(f"must have at most {MAX_CONDITIONS:,} bytes as JSON, and has {size:,}")
    return where


StoredConditions = Annotated[TaskConditions, AfterValidator(within_limit)]


class ViewOrder(Input):
    field: TaskOrderField
    direction: OrderDirection


class ViewToSave(Input):
    """A view. A value of None stays as it is; in a new view, it is the list's default."""

    id: UUID | None
    name: Name
    where: StoredConditions | None
    order_by: ViewOrder | None
    position: Annotated[int, Field(ge=0)] | None


async def saved_views(context: Context) -> list[SavedViewRecord]:
    """The caller's views, in their order."""
    return await context.rows(VIEWS.bind(user_id=context.caller.id))


async def find_views(context: Context, ids: Sequence[UUID]) -> dict[UUID, SavedViewRecord]:
    """Those of the caller's views that have these ids, by id."""
    rows = await context.rows(VIEWS_BY_ID.bind(user_id=context.caller.id, ids=ids))
    return {row.id: row for row in rows}


async def save_view(context: Context, view: ViewToSave) -> SavedViewRecord:
    """
    Create a view, or change the one with this id; return it. Raises ViewNameTaken, TooManyViews; UserNotFound if
    another service registers users.
    """
    user_id, order = context.caller.id, view.order_by
    values = {"user_id": user_id, "id": view.id or uuid4(), "name": view.name}
    async with context.transaction() as transaction:
        await transaction.rows(LOCK.bind(whose=str(user_id)))
        if other := await transaction.row(OF_NAME.bind(**values)):
            raise ViewNameTaken(id=other.id)
        try:
            saved = await transaction.row(
                SAVE.bind(
                    **values,
                    conditions=written(view.where) if view.where else None,
                    order_field=order and order.field,
                    order_direction=order and order.direction,
                )
            )
        except ForeignKeyViolationError as error:
            raise UserNotFound from error
        if saved is None:
            raise TooManyViews(limit=MAX_VIEWS, used=MAX_VIEWS)
        if view.position is not None:
            await transaction.rows(PLACE.bind(**values, position=view.position))
    return saved


async def delete_view(context: Context, view: Reference) -> UUID:
    """Delete a view; return its id. Raises ViewNotFound."""
    async with context.transaction() as transaction:
        deleted = await transaction.row(DELETE.bind(user_id=context.caller.id, id=view.id))
    if deleted is None:
        raise ViewNotFound
    return deleted.id
