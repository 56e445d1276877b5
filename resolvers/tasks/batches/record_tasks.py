from collections.abc import Sequence
from uuid import UUID

from resolvers.access import Caller, Role
from resolvers.arguments import read_input
from resolvers.context import Context
from resolvers.exceptions import InvalidInput
from resolvers.tasks.batches.batch_inputs import RecordedTask, TaskBatch
from resolvers.tasks.batches.batch_item import BatchItem, GivenTask
from resolvers.tasks.batches.ordered_batch import OrderedBatch
from resolvers.tasks.task_errors import NeedsService


async def record_tasks(context: Context, batch: TaskBatch) -> list[BatchItem]:
    """
    Record the tasks, each by itself, and return what became of each, in their order. Raises the failure when none was
    recorded or refused, but failed.
    """
    items = [BatchItem(["input", "tasks", str(number)]) for number in range(len(batch.tasks))]
    in_one_place: dict[UUID | None, list[GivenTask]] = {}
    for item, source in zip(items, batch.tasks, strict=True):
        with item.settling():
            task = read(context.caller, item, source)
            in_one_place.setdefault(context.database.owner_needed(task.user_id), []).append(task)
    for tasks in in_one_place.values():
        await record_in_one_place(context, sorted(tasks, key=lambda task: task.user_id))  # in which rows are locked
    context.notes.codes.update(refusal.code for item in items for refusal in item.refusals)
    failures = [item.failure for item in items if item.failure]
    if len(failures) == len(items):
        raise failures[0]
    return items


def read(caller: Caller, item: BatchItem, source: object) -> GivenTask:
    """Read an item of the input. Raises InvalidInputs; NeedsService for what only a back end may record."""
    given = read_input(RecordedTask, source, item.path)
    item.outcome = given.outcome.end.field if given.outcome else None
    user_id = given.task.user_id or caller.id
    if caller.owner not in (None, user_id):
        raise NeedsService(field=["input", "userId"])
    times = {"createdAt": given.task.created_at, "startedAt": given.started_at, "endedAt": given.ended_at}
    for name, time in times.items():
        if time and caller.role is not Role.SERVICE:
            raise NeedsService(field=["input", name])
    if given.ended_at and given.outcome is None:
        raise InvalidInput(field=["input", "endedAt"], reason="Needs an `outcome`, which says how the task ended")
    return GivenTask(item, given, user_id)


async def record_in_one_place(context: Context, tasks: Sequence[GivenTask]) -> None:
    """
    Record tasks of users whose rows can be changed together. What fails for all of them is the failure of each that is
    not settled by then.
    """
    try:
        contexts = await context.under_plans_of(list({task.user_id for task in tasks}))
        await OrderedBatch(contexts).record(tasks)
    except Exception as failure:
        for task in tasks:
            if not task.item.is_settled:
                task.item.failure = failure
