from datetime import datetime

from models.administration.audit_record import AuditAction
from models.administration.user_ranking import USER, UserUsageOrder, UserUsageRow, user_ranking
from resolvers.arguments import read_ids
from resolvers.context import Context
from resolvers.paging import ListPage, Window, list_page
from resolvers.reading import AsService, AuditNote


async def read_users(
    context: Context, order: UserUsageOrder, last_task_before: datetime | None, window: Window
) -> ListPage[UserUsageRow]:
    """
    A page of what each user has used, or each who had no task since the instant. The administrator's reading is
    recorded in the audit.
    """
    recorded = window.recorded(None, f"usage, by {order.name}", AuditAction.READ_USER)
    return await list_page(context, user_ranking(order, last_task_before), window, of=AsService(None, recorded))


async def read_user(context: Context, user_id: str) -> UserUsageRow | None:
    """What the user has used; None when they never had a task. The administrator's reading is recorded in the audit."""
    [user] = read_ids("id", [user_id])

    def recorded(rows: list[UserUsageRow]) -> AuditNote:
        return AuditNote(AuditAction.READ_USER, user, len(rows), "usage")

    return next(iter(await context.rows(USER.bind(user_id=user), AsService(None, recorded))), None)
