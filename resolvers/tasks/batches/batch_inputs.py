from typing import Annotated, NamedTuple

from pydantic import AwareDatetime, Field

from models.tasks.task import TaskStatus
from resolvers.arguments import Input, OneOfInput
from resolvers.tasks.task_inputs import Completion, Failure, NewTask, Usage

MAX_TASKS = 100


class TaskBatch(Input):
    tasks: Annotated[list[object], Field(min_length=1, max_length=MAX_TASKS)]
    """Each is to become a RecordedTask by itself."""


class End(NamedTuple):
    """How a task ended, what it used, and the name of the field that says so."""

    status: TaskStatus
    usage: Usage
    field: str


class TaskOutcome(OneOfInput):
    completed: Completion | None = None
    failed: Failure | None = None
    canceled: Usage | None = None

    @property
    def end(self) -> End:
        if self.completed:
            return End(TaskStatus.COMPLETED, self.completed, "completed")
        if self.failed:
            return End(TaskStatus.FAILED, self.failed, "failed")
        assert self.canceled  # noqa: S101 - the schema has checked that one of them is given
        return End(TaskStatus.CANCELED, self.canceled, "canceled")


class RecordedTask(Input):
    """A task to record and, with an `outcome`, to end; None for times that are now."""

    task: NewTask
    started_at: AwareDatetime | None = None
    outcome: TaskOutcome | None = None
    ended_at: AwareDatetime | None = None
