"""Repairs the thumbnails of images and their descriptions in tasks."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from tempfile import TemporaryFile
from typing import BinaryIO, NamedTuple, cast
from uuid import UUID, uuid4

from models.administration.audit_record import AuditAction, audit
from models.claims import NOBODY
from models.database import Transaction
from models.images.image_claim import CLAIM, GIVE_UP
from models.images.undescribed_images import DESCRIBE, UndescribedImage
from models.placement.databases import Databases
from models.tasks.task_statements import IMAGE_COLUMNS
from resolvers.images.inspected_image import inspect
from server.operations.backup.gather_all import gather_all
from storage.failures import ObjectNotFound, ObjectTooLarge
from storage.images.image_content import ImageContent, InvalidImage
from storage.images.keys import thumbnail_key
from storage.objects import Storage


class Repair(StrEnum):
    """The audit's detail for a repair; the page translates these texts (web/src/administration/audit)."""

    ORPHANS = "orphaned objects removed"
    THUMBNAIL = "thumbnail made again"
    DESCRIPTION = "images described"
    STATISTICS = "statistics counted again"
    OVERALL = "totals over all users counted again"


async def record_repair(transaction: Transaction, user_id: UUID | None, count: int, repair: Repair) -> None:
    """Audit a repair. This is committed before the repair, so that a process that dies leaves none unrecorded."""
    await transaction.rows(audit(AuditAction.REPAIR, actor_id=None, user_id=user_id, count=count, detail=repair))


LARGEST_IMAGE = 2**31 - 1
"""The most bytes that the column for an image's size can store."""
DECODED_AT_ONCE = 2


class DecodedImage(NamedTuple):
    task_id: UUID
    key: str
    content: ImageContent


@dataclass(slots=True)
class ImageRepair:
    database: Databases
    storage: Storage

    async def make_thumbnail(self, key: str) -> bool:
        """Create the thumbnail of the image at `key` again. Return False when the image is missing or broken."""
        user_id, task_id = map(UUID, key.split("/")[1:3])
        try:
            content = await self.decoded(key, user_id)
        except (ObjectNotFound, ObjectTooLarge, InvalidImage):
            return False
        await self.store(user_id, [DecodedImage(task_id, key, content)], Repair.THUMBNAIL)
        return True

    async def describe(self, images: Sequence[UndescribedImage]) -> list[str | None]:
        """Describe these images of one user in their tasks. Return for each the reason if it was not, else None."""

        async def decode(image: UndescribedImage) -> DecodedImage | str:
            try:
                content = await self.decoded(image.key, uuid4())
            except ObjectNotFound:
                return "It is missing."
            except (ObjectTooLarge, InvalidImage) as error:
                return str(error) or "It is too large."
            if (image.sha256 or content.sha256, image.size or content.size) != (content.sha256, content.size):
                return "It differs from the one that was recorded."
            return DecodedImage(image.task_id, image.key, content)

        found = await gather_all(decode, images, DECODED_AT_ONCE)
        if decoded := [one for one in found if isinstance(one, DecodedImage)]:
            await self.store(images[0].user_id, decoded, Repair.DESCRIPTION)
        return [one if isinstance(one, str) else None for one in found]

    async def decoded(self, key: str, sender: UUID) -> ImageContent:
        """Decode the image at `key`. Raise ObjectNotFound, ObjectTooLarge or InvalidImage."""
        with TemporaryFile() as temporary:
            file = cast("BinaryIO", temporary)
            await self.storage.get(key, file, at_most=LARGEST_IMAGE)
            return await inspect(file, sender)

    async def store(self, user_id: UUID, images: Sequence[DecodedImage], repair: Repair) -> None:
        """
        Store the thumbnails of a user's images and, if that is the repair, describe them. Thumbnails are claimed like
        uploads, so that they are removed if a task is deleted meanwhile.
        """
        claim_ids = [uuid4() for _ in images]
        keys, task_ids = [image.key for image in images], [image.task_id for image in images]
        async with self.database.transaction(NOBODY, "service_role", owner=user_id) as transaction:
            await transaction.rows(CLAIM.bind(ids=claim_ids, user_id=user_id, task_ids=task_ids, keys=keys))
            await record_repair(transaction, user_id, len(images), repair)
        for image in images:
            thumbnail = image.content.thumbnail
            key, file, digest = thumbnail_key(image.key), io.BytesIO(thumbnail), sha256(thumbnail).hexdigest()
            await self.storage.put(key, file, content_type="image/webp", size=len(thumbnail), sha256_hex=digest)
        async with self.database.transaction(NOBODY, "service_role", owner=user_id) as transaction:
            if repair is Repair.DESCRIPTION:
                for image in images:
                    found = {name: getattr(image.content, name) for name in IMAGE_COLUMNS}
                    named = {"user_id": user_id, "task_id": image.task_id, "key": image.key}
                    await transaction.rows(DESCRIBE.bind(**named, **found))
            await transaction.rows(GIVE_UP.bind(ids=claim_ids, user_id=user_id))
