from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Row

from models.tasks.task_changes import TaskEventKind
from resolvers.arguments import read_ids
from resolvers.context import Context
from resolvers.exceptions import SubscriberFellBehind, TokenExpired
from resolvers.tasks.find_tasks import find_tasks


@dataclass(frozen=True, slots=True)
class TaskEvent:
    kind: TaskEventKind
    task_id: UUID
    task: Row[Any] | None


async def task_events(context: Context, ids: Sequence[str] | None) -> AsyncIterator[TaskEvent]:
    """Until the caller's token expires."""
    only = None if ids is None else set(read_ids("ids", ids))
    with context.database.events.subscribe(context.viewer.id) as changes:
        while change := await changes.next(context.viewer.expires_at):
            if only is not None and change.task_id not in only:
                continue
            task = None
            if change.kind is not TaskEventKind.DELETED:
                [task] = await find_tasks(context, [change.task_id])
                if task is None:  # deleted meanwhile: the next event says so
                    continue
            yield TaskEvent(change.kind, change.task_id, task)
        raise SubscriberFellBehind if changes.fell_behind else TokenExpired
