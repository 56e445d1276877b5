"""`./run import`: reads and checks a whole export, then writes its tasks for their users."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from uuid import UUID

from models.views.view_record import MAX_VIEWS
from server.operations.importing.checked_images import check_images
from server.operations.importing.comparison import compare
from server.operations.importing.export_lines import RefusedFile
from server.operations.importing.export_reading import read_archive, read_lines
from server.operations.importing.import_writer import ImportWriter
from server.operations.importing.imported_task import ImportSummary
from server.operations.importing.staged_tasks import StagedTasks
from server.operations.importing.zip_export import ZipExport
from server.operations.moving.move_lock import nobody_moving
from server.settings.settings import Settings
from server.stores.connections import check_currency, open_database, open_storage

ZIP_START = b"PK"
ADDED = 2 * 1024**2
"""Bytes of the label and the signature that storing may add to an image."""
COST = "SELECT line FROM tasks WHERE columns ->> '$.cost' IS NOT NULL LIMIT 1"
TO_IMPORT = "SELECT count(*) FROM tasks WHERE NOT is_here"
WITHOUT_IMAGES = "SELECT count(*) FROM tasks WHERE needs_images"
MISSING = """
SELECT count(*) FROM files JOIN images USING (path) JOIN tasks USING (line)
WHERE missing AND (needs_images OR NOT is_here)"""
IMAGES = "SELECT count(*) FROM contents"


async def import_tasks(
    settings: Settings, path: Path, user_id: UUID | None, report: Callable[[str], None], *, dry_run: bool
) -> None:
    """
    Import the tasks of an export for their users, or all for the user `user_id`. `report` gets lines of progress and a
    summary. Raise RefusedFile, before anything is changed, if the file is not a valid export, and ImportFailed if the
    import does not finish.
    """
    await check_currency(settings)
    with ExitStack() as stack:
        staged = stack.enter_context(StagedTasks())
        archive = stack.enter_context(ZipExport(path, largest_image(settings))) if is_archive(path) else None
        summary = read_archive(archive, staged, user_id) if archive else read_lines(path, staged, user_id)
        check_costs(staged, summary, settings.currency)
        async with (
            nobody_moving(settings),
            open_database(settings) as database,
            open_storage(settings) as storage,
        ):
            omitted = await compare(database, staged, summary.exported_at)
            broken = await check_images(archive, staged, storage.antivirus, report) if archive else 0
            number, images = staged.value(TO_IMPORT), staged.value(IMAGES)
            report(f"{summary.tasks:,} tasks, of which {summary.tasks - number:,} are here already.")
            writer = ImportWriter(database, storage, archive, staged, summary.exported_at, report)
            if not dry_run:
                await writer.run()
        report(f"{'To import' if dry_run else 'Imported'}: {number:,} tasks, and {images:,} images.")
        for note in notes(staged, omitted, broken):
            report(note)
        if summary.saved_views and dry_run:
            report(f"{len(summary.saved_views):,} saved views are in the file.")
        elif summary.saved_views:
            report(
                f"{writer.views_imported:,} of {len(summary.saved_views):,} saved views were imported: those with a "
                f"new id and name, up to {MAX_VIEWS} per user."
            )


def largest_image(settings: Settings) -> int:
    """Return the most bytes of a stored image, by the plans."""
    return max(plan.max_image_size for plan in settings.plans.values()) + ADDED


def is_archive(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(len(ZIP_START)) == ZIP_START


def check_costs(staged: StagedTasks, summary: ImportSummary, currency: str) -> None:
    """Raise RefusedFile when costs are in another currency than that of the settings."""
    if summary.currency not in (None, currency) and (line := staged.value(COST)):
        raise RefusedFile(
            f"line {line:,}: `cost` must be in {currency}, the CURRENCY, and costs are in {summary.currency}."
        )


def notes(staged: StagedTasks, omitted: int, broken: int) -> Iterator[str]:
    """Yield a sentence for images added to existing tasks, and for images and sources that could not be imported."""
    if completed := staged.value(WITHOUT_IMAGES):
        yield f"{completed:,} tasks that were here without images get their images."
    if staged.elsewhere:
        yield f"{staged.elsewhere:,} images are not imported: this file has only their addresses. A ZIP has images."
    if omitted:
        yield f"{omitted:,} sources are omitted from lineages: those tasks are neither in the file nor here."
    if missing := staged.value(MISSING) + broken:
        yield f"{missing:,} images were missing or broken when they were exported: reconcile reports them as missing."
