"""`./run label`: labels and signs results that were stored before labels or signatures were set up."""

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from tempfile import TemporaryFile
from uuid import UUID, uuid4

import orjson

from models.administration.audit_record import AuditAction, audit
from models.administration.integrity import NO_STATEMENT_TIMEOUT
from models.claims import NOBODY
from models.database import Database
from models.images.image_claim import CLAIM, GIVE_UP
from models.images.image_look import ATTACH
from models.placement.databases import Databases
from models.provenance.image_provenance import RECORD_NO_PLACE, STORE
from models.provenance.unlabelled_images import COUNT, NEXT_USER, REPLACE, UNLABELLED, UnlabelledImage
from models.statement import BoundStatement, RowT
from resolvers.access import default_plan
from resolvers.images.claimed_keys import send
from resolvers.images.inspected_image import inspect
from resolvers.images.recorded_image import source_type_of
from server.operations.backup.gather_all import gather_all
from server.operations.backup.progress import Progress
from server.settings.settings import Settings
from server.stores.connections import open_database, open_storage
from storage.failures import ObjectNotFound, ObjectTooLarge
from storage.images.decoder_process import preload_credentials
from storage.images.image_content import ImageContent, InvalidImage
from storage.images.image_inspection import ImageInspection
from storage.images.keys import image_key
from storage.objects import Storage
from storage.provenance.assertions import Assertions
from storage.provenance.file_provenance import FileProvenance, Label

LAST = datetime.max.replace(tzinfo=UTC)
LABELLED_AT_ONCE = 2
"""Images of a user that are fetched, labelled and stored concurrently; two decoders run."""


@dataclass(slots=True)
class Labelling:
    """One run over all results without a label. An interrupted run loses nothing that it has done."""

    settings: Settings
    storage: Storage
    report: Callable[[str], None]
    progress: Progress
    plans: dict[str, object]
    labelled: int = 0
    left: int = 0
    """Images that were not labelled."""

    async def run(self, database: Database) -> None:
        """Label the results of each user in turn."""
        user_id = UUID(int=0)
        while users := await self.rows(database, NEXT_USER.bind(user_id=user_id)):
            user_id = users[0].user_id
            created_at, task_id, seen = LAST, UUID(int=2**128 - 1), set[str]()
            while True:
                found = await self.rows(
                    database, UNLABELLED.bind(user_id=user_id, created_at=created_at, task_id=task_id, **self.plans)
                )
                images = [image for image in found if image.key not in seen]
                if not images:
                    break
                await self.label(database, user_id, images)
                seen = {image.key for image in images}
                created_at, task_id = images[-1].created_at, images[-1].task_id

    async def rows(self, database: Database, statement: BoundStatement[RowT]) -> list[RowT]:
        async with database.transaction(NOBODY, "service_role", "READ ONLY") as transaction:
            await transaction.execute(NO_STATEMENT_TIMEOUT)
            return await transaction.rows(statement)

    async def label(self, database: Database, user_id: UUID, images: list[UnlabelledImage]) -> None:
        """Label these images of a user. Their number is audited before they are labelled."""
        async with database.transaction(NOBODY, "service_role", owner=user_id) as transaction:
            entry = audit(AuditAction.LABEL, actor_id=None, user_id=user_id, count=len(images), detail="stored images")
            await transaction.rows(entry)

        async def label(image: UnlabelledImage) -> None:
            if reason := await self.label_one(database, user_id, image):
                self.left += 1
                self.report(f"left: {image.key}, {reason}")
            else:
                self.labelled += 1
            self.progress.add(image.size)

        await gather_all(label, images, LABELLED_AT_ONCE)

    async def label_one(self, database: Database, user_id: UUID, image: UnlabelledImage) -> str | None:
        """Replace the image by a labelled file. Return the reason if it was not replaced, else None."""
        look, image_id = self.look_at(image), uuid4()
        with ExitStack() as stack:
            file, copy = [stack.enter_context(TemporaryFile()) for _ in range(2)]
            try:
                await self.storage.get(image.key, file, at_most=image.size)
                content = await inspect(file, image_id, look.into(copy))
            except ObjectNotFound:
                return "which is missing"
            except (ObjectTooLarge, InvalidImage):
                return "which is damaged"
            if content.labelled is None:
                await record_no_place(database, user_id, image, content)
                return "whose file has no place for a label, or credentials of others"
            key = image_key(user_id, image.task_id, "generated", image_id)
            async with database.transaction(NOBODY, "service_role", owner=user_id) as transaction:
                claim = CLAIM.bind(ids=[image_id], user_id=user_id, task_ids=[image.task_id], keys=[key])
                await transaction.rows(claim)
            await send(self.storage, key, content.stored, copy)
        is_there = await replace_by(database, user_id, image, image_id, key, content.stored)
        return None if is_there else "which its task no longer has"

    def look_at(self, image: UnlabelledImage) -> ImageInspection:
        producer, key, image_id = self.settings.content_producer, self.settings.signing_key, uuid4()
        source_type = source_type_of(is_edit=image.is_edit)
        label = Label(producer, image_id.hex, source_type) if producer else None
        assertions = Assertions(str(image_id), source_type, image.completed_at.isoformat(), image.model)
        return ImageInspection(label=label, assertions=assertions if key else None, key=key)


async def replace_by(
    database: Database, user_id: UUID, image: UnlabelledImage, claim_id: UUID, key: str, content: ImageContent
) -> bool:
    """Replace the image's key in its task. If the task no longer has the image, have the file removed, return False."""
    async with database.transaction(NOBODY, "service_role", owner=user_id) as transaction:
        new = {"new_key": key, "new_size": content.size, "new_sha256": content.sha256}
        replaced = await transaction.rows(REPLACE.bind(task_id=image.task_id, user_id=user_id, key=image.key, **new))
        if not replaced:
            await transaction.rows(GIVE_UP.bind(ids=[claim_id], user_id=user_id))
            return False
        about = {"user_id": user_id, "task_ids": [image.task_id], "keys": [key]}
        provenances = [orjson.dumps(content.provenance).decode()]
        stored = {"sent": [image.sent_sha256], "produce_ids": [content.produce_id], "provenances": provenances}
        await transaction.rows(STORE.bind(**about, **stored))
        attached = ATTACH.bind(**about, ids=[claim_id], looks=[content.look], sources=[None])
        if not await transaction.rows(attached):
            raise TimeoutError("the claim on the labelled file expired before it was attached; run it again")
    return True


async def record_no_place(database: Database, user_id: UUID, image: UnlabelledImage, content: ImageContent) -> None:
    provenance = orjson.dumps(content.provenance or FileProvenance()).decode()
    about = {"key": image.key, "user_id": user_id, "task_id": image.task_id}
    async with database.transaction(NOBODY, "service_role", owner=user_id) as transaction:
        await transaction.rows(RECORD_NO_PLACE.bind(**about, sent=image.sent_sha256, provenance=provenance))


def plans_of(settings: Settings) -> dict[str, object]:
    """Return the parameters of the statements that select users whose images are labelled."""
    without = [plan.name for plan in settings.plans.values() if not plan.label_images]
    return {"default_plan": default_plan(settings.plans).name, "plans_without": without}


async def unlabelled(settings: Settings, database: Databases) -> int:
    """Count the stored results that should have a label and do not; 0 if no labels are set up. Reads all tasks."""
    if not (settings.content_producer or settings.signing_key):
        return 0

    async def count(one: Database) -> int:
        async with one.transaction(NOBODY, "service_role", "READ ONLY") as transaction:
            await transaction.execute(NO_STATEMENT_TIMEOUT)
            [found] = await transaction.rows(COUNT.bind(**plans_of(settings)))
            return found.number

    return sum(await database.one_by_one(count))


async def label_stored(settings: Settings, report: Callable[[str], None], *, dry_run: bool) -> int:
    """
    Label the results that were stored without a label or, with `dry_run`, count them. `report` gets lines of progress.
    Return how many were not labelled.
    """
    async with open_database(settings) as database, open_storage(settings) as storage:
        number = await unlabelled(settings, database)
        unchanged = dry_run or not number
        report(f"{number:,} results should have a label and have none.{' Nothing was changed.' if unchanged else ''}")
        if unchanged:
            return 0
        if settings.signing_key:
            preload_credentials()
        labelling = Labelling(settings, storage, report, Progress(report, "labelled", number), plans_of(settings))
        await database.one_by_one(labelling.run)
    report(f"{labelling.labelled:,} labelled, {labelling.left:,} left as they are.")
    return labelling.left
