"""Records the demo of `./run dev`, as a back end would that has generated its pictures over the past 300 days."""

import asyncio
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

from models.tasks.task import TaskStatus
from models.tasks.task_statements import UNFINISHED
from resolvers.access import Role
from resolvers.context import Context
from resolvers.find_tasks import find_tasks
from resolvers.ratings.rate_task import Rating, rate_task
from resolvers.tasks.batches.batch_inputs import TaskBatch
from resolvers.tasks.batches.record_tasks import record_tasks
from resolvers.tasks.create_task import create_task
from resolvers.tasks.start_task import start_task
from resolvers.tasks.task_inputs import TaskReferences, TaskStart
from resolvers.tasks.trash_tasks import trash_tasks
from server.development.demo.demo_user import DEMO_USER, demo_caller
from server.development.demo.inputs import FAILURES, IDS, new_task, recorded_task, times
from server.development.demo.picture_process import Paint, picture_process
from server.development.demo.story import STORY, TASKS
from server.settings.settings import Settings
from server.stores.connections import open_database, open_storage

NEWEST_SITTINGS = 3
RATED = 3
"""Of so many pictures, the demo's user rates one: 5, 4 or 3."""


async def record_demo(settings: Settings, newest_recorded: Callable[[], None] = lambda: None) -> None:
    """
    Record those tasks of the demo that are not recorded yet, the newest sittings first, and call `newest_recorded` when
    these are. The server may be running.
    """
    async with (
        open_database(settings) as database,
        open_storage(settings) as storage,
        picture_process() as one,
        picture_process() as other,
    ):
        await record_open_tasks(Context(demo_caller(settings), database, storage))
        back_end = Context(demo_caller(settings, Role.SERVICE), database, storage)
        asked_at = times(datetime.now(UTC))
        sittings = list(numbers_of_sittings())
        for part in (sittings[:NEWEST_SITTINGS], sittings[NEWEST_SITTINGS:]):
            waiting = iter(part)
            await asyncio.gather(*(record(back_end, waiting, asked_at, paint) for paint in (one, other)))
            newest_recorded()


def numbers_of_sittings() -> Iterator[range]:
    first = 0
    for sitting in STORY:
        yield range(first, first + len(sitting.tasks))
        first += len(sitting.tasks)


async def record_open_tasks(context: Context) -> None:
    """Record those that have not ended as the user's own, which notes the user's plan, too."""
    for number, task in enumerate(TASKS):
        if task.ended in UNFINISHED:
            recorded = await create_task(context, new_task(number, None))
            if task.ended == TaskStatus.PROCESSING and recorded.status == TaskStatus.PENDING:
                await start_task(context, TaskStart(id=recorded.id))


async def record(context: Context, sittings: Iterator[range], asked_at: list[datetime], paint: Paint) -> None:
    for number in (number for sitting in sittings for number in sitting):
        task = TASKS[number]
        if task.ended in UNFINISHED:
            continue
        if await find_tasks(context, [IDS[number]], DEMO_USER) == [None]:
            images = 0 if task.ended in (*FAILURES, TaskStatus.CANCELED) else task.images
            painted = [await paint(number, image) for image in range(images)]
            [item] = await record_tasks(context, TaskBatch(tasks=[recorded_task(number, asked_at[number], painted)]))
            for refusal in item.refusals:
                raise refusal
            if task.ended == TaskStatus.COMPLETED and number % RATED == 0:
                await rate_task(context, Rating(id=IDS[number], rating=5 - number // RATED % 3))
        if task.ended == "trashed":
            await trash_tasks(context, TaskReferences(ids=[IDS[number]]))
