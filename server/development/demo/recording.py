"""Records the demo of `./run dev`, as a back end that generated its pictures over the past 300 days would have."""

from datetime import UTC, datetime

from models.tasks.task import TaskStatus
from models.tasks.task_statements import UNFINISHED
from resolvers.access import Role
from resolvers.context import Context
from resolvers.find_tasks import find_tasks
from resolvers.ratings.rate_task import Rating, rate_task
from resolvers.tasks.batches.batch_item import TaskBatch
from resolvers.tasks.batches.record_tasks import record_tasks
from resolvers.tasks.change_task import start_task
from resolvers.tasks.create_task import create_task
from resolvers.tasks.delete_tasks import trash_tasks
from resolvers.tasks.task_inputs import TaskReferences, TaskStart
from server.development.demo.demo_user import DEMO_USER, demo_caller
from server.development.demo.inputs import IDS, new_task, recorded_task, times
from server.development.demo.story import STORY, TASKS
from server.settings.settings import Settings
from server.stores.connections import open_database, open_storage

RATED = 3
"""The demo's user rates one of so many tasks: 5, 4 or 3."""


async def record_demo(settings: Settings) -> None:
    """Record those tasks of the demo that are not recorded yet, a sitting at a time. The server may be running."""
    async with open_database(settings) as database, open_storage(settings) as storage:
        await record_open_tasks(Context(demo_caller(settings), database, storage))
        back_end = Context(demo_caller(settings, Role.SERVICE), database, storage)
        asked_at = times(datetime.now(UTC))
        first = 0
        for sitting in STORY:
            await record_ended_tasks(back_end, range(first, first + len(sitting.tasks)), asked_at)
            first += len(sitting.tasks)


async def record_open_tasks(context: Context) -> None:
    """Record the open tasks as the demo user, whose plan is thereby recorded, too."""
    for number, task in enumerate(TASKS):
        if is_open(number):
            recorded = await create_task(context, new_task(number, None))
            if task.ended == TaskStatus.PROCESSING and recorded.status == TaskStatus.PENDING:
                await start_task(context, TaskStart(id=recorded.id))


async def record_ended_tasks(context: Context, numbers: range, asked_at: list[datetime]) -> None:
    """Record those of the tasks that have ended and are not recorded yet."""
    found = await find_tasks(context, [IDS[number] for number in numbers], DEMO_USER)
    missing = [number for number, row in zip(numbers, found, strict=True) if row is None]
    if given := [recorded_task(number, asked_at[number]) for number in missing if not is_open(number)]:
        for item in await record_tasks(context, TaskBatch(tasks=given)):
            for refusal in item.refusals:
                raise refusal
    for number in missing:
        if TASKS[number].ended == TaskStatus.COMPLETED and number % RATED == 0:
            await rate_task(context, Rating(id=IDS[number], rating=5 - number // RATED % 3))
    if trashed := [IDS[number] for number in numbers if TASKS[number].ended == "trashed"]:
        await trash_tasks(context, TaskReferences(ids=trashed))


def is_open(number: int) -> bool:
    return TASKS[number].ended in UNFINISHED
