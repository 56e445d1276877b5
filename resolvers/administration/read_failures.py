from models.administration.audit_record import AuditAction
from models.administration.recent_failures import FAILURES, FailureRow, add_failures
from resolvers.context import Context
from resolvers.reading import AsService, AuditNote


async def read_failures(context: Context) -> list[FailureRow]:
    """The most frequent failures of late over all users, largest group first. The reading is recorded in the audit."""

    def recorded(failures: list[FailureRow]) -> AuditNote:
        count = sum(failure.tasks for failure in failures)
        return AuditNote(AuditAction.READ_TASKS, None, count, "failures by message and model")

    return await context.rows(FAILURES, AsService(None, recorded), add_failures)
