"""`./run import`: reads and checks an export as a whole, then writes its tasks for their users."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from uuid import UUID

from models.views.view_statements import MAX_VIEWS
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
"""Bytes that a stored image may have in addition to those that were sent: its label and its signature."""
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
    Import the tasks in the file, an export, for their users, or all of them for the user `user_id`. `report` gets
    lines of progress and a summary. Raise RefusedFile before anything is changed, for a file that is not as an export
    is; ImportFailed when it does not finish.
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
            left_out = await compare(database, staged, summary.exported_at)
            broken = await check_images(archive, staged, storage.antivirus, report) if archive else 0
            number, images = staged.value(TO_IMPORT), staged.value(IMAGES)
            report(f"{summary.tasks:,} tasks, of which {summary.tasks - number:,} are here already.")
            writer = ImportWriter(database, storage, archive, staged, summary.exported_at, report)
            if not dry_run:
                await writer.run()
        report(f"{'To import' if dry_run else 'Imported'}: {number:,} tasks, and {images:,} images.")
        for note in notes(staged, left_out, broken):
            report(note)
        if summary.saved_views:
            report(views_note(len(summary.saved_views), None if dry_run else writer.views_imported))


def largest_image(settings: Settings) -> int:
    """Bytes that a stored image has at most, by the plans."""
    return max(plan.max_image_size for plan in settings.plans.values()) + ADDED


def is_archive(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(len(ZIP_START)) == ZIP_START


def check_costs(staged: StagedTasks, summary: ImportSummary, currency: str) -> None:
    """Raise RefusedFile when costs are in another currency than ours."""
    if summary.currency not in (None, currency) and (line := staged.value(COST)):
        raise RefusedFile(
            f"line {line:,}: `cost` must be in {currency}, as CURRENCY says; costs are in {summary.currency}."
        )


def notes(staged: StagedTasks, left_out: int, broken: int) -> Iterator[str]:
    """Yield what was added to tasks that were here already, and what could not be imported."""
    if completed := staged.value(WITHOUT_IMAGES):
        yield f"{completed:,} tasks that were here without images have theirs."
    if staged.elsewhere:
        yield f"{staged.elsewhere:,} images stay where they are: this file has only their addresses, a ZIP has images."
    if left_out:
        yield f"{left_out:,} sources are left out of lineages: those tasks are neither in the file nor here."
    if missing := staged.value(MISSING) + broken:
        yield f"{missing:,} images were missing or broken when they were exported: reconcile reports them as missing."


def views_note(given: int, imported: int | None) -> str:
    """Say how many saved views the file has and, unless nothing was to be changed, how many of them are new."""
    if imported is None:
        return f"{given:,} saved views are in the file."
    which = f"those whose id and name are new, up to {MAX_VIEWS} of a user"
    return f"{imported:,} of {given:,} saved views were imported: {which}."
