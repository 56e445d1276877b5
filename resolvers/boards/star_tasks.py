from uuid import UUID

from models.database import Transaction
from models.ratings.rating_statements import star
from models.tasks.task_row import TaskRow
from models.tasks.task_statements import select_tasks
from resolvers.boards.board_inputs import TasksToStar
from resolvers.context import Context
from resolvers.tasks.delete_tasks import change_of_each_owner


async def star_tasks(context: Context, tasks: TasksToStar) -> list[TaskRow]:
    """
    Star the tasks, or remove their stars; return them. Changes all or none of each user's tasks. Raises TasksNotFound.
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
