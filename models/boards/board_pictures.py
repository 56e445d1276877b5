"""The statements that read tasks on boards, with the columns that the database grants to members."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Text, Uuid, bindparam, case, cast, func, literal, null, or_, select

from models.boards.board_statements import PLACED
from models.keyset_list import KeysetList, OrderedRows
from models.statement import Statement
from models.tasks.task_row import RULES, SEEN_BY_MEMBERS, TaskRow
from models.tasks.task_statements import IMAGE_COLUMNS
from models.tasks.task_table import COLUMNS

SEEN = [COLUMNS[name] for name in SEEN_BY_MEMBERS]
OWN_ALONE = tuple(name for name in RULES if name not in SEEN_BY_MEMBERS)
"""The columns that only a task's user sees: the user's notes, and what the task was made from."""
ADDRESS = r"(?:://|data:\w+/)"
"""A part of every address, including that of a file within a text."""
MASKED = {
    "error_message": (rf"\S*{ADDRESS}\S*", "…"),
    "parameters": (rf'"(?:[^"\\]|\\.)*{ADDRESS}(?:[^"\\]|\\.)*"', '"…"'),
}
"""
By column, the text hidden from members because it may lead to what the task was made from: a word with an address, or a
JSON string with one. The second value replaces it.
"""
READER = bindparam("reader", type_=Uuid)
LOOKED_AT = 100
"""The last tasks added that are searched for a board's picture."""


class BoardTaskRow(TaskRow):
    __slots__ = ()

    added_at: datetime
    """When it was added to the board."""


class CoverRow(TaskRow):
    __slots__ = ()

    board_id: UUID
    """The board that its picture represents."""


def seen(column: ColumnElement[Any]) -> ColumnElement[Any]:
    """The column as the `reader` sees it: in others' tasks without what is MASKED. Without a reader, it is whole."""
    if column.key not in MASKED:
        return column
    sees_all = or_(READER.is_(None), COLUMNS["user_id"] == READER)
    rest = func.regexp_replace(cast(column, Text), *map(literal, (*MASKED[column.key], "g")))
    return case((sees_all, column), else_=cast(rest, column.type)).label(column.key)


BOARD_TASKS = OrderedRows(
    "board_tasks",
    select(*map(seen, SEEN), *(null().label(name) for name in OWN_ALONE), PLACED["added_at"]).where(
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


def tasks_on(board_id: UUID, reader: UUID | None) -> KeysetList[BoardTaskRow]:
    """The tasks on a board, last added first, as the reader (None: a back end) sees them; hidden columns are null."""
    return KeysetList(BOARD_TASKS, "board", {"board_id": board_id, "reader": reader})


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
"""For each of these boards, the picture of the chosen task, or else of the last added task that has one."""
