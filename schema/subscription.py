import strawberry
from strawberry.tools import merge_types

from schema.tasks.task_subscription import TaskSubscription

Subscription = strawberry.type(
    merge_types("Subscription", (TaskSubscription,)),
    description="Operations that report changes as they happen.",
)
