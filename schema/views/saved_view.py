from datetime import datetime

import strawberry

from models.tasks.task_list import TaskOrdering
from models.views.view_record import SavedViewRecord
from schema.tasks.task_enums import OrderDirection, TaskOrderField
from schema.types.field_metadata import costs, reads
from schema.types.scalars import JSON


@strawberry.type(description="The order of a saved view, with the fields of a `TaskOrder`.")
class SavedViewOrder:
    field: TaskOrderField
    direction: OrderDirection


@strawberry.type(description="A named filter and order for the caller's tasks.")
class SavedView:
    id: strawberry.ID
    name: str = strawberry.field(description="1 to 100 characters, unique among the caller's views.")

    @strawberry.field(
        graphql_type=JSON,
        metadata=reads("conditions") | costs(1),
        description="A `TaskFilter`, to be sent as the variable for `where`. Empty for all tasks.",
    )
    def where(root: strawberry.Parent[SavedViewRecord]) -> str:
        return root.conditions

    @strawberry.field(
        graphql_type=SavedViewOrder,
        metadata=reads("order_field", "order_direction"),
        description="The order, to be sent as the variable for `orderBy`.",
    )
    def order_by(root: strawberry.Parent[SavedViewRecord]) -> TaskOrdering:
        return TaskOrdering(TaskOrderField(root.order_field), OrderDirection(root.order_direction))

    created_at: datetime
