from models.administration.recent_failures import FAILURES, FailureRow, add_failures
from resolvers.administration.note_reading import note_reading
from resolvers.context import Context


async def read_failures(context: Context) -> list[FailureRow]:
    """What tasks of all users failed of lately, the most frequent first; an entry of the audit tells of the reading."""
    failures = add_failures(await context.as_administrator().rows(FAILURES))
    await note_reading(context, None, sum(failure.tasks for failure in failures), "failures by message and model")
    return failures
