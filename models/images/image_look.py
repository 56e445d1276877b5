"""The table of what stored images look like, and its statements."""

from typing import NamedTuple
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, Column, Index, Text
from sqlmodel import Field, SQLModel

from models.statement import IdRow, NoRow, Statement
from models.table_rules import TableRules

SAME_WITHIN = 10
"""Bits, of 64, in which hashes of the same picture may differ in another format, size or crop."""


class ImageLook(SQLModel, table=True):
    """What a stored image looks like: the `difference_hash` of storage."""

    __tablename__ = "image_looks"
    __table_args__ = (
        CheckConstraint("task_record.owns(user_id, task_id, key)", name="key"),
        # Contains all columns that a search for similar images reads.
        Index("image_looks_user_id_idx", "user_id", postgresql_include=["task_id", "is_result", "look"]),
        TableRules(users="SELECT, INSERT", service="SELECT, INSERT").args(),
    )

    key: str = Field(sa_type=Text, primary_key=True)
    user_id: UUID
    task_id: UUID
    is_result: bool
    """Whether it is a result of the task, and not its input."""
    look: int = Field(sa_column=Column(BigInteger, nullable=False))


class ResultThatLooks(NamedTuple):
    task_id: UUID


RECORD_LOOKS = """
INSERT INTO task_record.image_looks (key, user_id, task_id, is_result, look)
SELECT key, :user_id, task_id, strpos(key, '/generated-') > 0, look
FROM (
  SELECT given.key, given.task_id, coalesce(given.look, copied.look) AS look
  FROM unnest(CAST(:keys AS text[]), CAST(:task_ids AS uuid[]), CAST(:looks AS bigint[]), CAST(:sources AS text[]))
    AS given (key, task_id, look, source)
    LEFT JOIN task_record.image_looks AS copied ON copied.key = given.source
) AS image WHERE look IS NOT NULL ON CONFLICT DO NOTHING"""
ATTACH = Statement(
    "attach_images",
    f"""
WITH given_up AS (
  DELETE FROM task_record.image_uploads WHERE id = ANY (:ids) AND user_id = :user_id RETURNING id
), looks AS ({RECORD_LOOKS})
SELECT id FROM given_up
""",  # noqa: S608
    IdRow,
)
"""
Gives up the user's claims `ids`, and records what the images at `keys`, each of one of `task_ids`, look like. Where
`looks` is null, that is copied from the image at `sources`. Returns no row for a claim that has expired.
"""
INDEX_LOOK = Statement(
    "note_look",
    f"""
{
        RECORD_LOOKS.replace(
            "IS NOT NULL",
            '''IS NOT NULL AND EXISTS (
  SELECT FROM user_task_history AS task WHERE task.id = image.task_id AND task.user_id = :user_id AND deleted_at IS NULL
    AND image.key = ANY (task_record.named_keys(aws_original_key, aws_generated_key, more_images)) FOR SHARE
)''',
        )
    }
""",
    NoRow,
)
"""Records the same for images that tasks already name, if they still do."""
LOOKING_LIKE = Statement(
    "result_that_looks_like",
    f"""
SELECT task_id FROM task_record.image_looks AS image JOIN user_task_history AS task ON task.id = image.task_id
WHERE image.user_id = :user_id AND is_result AND bit_count((look # :look)::bit(64)) <= {SAME_WITHIN}
  AND deleted_at IS NULL
ORDER BY bit_count((look # :look)::bit(64)), task.created_at DESC LIMIT 1
""",  # noqa: S608
    ResultThatLooks,
)
"""The user's task whose result is the closest match of the same picture."""
