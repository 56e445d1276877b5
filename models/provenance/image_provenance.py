"""The table of what stored images declare about their origin, and its statements."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, Text
from sqlalchemy.dialects.postgresql import JSON
from sqlmodel import Field, SQLModel

from models.statement import BoundStatement, NoRow, Statement
from models.table_rules import TableRules
from models.tasks.task_row import TaskRow


class ImageProvenance(SQLModel, table=True):
    """What a stored image declares about its origin. It has a row if that was examined when the image was stored."""

    __tablename__ = "image_provenance"
    __table_args__ = (
        CheckConstraint("task_record.owns(user_id, task_id, key)", name="key"),
        Index("image_provenance_user_id_produce_id_idx", "user_id", "produce_id"),
        TableRules(users="SELECT, INSERT", service="SELECT, INSERT, UPDATE (produce_id)").args(),
    )

    key: str = Field(sa_type=Text, primary_key=True)
    user_id: UUID
    task_id: UUID
    sent_sha256: str = Field(max_length=64)
    """The SHA-256 of the file as it was sent. A labelled file is stored with another one."""
    produce_id: str | None = Field(max_length=200)
    """
    The id in its label, `ProduceID`, or in this server's credentials. Null for an image without one; empty for one that
    was to be labelled later, but whose file has no place for a label.
    """
    provenance: str = Field(sa_type=JSON)
    """The fields of `Provenance` of storage, as a JSON object."""


COLUMNS = "key, user_id, task_id, sent_sha256, produce_id, provenance"
STORE = Statement(
    "keep_provenance",
    """
INSERT INTO task_record.image_provenance (key, user_id, task_id, sent_sha256, produce_id, provenance)
SELECT key, :user_id, task_id, sent, produce_id, provenance
FROM unnest(
    CAST(:keys AS text[]), CAST(:task_ids AS uuid[]), CAST(:sent AS text[]), CAST(:produce_ids AS text[]),
    CAST(:provenances AS json[])
  ) AS image (key, task_id, sent, produce_id, provenance)
""",
    NoRow,
)
"""Stores what the images at `keys`, each of one of `task_ids`, declare."""
RECORD_NO_PLACE = Statement(
    "note_no_place",
    """
INSERT INTO task_record.image_provenance (key, user_id, task_id, sent_sha256, produce_id, provenance)
VALUES (:key, :user_id, :task_id, :sent, '', CAST(:provenance AS json))
ON CONFLICT (key) DO UPDATE SET produce_id = EXCLUDED.produce_id
""",
    NoRow,
)
"""Records that the file of a stored image has no place for a label."""
COPY = Statement(
    "copy_provenance",
    """
INSERT INTO task_record.image_provenance (key, user_id, task_id, sent_sha256, produce_id, provenance)
SELECT copied.key, :user_id, copied.task_id, sent_sha256, produce_id, provenance
FROM unnest(CAST(:keys AS text[]), CAST(:task_ids AS uuid[]), CAST(:sources AS text[])) AS copied (key, task_id, source)
  JOIN task_record.image_provenance AS of ON of.key = copied.source
""",
    NoRow,
)
"""Stores for the images at `keys`, each of one of `task_ids`, what their originals at `sources` declare."""
OF_KEYS = Statement(
    "provenance",
    f"SELECT {COLUMNS} FROM task_record.image_provenance WHERE key = ANY (:keys)",  # noqa: S608
    ImageProvenance,
)
"""What the images at `keys` declare, in no particular order."""

BY_PRODUCE_ID = Statement(
    "image_with_label",
    f"""
SELECT {COLUMNS} FROM task_record.image_provenance WHERE user_id = :user_id AND produce_id = :produce_id LIMIT 10
""",  # noqa: S608
    ImageProvenance,
)
"""The user's images with a label, or credentials, of this id; copies of an image have the same."""


def by_key(rows: Sequence[ImageProvenance]) -> dict[str, ImageProvenance]:
    return {row.key: row for row in rows}


WITH_IMAGE = Statement(
    "task_with_image",
    """
SELECT * FROM user_task_history
WHERE user_id = :user_id AND deleted_at IS NULL AND (generated_sha256 = :sha256 OR more_images @> :image) LIMIT 1
""",
    TaskRow,
)


def with_image(sha256: str, user_id: UUID) -> BoundStatement[TaskRow]:
    """Select a task of the user, not deleted, with a result of this SHA-256. Reads all of the user's tasks."""
    return WITH_IMAGE.bind(user_id=user_id, sha256=sha256, image=f'[{{"sha256": "{sha256}"}}]')
