from datetime import datetime
from typing import NamedTuple
from uuid import UUID, uuid4

from models.database import Transaction
from models.images.image_claim import ANNOUNCE, RENEW
from models.images.storage_use import LOCK, STORAGE_USE
from resolvers.context import Context
from resolvers.exceptions import TaskNotFound
from resolvers.find_tasks import find_tasks
from resolvers.images.claimed_keys import check_storage
from resolvers.images.image_errors import TooManyAnnounced, TooManyUploads
from resolvers.images.image_inputs import AnnouncedImage
from resolvers.images.received_image import check_size
from storage.images.keys import staging_key

MAX_OPEN_UPLOADS = 200
"""The most unattached uploads of one user from the last 24 hours."""
MAX_ANNOUNCED = 1_000
"""The most of them together with uploads of tasks deleted in the last hour, whose images may still arrive."""


class DirectUpload(NamedTuple):
    """A claim that waits for its image, and the HTTP request by which a client sends the image to storage."""

    id: UUID
    method: str
    url: str
    headers: dict[str, str]
    expires_at: datetime
    """When storage begins to refuse the request; the claim lasts longer, for 24 hours."""


async def create_image_upload(context: Context, announced: AnnouncedImage) -> DirectUpload:
    """
    Return the open upload of this image for the task, or claim a key for the image, which a client is about to send to
    storage. Its size counts as stored until the claim expires. Sends no request to storage.
    """
    user_id = await owner_of(context, announced)
    context = await context.under_plan_of(user_id)
    check_size(context, announced.size, ["input", "size"])
    task_id = announced.task_id or user_id
    async with context.transaction(user_id) as transaction:
        upload_id = await open_upload(transaction, context, user_id, task_id, announced)
    key = staging_key(user_id, task_id, upload_id)
    request = context.storage.upload(
        key, content_type=announced.content_type, size=announced.size, sha256_hex=announced.sha256
    )
    return DirectUpload(upload_id, *request)


async def owner_of(context: Context, announced: AnnouncedImage) -> UUID:
    """The user whose upload it is. Raises TaskNotFound if there is no such task, or it is not the named user's."""
    if announced.task_id is None:
        user_id = announced.user_id or context.caller.id
        context.caller.check_may_act_for(user_id, "Recording a task for someone else")
        return user_id
    [task] = await find_tasks(context, [announced.task_id], await context.owner_of(announced.task_id))
    if task is None or announced.user_id not in (None, task.user_id):
        raise TaskNotFound(field=["input", "taskId"])
    return task.user_id


async def open_upload(
    transaction: Transaction, context: Context, user_id: UUID, task_id: UUID, announced: AnnouncedImage
) -> UUID:
    """
    The id of the open upload of this image for the task, whose 24 hours begin again, or of a new one. Raises
    TooManyUploads, TooManyAnnounced, StorageUsedUp for a new one.
    """
    content = announced.model_dump(include={"content_type", "size", "sha256"})
    new_id = uuid4()
    claim = {"id": new_id, "user_id": user_id, "task_id": task_id, **content}
    if renewed := await transaction.row(RENEW.bind(**claim)):
        return renewed.id
    await transaction.rows(LOCK.bind(user_id=user_id))
    [upload] = await transaction.rows(ANNOUNCE.bind(**claim, key=staging_key(user_id, task_id, new_id)))
    if upload.id == new_id:
        [use] = await transaction.rows(STORAGE_USE.bind(user_id=user_id))
        if use.open_uploads > MAX_OPEN_UPLOADS:
            raise TooManyUploads(limit=MAX_OPEN_UPLOADS, used=use.open_uploads - 1)
        if use.announced > MAX_ANNOUNCED:
            raise TooManyAnnounced(limit=MAX_ANNOUNCED, used=use.announced - 1)
        check_storage(context.caller.plan, use, announced.size, ["input", "size"])
    return upload.id
