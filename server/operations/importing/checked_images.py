"""Verifies and decodes each image of an archive before anything is changed."""

import asyncio
from collections.abc import Callable
from typing import NamedTuple
from uuid import UUID, uuid4

from resolvers.images.inspected_image import inspect
from server.operations.backup.gather_all import gather_all
from server.operations.backup.progress import Progress
from server.operations.importing.export_lines import RefusedFile
from server.operations.importing.staged_tasks import StagedTasks
from server.operations.importing.zip_export import ZipExport
from storage.images.image_content import InvalidImage
from storage.images.image_inspection import ImageInspection
from storage.virus_scan import Antivirus

DECODED_AT_ONCE = 2


class UncheckedImage(NamedTuple):
    path: str
    size: int
    sha256: str
    recorded_sha256: str | None
    is_here: bool
    """Whether its task already has it."""


UNCHECKED = """
SELECT path, size, sha256, recorded_sha256, is_here AND NOT needs_images
FROM files JOIN images USING (path) JOIN tasks USING (line)
WHERE NOT missing ORDER BY number"""


async def check_images(
    archive: ZipExport, staged: StagedTasks, antivirus: Antivirus | None, report: Callable[[str], None]
) -> int:
    """
    Raise RefusedFile for an image that differs from the manifest, or cannot be decoded. Return how many were already
    broken, and different from their records, when they were exported: these count as missing.
    """
    number = staged.value("SELECT count(*) FROM files WHERE NOT missing AND path LIKE 'images/%'")
    progress = Progress(report, "checked", number)
    images = map(UncheckedImage._make, staged.rows(UNCHECKED))
    broken = 0

    async def check_in_turn(sender: UUID) -> None:
        nonlocal broken
        for image in images:
            with archive.image(image.path, image.sha256) as file:
                try:
                    if not image.is_here:
                        if antivirus:
                            await antivirus.scan(file)
                        staged.add_content(image.path, await inspect(file, sender, ImageInspection()))
                except InvalidImage as error:
                    if image.recorded_sha256 is None:
                        raise RefusedFile(f"{image.path}: {error}") from error
                    broken += 1
            progress.add(image.size)
            await asyncio.sleep(0)

    await gather_all(check_in_turn, [uuid4() for _ in range(DECODED_AT_ONCE)], DECODED_AT_ONCE)
    return broken
