from collections.abc import Sequence

from models.credits.credit_statements import CreditEntryRow
from models.tasks.task_row import TaskRow
from resolvers.arguments import read_ids
from resolvers.context import Context
from resolvers.credits.credit_balance import find_entries
from resolvers.tasks.find_tasks import find_tasks


async def nodes_by_id(context: Context, name: str, ids: Sequence[str]) -> list[TaskRow | CreditEntryRow | None]:
    """What the ids in the argument `name` are of, in their order; None where the caller may see nothing of that id."""
    wanted = read_ids(name, ids)
    tasks = await find_tasks(context, wanted)
    others = [node_id for node_id, task in zip(wanted, tasks, strict=True) if task is None]
    entries = await find_entries(context, others) if others else {}
    return [task or entries.get(node_id) for node_id, task in zip(wanted, tasks, strict=True)]
