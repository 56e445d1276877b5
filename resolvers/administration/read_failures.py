from models.administration.recent_failures import FAILURES, FailureRow, add_failures
from resolvers.administration.note_reading import note_reading
from resolvers.context import Context


async def read_failures(context: Context) -> list[FailureRow]:
    """The most frequent failures of late over all users, largest group first. The reading is recorded in the audit."""
    failures = add_failures(await context.as_administrator().rows(FAILURES))
    await note_reading(context, None, sum(failure.tasks for failure in failures), "failures by message and model")
    return failures
