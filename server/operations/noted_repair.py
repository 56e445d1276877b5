from enum import StrEnum
from uuid import UUID

from models.administration.audit_record import AuditAction
from models.administration.audit_statements import audit
from models.database import Transaction


class Repair(StrEnum):
    """The audit's detail for a repair; the page translates these texts (web/src/administration/audit)."""

    ORPHANS = "orphaned objects removed"
    THUMBNAIL = "thumbnail made again"
    DESCRIPTION = "images described"
    STATISTICS = "statistics counted again"
    OVERALL = "totals over all users counted again"


async def note_repair(transaction: Transaction, user_id: UUID | None, count: int, repair: Repair) -> None:
    """
    Write an entry of the audit. It is committed before what it describes, so that no repair goes unnoted should the
    process die in between.
    """
    await transaction.rows(audit(AuditAction.REPAIR, actor_id=None, user_id=user_id, count=count, detail=repair))
