from collections.abc import Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from uuid import UUID, uuid4

from models.tasks.task import TaskStatus
from models.tasks.task_row import TaskRow
from models.tasks.task_statements import UNFINISHED
from resolvers.access import PlanLimits
from resolvers.context import Context
from resolvers.exceptions import OnlyServiceEnds
from resolvers.images.claimed_keys import ClaimedKeys
from resolvers.images.origin import Making
from resolvers.images.recorded_image import image_of
from resolvers.tasks.batches.batch_item import GivenTask, RecordedTask
from resolvers.tasks.create_task import check_times, digest_of, new_values, same_task
from resolvers.tasks.finish_task import check_failure, check_order, digests_of, may_be_late, repeated, stored_images
from resolvers.tasks.task_errors import NeedsService, StartedOtherwise
from resolvers.tasks.task_inputs import Completion, Failure


@dataclass(eq=False, slots=True)
class PreparedTask:
    """A task of a batch that is ready to be written: its images are stored, under keys claimed for it."""

    given: GivenTask
    id: UUID
    row: dict[str, object]
    """Its values by column."""
    is_new: bool
    """Whether it is to be inserted; otherwise it is recorded already, and is to be ended."""
    claims: list[ClaimedKeys] = field(default_factory=list)

    @property
    def key(self) -> tuple[UUID, UUID]:
        return self.given.user_id, self.id


class Preparation:
    """Prepares tasks to be written. The claims on their images end with `claims`."""

    def __init__(self, contexts: Mapping[UUID, Context], claims: AsyncExitStack) -> None:
        self.contexts, self.claims = contexts, claims

    async def prepare(self, given: GivenTask, recorded: TaskRow | None) -> PreparedTask | TaskRow:
        """
        Prepare the task; `recorded` is the task with its id. Returns that task if there is nothing to do, since the
        same was recorded before. Raises refusals.
        """
        task, user_id, context = given.input, given.user_id, self.contexts[given.user_id]
        context.caller.plan.check_includes(task.task_type)
        async with AsyncExitStack() as images:
            digest, original = await digest_of(context, task, user_id, recorded, images)
            if same := same_task(recorded, task, digest):
                return await self.prepare_end(given, same)
            prepared = self.new(given, digest)
            sources = [(source.task_id, source.image_index) for source in task.sources]
            making = Making(None, task.model_version, given.recorded.ended_at, sources)
            if original:
                claim = ClaimedKeys(context, "original", user_id, prepared.id)
                claimed = await self.claims.enter_async_context(claim)
                await claimed.keys[0].put(context, original)
                prepared.claims.append(claimed)
                prepared.row |= claimed.columns
                making = replace(making, original=claimed.keys[0].recorded)
        await self.store_results(prepared, making)
        return prepared

    def new(self, given: GivenTask, digest: str) -> PreparedTask:
        """A task that is not recorded yet, without its images."""
        context, task = self.contexts[given.user_id], given.input
        caller, task_id = context.caller, task.id or uuid4()
        check_times(caller.plan, task)
        check_order(task.created_at or datetime.now(UTC), given.recorded.times)
        if given.recorded.outcome and caller.owner and not caller.plan.users_end_tasks:
            raise NeedsService(field=["input", "outcome"])
        row = new_values(context, task, given.user_id, digest) | {"id": task_id}
        row |= end_values(given.recorded, caller.plan, row.get("credits_reserved"))
        return PreparedTask(given, task_id, row, is_new=True)

    async def prepare_end(self, given: GivenTask, task: TaskRow) -> PreparedTask | TaskRow:
        """Prepare the end of a recorded task, or return the task if it has ended like this."""
        outcome, context = given.recorded.outcome, self.contexts[given.user_id]
        if outcome is None:
            if given.recorded.started_at not in (None, task.started_at):
                raise StartedOtherwise(task=task)
            return task
        values = end_values(given.recorded, context.caller.plan, task.credits_reserved)
        if task.status not in UNFINISHED and not (outcome.completed and may_be_late(task)):
            digests = await digests_of(context, outcome.completed, task) if outcome.completed else []
            if outcome.canceled:
                values = {name: value for name, value in values.items() if value}
            return repeated(task, values, digests)
        if task.only_service_ends and context.caller.owner:
            raise OnlyServiceEnds(task_id=task.id)
        check_order(task.created_at, given.recorded.times)
        row = {"id": task.id, "user_id": task.user_id, **values}
        prepared = PreparedTask(given, task.id, row, is_new=False)
        making = Making(image_of(task, "original"), task.model_version, given.recorded.ended_at)
        await self.store_results(prepared, making)
        return prepared

    async def store_results(self, prepared: PreparedTask, making: Making) -> None:
        """Store the images of a completed task, if it has any."""
        given, context = prepared.given, self.contexts[prepared.given.user_id]
        completed = given.recorded.outcome and given.recorded.outcome.completed
        if completed and completed.image:
            stored = stored_images(context, completed, given.user_id, prepared.id, making)
            claimed = await self.claims.enter_async_context(stored)
            prepared.claims.append(claimed)
            prepared.row |= claimed.columns


def end_values(given: RecordedTask, plan: PlanLimits, reserved: object) -> dict[str, object]:
    """
    The columns that say when the task began and how it ended, if given. A completed task costs by default what was
    `reserved`. Raises a refusal if it cannot end like this.
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
