import asyncio
import io
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from hashlib import sha256
from uuid import UUID, uuid4

from models.database import Transaction
from models.images.claim_statements import CLAIM, GIVE_UP, MOVE
from models.images.storage_use import StorageUse, locked_storage_use
from models.tasks.task_statements import IMAGE_COLUMNS
from resolvers.access import PlanLimits
from resolvers.context import Context
from resolvers.exceptions import StorageUsedUp
from resolvers.images.received_image import ReceivedImage
from resolvers.images.recorded_image import ImageKind
from storage.keys import image_key, thumbnail_key


@dataclass(slots=True)
class ClaimedImage:
    """An image in storage that no task names yet. `size` in bytes; `columns` are those of a task that is to name it."""

    claim_id: UUID
    upload_id: UUID | None
    user_id: UUID
    task_id: UUID
    key: str
    size: int
    columns: dict[str, object]
    attached: bool = False

    async def attach(self, transaction: Transaction, context: Context) -> None:
        """
        Give up the claim, in the transaction in which the task has come to name the image. StorageUsedUp when all
        images of the user, this one and those of open uploads included, are more than the plan allows.
        """
        if await transaction.row(GIVE_UP.bind(id=self.claim_id)) is None:
            raise TimeoutError("the claim on the objects expired before they were attached")
        if self.upload_id:
            await transaction.rows(MOVE.bind(id=self.upload_id, task_id=self.task_id, key=self.key))
        if context.caller.plan.max_storage is not None:
            use = await locked_storage_use(transaction, self.user_id)
            check_storage(context.caller.plan, use, self.size)
        self.attached = True


def check_storage(plan: PlanLimits, use: StorageUse, added: int, field: Sequence[str] | None = None) -> None:
    """StorageUsedUp when a user's images, with the bytes `added` just now, are more than the plan allows."""
    if plan.max_storage is not None and use.total > plan.max_storage:
        raise StorageUsedUp(field=field, plan=plan.name, limit=plan.max_storage, used=use.total - added, added=added)


@asynccontextmanager
async def claimed(
    context: Context, image: ReceivedImage, kind: ImageKind, user_id: UUID, task_id: UUID
) -> AsyncIterator[ClaimedImage]:
    """
    The image in storage, for the while in which a task is made to name it. The objects are claimed before
    their first byte is sent: whatever happens from here on, and wherever the process dies, a task names
    them in the end or they are removed. Where sending fails the claim is left to expire, as storage may yet
    store what it was sent.
    """
    claim_id, content = uuid4(), image.content
    key = image_key(user_id, task_id, kind, claim_id)
    async with context.transaction() as transaction:
        await transaction.rows(CLAIM.bind(id=claim_id, user_id=user_id, task_id=task_id, key=key))
    await send(context, key, image)
    columns = {f"{kind}_{column}": getattr(content, column) for column in IMAGE_COLUMNS}
    columns |= {f"aws_{kind}_key": key, f"{kind}_image_url": None}
    claim = ClaimedImage(claim_id, image.upload_id, user_id, task_id, key, content.size, columns)
    try:
        yield claim
    except BaseException:
        await asyncio.shield(abandon(context, claim_id))
        raise
    if not claim.attached:
        await abandon(context, claim_id)


async def send(context: Context, key: str, image: ReceivedImage) -> None:
    """Store the image and its thumbnail, both at once."""
    put, content, thumbnail = context.storage.put, image.content, image.content.thumbnail
    digest = sha256(thumbnail).hexdigest()
    async with asyncio.TaskGroup() as both:
        both.create_task(
            put(key, image.file, content_type=content.content_type, size=content.size, sha256_hex=content.sha256)
        )
        both.create_task(
            put(
                thumbnail_key(key),
                io.BytesIO(thumbnail),
                content_type="image/webp",
                size=len(thumbnail),
                sha256_hex=digest,
            )
        )


async def abandon(context: Context, claim_id: UUID) -> None:
    """Give up the claim, so that its objects are removed now. Never fails."""
    with suppress(Exception):  # the claim expires all the same
        async with context.transaction() as transaction:
            await transaction.rows(GIVE_UP.bind(id=claim_id))
