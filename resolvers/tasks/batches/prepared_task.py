from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime
from uuid import UUID, uuid4

from models.tasks.task import TaskStatus
from models.tasks.task_row import TaskRow
from models.tasks.task_statements import OPEN
from resolvers.access import PlanLimits
from resolvers.context import Context
from resolvers.exceptions import (
    ImageNotFound,
    InvalidInput,
    NeedsService,
    OnlyServiceEnds,
    StartedOtherwise,
    UploadNotFound,
)
from resolvers.images.claimed_keys import ClaimedKeys, claimed_keys
from resolvers.images.inspected_image import InspectedImage, inspected
from resolvers.images.recorded_image import image_of, source_type_of
from resolvers.tasks.batches.batch_inputs import RecordedTask
from resolvers.tasks.batches.batch_item import BatchItem
from resolvers.tasks.close_task import check_failure, digests_of, may_be_late, repeated, stored_images
from resolvers.tasks.create_task import (
    ORIGINAL,
    check_times,
    check_type,
    input_sha256,
    new_values,
    recorded_with_image,
    same_task,
)
from resolvers.tasks.task_inputs import Completion, Failure


@dataclass(eq=False, slots=True)
class PreparedTask:
    """A task of a batch that is ready to be written: its images are stored, under keys that are claimed for it."""

    item: BatchItem
    given: RecordedTask
    id: UUID
    row: dict[str, object]
    """Its values by column."""
    is_new: bool
    """Whether it is to be inserted; else it is recorded already, and is to be ended."""
    claims: list[ClaimedKeys] = field(default_factory=list)


class Preparation:
    """Prepares tasks of one user. What it claims for their images is given up when `claims` ends."""

    def __init__(self, context: Context, user_id: UUID, claims: AsyncExitStack) -> None:
        self.context, self.user_id, self.claims = context, user_id, claims

    async def prepare(self, item: BatchItem, given: RecordedTask, recorded: TaskRow | None) -> PreparedTask | TaskRow:
        """
        Prepare the task, of which `recorded` is what is recorded under its id. Returns that when nothing is to be done,
        since the same was recorded before. Raises what the task is refused for.
        """
        task, user_id = given.task, self.user_id
        check_type(self.context.caller.plan, task)
        async with AsyncExitStack() as images:
            original = None
            if task.original_image:
                try:
                    sent = inspected(self.context, task.original_image, user_id, ORIGINAL)
                    original = await images.enter_async_context(sent)
                except (ImageNotFound, UploadNotFound):
                    if same := recorded_with_image(recorded, task, user_id):
                        return await self.prepare_end(item, given, same)
                    raise
            digest = input_sha256(task, user_id, original.content.sha256 if original else None)
            if same := same_task(recorded, task, digest):
                return await self.prepare_end(item, given, same)
            prepared = self.new(item, given, digest)
            if original:
                await self.store_original(prepared, original)
        await self.store_results(prepared, is_edit=original is not None)
        return prepared

    def new(self, item: BatchItem, given: RecordedTask, digest: str) -> PreparedTask:
        """A task that is not recorded yet, without its images."""
        caller, task = self.context.caller, given.task
        check_times(caller.plan, task)
        check_order(given, task.created_at or datetime.now(UTC))
        if given.outcome and caller.owner and not caller.plan.users_end_tasks:
            raise NeedsService(field=["input", "outcome"])
        task_id = task.id or uuid4()
        row = new_values(self.context, task, self.user_id, digest) | {"id": task_id}
        row |= end_values(given, caller.plan, row.get("credits_reserved"))
        return PreparedTask(item, given, task_id, row, is_new=True)

    async def prepare_end(self, item: BatchItem, given: RecordedTask, task: TaskRow) -> PreparedTask | TaskRow:
        """Prepare the end of a task that is recorded, or return the task when it has ended like this."""
        if given.outcome is None:
            if given.started_at not in (None, task.started_at):
                raise StartedOtherwise(task=task)
            return task
        end = given.outcome.end
        values = end_values(given, self.context.caller.plan, task.credits_reserved)
        if task.status not in OPEN and not (end.status is TaskStatus.COMPLETED and may_be_late(task)):
            completed = given.outcome.completed
            digests = await digests_of(self.context, completed, task) if completed else []
            return repeated(task, values, digests)
        if task.only_service_ends and self.context.caller.owner:
            raise OnlyServiceEnds(task_id=task.id)
        check_order(given, task.created_at)
        prepared = PreparedTask(item, given, task.id, {"id": task.id, **values}, is_new=False)
        await self.store_results(prepared, is_edit=image_of(task, "original") is not None)
        return prepared

    async def store_original(self, prepared: PreparedTask, image: InspectedImage) -> None:
        claim = claimed_keys(self.context, "original", self.user_id, prepared.id)
        claimed = await self.claims.enter_async_context(claim)
        await claimed.keys[0].put(self.context, image)
        prepared.claims.append(claimed)
        prepared.row |= claimed.columns

    async def store_results(self, prepared: PreparedTask, *, is_edit: bool) -> None:
        outcome = prepared.given.outcome
        if outcome and outcome.completed and outcome.completed.image:
            source_type = source_type_of(is_edit=is_edit)
            stored = stored_images(self.context, outcome.completed, self.user_id, prepared.id, source_type)
            claimed = await self.claims.enter_async_context(stored)
            prepared.claims.append(claimed)
            prepared.row |= claimed.columns


def end_values(given: RecordedTask, plan: PlanLimits, reserved: object) -> dict[str, object]:
    """
    The columns that say when the task began and how it ended, as far as it is given. A completed task costs by default
    what was `reserved` for it. Raises a refusal when it cannot end like this.
    """
    values: dict[str, object] = {}
    if given.started_at:
        values |= {"started_at": given.started_at, "status": TaskStatus.PROCESSING}
    if given.outcome:
        end = given.outcome.end
        if isinstance(end.usage, Failure):
            check_failure(plan, end.usage)
        values |= end.usage.model_dump(exclude={"image", "more_images"}) | {"status": end.status}
        if isinstance(end.usage, Completion) and end.usage.credits_deducted is None:
            values["credits_deducted"] = reserved or 0
    if given.ended_at:
        values["completed_at"] = given.ended_at
    return values


def check_order(given: RecordedTask, created_at: datetime) -> None:
    """Raise InvalidInput unless the task began after it was created, ended after it began, and both before now."""
    earliest, before = created_at, "`createdAt`, which is now when it is left out"
    for name, time in (("startedAt", given.started_at), ("endedAt", given.ended_at)):
        if time is None:
            continue
        if time > datetime.now(UTC):
            raise InvalidInput(field=["input", name], reason="Must lie in the past")
        if time < earliest:
            raise InvalidInput(field=["input", name], reason=f"Must not lie before {before}")
        earliest, before = time, "`startedAt`"
