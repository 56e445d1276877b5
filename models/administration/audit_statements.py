from uuid import UUID

from sqlalchemy import bindparam, insert

from models.administration.audit_record import AuditAction, AuditRecord
from models.statement import BoundStatement, NoRow, Statement

WRITE = Statement(
    "write_audit_entry",
    insert(AuditRecord)
    .values({name: bindparam(name) for name in ("actor_id", "action", "user_id", "count", "detail")})
    .inline(),
    NoRow,
)


def audit(
    action: AuditAction, *, actor_id: UUID | None, user_id: UUID | None, count: int, detail: str
) -> BoundStatement[NoRow]:
    """
    What was done, to be run as `service_role` in the transaction that does it: by `actor_id`, None for the clean-up, on
    `user_id`, None for everyone. `count` is that of tasks, credits or images; `detail` is for a person to read, up to
    500 characters, such as the filter or the reason, and never holds a prompt.
    """
    return WRITE.bind(actor_id=actor_id, action=action, user_id=user_id, count=count, detail=detail)
