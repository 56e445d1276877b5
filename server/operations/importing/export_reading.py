"""Reads an export into a StagedTasks. Raises RefusedFile for a file that is not an export."""

from pathlib import Path
from uuid import UUID

from resolvers.exact_json import load_exactly
from server.operations.importing.export_lines import ExportLines, RefusedFile, faults_at
from server.operations.importing.imported_task import ImportedTask, ImportSummary, LastLine, is_address
from server.operations.importing.staged_tasks import StagedTasks
from server.operations.importing.zip_export import MANIFEST, TASKS, ZipExport

LAST_LINE = 'the last line, `{"summary": …}`'
COUNTS = "SELECT count(*) FILTER (WHERE NOT missing), count(*) FILTER (WHERE missing) FROM files WHERE path <> ?"
LISTED = "SELECT true FROM files WHERE path = ?"
UNLISTED = "SELECT line, path FROM images WHERE path NOT IN (SELECT path FROM files) LIMIT 1"
UNUSED = (
    "SELECT path FROM files WHERE path <> ? AND path NOT IN (SELECT path FROM images WHERE path IS NOT NULL) LIMIT 1"
)
DIFFERENT = """
SELECT line, path FROM images JOIN files USING (path)
WHERE coalesce(recorded_sha256, sha256) IS NOT described ->> '$.sha256' AND described ->> '$.sha256' IS NOT NULL"""


def read_lines(path: Path, staged: StagedTasks, user_id: UUID | None) -> ImportSummary:
    """Read an NDJSON file."""
    with path.open("rb") as file:
        return read_tasks(ExportLines(file), staged, user_id, is_archive=False)


def read_archive(archive: ZipExport, staged: StagedTasks, user_id: UUID | None) -> ImportSummary:
    """Read the tasks and the manifest of a ZIP archive, and compare the manifest with the archive."""
    with archive.lines(TASKS) as lines:
        summary = read_tasks(lines, staged, user_id, is_archive=True)
    counts = archive.read_manifest(staged.add_file)
    listed = next(staged.rows("SELECT size, sha256 FROM files WHERE path = ?", TASKS), None)
    if listed != (lines.size, lines.digest.hexdigest()):
        raise RefusedFile(f"{TASKS}: Its size and SHA-256 must be those in {MANIFEST}.")
    if (counts.tasks, counts.images, counts.missing) != (summary.tasks, *next(staged.rows(COUNTS, TASKS))):
        raise RefusedFile(f"{MANIFEST}, line 1: `tasks`, `images` and `missing` must be their numbers.")
    for line, path in staged.rows(UNLISTED):
        raise RefusedFile(f"line {line:,}: `file` must be one of {MANIFEST}: {path}.")
    for line, path in staged.rows(DIFFERENT):
        raise RefusedFile(f"line {line:,}: `sha256` must be that of {path} in {MANIFEST}.")
    unlisted = (name for name in archive.members if name != MANIFEST and not staged.value(LISTED, name))
    if unused := staged.value(UNUSED, TASKS) or next(unlisted, None):
        raise RefusedFile(f"{unused[:200]!r}: Expected an image of a task that {MANIFEST} lists, or nothing.")
    return summary


def read_tasks(lines: ExportLines, staged: StagedTasks, user_id: UUID | None, *, is_archive: bool) -> ImportSummary:
    """Read the tasks, for the user `user_id` if one is given, up to the summary."""
    summary: ImportSummary | None = None
    number = 0
    for number, (where, text) in enumerate(lines, 1):
        if summary:
            raise RefusedFile(f"{where}: Nothing may follow {LAST_LINE}.")
        if number == 1 and not text.lstrip().startswith(b"{"):
            raise RefusedFile(f"{where}: Must be a JSON object: expected an export as NDJSON or ZIP, not CSV.")
        with faults_at(where):
            value = load_exactly(text)
            if not isinstance(value, dict):
                raise ValueError("must be a JSON object")  # noqa: TRY004 - which `faults_at` expects
            if value.keys() == {"summary"}:
                summary = LastLine.model_validate(value).summary
                for view in summary.saved_views:
                    staged.views.setdefault(user_id or view.user_id, []).append(view)
            else:
                stage(number, ImportedTask.model_validate(value), staged, user_id, is_archive=is_archive)
    if summary is None:
        raise RefusedFile(f"line {number + 1:,}: It is incomplete: expected {LAST_LINE}.")
    if summary.tasks != number - 1:
        raise RefusedFile(f"line {number:,}: `tasks` must be the number of tasks, {number - 1:,}.")
    return summary


def stage(line: int, task: ImportedTask, staged: StagedTasks, user_id: UUID | None, *, is_archive: bool) -> None:
    """Stage the task and, of an archive, its images: 0 is the original, results are numbered from 1."""
    staged.add_task(line, task, user_id or task.user_id)
    for place, image in enumerate([task.original_image, *task.images]):
        if image and is_archive:
            if image.file is None and (place > 1 or not is_address(image.url)):
                raise ValueError("an image of an archive must have a `file`, or, for the first, an address as `url`")
            staged.add_image(line, place, image)
        elif image and image.file is not None:
            raise ValueError("an image must have a `url`: only an archive has files")
        elif image:
            staged.elsewhere += 1
