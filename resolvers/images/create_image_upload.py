from datetime import datetime
from typing import NamedTuple
from uuid import UUID, uuid4

from models.images.claim_statements import ANNOUNCE
from models.images.storage_use import locked_storage_use
from resolvers.context import Context
from resolvers.exceptions import TaskNotFound, TooManyUploads
from resolvers.find_tasks import find_tasks
from resolvers.images.claimed_keys import check_storage
from resolvers.images.image_inputs import AnnouncedImage
from resolvers.images.inspected_image import check_size
from storage.images.keys import staging_key

MAX_OPEN_UPLOADS = 200
"""The most uploads of one user that were asked for in the last 24 hours and are not attached yet."""


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
    Claim a key for an image that a client is about to send to storage. Its size counts as stored from now on, until the
    claim expires. Sends no request to storage.
    """
    check_size(context, announced.size, ["input", "size"])
    owner = await context.owner_of(announced.task_id)
    [task] = await find_tasks(context, [announced.task_id], owner)
    if task is None:
        raise TaskNotFound(field=["input", "taskId"])
    upload_id = uuid4()
    key = staging_key(task.user_id, task.id, upload_id)
    async with context.transaction(task.user_id) as transaction:
        await transaction.rows(ANNOUNCE.bind(id=upload_id, user_id=task.user_id, key=key, **announced.model_dump()))
        use = await locked_storage_use(transaction, task.user_id)
        if use.open_uploads > MAX_OPEN_UPLOADS:
            raise TooManyUploads(limit=MAX_OPEN_UPLOADS)
        check_storage(context.caller.plan, use, announced.size, ["input", "size"])
    request = context.storage.upload(
        key, content_type=announced.content_type, size=announced.size, sha256_hex=announced.sha256
    )
    return DirectUpload(upload_id, *request)
