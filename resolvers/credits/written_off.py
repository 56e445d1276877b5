import logging

from models.credits.credit_statements import WRITTEN_OFF
from models.database import Transaction
from models.tasks.task_row import TaskRow

logger = logging.getLogger(__name__)


async def log_written_off(transaction: Transaction, task: TaskRow) -> None:
    """
    Log the credits that a task completed by this transaction cost beyond what its user had. Takes a statement only if
    the task cost more than was held, or ended after the hold did.
    """
    if task.credits_held_until is None or task.credits_reserved is None or task.completed_at is None:
        return
    if task.credits_deducted > task.credits_reserved or task.completed_at >= task.credits_held_until:
        for written_off in await transaction.rows(WRITTEN_OFF.bind(user_id=task.user_id, task_id=task.id)):
            if written_off.number:
                logger.warning(
                    "%s credits were written off: the task %s cost %s, more than its user had.",
                    written_off.number,
                    task.id,
                    task.credits_deducted,
                )
