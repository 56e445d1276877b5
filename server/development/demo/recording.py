"""Records the demo of `./run dev`, as a back end would that has generated its pictures over the past 300 days."""

import asyncio
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from uuid import UUID

import asyncpg

from models.tasks.task import TaskStatus
from models.tasks.task_statements import OPEN
from resolvers.access import Role
from resolvers.context import Context
from resolvers.find_tasks import find_tasks
from resolvers.tasks.close_task import cancel_task, complete_task, fail_task
from resolvers.tasks.create_task import create_task
from resolvers.tasks.start_task import start_task
from resolvers.tasks.task_inputs import TaskReferences, TaskStart
from resolvers.tasks.trash_tasks import trash_tasks
from server.development.demo.demo_user import DEMO_USER, demo_caller
from server.development.demo.inputs import FAILURES, IDS, failure, new_task, result, times, usage
from server.development.demo.picture_process import Paint, picture_process
from server.development.demo.story import STORY, TASKS
from server.settings.settings import Settings
from server.stores.connections import open_database, open_storage

NEWEST_SITTINGS = 3

MOVE = """
WITH moved AS (
  UPDATE user_task_history SET started_at = created_at + interval '1 second',
    updated_at = created_at + generation_time_ms * interval '1 millisecond',
    completed_at = created_at + generation_time_ms * interval '1 millisecond'
  WHERE id = ANY($1) AND completed_at > created_at + generation_time_ms * interval '1 millisecond'
  RETURNING id, created_at
)
UPDATE task_record.task_sources AS source SET created_at = moved.created_at FROM moved WHERE source.task_id = moved.id
"""


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
        user = Context(demo_caller(settings), database, storage)
        service = Context(demo_caller(settings, Role.SERVICE), database, storage)
        await record_open_tasks(user)
        recorder = Recorder(service, times(datetime.now(UTC)), settings.database_owner_url.get_secret_value())
        sittings = list(numbers_of_sittings())
        for part in (sittings[:NEWEST_SITTINGS], sittings[NEWEST_SITTINGS:]):
            waiting = iter(part)
            await asyncio.gather(recorder.record(waiting, one), recorder.record(waiting, other))
            newest_recorded()


def numbers_of_sittings() -> Iterator[range]:
    first = 0
    for sitting in STORY:
        yield range(first, first + len(sitting.tasks))
        first += len(sitting.tasks)


async def record_open_tasks(context: Context) -> None:
    """Record those that have not ended as the user's own, which notes the user's plan, too."""
    for number, task in enumerate(TASKS):
        if task.ended in OPEN:
            recorded = await create_task(context, new_task(number, None))
            if task.ended == TaskStatus.PROCESSING and recorded.status == TaskStatus.PENDING:
                await start_task(context, TaskStart(id=recorded.id))


class Recorder:
    """Records sittings as a back end does, which may say when its tasks were asked for: at `times`."""

    def __init__(self, context: Context, times: list[datetime], owner_url: str) -> None:
        self._context, self._times, self._owner_url = context, times, owner_url

    async def record(self, sittings: Iterator[range], paint: Paint) -> None:
        for numbers in sittings:
            for number in numbers:
                if TASKS[number].ended not in OPEN:
                    await self._record_task(number, paint)
            await self._move(IDS[numbers.start : numbers.stop])

    async def _record_task(self, number: int, paint: Paint) -> None:
        """Record a task and end it; what was done at an earlier start stays as it is."""
        [recorded] = await find_tasks(self._context, [IDS[number]], DEMO_USER)
        if recorded is None:
            recorded = await create_task(self._context, new_task(number, self._times[number]))
        if recorded.status in OPEN:
            await self._end(number, paint)
        if TASKS[number].ended == "trashed":
            await trash_tasks(self._context, TaskReferences(ids=[recorded.id]))

    async def _end(self, number: int, paint: Paint) -> None:
        task = TASKS[number]
        if task.ended == "canceled":
            await cancel_task(self._context, usage(number, 0))
        elif task.ended in FAILURES:
            await fail_task(self._context, failure(number))
        else:
            images = [await paint(number, image) for image in range(task.images)]
            await complete_task(self._context, result(number, images))

    async def _move(self, ids: list[UUID]) -> None:
        """Have the tasks begin and end soon after they were asked for."""
        connection = await asyncpg.connect(self._owner_url)
        try:
            await connection.execute(MOVE, ids)
        finally:
            await connection.close()
