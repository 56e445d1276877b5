"""The table of what stored images say about where they come from, and its statements."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, Text
from sqlalchemy.dialects.postgresql import JSON
from sqlmodel import Field, SQLModel

from models.statement import NoRow, Statement
from models.table_rules import TableRules


class ImageProvenance(SQLModel, table=True):
    """What a stored image says about where it comes from. It has a row if that was looked at when it was stored."""

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
    """The SHA-256 of what was sent; that of what is stored is another where the image was labelled."""
    produce_id: str | None = Field(max_length=200)
    """
    The id in its label, `ProduceID`, or in this server's credentials; null for an image without one, empty for one that
    was to be labelled afterwards and has no place for a label.
    """
    provenance: str = Field(sa_type=JSON)
    """The fields of `Provenance` of storage, as an object of JSON."""


COLUMNS = "key, user_id, task_id, sent_sha256, produce_id, provenance"
KEEP = Statement(
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
"""Keeps what the images at `keys`, each of one of `task_ids`, say."""
NOTE = Statement(
    "note_no_place",
    """
INSERT INTO task_record.image_provenance (key, user_id, task_id, sent_sha256, produce_id, provenance)
VALUES (:key, :user_id, :task_id, :sent, '', CAST(:provenance AS json))
ON CONFLICT (key) DO UPDATE SET produce_id = EXCLUDED.produce_id
""",
    NoRow,
)
"""Notes of a stored image that its file has no place for a label."""
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
"""Keeps of the images at `keys`, each of one of `task_ids`, what those at `sources` say, of which they are copies."""
OF_KEYS = Statement(
    "provenance",
    f"SELECT {COLUMNS} FROM task_record.image_provenance WHERE key = ANY (:keys)",  # noqa: S608
    ImageProvenance,
)
"""What the images at `keys` say, in no particular order."""

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
