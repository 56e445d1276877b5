from collections.abc import Sequence
from uuid import UUID

from resolvers.access import Caller, Role
from resolvers.arguments import read_input
from resolvers.context import Context
from resolvers.exceptions import InvalidInput, NeedsService
from resolvers.tasks.batches.batch_inputs import RecordedTask, TaskBatch
from resolvers.tasks.batches.batch_item import BatchItem
from resolvers.tasks.batches.user_batch import UserBatch


async def record_tasks(context: Context, batch: TaskBatch) -> list[BatchItem]:
    """
    Record the tasks, each by itself, and return what became of each, in their order. Raises the failure when none was
    recorded or refused, but failed.
    """
    items = [BatchItem(["input", "tasks", str(number)]) for number in range(len(batch.tasks))]
    of_users: dict[UUID, list[tuple[BatchItem, RecordedTask]]] = {}
    for item, source in zip(items, batch.tasks, strict=True):
        with item.settling():
            given = read_input(RecordedTask, source, item.path)
            item.outcome = given.outcome.end.field if given.outcome else None
            user_id = given.task.user_id or context.caller.id
            check_allowed(context.caller, given, user_id)
            of_users.setdefault(user_id, []).append((item, given))
    for user_id, of_user in of_users.items():
        await record_of_user(context, user_id, of_user)
    context.notes.codes.update(refusal.code for item in items for refusal in item.refusals)
    failures = [item.failure for item in items if item.failure]
    if len(failures) == len(items):
        raise failures[0]
    return items


def check_allowed(caller: Caller, given: RecordedTask, user_id: UUID) -> None:
    """Raise NeedsService for what only a back end may record."""
    if caller.owner not in (None, user_id):
        raise NeedsService(field=["input", "userId"])
    times = {"createdAt": given.task.created_at, "startedAt": given.started_at, "endedAt": given.ended_at}
    for name, time in times.items():
        if time and caller.role is not Role.SERVICE:
            raise NeedsService(field=["input", name])
    if given.ended_at and given.outcome is None:
        raise InvalidInput(field=["input", "endedAt"], reason="Needs an `outcome`, which says how the task ended")


async def record_of_user(context: Context, user_id: UUID, items: Sequence[tuple[BatchItem, RecordedTask]]) -> None:
    """Record the tasks of one user. What fails for all of them is the failure of each that is not settled by then."""
    try:
        await UserBatch(await context.under_plan_of(user_id), user_id).record(items)
    except Exception as failure:
        for item, _ in items:
            if not item.is_settled:
                item.failure = failure
