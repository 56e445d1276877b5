from collections.abc import Sequence

from models.provenance.image_provenance import OF_KEYS, ImageProvenance, by_key
from models.tasks.task_row import TaskRow
from resolvers.context import Context
from resolvers.images.recorded_image import RecordedImage, images_of
from resolvers.lineage.find_lineage import whose
from resolvers.reading import ReadScope
from storage.images.keys import user_id_in


async def find_provenance(context: Context, image: RecordedImage) -> ImageProvenance | None:
    """What the stored file of an image, which the caller was shown, says; None when it was not looked at."""
    if image.key is None or (owner := user_id_in(image.key)) is None:
        return None
    return await context.load(load_provenance, image.key, whose(context, owner, "provenance"))


async def load_provenance(context: Context, keys: list[str], of: ReadScope) -> list[ImageProvenance | None]:
    """What the files at the keys say, in their order; None for one that was not looked at. One statement."""
    found = by_key(await context.rows(OF_KEYS.bind(keys=keys), of))
    return list(map(found.get, keys))


async def stored_digests(context: Context, task: TaskRow, sent: Sequence[str | None]) -> list[str | None]:
    """
    The SHA-256 of the task's results where those of `sent` are what they were labelled from, in place of these. One
    statement, unless they are the results as they are.
    """
    images = images_of(task)
    if len(images) != len(sent) or all(one in (None, image.sha256) for one, image in zip(sent, images, strict=True)):
        return list(sent)
    keys = [image.key for image in images if image.key]
    found = by_key(await context.rows(OF_KEYS.bind(keys=keys), task.user_id))
    return [
        image.sha256 if image.key in found and found[image.key].sent_sha256 == one else one
        for one, image in zip(sent, images, strict=True)
    ]
