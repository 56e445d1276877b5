from uuid import UUID

from models.boards.stars import star
from models.database import Transaction
from models.tasks.task_row import TaskRow
from models.tasks.task_statements import select_tasks
from resolvers.boards.board_inputs import TasksToStar
from resolvers.context import Context
from resolvers.tasks.each_owner import change_of_each_owner


async def star_tasks(context: Context, tasks: TasksToStar) -> list[TaskRow]:
    """
    Star the tasks, or take their stars away; return them. Those that are so already do not change. Raises
    TasksNotFound, and changes none of a user's tasks, when one does not exist.
    """
    rows: dict[UUID, TaskRow] = {}

    async def change(transaction: Transaction, owner: UUID | None, ids: list[UUID]) -> set[UUID]:
        changed = await transaction.rows(star(ids, owner, starred=tasks.starred))
        found = {row.id: row for row in changed}
        if others := [task_id for task_id in ids if task_id not in found]:
            found |= {row.id: row for row in await transaction.rows(select_tasks(others, owner))}
        rows.update(found)
        return {*found}

    return [rows[task_id] for task_id in await change_of_each_owner(context, tasks.ids, change)]
