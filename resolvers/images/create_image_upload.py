from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from models.images.claim_statements import ANNOUNCE
from resolvers.arguments import read_input
from resolvers.context import Context
from resolvers.exceptions import TaskNotFound
from resolvers.images.received_image import check_size
from resolvers.inputs import CreateImageUploadInput
from resolvers.tasks.find_tasks import find_tasks
from storage.keys import staging_key


@dataclass(frozen=True, slots=True)
class HttpHeader:
    name: str
    value: str


@dataclass(frozen=True, slots=True)
class Upload:
    id: UUID
    method: str
    url: str
    headers: list[HttpHeader]
    expires_at: datetime


async def create_image_upload(context: Context, source: object) -> Upload:
    announced = read_input(CreateImageUploadInput, source)
    check_size(context, announced.size, ["input", "size"])
    [task] = await find_tasks(context, [announced.task_id])
    if task is None:
        raise TaskNotFound(field=["input", "taskId"])
    upload_id = uuid4()
    key = staging_key(task.user_id, task.id, upload_id)
    values = {"id": upload_id, "user_id": task.user_id, "key": key, **announced.model_dump()}
    async with context.transaction() as transaction:
        await transaction.rows(ANNOUNCE, values)
    request = context.storage.upload(
        key, content_type=announced.content_type, size=announced.size, sha256_hex=announced.sha256
    )
    headers = [HttpHeader(name, value) for name, value in request.headers.items()]
    return Upload(upload_id, request.method, request.url, headers, request.expires_at)
