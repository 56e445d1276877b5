from collections.abc import Mapping, Sequence
from contextlib import AsyncExitStack
from itertools import chain
from uuid import UUID

from models.tasks.task import MAX_IMAGES
from models.tasks.task_batch import FIND_RECORDED
from models.tasks.task_row import TaskRow
from resolvers.access import Caller
from resolvers.arguments import read_input
from resolvers.context import Context
from resolvers.exceptions import FieldRefusal, InvalidInput, Undone
from resolvers.images.image_errors import ImagesUnavailable, NoImagesNow
from resolvers.images.image_inputs import ImageSource
from resolvers.tasks.batches.batch_item import OF_ALL, BatchItem, GivenTask, RecordedTask, TaskBatch
from resolvers.tasks.batches.prepared_task import Preparation, PreparedTask
from resolvers.tasks.batches.write_tasks import write_tasks
from resolvers.tasks.finish_task import check_may_date, sent_images
from resolvers.tasks.task_errors import ExternalIdTaken, NeedsService, TaskIdTaken

MAX_STORED = MAX_IMAGES
"""Images stored before the tasks that name them are written: tasks written so far remain if the call is aborted."""
Name = tuple[UUID, UUID | str | None]
"""The user of a task, and its id or external id."""


class OrderedBatch:
    """
    Records tasks in their order, each by itself, with the result of one call for each task. Consecutive tasks are
    written together if none depends on another of them. `contexts` has for each user the context under their plan.
    """

    def __init__(self, contexts: Mapping[UUID, Context]) -> None:
        self.contexts = contexts
        self.known: dict[Name, TaskRow] = {}
        """Tasks that are recorded."""
        self.no_images: FieldRefusal | None = None
        """Why images cannot be received at the moment, after the first attempt has failed."""
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
        """Find the tasks that are recorded, by id and by external id."""
        by_id = {(task.input.id, task.user_id) for task in tasks if task.input.id}
        named = {(task.input.external_id, task.user_id) for task in tasks if task.input.external_id}
        if by_id or named:
            ids, owners = zip(*by_id, strict=True) if by_id else ((), ())
            external_ids, namers = zip(*named, strict=True) if named else ((), ())
            given = {"ids": ids, "owners": owners, "external_ids": external_ids, "namers": namers}
            user_id = tasks[0].user_id
            self.remember(await self.contexts[user_id].rows(FIND_RECORDED.bind(**given), user_id))

    def remember(self, rows: Sequence[TaskRow]) -> None:
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
        """Prepare the task to be written; None if its item is settled, since the same is recorded already."""
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
        self.remember([*rows.values()])
        for task in tasks:
            task.given.item.task = rows.get(task.key)
        for task in tasks:
            if task.given.item.task is None:
                with task.given.item.settling():
                    await self.write_again(task)

    async def write_again(self, task: PreparedTask) -> None:
        """
        Settle a task that was not written: another call recorded or ended it meanwhile, or its id or external id is
        taken.
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
    """The task's images, before and after its generation."""
    completed = recorded.outcome and recorded.outcome.completed
    results = [image for image, _ in sent_images(completed)] if completed else []
    return [recorded.task.original_image, *results] if recorded.task.original_image else results


def names_of(task: GivenTask) -> set[Name]:
    """The names of the task, and of the tasks whose images it uses."""
    named = {image.task_image.task_id for image in images_of(task.recorded) if image.task_image}
    return {(task.user_id, name) for name in {*named, task.input.id, task.input.external_id} if name}


async def record_tasks(context: Context, batch: TaskBatch) -> list[BatchItem]:
    """
    Record the tasks, each by itself, and return the result of each, in order. Raises the failure if every task failed.
    """
    items = [BatchItem(["input", "tasks", str(number)]) for number in range(len(batch.tasks))]
    in_one_place: dict[UUID | None, list[GivenTask]] = {}
    for item, source in zip(items, batch.tasks, strict=True):
        with item.settling():
            task = read(context.caller, item, source)
            in_one_place.setdefault(context.database.owner_needed(task.user_id), []).append(task)
    for tasks in in_one_place.values():
        await record_in_one_place(
            context, sorted(tasks, key=lambda task: task.user_id)
        )  # the order in which rows are locked
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
    check_may_date(caller, {"createdAt": given.task.created_at, **given.times})
    if given.ended_at and given.outcome is None:
        raise InvalidInput(field=["input", "endedAt"], reason="Needs an `outcome`, which says how the task ended")
    return GivenTask(item, given, user_id)


async def record_in_one_place(context: Context, tasks: Sequence[GivenTask]) -> None:
    """
    Record tasks of users whose rows can be changed together. A failure of the whole applies to each unsettled item.
    """
    try:
        contexts = await context.under_plans_of(list({task.user_id for task in tasks}))
        await OrderedBatch(contexts).record(tasks)
    except Exception as failure:
        for task in tasks:
            if not task.item.is_settled:
                task.item.failure = failure
