from dataclasses import field
from datetime import datetime
from decimal import Decimal
from typing import Any

import strawberry

from models.tasks.task_row import TaskRow
from resolvers.arguments import MAX_IDS, MOST_FAULTS
from resolvers.context import Info
from resolvers.tasks.batches.batch_item import BatchItem, TaskBatch
from resolvers.tasks.batches.record_tasks import record_tasks
from schema.images.image_mutations import ImageInput
from schema.tasks.task_mutations import CreateTaskInput
from schema.tasks.task_record import TaskRecord
from schema.types.field_metadata import at_most, of_page, reads
from schema.types.payload import mutation
from schema.types.user_error import UserError, user_error


@strawberry.input(description="As `CompleteTaskInput`, but images that no longer exist may be omitted.")
class CompletedOutcomeInput:
    image: ImageInput | None = None
    more_images: list[ImageInput] | None = None
    tokens_used: int | None = None
    input_tokens: int | None = None
    output_tokens: int | None = None
    credits_deducted: int | None = None
    cost: Decimal | None = None
    generation_time_ms: int | None = None


@strawberry.input(description="As `FailTaskInput`.")
class FailedOutcomeInput:
    error_message: str
    failure_code: str | None = None
    tokens_used: int | None = None
    input_tokens: int | None = None
    output_tokens: int | None = None
    credits_deducted: int = 0
    cost: Decimal | None = None
    generation_time_ms: int | None = None


@strawberry.input(description="As `CancelTaskInput`.")
class CanceledOutcomeInput:
    tokens_used: int | None = None
    input_tokens: int | None = None
    output_tokens: int | None = None
    cost: Decimal | None = None
    generation_time_ms: int | None = None


@strawberry.input(one_of=True, description="How a task ended. Exactly one field must be given.")
class OutcomeInput:
    completed: CompletedOutcomeInput | None = strawberry.UNSET
    failed: FailedOutcomeInput | None = strawberry.UNSET
    canceled: CanceledOutcomeInput | None = strawberry.UNSET


@strawberry.input(description="A task, and how it ended.")
class RecordedTaskInput:
    task: CreateTaskInput
    started_at: datetime | None = strawberry.field(
        default=None, description="When its generation began. Requires the `SERVICE` role."
    )
    outcome: OutcomeInput | None = strawberry.field(
        default=None,
        description="How the task ended; omit it for a task that has not. A later call can add the outcome.",
    )
    ended_at: datetime | None = strawberry.field(
        default=None, description="When it ended; now by default. Requires the `SERVICE` role."
    )


@strawberry.input(description="Tasks to record.")
class RecordTasksInput:
    tasks: list[RecordedTaskInput] = strawberry.field(description="1 to 100.")


@strawberry.type(description="The result for one of the tasks.")
class RecordTaskResult:
    @strawberry.field(
        graphql_type=TaskRecord | None,
        metadata=reads("task", "failure"),
        description=(
            "The current task; null if it was refused (see its `errors`) or could not be recorded now (see the errors "
            "of the response)."
        ),
    )
    def task(root: strawberry.Parent[BatchItem]) -> TaskRow | None:
        if root.failure:
            raise root.failure
        return root.task

    @strawberry.field(metadata=reads("refusals") | at_most(MOST_FAULTS, counted=2))
    def errors(root: strawberry.Parent[BatchItem]) -> list[UserError]:
        return list(map(user_error, root.refusals))


@strawberry.type(description="What `recordTasks` did.")
class RecordTasksPayload:
    items: strawberry.Private[list[BatchItem]] = field(default_factory=list)

    @strawberry.field(
        graphql_type=list[RecordTaskResult],
        metadata=reads("items") | of_page(MAX_IDS),
        description="One for each task, in order; empty if the call itself is refused.",
    )
    def results(root: strawberry.Parent["RecordTasksPayload"], info: Info) -> list[BatchItem]:
        failures = [item.failure for item in root.items if item.failure]
        if failures and "task" not in names_of(info.selected_fields):
            raise failures[0]
        return root.items

    errors: list[UserError] = strawberry.field(
        default_factory=list,
        metadata=at_most(MOST_FAULTS, counted=1),
        description="Errors of the call itself, such as more than 100 tasks.",
    )


def names_of(selections: list[Any]) -> set[str]:
    """The names of all fields that are selected, in fragments, too."""
    names = {getattr(one, "name", "") for one in selections}
    return names.union(*(names_of(one.selections) for one in selections))


@strawberry.type
class BatchMutations:
    record_tasks = mutation(
        record_tasks,
        TaskBatch,
        RecordTasksInput,
        RecordTasksPayload,
        (
            "Record up to 100 tasks, each with its outcome if it has ended. Each is recorded or refused separately; "
            "there is one result for each, in order. Idempotent. Other users' tasks and times in the past require the "
            "`SERVICE` role."
        ),
    )
