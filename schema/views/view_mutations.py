import strawberry

from resolvers.arguments import Reference
from resolvers.views.saved_views import delete_view, save_view
from resolvers.views.view_inputs import ViewToSave
from schema.tasks.task_filter import TaskFilter, TaskOrder
from schema.types.payload import mutation, payload
from schema.views.saved_view import SavedView


@strawberry.input(description="A view to save; what is left out stays as it is.")
class SaveViewInput:
    id: strawberry.ID | None = strawberry.field(
        default=None,
        description="The view to change, or a UUID chosen by the client for a new one, so that a retry makes no other.",
    )
    name: str = strawberry.field(description="1 to 100 characters, which no other view of the caller's has.")
    where: TaskFilter | None = strawberry.field(
        default=None, description="Which tasks, as up to 4,096 bytes of JSON; of a new view, all of them by default."
    )
    order_by: TaskOrder | None = strawberry.field(
        default=None, description="Their order; of a new view, by default the newest first."
    )
    position: int | None = strawberry.field(
        default=None,
        description="Its place among the caller's views: 0 is the first. A new view is the last by default.",
    )


@strawberry.input(description="A view to delete.")
class DeleteViewInput:
    id: strawberry.ID


@strawberry.type
class ViewMutations:
    save_view = mutation(
        save_view,
        ViewToSave,
        SaveViewInput,
        payload(saved_view=SavedView),
        "Keep a filter and an order of tasks under a name, or change or move such a view. Safe to repeat with an `id`. "
        "A user may have 100.",
    )
    delete_view = mutation(
        delete_view,
        Reference,
        DeleteViewInput,
        payload(deleted_view_id=strawberry.ID),
        "Delete a saved view; no task changes.",
    )
