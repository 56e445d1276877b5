import strawberry

from resolvers.arguments import Reference
from resolvers.views.saved_views import delete_view, save_view
from resolvers.views.view_inputs import ViewToSave
from schema.tasks.task_filter import TaskFilter, TaskOrder
from schema.types.payload import mutation, payload
from schema.views.saved_view import SavedView


@strawberry.input(description="A view to save; omitted fields stay unchanged.")
class SaveViewInput:
    id: strawberry.ID | None = strawberry.field(
        default=None,
        description=(
            "The view to change, or a UUID chosen by the client for a new view, so that a retry creates no second one."
        ),
    )
    name: str = strawberry.field(description="1 to 100 characters, unique among the caller's views.")
    where: TaskFilter | None = strawberry.field(
        default=None, description="A `TaskFilter`, up to 4,096 bytes of JSON. A new view selects all tasks by default."
    )
    order_by: TaskOrder | None = strawberry.field(
        default=None, description="The order. A new view is ordered newest first by default."
    )
    position: int | None = strawberry.field(
        default=None,
        description="The position among the caller's views, from 0. A new view is last by default.",
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
        (
            "Save a named filter and order of tasks, or change or move a saved view. Idempotent if `id` is given. A "
            "user may have 100 views."
        ),
    )
    delete_view = mutation(
        delete_view,
        Reference,
        DeleteViewInput,
        payload(deleted_view_id=strawberry.ID),
        "Delete a saved view.",
    )
