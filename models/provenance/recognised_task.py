"""The statement that finds the task whose result has the same bytes as an image."""

from uuid import UUID

from sqlalchemy import bindparam, or_, select
from sqlalchemy.dialects.postgresql import JSONB

from models.statement import BoundStatement, Statement
from models.tasks.task import Task
from models.tasks.task_row import TaskRow
from models.tasks.task_statements import COLUMNS

WITH_IMAGE = Statement(
    "task_with_image",
    select(Task)
    .where(
        COLUMNS["user_id"] == bindparam("user_id"),
        COLUMNS["deleted_at"].is_(None),
        or_(
            COLUMNS["generated_sha256"] == bindparam("sha256"),
            COLUMNS["more_images"].contains(bindparam("image", type_=JSONB)),
        ),
    )
    .limit(1),
    TaskRow,
)


def with_image(sha256: str, user_id: UUID) -> BoundStatement[TaskRow]:
    """
    Select a task of the user, not deleted, one of whose results has this SHA-256. There is no index for it: it takes as
    long as all of the user's tasks take to be read.
    """
    return WITH_IMAGE.bind(user_id=user_id, sha256=sha256, image=f'[{{"sha256": "{sha256}"}}]')
