import asyncio
import json
from collections import defaultdict
from collections.abc import Iterator, Set
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from itertools import chain
from uuid import UUID

from models.observation.database_measures import EVENTS_BEHIND

CHANNEL = "task_events"
MAX_WAITING = 1_000
"""How many changes may wait for one subscriber."""


class TaskEventKind(StrEnum):
    CREATED = "CREATED"
    UPDATED = "UPDATED"
    DELETED = "DELETED"


@dataclass(frozen=True, slots=True)
class ReportedChange:
    kind: TaskEventKind
    task_id: UUID


class Subscriber:
    """
    The queue of changes to one user's tasks, in their order of arrival. A subscriber with more than MAX_WAITING unread
    changes has fallen behind: `next` returns no more changes.
    """

    def __init__(self) -> None:
        self.waiting: asyncio.Queue[ReportedChange | None] = asyncio.Queue(MAX_WAITING)
        self.fell_behind = False

    def put(self, change: ReportedChange | None) -> None:
        try:
            self.waiting.put_nowait(change)
        except asyncio.QueueFull:
            self.fell_behind = True
        else:
            EVENTS_BEHIND.inc()

    def fall_behind(self) -> None:
        self.fell_behind = True
        self.put(None)  # wakes `next`

    async def next(self, until: datetime) -> ReportedChange | None:
        """Wait for the next change. Returns None at `until`, or when the subscriber has fallen behind."""
        with suppress(TimeoutError):
            async with asyncio.timeout((until - datetime.now(UTC)).total_seconds()):
                if self.fell_behind:
                    return None
                change = await self.waiting.get()
                EVENTS_BEHIND.dec()
                return change
        return None


class TaskEvents:
    """Passes changes, which PostgreSQL notifies to every process, to the subscribers of this process."""

    def __init__(self) -> None:
        self.subscribers: defaultdict[UUID, set[Subscriber]] = defaultdict(set)
        """By user, the subscribers to all tasks of the user."""
        self.of_tasks: defaultdict[UUID, set[Subscriber]] = defaultdict(set)
        """By task, the subscribers to tasks of any user."""

    def subscribe(self, user_id: UUID) -> AbstractContextManager[Subscriber]:
        """Subscribe to all changes to a user's tasks."""
        return subscribed(self.subscribers, {user_id})

    def subscribe_to_tasks(self, task_ids: Set[UUID]) -> AbstractContextManager[Subscriber]:
        """Subscribe to the changes to these tasks of any users, for a caller who may see them."""
        return subscribed(self.of_tasks, task_ids)

    def hand_on(self, user_id: UUID, change: ReportedChange) -> None:
        for subscriber in chain(self.subscribers.get(user_id, ()), self.of_tasks.get(change.task_id, ())):
            subscriber.put(change)

    def deliver(self, payload: str) -> None:
        """Pass on the changes in a notification: `payload` is JSON, from the triggers of `user_task_history`."""
        if not self.has_subscribers:
            return
        message = json.loads(payload)
        user_id, kind = UUID(message["user"]), TaskEventKind(message["kind"])
        for task_id in message["ids"]:
            self.hand_on(user_id, ReportedChange(kind, UUID(task_id)))

    @property
    def has_subscribers(self) -> bool:
        return bool(self.subscribers or self.of_tasks)

    def fall_behind(self) -> None:
        """Mark all subscribers as fallen behind, because notifications were missed for too long."""
        for subscriber in chain(*self.subscribers.values(), *self.of_tasks.values()):
            subscriber.fall_behind()


@contextmanager
def subscribed(subscribers: defaultdict[UUID, set[Subscriber]], keys: Set[UUID]) -> Iterator[Subscriber]:
    """Yield a new subscriber, which is registered under each key until the end."""
    subscriber = Subscriber()
    for key in keys:
        subscribers[key].add(subscriber)
    try:
        yield subscriber
    finally:
        EVENTS_BEHIND.dec(subscriber.waiting.qsize())
        for key in keys:
            subscribers[key].discard(subscriber)
            if not subscribers[key]:
                del subscribers[key]
