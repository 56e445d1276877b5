from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID

from pydantic.alias_generators import to_camel

from models.tasks.task_row import TaskRow
from resolvers.exceptions import Busy, DatabaseUnavailable, InputRefusal, InvalidInputs, StatementTooSlow
from resolvers.tasks.batches.batch_inputs import RecordedTask
from resolvers.tasks.task_inputs import NewTask

OF_TASK = set(map(to_camel, NewTask.model_fields))
OF_ALL = (DatabaseUnavailable, Busy, StatementTooSlow)
"""What is not about one item alone: the rest of the batch would fail as well."""
OF_ITEM = {"startedAt", "outcome", "endedAt"}


@dataclass(eq=False, slots=True)
class BatchItem:
    """One of several tasks to record, and what became of it: the task, refusals, or a failure that is no refusal."""

    path: list[str]
    """The path to it in the input."""
    outcome: str | None = None
    """The name of the field in which its outcome is given, if it is."""
    task: TaskRow | None = None
    refusals: Sequence[InputRefusal] = ()
    failure: Exception | None = None
    is_second_attempt: bool = False

    @property
    def is_settled(self) -> bool:
        return bool(self.task or self.refusals or self.failure)

    @contextmanager
    def settling(self) -> Iterator[None]:
        """Surrounds what is done for this item alone: a refusal or failure is the item's."""
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
        """The path in this item's input to a field that a mutation on one task has at `field` of its input."""
        if field is None:
            return self.path
        _, *names = field
        if names[0] in OF_TASK:
            return [*self.path, "task", *names]
        if names[0] in OF_ITEM or self.outcome is None:
            return [*self.path, *names]
        return [*self.path, "outcome", self.outcome, *names]


class GivenTask(NamedTuple):
    """What an item says, once it was read: a task, and the user whose it is."""

    item: BatchItem
    recorded: RecordedTask
    user_id: UUID

    @property
    def input(self) -> NewTask:
        return self.recorded.task

    @property
    def name(self) -> tuple[UUID, UUID | str | None]:
        """The user and what the task is found by: its id or, where that is left out, its external id."""
        return self.user_id, self.input.id or self.input.external_id
