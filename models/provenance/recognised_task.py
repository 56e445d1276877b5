"""The statement that finds the task whose result has the same bytes as an image."""

from uuid import UUID

from models.statement import BoundStatement, Statement
from models.tasks.task_row import TaskRow

WITH_IMAGE = Statement(
    "task_with_image",
    """
SELECT * FROM user_task_history
WHERE user_id = :user_id AND deleted_at IS NULL AND (generated_sha256 = :sha256 OR more_images @> :image) LIMIT 1
""",
    TaskRow,
)


def with_image(sha256: str, user_id: UUID) -> BoundStatement[TaskRow]:
    """
    Select a task of the user, not deleted, one of whose results has this SHA-256. There is no index for it: it takes as
    long as all of the user's tasks take to be read.
    """
    return WITH_IMAGE.bind(user_id=user_id, sha256=sha256, image=f'[{{"sha256": "{sha256}"}}]')
