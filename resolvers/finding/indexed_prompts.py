"""What prompts and labels are found by is there only where prompts are indexed."""

from models.tasks.task_conditions import TaskConditions
from resolvers.context import Context
from resolvers.finding.finding_errors import PromptsNotIndexed


def check_indexed(context: Context) -> None:
    """Raise PromptsNotIndexed where the operator has switched the index of prompts off."""
    if not context.indexes_prompts:
        raise PromptsNotIndexed


def check_labels(context: Context, where: TaskConditions) -> None:
    """Raise PromptsNotIndexed for conditions that select by labels, where prompts are not indexed."""
    if where.labels is not None:
        check_indexed(context)
