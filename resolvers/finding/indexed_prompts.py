"""Prompts and labels can be listed and filtered by only if prompts are indexed."""

from models.tasks.task_conditions import TaskConditions
from resolvers.context import Context
from resolvers.exceptions import ErrorCode, FieldRefusal


class PromptsNotIndexed(FieldRefusal):
    """Prompts and labels are not indexed on this server. The operator can enable them with INDEX_PROMPTS."""

    code = ErrorCode("SWITCHED_OFF", "The operator has switched this off; the message names the setting.")


def check_indexed(context: Context) -> None:
    """Raise PromptsNotIndexed if the operator has switched the index of prompts off."""
    if not context.indexes_prompts:
        raise PromptsNotIndexed


def check_labels(context: Context, where: TaskConditions) -> None:
    """Raise PromptsNotIndexed for a filter by labels if prompts are not indexed."""
    if where.labels is not None:
        check_indexed(context)
