from collections.abc import Awaitable, Callable, Sequence
from uuid import UUID

from models.database import Transaction
from resolvers.context import Context
from resolvers.tasks.task_errors import TasksNotFound


async def change_of_each_owner(
    context: Context,
    task_ids: Sequence[UUID],
    change: Callable[[Transaction, UUID | None, list[UUID]], Awaitable[set[UUID]]],
) -> list[UUID]:
    """
    Have `change` change the tasks of each owner in a transaction of its own; return the ids, each once. It is given the
    owner, None where a task is found by its id alone, and returns the ids of those that exist. Raises TasksNotFound,
    and changes none of an owner's tasks, when it returns fewer than it was given.
    """
    ids = list(dict.fromkeys(task_ids))
    owners = await context.owners_of(ids)
    # A task that does not exist counts as the caller's: theirs come first, so that then nothing is changed.
    for owner in sorted({*owners.values()}, key=lambda owner: owner != context.caller.id):
        of_owner = [task_id for task_id in ids if owners[task_id] == owner]
        async with context.transaction(owner) as transaction:
            found = await change(transaction, owner, of_owner)
            if missing := [task_id for task_id in of_owner if task_id not in found]:
                raise TasksNotFound(missing)
    return ids
