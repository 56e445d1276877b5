from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Annotated, NamedTuple
from uuid import UUID

from pydantic import AwareDatetime, Field
from pydantic.alias_generators import to_camel

from models.tasks.task import TaskStatus
from models.tasks.task_row import TaskRow
from resolvers.arguments import Input, OneOfInput
from resolvers.exceptions import Busy, DatabaseUnavailable, InputRefusal, InvalidInputs, StatementTooSlow
from resolvers.tasks.finish_task import Times
from resolvers.tasks.task_inputs import Completion, Failure, NewTask, Usage

MAX_TASKS = 100


class TaskBatch(Input):
    tasks: Annotated[list[object], Field(min_length=1, max_length=MAX_TASKS)]
    """Each is validated as a RecordedTask by itself."""


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
    """A task to record and, with an `outcome`, to end; a time of None is now."""

    task: NewTask
    started_at: AwareDatetime | None = None
    outcome: TaskOutcome | None = None
    ended_at: AwareDatetime | None = None

    @property
    def times(self) -> Times:
        return {"startedAt": self.started_at, "endedAt": self.ended_at}


OF_TASK = set(map(to_camel, NewTask.model_fields))
OF_ALL = (DatabaseUnavailable, Busy, StatementTooSlow)
"""Failures that are not about one item alone: the rest of the batch would fail as well."""
OF_ITEM = {"startedAt", "outcome", "endedAt"}


@dataclass(eq=False, slots=True)
class BatchItem:
    """One of several tasks to record, and its result: the task, refusals, or an unexpected failure."""

    path: list[str]
    """The path to it in the input."""
    outcome: str | None = None
    """The name of the field with its outcome, if it has one."""
    task: TaskRow | None = None
    refusals: Sequence[InputRefusal] = ()
    failure: Exception | None = None
    is_second_attempt: bool = False

    @property
    def is_settled(self) -> bool:
        return bool(self.task or self.refusals or self.failure)

    @contextmanager
    def settling(self) -> Iterator[None]:
        """Surrounds the work on this item alone: a refusal or failure becomes the item's."""
        try:
            yield
        except InvalidInputs as invalid:
            self.refusals = invalid.refusals
        except OF_ALL:
            raise
        except InputRefusal as refusal:
            refusal.field = self.place(refusal.field)
            self.refusals = [refusal]
        except Exception as failure:
            self.failure = failure

    def place(self, field: Sequence[str] | None) -> list[str]:
        """The path in this item's input to a field that a mutation of one task has at `field` of its input."""
        if field is None:
            return self.path
        _, *names = field
        if names[0] in OF_TASK:
            return [*self.path, "task", *names]
        if names[0] in OF_ITEM or self.outcome is None:
            return [*self.path, *names]
        return [*self.path, "outcome", self.outcome, *names]


class GivenTask(NamedTuple):
    """An item as it was read: a task, and its user."""

    item: BatchItem
    recorded: RecordedTask
    user_id: UUID

    @property
    def input(self) -> NewTask:
        return self.recorded.task

    @property
    def name(self) -> tuple[UUID, UUID | str | None]:
        """The user and the task's id or, if that is omitted, its external id."""
        return self.user_id, self.input.id or self.input.external_id
