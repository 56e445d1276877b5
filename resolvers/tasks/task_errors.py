from collections.abc import Sequence
from typing import Any
from uuid import UUID

from resolvers.exceptions import (
    FORBIDDEN,
    UNAUTHENTICATED,
    ErrorCode,
    FieldRefusal,
    InputRefusal,
    NotFound,
    QuotaExceeded,
    TaskInTheWay,
)


class TasksNotFound(NotFound):
    """There is no such task as {named}. Nothing was changed."""

    field = ("input", "ids")

    def __init__(self, ids: Sequence[UUID]) -> None:
        self.ids = list(map(str, ids))
        super().__init__(named=", ".join(self.ids))

    @property
    def details(self) -> dict[str, Any]:
        return {"taskIds": self.ids}


class TaskIdTaken(TaskInTheWay):
    """This id has been used before, for something else. Choose a new UUID."""


class ExternalIdTaken(TaskInTheWay):
    """Another task of the user has this id, or the task was recorded with another input. Choose another, or none."""

    field = ("input", "externalId")


class DeadlineNotSoon(InputRefusal):
    """Must be in the future, within 30 days."""

    field = ("input", "deadline")


class CreatedAtNotPast(InputRefusal):
    """Must be in the past{within}; leave it out for a task that is created now."""

    field = ("input", "createdAt")


class DeadlineIsReserved(InputRefusal):
    """The server reserves `deadline` for tasks whose deadline has passed. Choose another code."""

    field = ("input", "failureCode")


class MergedJsonTooLarge(InputRefusal):
    """Together with what the task already has, this exceeds {limit:,} bytes of JSON. Send less."""


class TaskEnded(TaskInTheWay):
    """The task is already {task.status}, and that is final."""


class TaskNotEnded(TaskInTheWay):
    """The task {task.id} has not ended: complete, fail or cancel it first, or delete it at once with `deleteTask`."""

    field = ("input", "ids")


class StartedOtherwise(TaskInTheWay):
    """The task was recorded with another start time, or none. Start it with `startTask`, or end it."""

    field = ("input", "startedAt")


class NeedsService(InputRefusal):
    """This needs the `SERVICE` role."""

    code = FORBIDDEN


class TasksUsedUp(QuotaExceeded):
    """The plan {plan} allows {limit:,} tasks a month, and all of them are used."""

    quota = "max_tasks_per_month"


class SubscriberFellBehind(FieldRefusal):
    """Changes arrived faster than this subscription read them. Subscribe again, and read what was missed."""

    code = ErrorCode(
        "SUBSCRIBER_FELL_BEHIND", "The subscription did not take its events. Subscribe again, and read what was missed."
    )


class TokenExpired(FieldRefusal):
    """The token has expired. Subscribe again with a new one."""

    code = UNAUTHENTICATED
