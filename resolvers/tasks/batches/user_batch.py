from collections.abc import Sequence
from contextlib import AsyncExitStack
from uuid import UUID

from models.tasks.task import MAX_IMAGES
from models.tasks.task_row import TaskRow
from models.tasks.task_statements import select_by_external_ids, select_tasks
from resolvers.context import Context
from resolvers.exceptions import ExternalIdTaken, FieldRefusal, ImagesUnavailable, NoImagesNow, TaskIdTaken, Undone
from resolvers.images.image_inputs import ImageSource
from resolvers.tasks.batches.batch_inputs import RecordedTask
from resolvers.tasks.batches.batch_item import OF_ALL, BatchItem
from resolvers.tasks.batches.prepared_task import Preparation, PreparedTask
from resolvers.tasks.batches.write_tasks import write_tasks
from resolvers.tasks.close_task import sent_images
from resolvers.tasks.task_inputs import NewTask

MAX_STORED = MAX_IMAGES
"""Images that are stored before the tasks that name them are written: what is written stays, if the call is ended."""


class UserBatch:
    """
    Records tasks of one user, in their order, each by itself: the result is that of as many calls for one task each.
    Tasks that follow each other are written together, as far as none needs another of them to be there.
    """

    def __init__(self, context: Context, user_id: UUID) -> None:
        self.context, self.user_id = context, user_id
        self.known: dict[UUID | str | None, TaskRow] = {}
        """Tasks that are recorded, by id and by external id."""
        self.no_images: FieldRefusal | None = None
        """Why images cannot be received at the moment, once that was found out."""
        self.waiting: list[PreparedTask] = []
        """Tasks to be written together: all are new, or all are to be ended."""

    async def record(self, items: Sequence[tuple[BatchItem, RecordedTask]]) -> None:
        """Settle the items, each with what was read of it."""
        async with AsyncExitStack() as claims:
            self.preparation = Preparation(self.context, self.user_id, claims)
            await self.find([given.task for _, given in items])
            for item, given in items:
                with item.settling():
                    await self.take(item, given)
            await self.write_waiting()

    async def find(self, tasks: list[NewTask]) -> None:
        """Find those of the tasks that are recorded, by the id that is given, and by the external id."""
        ids = list({task.id for task in tasks if task.id})
        external_ids = list({task.external_id for task in tasks if task.external_id})
        found = await self.context.rows(select_tasks(ids, self.user_id), self.user_id) if ids else []
        if external_ids:
            found += await self.context.rows(select_by_external_ids(external_ids, self.user_id), self.user_id)
        self.note(found)

    def note(self, tasks: list[TaskRow]) -> None:
        for task in tasks:
            self.known[task.id] = task
            if task.external_id:
                self.known[task.external_id] = task

    async def take(self, item: BatchItem, given: RecordedTask) -> None:
        """Settle the item, or have it wait to be written."""
        if names_of(given) & {name for waiting in self.waiting for name in names_of(waiting.given)}:
            await self.write_waiting()
        prepared = await self.prepare(item, given)
        if prepared and self.waiting and self.waiting[0].is_new is not prepared.is_new:
            await self.write_waiting()
        if prepared:
            self.waiting.append(prepared)
        if sum(len(claimed.keys) for waiting in self.waiting for claimed in waiting.claims) >= MAX_STORED:
            await self.write_waiting()

    async def prepare(self, item: BatchItem, given: RecordedTask) -> PreparedTask | None:
        """Prepare the item to be written; None when it is settled, since the same is recorded already."""
        sent = images_of(given)
        if sent and self.no_images:
            raise self.no_images
        try:
            prepared = await self.preparation.prepare(
                item, given, self.known.get(given.task.id or given.task.external_id)
            )
        except (ImagesUnavailable, NoImagesNow) as failure:
            self.no_images = failure
            raise
        if isinstance(prepared, PreparedTask):
            return prepared
        item.task = prepared
        return None

    async def write_waiting(self) -> None:
        waiting, self.waiting = self.waiting, []
        if waiting:
            await self.write(waiting)

    async def write(self, tasks: Sequence[PreparedTask]) -> None:
        """Write the tasks. If one of them is refused, each is written by itself."""
        try:
            rows = await write_tasks(self.context, self.user_id, tasks)
        except OF_ALL:
            raise
        except Exception:
            for task in tasks:
                with task.item.settling():
                    if len(tasks) == 1:
                        raise
                    await self.write([task])
            return
        self.note([*rows.values()])
        for task in tasks:
            task.item.task = rows.get(task.id)
        for task in tasks:
            if task.item.task is None:
                with task.item.settling():
                    await self.write_again(task)

    async def write_again(self, task: PreparedTask) -> None:
        """
        Settle a task that was not written. Another call has recorded or ended it since it was prepared, or its id or
        external id is taken.
        """
        given = task.given.task
        for name in (task.id, given.external_id):
            self.known.pop(name, None)
        await self.find([given])
        if task.is_new and (given.id or given.external_id) not in self.known:
            other = self.known.get(given.external_id)
            raise ExternalIdTaken(task=other) if other else TaskIdTaken
        if task.item.is_second_attempt:
            raise Undone
        task.item.is_second_attempt = True
        if prepared := await self.prepare(task.item, task.given):
            await self.write([prepared])


def images_of(given: RecordedTask) -> list[ImageSource]:
    """The images that are given for the task, before and after its generation."""
    completed = given.outcome and given.outcome.completed
    results = [image for image, _ in sent_images(completed)] if completed else []
    return [given.task.original_image, *results] if given.task.original_image else results


def names_of(given: RecordedTask) -> set[UUID | str | None]:
    """The ids and external ids by which the task, and those whose images it is given, are found."""
    references = {image.task_image.task_id for image in images_of(given) if image.task_image}
    return {*references, given.task.id, given.task.external_id} - {None}
