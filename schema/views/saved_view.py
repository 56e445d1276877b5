from datetime import datetime

import strawberry

from models.statement import is_row_of
from models.tasks.task_conditions import TaskConditions
from models.tasks.task_list import TaskOrdering
from models.views.view_record import MAX_VIEWS, SavedViewRecord
from resolvers.context import Info
from resolvers.views.saved_views import conditions_of, delete_view, save_view, saved_views
from schema.tasks.task_enums import OrderDirection, TaskOrderField
from schema.tasks.task_filter import TaskFilter, TaskOrder, with_conditions
from schema.types.connection_types import Node
from schema.types.field_metadata import at_most, costs, reads
from schema.types.payload import IdInput, mutation, payload
from schema.types.scalars import JSON


@strawberry.type(description="The order of a saved view, like a `TaskOrder`.")
class SavedViewOrder:
    field: TaskOrderField = strawberry.field(description="What tasks are ordered by.")
    direction: OrderDirection = strawberry.field(description="Which end of the order comes first.")


@strawberry.type(description="A time range from `gte` (inclusive) to `lt` (exclusive), like a `DateTimeRange`.")
class SavedViewTimes:
    gte: datetime | None = strawberry.field(description="Null for no beginning.")
    lt: datetime | None = strawberry.field(description="Null for no end.")


@strawberry.type(description="A key of `metadata` and its string value, like a `MetadataFilter`.")
class SavedViewMetadata:
    key: str = strawberry.field(description="A key at the top level.")
    value: str = strawberry.field(description="The whole string.")


@strawberry.type(description="The filter of a saved view, like a `TaskFilter`. Fields that were not given are null.")
@with_conditions(SavedViewTimes, SavedViewMetadata)
class SavedViewFilter:
    pass


@strawberry.type(description="A named filter and order for the caller's tasks.")
class SavedView(Node):
    name: str = strawberry.field(description="1 to 100 characters, unique among the caller's views.")

    @strawberry.field(
        graphql_type=JSON,
        metadata=reads("conditions") | costs(1),
        description="The `filter` as JSON, to send as `where`; empty for all tasks.",
    )
    def where(root: strawberry.Parent[SavedViewRecord]) -> str:
        return root.conditions

    @strawberry.field(
        graphql_type=SavedViewFilter, metadata=reads("conditions") | costs(1), description="The tasks of the view."
    )
    def filter(root: strawberry.Parent[SavedViewRecord]) -> TaskConditions:
        return conditions_of(root)

    @strawberry.field(
        graphql_type=SavedViewOrder,
        metadata=reads("order_field", "order_direction"),
        description="To send as `orderBy`.",
    )
    def order_by(root: strawberry.Parent[SavedViewRecord]) -> TaskOrdering:
        return TaskOrdering(TaskOrderField(root.order_field), OrderDirection(root.order_direction))

    created_at: datetime

    is_type_of = staticmethod(is_row_of(SavedViewRecord))


@strawberry.type
class ViewQuery:
    @strawberry.field(
        graphql_type=list[SavedView],
        metadata=at_most(MAX_VIEWS),
        description="The caller's saved views, in their order; at most 100.",
    )
    async def saved_views(self, info: Info) -> list[SavedViewRecord]:
        return await saved_views(info.context)


@strawberry.input(description="A view to save; omitted fields stay unchanged.")
class SaveViewInput:
    id: strawberry.ID | None = strawberry.field(
        default=None,
        description=(
            "The view to change, or a UUID of the client's for a new view, so that a retry creates no second one."
        ),
    )
    name: str = strawberry.field(description="1 to 100 characters, unique among the caller's views.")
    where: TaskFilter | None = strawberry.field(
        default=None, description="Up to 4,096 bytes of JSON. All tasks by default."
    )
    order_by: TaskOrder | None = strawberry.field(default=None, description="Newest first by default.")
    position: int | None = strawberry.field(
        default=None, description="Among the caller's views, from 0. Last by default."
    )


@strawberry.type
class ViewMutations:
    save_view = mutation(
        save_view,
        SaveViewInput,
        payload(saved_view=SavedView),
        "Save a view, or change or move one. Idempotent if `id` is given. A user may have 100 views.",
    )
    delete_view = mutation(delete_view, IdInput, payload(deleted_view_id=strawberry.ID), "Delete a saved view.")
