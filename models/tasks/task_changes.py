import asyncio
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, Interval, Uuid, any_, bindparam, func, select
from sqlmodel import col

from models.statement import Statement
from models.tasks.task import Task

CHANNEL = "task_events"
MAX_WAITING = 1_000
CHANGED = Statement(
    select(Task)
    .where(
        col(Task.user_id) == any_(bindparam("user_ids", type_=ARRAY(Uuid))),
        col(Task.updated_at) >= func.now() - bindparam("past", type_=Interval),
    )
    .order_by(col(Task.updated_at))
)
"""What became of the tasks of `user_ids` lately."""


class TaskEventKind(StrEnum):
    CREATED = "CREATED"
    UPDATED = "UPDATED"
    DELETED = "DELETED"


@dataclass(frozen=True, slots=True)
class TaskChange:
    kind: TaskEventKind
    task_id: UUID


class Subscriber:
    """The changes to one user's tasks, as they come, and no more of them than fit while nobody takes them."""

    def __init__(self) -> None:
        self.waiting: asyncio.Queue[TaskChange] = asyncio.Queue(MAX_WAITING)
        self.fell_behind = False

    def put(self, change: TaskChange) -> None:
        try:
            self.waiting.put_nowait(change)
        except asyncio.QueueFull:
            self.fell_behind = True

    async def next(self, until: datetime) -> TaskChange | None:
        """None when there are no more: at `until`, or for a subscriber that fell behind."""
        with suppress(TimeoutError):
            async with asyncio.timeout((until - datetime.now(UTC)).total_seconds()):
                return None if self.fell_behind else await self.waiting.get()
        return None


class TaskEvents:
    """Hands what PostgreSQL notifies of, whichever server process it came through, to this one's subscribers."""

    def __init__(self) -> None:
        self.subscribers: defaultdict[UUID, set[Subscriber]] = defaultdict(set)

    @contextmanager
    def subscribe(self, user_id: UUID) -> Iterator[Subscriber]:
        subscriber = Subscriber()
        self.subscribers[user_id].add(subscriber)
        try:
            yield subscriber
        finally:
            self.subscribers[user_id].discard(subscriber)
            if not self.subscribers[user_id]:
                del self.subscribers[user_id]

    def hand_on(self, user_id: UUID, change: TaskChange) -> None:
        for subscriber in self.subscribers.get(user_id, ()):
            subscriber.put(change)

    def deliver(self, payload: str) -> None:
        """`payload` is what the triggers of `user_task_history` notify with."""
        message = json.loads(payload)
        user_id, kind = UUID(message["user"]), TaskEventKind(message["kind"])
        for task_id in message["ids"]:
            self.hand_on(user_id, TaskChange(kind, UUID(task_id)))

    def hand_on_changed(self, changed: Iterable[Any]) -> None:
        """Hand on what nobody here heard of: rows of CHANGED. A change may come twice; none is missed."""
        for task in changed:
            kind = TaskEventKind.UPDATED if task.deleted_at is None else TaskEventKind.DELETED
            self.hand_on(task.user_id, TaskChange(kind, task.id))
