import asyncio
import io
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Literal
from uuid import UUID, uuid4

from models.database import Transaction
from models.images.claim_statements import CLAIM, GIVE_UP
from models.statistics import totals as periods
from models.statistics.user_task_statistics import StatisticsPeriod
from models.tasks.task_statements import IMAGE_COLUMNS
from resolvers.context import Context
from resolvers.exceptions import StorageUsedUp
from resolvers.images.received_image import ReceivedImage
from storage.keys import image_key, thumbnail_key


@dataclass(slots=True)
class StoredImage:
    upload_id: UUID
    user_id: UUID
    size: int
    columns: dict[str, Any]
    attached: bool = False

    async def attach(self, transaction: Transaction, context: Context) -> None:
        """Give up the claim, in the transaction in which the task has come to name the image."""
        plan = context.viewer.plan
        if plan.max_storage is not None:
            totals = await transaction.row(*periods.totals(self.user_id, StatisticsPeriod.ALL_TIME, {"images_size"}))
            used = totals.images_size
            if used > plan.max_storage:
                raise StorageUsedUp(plan=plan.name, limit=plan.max_storage, used=used - self.size, added=self.size)
        if await transaction.row(GIVE_UP, {"id": self.upload_id}) is None:
            raise TimeoutError("the claim on the objects expired before they were attached")
        self.attached = True


@asynccontextmanager
async def stored(
    context: Context,
    image: ReceivedImage,
    kind: Literal["original", "generated"],
    user_id: UUID,
    task_id: UUID,
) -> AsyncIterator[StoredImage]:
    """
    The image in storage, for the while in which a task is made to name it. The objects are claimed before
    their first byte is sent: whatever happens from here on, and wherever the process dies, a task names
    them in the end or they are removed. Where sending fails the claim is left to expire, as storage may yet
    store what it was sent.
    """
    upload_id, content = uuid4(), image.content
    key = image_key(user_id, task_id, kind, upload_id)
    async with context.transaction() as transaction:
        await transaction.rows(CLAIM, {"id": upload_id, "user_id": user_id, "task_id": task_id, "key": key})
    await send(context, key, image)
    columns = {f"{kind}_{column}": getattr(content, column) for column in IMAGE_COLUMNS}
    columns |= {f"aws_{kind}_key": key, f"{kind}_image_url": None}
    image_stored = StoredImage(upload_id, user_id, content.size, columns)
    try:
        yield image_stored
    except BaseException:
        await asyncio.shield(abandon(context, upload_id))
        raise
    if not image_stored.attached:
        await abandon(context, upload_id)


async def send(context: Context, key: str, image: ReceivedImage) -> None:
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


async def abandon(context: Context, upload_id: UUID) -> None:
    with suppress(Exception):  # the claim expires all the same
        async with context.transaction() as transaction:
            await transaction.rows(GIVE_UP, {"id": upload_id})
