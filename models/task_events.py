import asyncio
import json
from collections import defaultdict
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

CHANNEL = "task_events"
MAX_WAITING = 1_000


class TaskEventKind(StrEnum):
    CREATED = "CREATED"
    UPDATED = "UPDATED"
    DELETED = "DELETED"


@dataclass(frozen=True, slots=True)
class TaskChange:
    kind: TaskEventKind
    task_id: UUID


class SubscriberFellBehind(Exception):
    """More changes came than this subscription took. Subscribe again, and read what was missed."""


class Subscriber:
    """The changes to one user's tasks, as they come."""

    def __init__(self) -> None:
        self.waiting: asyncio.Queue[TaskChange] = asyncio.Queue()

    def put(self, change: TaskChange) -> None:
        self.waiting.put_nowait(change)

    async def __aiter__(self) -> AsyncIterator[TaskChange]:
        while True:
            if self.waiting.qsize() > MAX_WAITING:
                raise SubscriberFellBehind(SubscriberFellBehind.__doc__)
            yield await self.waiting.get()


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

    def deliver(self, payload: str) -> None:
        """`payload` is what the triggers of `user_task_history` notify with."""
        message = json.loads(payload)
        kind = TaskEventKind(message["kind"])
        for subscriber in self.subscribers.get(UUID(message["user"]), ()):
            for task_id in message["ids"]:
                subscriber.put(TaskChange(kind, UUID(task_id)))
