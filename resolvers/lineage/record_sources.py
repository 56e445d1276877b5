from models.database import Transaction
from models.lineage.lineage_statements import RECORD
from models.tasks.task_row import TaskRow
from resolvers.exceptions import SourceNotFound
from resolvers.lineage.lineage_inputs import NewTaskSource


async def record_sources(transaction: Transaction, task: TaskRow, sources: tuple[NewTaskSource, ...]) -> None:
    """
    Record the sources of a task, in the transaction that records the task. Raises SourceNotFound for the first source
    that its user does not have, or that has no such image.
    """
    recorded = await transaction.rows(
        RECORD.bind(
            task_id=task.id,
            user_id=task.user_id,
            created_at=task.created_at,
            ids=[source.task_id for source in sources],
            relations=[source.relation for source in sources],
            image_indexes=[source.image_index for source in sources],
        )
    )
    missing = {*range(len(sources))} - {row.position - 1 for row in recorded}
    if missing:
        raise SourceNotFound(field=["input", "sources", str(min(missing))])
