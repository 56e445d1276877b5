from collections.abc import Mapping, Sequence
from contextlib import AsyncExitStack
from itertools import chain
from uuid import UUID

from models.tasks.task import MAX_IMAGES
from models.tasks.task_batch import FIND_RECORDED
from models.tasks.task_row import TaskRow
from resolvers.context import Context
from resolvers.exceptions import FieldRefusal, Undone
from resolvers.images.image_errors import ImagesUnavailable, NoImagesNow
from resolvers.images.image_inputs import ImageSource
from resolvers.tasks.batches.batch_inputs import RecordedTask
from resolvers.tasks.batches.batch_item import OF_ALL, GivenTask
from resolvers.tasks.batches.prepared_task import Preparation, PreparedTask
from resolvers.tasks.batches.write_tasks import write_tasks
from resolvers.tasks.finish_task import sent_images
from resolvers.tasks.task_errors import ExternalIdTaken, TaskIdTaken

MAX_STORED = MAX_IMAGES
"""Images that are stored before the tasks that name them are written: what is written stays, if the call is ended."""
Name = tuple[UUID, UUID | str | None]
"""What a task is found by: its user, and its id or external id."""


class OrderedBatch:
    """
    Records tasks in their order, each by itself: the result is that of as many calls for one task each. Tasks that
    follow each other are written together, as far as none needs another of them to be there. `contexts` has for each
    user the one in which the caller acts under their plan.
    """

    def __init__(self, contexts: Mapping[UUID, Context]) -> None:
        self.contexts = contexts
        self.known: dict[Name, TaskRow] = {}
        """Tasks that are recorded."""
        self.no_images: FieldRefusal | None = None
        """Why images cannot be received at the moment, once that was found out."""
        self.waiting: list[PreparedTask] = []
        """Tasks to be written together: all are new, or all are to be ended."""

    async def record(self, tasks: Sequence[GivenTask]) -> None:
        """Settle the items of the tasks."""
        async with AsyncExitStack() as claims:
            self.preparation = Preparation(self.contexts, claims)
            await self.find(tasks)
            for task in tasks:
                with task.item.settling():
                    await self.take(task)
            await self.write_waiting()

    async def find(self, tasks: Sequence[GivenTask]) -> None:
        """Find those of the tasks that are recorded, by the id that is given, and by the external id."""
        by_id = {(task.input.id, task.user_id) for task in tasks if task.input.id}
        named = {(task.input.external_id, task.user_id) for task in tasks if task.input.external_id}
        if by_id or named:
            ids, owners = zip(*by_id, strict=True) if by_id else ((), ())
            external_ids, namers = zip(*named, strict=True) if named else ((), ())
            given = {"ids": ids, "owners": owners, "external_ids": external_ids, "namers": namers}
            user_id = tasks[0].user_id
            self.note(await self.contexts[user_id].rows(FIND_RECORDED.bind(**given), user_id))

    def note(self, rows: Sequence[TaskRow]) -> None:
        for row in rows:
            self.known[row.user_id, row.id] = row
            if row.external_id:
                self.known[row.user_id, row.external_id] = row

    async def take(self, task: GivenTask) -> None:
        """Settle the task's item, or have the task wait to be written."""
        if not names_of(task).isdisjoint(chain.from_iterable(names_of(waiting.given) for waiting in self.waiting)):
            await self.write_waiting()
        prepared = await self.prepare(task)
        if prepared and self.waiting and self.waiting[0].is_new is not prepared.is_new:
            await self.write_waiting()
        if prepared:
            self.waiting.append(prepared)
        if sum(len(claimed.keys) for waiting in self.waiting for claimed in waiting.claims) >= MAX_STORED:
            await self.write_waiting()

    async def prepare(self, task: GivenTask) -> PreparedTask | None:
        """Prepare the task to be written; None when its item is settled, since the same is recorded already."""
        if self.no_images and images_of(task.recorded):
            raise self.no_images
        try:
            prepared = await self.preparation.prepare(task, self.known.get(task.name))
        except (ImagesUnavailable, NoImagesNow) as failure:
            self.no_images = failure
            raise
        if isinstance(prepared, PreparedTask):
            return prepared
        task.item.task = prepared
        return None

    async def write_waiting(self) -> None:
        waiting, self.waiting = self.waiting, []
        if waiting:
            await self.write(waiting)

    async def write(self, tasks: Sequence[PreparedTask]) -> None:
        """Write the tasks. If one of them is refused, each is written by itself."""
        try:
            rows = await write_tasks(self.contexts, tasks)
        except OF_ALL:
            raise
        except Exception:
            for task in tasks:
                with task.given.item.settling():
                    if len(tasks) == 1:
                        raise
                    await self.write([task])
            return
        self.note([*rows.values()])
        for task in tasks:
            task.given.item.task = rows.get(task.key)
        for task in tasks:
            if task.given.item.task is None:
                with task.given.item.settling():
                    await self.write_again(task)

    async def write_again(self, task: PreparedTask) -> None:
        """
        Settle a task that was not written. Another call has recorded or ended it since it was prepared, or its id or
        external id is taken.
        """
        given = task.given
        for one in (given.name, (given.user_id, given.input.external_id)):
            self.known.pop(one, None)
        await self.find([given])
        if task.is_new and given.name not in self.known:
            other = self.known.get((given.user_id, given.input.external_id))
            raise ExternalIdTaken(task=other) if other else TaskIdTaken
        if given.item.is_second_attempt:
            raise Undone
        given.item.is_second_attempt = True
        if prepared := await self.prepare(given):
            await self.write([prepared])


def images_of(recorded: RecordedTask) -> list[ImageSource]:
    """The images that are given for the task, before and after its generation."""
    completed = recorded.outcome and recorded.outcome.completed
    results = [image for image, _ in sent_images(completed)] if completed else []
    return [recorded.task.original_image, *results] if recorded.task.original_image else results


def names_of(task: GivenTask) -> set[Name]:
    """What the task is found by, and those whose images it is given."""
    named = {image.task_image.task_id for image in images_of(task.recorded) if image.task_image}
    return {(task.user_id, name) for name in {*named, task.input.id, task.input.external_id} if name}
