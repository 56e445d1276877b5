"""The statements that read tasks through boards: with the columns that members may see, which the database grants."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import bindparam, null, select

from models.boards.board_statements import PLACED
from models.keyset_list import KeysetList, OrderedRows
from models.statement import Statement
from models.tasks.task_row import TaskRow
from models.tasks.task_statements import COLUMNS, IMAGE_COLUMNS

OWN_ALONE = ("external_id", "metadata", "input_sha256", "starred_at", "rating")
"""The columns that only a task's user sees."""
SEEN = [column for column in COLUMNS if column.key not in OWN_ALONE]
"""The columns that members of a board see, and for which `board_reader` has a right."""
LOOKED_AT = 100
"""Tasks, those added last, among which a picture is looked for that stands for a board."""


class BoardTaskRow(TaskRow):
    __slots__ = ()

    added_at: datetime
    """When it was put on the board."""


class CoverRow(TaskRow):
    __slots__ = ()

    board_id: UUID
    """The board for which its picture stands."""


BOARD_TASKS = OrderedRows(
    "board_tasks",
    select(*SEEN, *(null().label(name) for name in OWN_ALONE), PLACED["added_at"]).where(
        PLACED["board_id"] == bindparam("board_id"),
        PLACED["task_id"] == COLUMNS["id"],
        COLUMNS["deleted_at"].is_(None),
        COLUMNS["trashed_at"].is_(None),
    ),
    BoardTaskRow,
    (PLACED["added_at"], PLACED["task_id"]),
    ("added_at", "id"),
    count_name="count_board_tasks",
)


def tasks_on(board_id: UUID) -> KeysetList[BoardTaskRow]:
    """The tasks on a board, those added last first; what is their users' alone is null."""
    return KeysetList(BOARD_TASKS, "board", {"board_id": board_id})


PICTURE = ", ".join(
    f"task.{name}"
    for name in (
        "id",
        "user_id",
        "generated_image_url",
        "aws_generated_key",
        *(f"generated_{one}" for one in IMAGE_COLUMNS),
    )
)
COVERS = Statement(
    "board_covers",
    f"""
SELECT board.id AS board_id, cover.* FROM task_record.boards AS board, LATERAL (
  SELECT {PICTURE} FROM (
    SELECT task_id, added_at, true AS is_chosen FROM task_record.board_tasks
    WHERE board_id = board.id AND task_id = cover_task_id
    UNION ALL
    (SELECT task_id, added_at, false FROM task_record.board_tasks WHERE board_id = board.id
     ORDER BY added_at DESC, task_id DESC LIMIT {LOOKED_AT})
  ) AS placed JOIN user_task_history AS task ON task.id = task_id
  WHERE deleted_at IS NULL AND trashed_at IS NULL AND coalesce(aws_generated_key, generated_image_url) IS NOT NULL
  ORDER BY is_chosen DESC, added_at DESC LIMIT 1
) AS cover
WHERE board.id = ANY (:ids)
""",  # noqa: S608 - of constants
    CoverRow,
)
"""Of these boards, the picture of the task that was chosen or else of the last one that was added and has one."""
