"""The caller's saved views."""

from uuid import UUID, uuid4

from asyncpg import ForeignKeyViolationError

from models.views.view_record import SavedViewRecord
from models.views.view_statements import DELETE, LOCK, MAX_VIEWS, OF_NAME, PLACE, SAVE, VIEWS
from resolvers.arguments import Reference
from resolvers.context import Context
from resolvers.exceptions import UserNotFound
from resolvers.views.view_errors import TooManyViews, ViewNameTaken, ViewNotFound
from resolvers.views.view_inputs import ViewToSave, written


async def saved_views(context: Context) -> list[SavedViewRecord]:
    """The caller's views, in their order."""
    return await context.rows(VIEWS.bind(user_id=context.caller.id))


async def save_view(context: Context, view: ViewToSave) -> SavedViewRecord:
    """
    Make a view, or change the one of this id; return it. Raises ViewNameTaken, TooManyViews; UserNotFound where another
    service registers users.
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
