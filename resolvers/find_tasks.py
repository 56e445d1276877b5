from collections.abc import Sequence
from operator import attrgetter
from uuid import UUID

from models.tasks.task import storable
from models.tasks.task_row import TaskRow
from models.tasks.task_statements import select_named, select_tasks
from resolvers.arguments import read_ids
from resolvers.context import Context
from resolvers.exceptions import BadUserInput, TaskNotFound
from resolvers.reading import AsService, ById


async def find_tasks(context: Context, ids: list[UUID], of: UUID | AsService | None = None) -> list[TaskRow | None]:
    """
    The tasks in the order of the ids; None for one that does not exist or that the caller may not see. `of` says whose
    they are, as for `Context.rows`; by default the caller's, or for a back end anybody's.
    """
    of = of or context.caller.owner
    owner = of.user if isinstance(of, AsService) else of
    rows = await context.rows(select_tasks(ids, owner), of or ById(len(ids)))
    found = {row.id: row for row in sorted(rows, key=attrgetter("created_at"), reverse=True)}
    return list(map(found.get, ids))


async def tasks_by_id(context: Context, name: str, ids: Sequence[str]) -> list[TaskRow | None]:
    """Like `find_tasks`, for the ids in the argument `name`. Raises BadUserInput if one of them is not a UUID."""
    return await find_tasks(context, read_ids(name, ids))


async def find_task(
    context: Context, user_id: UUID, task_id: UUID | None, external_id: str | None = None
) -> TaskRow | None:
    """The user's task with this id or, if that is omitted, with this external id; None if there is none."""
    if not (task_id or external_id):
        return None
    found = await context.rows(select_named(user_id, task_id, external_id), user_id)
    return found[0] if found else None


async def task_by_external_id(context: Context, external_id: str, user_id: UUID | None) -> TaskRow | None:
    """The task of the user, by default the caller, with the external id; None if there is none."""
    user_id = user_id or context.caller.id
    context.caller.check_may_act_for(user_id, "Reading someone else's tasks")
    try:
        storable(external_id)
    except ValueError as error:
        raise BadUserInput(f"`externalId`: {error}.") from error
    return await find_task(context, user_id, None, external_id)


async def required_task(context: Context, task_id: UUID, owner: UUID | None = None) -> TaskRow:
    """The task with this id. Raises TaskNotFound if it does not exist, or the caller may not see it."""
    [task] = await find_tasks(context, [task_id], owner)
    if task is None:
        raise TaskNotFound
    return task
