from uuid import UUID

from models.administration.audit_record import AuditAction
from models.statement import BoundStatement, NoRow, Statement

WRITE = Statement(
    "write_audit_entry",
    """
INSERT INTO task_record.audit_entries (actor_id, action, user_id, count, detail)
VALUES (:actor_id, :action, :user_id, :count, :detail)
""",
    NoRow,
)


def audit(
    action: AuditAction, *, actor_id: UUID | None, user_id: UUID | None, count: int, detail: str
) -> BoundStatement[NoRow]:
    """
    Write an action into the audit, as `service_role`, in the transaction of that action. `actor_id` did it, None for
    the clean-up; `user_id` is concerned, None for everyone. `count` is the number of tasks, credits or images; `detail`
    is a note for people of up to 500 characters, such as the filter or the reason, and never a prompt.
    """
    return WRITE.bind(actor_id=actor_id, action=action, user_id=user_id, count=count, detail=detail)
