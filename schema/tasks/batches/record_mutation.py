from dataclasses import field
from datetime import datetime
from typing import Any

import strawberry

from models.tasks.task_row import TaskRow
from resolvers.arguments import MAX_IDS, MOST_FAULTS
from resolvers.context import Info
from resolvers.tasks.batches.batch_item import BatchItem
from resolvers.tasks.batches.record_tasks import record_tasks
from schema.tasks.task_mutations import CreateTaskInput, FailureFields, ResultFields, UsageFields
from schema.tasks.task_record import TaskRecord
from schema.types.field_metadata import at_most, of_page, reads
from schema.types.payload import mutation
from schema.types.user_error import UserError, user_error


@strawberry.input(description="As `CompleteTaskInput`, but images that no longer exist may be omitted.")
class CompletedOutcomeInput(ResultFields, UsageFields):
    pass


@strawberry.input(description="As `FailTaskInput`.")
class FailedOutcomeInput(FailureFields, UsageFields):
    pass


@strawberry.input(description="As `CancelTaskInput`.")
class CanceledOutcomeInput(UsageFields):
    pass


@strawberry.input(one_of=True, description="How a task ended. Exactly one field must be given.")
class OutcomeInput:
    completed: CompletedOutcomeInput | None = strawberry.field(
        default=strawberry.UNSET, description="With its images and its usage."
    )
    failed: FailedOutcomeInput | None = strawberry.field(
        default=strawberry.UNSET, description="With the reason and its usage."
    )
    canceled: CanceledOutcomeInput | None = strawberry.field(default=strawberry.UNSET, description="With its usage.")


@strawberry.input(description="A task, and how it ended.")
class RecordedTaskInput:
    task: CreateTaskInput = strawberry.field(description="As for `createTask`.")
    started_at: datetime | None = strawberry.field(default=None, description="Requires the `SERVICE` role.")
    outcome: OutcomeInput | None = strawberry.field(
        default=None, description="Omit it for a task that has not ended; a later call can add it."
    )
    ended_at: datetime | None = strawberry.field(
        default=None, description="Now by default. Requires the `SERVICE` role."
    )


@strawberry.input(description="Tasks to record.")
class RecordTasksInput:
    tasks: list[RecordedTaskInput] = strawberry.field(description="1 to 100.")


@strawberry.type(description="The result for one of the tasks.")
class RecordTaskResult:
    @strawberry.field(
        graphql_type=TaskRecord | None,
        metadata=reads("task", "failure"),
        description="Null if it was refused (see `errors`) or could not be recorded now (see the response's errors).",
    )
    def task(root: strawberry.Parent[BatchItem]) -> TaskRow | None:
        if root.failure:
            raise root.failure
        return root.task

    @strawberry.field(
        metadata=reads("refusals") | at_most(MOST_FAULTS, counted=2),
        description="Why this task was refused; empty if it was not.",
    )
    def errors(root: strawberry.Parent[BatchItem]) -> list[UserError]:
        return list(map(user_error, root.refusals))


@strawberry.type(description="What `recordTasks` did.")
class RecordTasksPayload:
    items: strawberry.Private[list[BatchItem]] = field(default_factory=list)

    @strawberry.field(
        graphql_type=list[RecordTaskResult],
        metadata=reads("items") | of_page(MAX_IDS),
        description="One for each task, in order; empty if the call is refused.",
    )
    def results(root: strawberry.Parent["RecordTasksPayload"], info: Info) -> list[BatchItem]:
        failures = [item.failure for item in root.items if item.failure]
        if failures and "task" not in names_of(info.selected_fields):
            raise failures[0]
        return root.items

    errors: list[UserError] = strawberry.field(
        default_factory=list,
        metadata=at_most(MOST_FAULTS, counted=1),
        description="Of the call itself, such as too many tasks.",
    )


def names_of(selections: list[Any]) -> set[str]:
    """The names of all fields that are selected, in fragments, too."""
    names = {getattr(one, "name", "") for one in selections}
    return names.union(*(names_of(one.selections) for one in selections))


@strawberry.type
class BatchMutations:
    record_tasks = mutation(
        record_tasks,
        RecordTasksInput,
        RecordTasksPayload,
        (
            "Record up to 100 tasks, each with its outcome if it has ended. Each is recorded or refused "
            "by itself. Idempotent. Other users' tasks and times in the past require the `SERVICE` role."
        ),
    )
