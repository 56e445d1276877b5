"""Stores an export in a temporary SQLite database until it is checked."""

import sqlite3
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple, Self
from uuid import UUID

import orjson

from models.exports.import_statements import PresentTask
from models.tasks.task_statements import IMAGE_COLUMNS
from server.operations.importing.imported_task import ImportedImage, ImportedTask, ImportedView
from server.operations.importing.zip_export import ManifestFile
from storage.images.image_content import ImageContent
from storage.provenance.file_provenance import FileProvenance

TABLES = """
PRAGMA journal_mode = OFF;
CREATE TABLE tasks (line INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, user_id TEXT NOT NULL, external_id TEXT,
  depth INTEGER, is_here BOOLEAN NOT NULL DEFAULT false, needs_images BOOLEAN NOT NULL DEFAULT false,
  columns TEXT NOT NULL);
CREATE UNIQUE INDEX tasks_external_id ON tasks (user_id, external_id) WHERE external_id IS NOT NULL;
CREATE TABLE sources (line INTEGER, position INTEGER, source_id TEXT NOT NULL, relation TEXT NOT NULL,
  image_index INTEGER, depth INTEGER, PRIMARY KEY (line, position)) WITHOUT ROWID;
CREATE INDEX sources_source_id ON sources (source_id);
CREATE TABLE images (line INTEGER, place INTEGER, path TEXT UNIQUE, described BLOB NOT NULL, PRIMARY KEY (line, place));
CREATE TABLE files (number INTEGER PRIMARY KEY, path TEXT NOT NULL UNIQUE, size INTEGER, sha256 TEXT,
  recorded_sha256 TEXT, missing BOOLEAN NOT NULL);
CREATE TABLE contents (path TEXT PRIMARY KEY, described BLOB NOT NULL, thumbnail BLOB NOT NULL,
  provenance BLOB NOT NULL) WITHOUT ROWID;
BEGIN;
"""


NEW, WITHOUT_IMAGES = "NOT is_here", "needs_images"


class StagedTask(NamedTuple):
    """A task to import. `columns` are JSON, without those of its images."""

    line: int
    id: UUID
    user_id: UUID
    columns: str


class StagedImage(NamedTuple):
    """
    An image of a task: its original if `place` is 0, else the result with that number. An image in the archive has
    `path`, and `content` once it is decoded.
    """

    place: int
    path: str | None
    described: ImportedImage
    content: ImageContent | None


class StagedTasks:
    """
    The tasks, images and files of an export, by line. SQLite unlinks its file when it opens it, so nothing is left
    wherever the process dies.
    """

    elsewhere = 0
    """The number of images for which the file has only an address."""

    def __init__(self) -> None:
        self.views: dict[UUID, list[ImportedView]] = {}
        """The saved views, by their user."""

    def __enter__(self) -> Self:
        self.database = sqlite3.connect("", isolation_level=None)
        self.database.executescript(TABLES)
        return self

    def __exit__(self, *_: object) -> None:
        self.database.close()

    def rows(self, query: str, *values: object) -> Iterator[tuple[Any, ...]]:
        return self.database.execute(query, values)

    def value(self, query: str, *values: object) -> Any:
        """Return the first value of the first row, or None when there is none."""
        return next(self.rows(query, *values), [None])[0]

    def add_task(self, line: int, task: ImportedTask, user_id: UUID) -> None:
        """Raise ValueError when another line has its id, or its user and external id."""
        row = (line, str(task.id), str(user_id), task.external_id, orjson.dumps(task.columns, default=str).decode())
        try:
            self.database.execute(
                "INSERT INTO tasks (line, id, user_id, external_id, columns) VALUES (?, ?, ?, ?, ?)", row
            )
        except sqlite3.IntegrityError:
            same = "SELECT line FROM tasks WHERE id = ? OR (user_id = ? AND external_id = ?)"
            other = self.value(same, str(task.id), str(user_id), task.external_id)
            raise ValueError(f"`id` or `externalId` must not be that of line {other:,}") from None
        sources = (
            (line, position, str(source.task_id), source.relation, source.image_index)
            for position, source in enumerate(task.sources, 1)
        )
        self.database.executemany("INSERT INTO sources VALUES (?, ?, ?, ?, ?, NULL)", sources)

    def add_image(self, line: int, place: int, image: ImportedImage) -> None:
        """Raise ValueError when another image has its file."""
        row = (line, place, image.file, image.model_dump_json(by_alias=True))
        try:
            self.database.execute("INSERT INTO images VALUES (?, ?, ?, ?)", row)
        except sqlite3.IntegrityError:
            raise ValueError(f"`file` must not be that of another image: {image.file}") from None

    def add_file(self, file: ManifestFile) -> None:
        """Raise ValueError when the manifest names it twice."""
        row = (file.path, file.size, file.sha256, file.recorded_sha256, file.missing)
        try:
            self.database.execute(
                "INSERT INTO files (path, size, sha256, recorded_sha256, missing) VALUES (?, ?, ?, ?, ?)", row
            )
        except sqlite3.IntegrityError:
            raise ValueError(f"`path` must not be that of an earlier file: {file.path}") from None

    def record_present(self, tasks: Sequence[PresentTask]) -> None:
        """Record which tasks are here, which of these lack the file's images, and the depths of sources."""
        present = [(task.depth, str(task.id), str(task.user_id)) for task in tasks]
        self.database.executemany("UPDATE tasks SET is_here = true, depth = ? WHERE id = ? AND user_id = ?", present)
        self.database.executemany(
            "UPDATE tasks SET needs_images = line IN (SELECT line FROM images) AND columns ->> '$.status' = ?"
            " WHERE id = ? AND user_id = ?",
            [(task.status, str(task.id), str(task.user_id)) for task in tasks if task.status],
        )
        self.database.executemany(
            "UPDATE sources SET depth = ? WHERE source_id = ?"
            " AND ? = (SELECT user_id FROM tasks WHERE tasks.line = sources.line)",
            present,
        )

    def add_content(self, path: str, content: ImageContent) -> None:
        described = {name: getattr(content, name) for name in (*IMAGE_COLUMNS, "produce_id")}
        self.database.execute(
            "INSERT INTO contents VALUES (?, ?, ?, ?)",
            (path, orjson.dumps(described), content.thumbnail, orjson.dumps(content.provenance)),
        )

    def to_import(self, which: str) -> Iterator[StagedTask]:
        """Yield the tasks that meet a condition, NEW or WITHOUT_IMAGES, by user, and each after its sources."""
        query = f"SELECT line, id, user_id, columns FROM tasks WHERE {which} ORDER BY user_id, depth, line"  # noqa: S608
        for line, task_id, user_id, columns in self.rows(query):
            yield StagedTask(line, UUID(task_id), UUID(user_id), columns)

    def sources_of(self, line: int) -> Iterator[dict[str, object]]:
        """Yield the rows of a task's sources, without the columns of the task."""
        query = """
SELECT position, source_id, relation, image_index, 1 + coalesce(sources.depth, source.depth)
FROM sources LEFT JOIN tasks AS source ON source.id = source_id WHERE sources.line = ? ORDER BY position"""
        names = ("position", "source_id", "relation", "image_index", "depth")
        for row in self.rows(query, line):
            yield dict(zip(names, row, strict=True))

    def images_of(self, line: int) -> Iterator[StagedImage]:
        query = """
SELECT place, path, images.described, contents.described, thumbnail, provenance
FROM images LEFT JOIN contents USING (path) WHERE line = ? ORDER BY place"""
        for place, path, described, content, thumbnail, provenance in self.rows(query, line):
            found = content and ImageContent(
                **orjson.loads(content), thumbnail=thumbnail, provenance=FileProvenance(**orjson.loads(provenance))
            )
            yield StagedImage(place, path, ImportedImage.model_validate(orjson.loads(described)), found)
