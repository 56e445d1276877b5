from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from models.tasks.task_changes import TaskEventKind
from models.tasks.task_row import TaskRow
from resolvers.arguments import read_ids
from resolvers.context import Context
from resolvers.find_tasks import find_tasks
from resolvers.tasks.task_errors import SubscriberFellBehind, TokenExpired


@dataclass(frozen=True, slots=True)
class ChangedTask:
    """A change, and the task after it; None if the change deleted it."""

    kind: TaskEventKind
    task_id: UUID
    task: TaskRow | None


async def task_events(context: Context, ids: Sequence[str] | None) -> AsyncIterator[ChangedTask]:
    """
    Yield the changes to the caller's tasks until the token expires, or only to those with `ids`, which for a back end
    may be anybody's. One statement a change. Ends by raising TokenExpired, or SubscriberFellBehind if the subscriber
    was too slow.
    """
    only = None if ids is None else set(read_ids("ids", ids))
    events = context.database.events
    own = only is None or context.caller.owner
    with events.subscribe(context.caller.id) if own else events.subscribe_to_tasks(only or set()) as changes:
        while change := await changes.next(context.caller.expires_at):
            if only is not None and change.task_id not in only:
                continue
            task = None
            if change.kind is not TaskEventKind.DELETED:
                [task] = await find_tasks(context, [change.task_id])
                if task is None:  # deleted meanwhile: the next event says so
                    continue
            yield ChangedTask(change.kind, change.task_id, task)
        raise SubscriberFellBehind if changes.fell_behind else TokenExpired
