from collections.abc import Sequence
from uuid import UUID

from models.administration.audit_record import AuditRecord
from models.boards.board_statements import BoardRow
from models.boards.board_tables import InvitationRecord
from models.credits.credit_tables import LedgerEntry
from models.erasure.erasure_record import ErasureRecord
from models.sharing.link_record import ShareLinkRecord
from models.tasks.task_row import TaskRow
from models.views.view_record import SavedViewRecord
from models.webhooks.delivery_record import DeliveryRecord
from models.webhooks.webhook_record import WebhookRecord
from resolvers.access import Caller
from resolvers.administration.audited_readings import find_audit_entries
from resolvers.arguments import read_ids
from resolvers.boards.find_boards import find_boards, find_open_invitations
from resolvers.context import Context
from resolvers.credits.credit_balance import find_entries
from resolvers.erasure.erase_user import find_erasures
from resolvers.find_tasks import find_tasks
from resolvers.sharing.find_links import find_share_links
from resolvers.users.find_user import FoundUser, find_accounts
from resolvers.views.saved_views import find_views
from resolvers.webhooks.find_webhooks import find_deliveries, find_webhooks

NodeRow = (
    TaskRow
    | BoardRow
    | InvitationRecord
    | LedgerEntry
    | WebhookRecord
    | DeliveryRecord
    | ShareLinkRecord
    | SavedViewRecord
    | Caller
    | FoundUser
    | AuditRecord
    | ErasureRecord
)
FURTHER = (
    find_boards,
    find_entries,
    find_webhooks,
    find_deliveries,
    find_share_links,
    find_accounts,
    find_views,
    find_open_invitations,
    find_audit_entries,
    find_erasures,
)
"""Find other objects than tasks, one after the other, until each id is found."""


async def nodes_by_id(context: Context, name: str, ids: Sequence[str]) -> list[NodeRow | None]:
    """The rows with the ids in the argument `name`, in order; None for an id of nothing that the caller may see."""
    wanted = read_ids(name, ids)
    tasks = await find_tasks(context, wanted)
    found: dict[UUID, NodeRow] = {task.id: task for task in tasks if task}
    for find in FURTHER:
        if others := [node_id for node_id in wanted if node_id not in found]:
            found |= await find(context, others)
    return [found.get(node_id) for node_id in wanted]
