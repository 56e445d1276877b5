from collections.abc import Sequence

from models.database import Transaction
from models.lineage.lineage_statements import RECORD
from models.tasks.task_row import TaskRow
from resolvers.lineage.lineage_errors import SourceNotFound
from resolvers.lineage.lineage_inputs import NewTaskSource


async def record_sources(transaction: Transaction, tasks: Sequence[tuple[TaskRow, tuple[NewTaskSource, ...]]]) -> None:
    """
    Record the sources of tasks, none of which is a source of another of them, in the transaction that records the
    tasks. Raises SourceNotFound for the first source that its user does not have, or that has no such image.
    """
    given = [(task, position, source) for task, sources in tasks for position, source in enumerate(sources, 1)]
    recorded = await transaction.rows(
        RECORD.bind(
            user_ids=[task.user_id for task, _, _ in given],
            task_ids=[task.id for task, _, _ in given],
            created_at=[task.created_at for task, _, _ in given],
            positions=[position for _, position, _ in given],
            ids=[source.task_id for _, _, source in given],
            relations=[source.relation for _, _, source in given],
            image_indexes=[source.image_index for _, _, source in given],
        )
    )
    if len(recorded) < len(given):
        found = {*recorded}
        missing = next(position for task, position, _ in given if (task.id, position) not in found)
        raise SourceNotFound(field=["input", "sources", str(missing - 1)])
