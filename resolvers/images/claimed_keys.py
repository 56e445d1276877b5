import asyncio
import io
import json
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import repeat
from typing import BinaryIO, Self
from uuid import UUID, uuid4

import orjson

from models.database import Transaction
from models.images.image_claim import CLAIM, GIVE_UP, MOVE
from models.images.image_look import ATTACH
from models.images.storage_use import StorageUse, locked_storage_use
from models.provenance.image_provenance import COPY, STORE
from models.tasks.task_statements import IMAGE_COLUMNS
from resolvers.access import PlanLimits
from resolvers.context import Context
from resolvers.images.answering_storage import storage_turn
from resolvers.images.image_errors import ImageNotFound, StorageUsedUp
from resolvers.images.received_image import InspectedImage
from resolvers.images.recorded_image import ImageKind, RecordedImage
from storage.failures import ObjectNotFound
from storage.images.image_content import ImageContent
from storage.images.keys import image_key, thumbnail_key
from storage.objects import Storage


@dataclass(slots=True)
class ClaimedKey:
    """A key in storage that is claimed for an image of a task, and the image's content once it is stored there."""

    key: str
    claim_id: UUID
    user_id: UUID
    content: ImageContent | None = None
    sent_sha256: str = ""
    """The SHA-256 of the image as sent, which differs if the image was labelled."""
    copied_from: str | None = None
    """The key of the image that it is a copy of."""
    upload_id: UUID | None = None
    in_doubt: bool = False
    """Whether sending failed or is under way, so that storage may still store the image."""

    async def put(self, context: Context, image: InspectedImage) -> None:
        """
        Store the image and its thumbnail. Raises ImagesUnavailable if storage does not answer, and Busy if too many of
        the user's images are under way.
        """
        async with storage_turn(self.user_id):
            self.in_doubt = True
            if isinstance(image.file_or_key, str):
                await copy(context, self.key, image, image.file_or_key)
            else:
                await send(context.storage, self.key, image.content.stored, image.file_or_key)
        self.in_doubt = False
        self.content, self.sent_sha256, self.upload_id = image.content.stored, image.content.sha256, image.upload_id
        self.copied_from = image.file_or_key if isinstance(image.file_or_key, str) else None

    @property
    def described(self) -> dict[str, object]:
        """The image's content, by the columns of a task without their prefix."""
        return {column: getattr(self.content, column) for column in IMAGE_COLUMNS}

    @property
    def recorded(self) -> RecordedImage:
        """The image as a task's row will describe it."""
        return RecordedImage(None, self.key, **self.described)  # type: ignore[arg-type] # they are its columns


@dataclass(slots=True)
class ClaimedKeys:
    """
    Claims keys for `count` images of one task, all of one kind, while they are stored and the task comes to name them;
    for `async with`. All keys are claimed before the first byte is sent. So if anything fails, or the process dies,
    either a task names all of the images or they are removed. If sending fails, the claim is left to expire, since
    storage may still store the image.
    """

    context: Context
    kind: ImageKind
    user_id: UUID
    task_id: UUID
    count: int = 1
    keys: list[ClaimedKey] = field(init=False)
    attached: bool = False

    async def __aenter__(self) -> Self:
        ids = [uuid4() for _ in range(self.count)]
        keys = [image_key(self.user_id, self.task_id, self.kind, claim_id) for claim_id in ids]
        async with self.context.transaction(self.user_id) as transaction:
            await transaction.rows(
                CLAIM.bind(ids=ids, user_id=self.user_id, task_ids=[self.task_id] * self.count, keys=keys)
            )
        self.keys = list(map(ClaimedKey, keys, ids, repeat(self.user_id)))
        return self

    async def __aexit__(self, _: object, error: BaseException | None, trace: object) -> None:
        if error is not None or not self.attached:
            await asyncio.shield(self.abandon())

    @property
    def columns(self) -> dict[str, object]:
        """The columns by which a task names the images. All images must be stored."""
        first, *more = self.keys
        columns = {f"{self.kind}_{column}": value for column, value in first.described.items()}
        columns |= {f"aws_{self.kind}_key": first.key, f"{self.kind}_image_url": None, "images_removed_at": None}
        if more:
            columns["more_images"] = json.dumps([{"key": claimed.key, **claimed.described} for claimed in more])
        return columns

    @property
    def digests(self) -> list[str]:
        """The SHA-256 of each image that was sent, in hexadecimal."""
        return [claimed.sent_sha256 for claimed in self.keys if claimed.content]

    @property
    def size(self) -> int:
        """The bytes of the stored images, without thumbnails."""
        return sum(claimed.content.size for claimed in self.keys if claimed.content)

    async def abandon(self) -> None:
        """Give up the claims, except those in doubt, so that the objects are removed now. Never fails."""
        ids = [claimed.claim_id for claimed in self.keys if not claimed.in_doubt]
        with suppress(Exception):  # the claims expire anyway
            async with self.context.transaction(self.user_id) as transaction:
                await transaction.rows(GIVE_UP.bind(ids=ids, user_id=self.user_id))


async def attach(transaction: Transaction, context: Context, *claims: ClaimedKeys) -> None:
    """
    Give up the claims, all of one user, and record the looks of the images, in the transaction in which tasks come to
    name them. Raises StorageUsedUp if the user's images, with these and open uploads, exceed the plan.
    """
    if not claims:
        return
    user_id = claims[0].user_id
    named = [(of_task.task_id, claimed) for of_task in claims for claimed in of_task.keys]
    attached = ATTACH.bind(
        user_id=user_id,
        ids=[claimed.claim_id for _, claimed in named],
        task_ids=[task_id for task_id, _ in named],
        keys=[claimed.key for _, claimed in named],
        looks=[claimed.content and claimed.content.look for _, claimed in named],
        sources=[claimed.copied_from for _, claimed in named],
    )
    if len(await transaction.rows(attached)) < len(named):
        raise TimeoutError("a claim on the objects expired before they were attached")
    for of_task in claims:
        for claimed in of_task.keys:
            if claimed.upload_id:
                moved = {"id": claimed.upload_id, "user_id": user_id, "task_id": of_task.task_id}
                await transaction.rows(MOVE.bind(**moved, key=claimed.key))
    if context.looks_at_files:
        await store_provenance(transaction, user_id, claims)
    if context.caller.plan.max_storage is not None:
        use = await locked_storage_use(transaction, user_id)
        check_storage(context.caller.plan, use, sum(of_task.size for of_task in claims))
    for of_task in claims:
        of_task.attached = True


async def store_provenance(transaction: Transaction, user_id: UUID, claims: Sequence[ClaimedKeys]) -> None:
    """Store what the files of tasks' images say about their origin, if that was read."""
    keys = [(of_task.task_id, one, one.content) for of_task in claims for one in of_task.keys]
    if said := [(task_id, one, content) for task_id, one, content in keys if content and content.provenance]:
        await transaction.rows(
            STORE.bind(
                user_id=user_id,
                task_ids=[task_id for task_id, _, _ in said],
                keys=[one.key for _, one, _ in said],
                sent=[one.sent_sha256 for _, one, _ in said],
                produce_ids=[content.produce_id for _, _, content in said],
                provenances=[orjson.dumps(content.provenance).decode() for _, _, content in said],
            )
        )
    if copies := [(task_id, one) for task_id, one, _ in keys if one.copied_from]:
        task_ids, copied = zip(*copies, strict=True)
        sources = [one.copied_from for one in copied]
        await transaction.rows(
            COPY.bind(user_id=user_id, task_ids=task_ids, keys=[one.key for one in copied], sources=sources)
        )


def check_storage(plan: PlanLimits, use: StorageUse, added: int, field: Sequence[str] | None = None) -> None:
    """Raise StorageUsedUp if the user's images, including `added` bytes, exceed the plan."""
    if plan.max_storage is not None and use.total > plan.max_storage:
        raise StorageUsedUp(field=field, plan=plan.name, limit=plan.max_storage, used=use.total - added, added=added)


async def send(storage: Storage, key: str, content: ImageContent, file: BinaryIO) -> None:
    """Store the bytes of the image and its thumbnail, both at once."""
    put, thumbnail = storage.put, content.thumbnail
    digest = sha256(thumbnail).hexdigest()
    async with asyncio.TaskGroup() as both:
        both.create_task(
            put(key, file, content_type=content.content_type, size=content.size, sha256_hex=content.sha256)
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


async def copy(context: Context, key: str, image: InspectedImage, source: str) -> None:
    """Have storage copy the image at the key `source`, and its thumbnail. Raises ImageNotFound if it is gone."""
    try:
        await context.storage.copy(thumbnail_key(source), thumbnail_key(key), content_type="image/webp")
        await context.storage.copy(source, key, content_type=image.content.content_type)
    except ObjectNotFound as error:
        raise ImageNotFound(field=image.field) from error
