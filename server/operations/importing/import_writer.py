"""Writes the tasks of an export in batches. Wherever the process dies, each task is here completely or not at all."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID, uuid4

import orjson
from asyncpg import ForeignKeyViolationError, UniqueViolationError

from models.administration.audit_record import AuditAction, audit
from models.claims import NOBODY
from models.exports.import_statements import IMPORT, IMPORT_IMAGES
from models.images.image_claim import CLAIM, GIVE_UP
from models.placement.databases import Databases
from models.provenance.image_provenance import STORE
from models.statement import BoundStatement, NoRow, NumberRow, Statement
from models.tasks.task_statements import IMAGE_COLUMNS
from models.views.view_record import IMPORT_VIEWS, LOCK
from resolvers.images.claimed_keys import send
from resolvers.images.recorded_image import ImageKind
from server.operations.backup.gather_all import gather_all
from server.operations.backup.progress import Progress
from server.operations.importing.export_lines import ImportFailed
from server.operations.importing.staged_tasks import NEW, WITHOUT_IMAGES, StagedImage, StagedTask, StagedTasks
from server.operations.importing.zip_export import ZipExport
from storage.images.image_content import ImageContent
from storage.images.keys import image_key
from storage.objects import Storage

MAX_TASKS, MAX_SIZE = 200, 64 * 1024 * 1024
"""Tasks in one transaction, and bytes of their images, which must be stored while their claims are valid."""
SENT_AT_ONCE = 8
NUMBER = "SELECT count(*) FROM tasks WHERE needs_images OR NOT is_here"
OF_USER = "SELECT count(*) FROM tasks WHERE user_id = ? AND NOT is_here"


@dataclass(slots=True)
class ImageToSend:
    task_id: UUID
    key: str
    path: str
    content: ImageContent
    claim_id: UUID = field(default_factory=uuid4)


@dataclass(slots=True)
class TaskToImport:
    """A task: its row, the rows of its sources, and the images that are stored first."""

    user_id: UUID
    columns: dict[str, object]
    sources: list[dict[str, object]]
    images: list[ImageToSend]

    @property
    def size(self) -> int:
        return sum(image.content.size for image in self.images)


def with_images(task: StagedTask, images: Iterator[StagedImage], sources: Iterator[dict[str, object]]) -> TaskToImport:
    """Return the task with a new key for each image of the archive. Other images retain their addresses."""
    columns = orjson.loads(task.columns)
    about = {"task_id": task.id, "created_at": columns["created_at"]}
    imported = TaskToImport(task.user_id, columns, [source | about for source in sources], [])
    more: list[dict[str, object]] = []
    for image in images:
        kind: ImageKind = "generated" if image.place else "original"
        described = {name: getattr(image.content or image.described, name) for name in IMAGE_COLUMNS}
        key = image.path and image_key(task.user_id, task.id, kind, uuid4())
        if image.place > 1:
            more.append({"key": key, **described})
        else:
            columns |= {f"{kind}_{name}": value for name, value in described.items()}
            columns |= {f"aws_{kind}_key": key, f"{kind}_image_url": image.described.url}
        if key and image.path and image.content:
            imported.images.append(ImageToSend(task.id, key, image.path, image.content))
    columns["more_images"] = more or None
    return imported


def provenance_of(user_id: UUID, images: Sequence[ImageToSend]) -> BoundStatement[NoRow]:
    """Return the statement that stores the provenance in the files of a user's images."""
    stated = [image for image in images if image.content.provenance]
    return STORE.bind(
        user_id=user_id,
        task_ids=[image.task_id for image in stated],
        keys=[image.key for image in stated],
        sent=[image.content.sha256 for image in stated],
        produce_ids=[image.content.produce_id for image in stated],
        provenances=[orjson.dumps(image.content.provenance).decode() for image in stated],
    )


def no_user(user_id: UUID) -> ImportFailed:
    return ImportFailed(f"There is no user {user_id}: register them first.")


@dataclass(slots=True)
class ImportWriter:
    database: Databases
    storage: Storage
    archive: ZipExport | None
    staged: StagedTasks
    exported_at: datetime
    report: Callable[[str], None]
    views_imported: int = 0

    async def run(self) -> None:
        """
        Write new tasks, the images of tasks that are here without images, and saved views. The number of each user's
        tasks is audited before they are written.
        """
        progress = Progress(self.report, "imported", self.staged.value(NUMBER))
        user_id: UUID | None = None
        for batch in self.batches(NEW):
            if batch[0].user_id != user_id:
                user_id = batch[0].user_id
                await self.record(user_id)
            await self.write(batch, IMPORT, progress)
        for batch in self.batches(WITHOUT_IMAGES):
            await self.write(batch, IMPORT_IMAGES, progress)
        for owner, views in self.staged.views.items():
            await self.write_views(owner, [view.columns for view in views])

    async def record(self, user_id: UUID) -> None:
        number = self.staged.value(OF_USER, str(user_id))
        detail = f"tasks exported at {self.exported_at.isoformat()}"
        async with self.database.transaction(NOBODY, "service_role", owner=user_id) as transaction:
            entry = audit(AuditAction.IMPORT_TASKS, actor_id=None, user_id=user_id, count=number, detail=detail)
            await transaction.rows(entry)

    def batches(self, which: str) -> Iterator[list[TaskToImport]]:
        """Yield lists of the tasks that meet the condition, each of one user."""
        batch: list[TaskToImport] = []
        size = 0
        for staged in self.staged.to_import(which):
            task = with_images(staged, self.staged.images_of(staged.line), self.staged.sources_of(staged.line))
            if batch and (task.user_id != batch[0].user_id or len(batch) == MAX_TASKS or size + task.size > MAX_SIZE):
                yield batch
                batch, size = [], 0
            batch.append(task)
            size += task.size
        if batch:
            yield batch

    async def write(self, batch: list[TaskToImport], statement: Statement[NumberRow], progress: Progress) -> None:
        """
        Write tasks of one user, or only their images, by the statement. Images are claimed before they are sent: if
        this fails, the claims expire, and the images are removed.
        """
        user_id, images = batch[0].user_id, [image for task in batch for image in task.images]
        claim_ids = [image.claim_id for image in images]
        if images:
            async with self.database.transaction(NOBODY, "service_role", owner=user_id) as transaction:
                keys, task_ids = [image.key for image in images], [image.task_id for image in images]
                await transaction.rows(CLAIM.bind(ids=claim_ids, user_id=user_id, task_ids=task_ids, keys=keys))
            await self.send(images)
        rows = orjson.dumps([task.columns for task in batch]).decode()
        sources = orjson.dumps([source for task in batch for source in task.sources]).decode()
        try:
            async with self.database.transaction(NOBODY, "service_role", owner=user_id) as transaction:
                [imported] = await transaction.rows(statement.bind(user_id=user_id, tasks=rows, sources=sources))
                await transaction.rows(provenance_of(user_id, images))
                given_up = await transaction.rows(GIVE_UP.bind(ids=claim_ids, user_id=user_id))
                if imported.number < len(batch) or len(given_up) < len(claim_ids):
                    raise ImportFailed("A task has changed meanwhile, or its images took more than an hour to store.")
        except UniqueViolationError as error:
            raise ImportFailed("A task with the same id or external id was recorded meanwhile.") from error
        except ForeignKeyViolationError as error:
            raise no_user(user_id) from error
        progress.add(sum(task.size for task in batch), len(batch))

    async def write_views(self, user_id: UUID, views: list[dict[str, object]]) -> None:
        try:
            async with self.database.transaction(NOBODY, "service_role", owner=user_id) as transaction:
                await transaction.rows(LOCK.bind(whose=str(user_id)))
                statement = IMPORT_VIEWS.bind(user_id=user_id, views=orjson.dumps(views).decode())
                [imported] = await transaction.rows(statement)
        except ForeignKeyViolationError as error:
            raise no_user(user_id) from error
        self.views_imported += imported.number

    async def send(self, images: list[ImageToSend]) -> None:
        async def send_one(image: ImageToSend) -> None:
            assert self.archive  # noqa: S101 - it has the image
            with self.archive.image(image.path, image.content.sha256) as file:
                await send(self.storage, image.key, image.content, file)

        await gather_all(send_one, images, SENT_AT_ONCE)
