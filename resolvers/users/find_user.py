from dataclasses import dataclass
from datetime import date
from uuid import UUID

from models.administration.audit_record import AuditAction
from models.boards.board_statements import BoardRow
from models.images.storage_use import STORAGE_USE
from models.sharing.link_record import ShareLinkRecord
from models.statistics.totals import TotalsRow
from models.statistics.user_task_statistics import StatisticsPeriod
from models.tasks.task_conditions import TaskConditions
from models.tasks.task_list import TaskOrdering, task_list
from models.tasks.task_row import TaskRow
from models.users.known_user import KNOWN_USER, KnownUserRow
from resolvers.access import PlanLimits, Role, default_plan
from resolvers.administration.read_tasks import described
from resolvers.arguments import read_ids
from resolvers.boards.find_boards import list_boards
from resolvers.context import Context, Info
from resolvers.credits.credit_balance import CreditBalance, credit_balance
from resolvers.finding.indexed_prompts import check_labels
from resolvers.paging import ListPage, Window, list_page
from resolvers.reading import AsService, AuditNote, daily_work
from resolvers.sharing.find_links import list_share_links
from resolvers.statistics.read_statistics import read_statistics


@dataclass(frozen=True, slots=True)
class FoundUser:
    """A user, for a back end or an administrator, whose right to see them has been checked."""

    context: Context
    id: UUID
    noted_plan: str | None

    @property
    def plan(self) -> PlanLimits:
        """The noted plan; the default plan where none is noted, or the noted one is gone."""
        plans = self.context.plans
        return plans.get(self.noted_plan or "") or default_plan(plans)

    @property
    def whose(self) -> AsService:
        """Reads the user's rows; the audit has it already that an administrator looks the user up."""
        of = AsService(self.id, daily_work)
        return of if self.context.caller.role is Role.SERVICE else of.further

    async def storage_used(self) -> int:
        """Bytes of the user's stored images, without thumbnails, and of those that open uploads have announced."""
        [use] = await self.context.rows(STORAGE_USE.bind(user_id=self.id), self.whose)
        return use.total

    async def totals(self, period: StatisticsPeriod, day: date | None, columns: frozenset[str] | None) -> TotalsRow:
        """The user's totals, with these columns, in the period that has `day`, or today."""
        return await read_statistics(self.context, self.id, period, day, columns, self.whose)

    async def credits(self) -> CreditBalance | None:
        """The user's credits; None where their plan keeps none."""
        return await credit_balance(self.context, self.id, self.whose) if self.plan.credits else None

    async def tasks(self, info: Info, where: TaskConditions, order: TaskOrdering, window: Window) -> ListPage[TaskRow]:
        """A page of the user's tasks. An administrator's reading is recorded in the audit."""
        check_labels(self.context, where)
        recorded = window.recorded(self.id, described(where))
        of = self.whose if self.context.caller.role is Role.SERVICE else AsService(self.id, recorded)
        return await list_page(self.context, task_list(self.id, where, order), window, info.columns, of)

    async def boards(self, info: Info, window: Window) -> ListPage[BoardRow]:
        """A page of the boards of which the user is a member. An administrator's reading is recorded in the audit."""
        recorded = window.recorded(self.id, "boards", AuditAction.READ_USER)
        of = self.whose if self.context.caller.role is Role.SERVICE else AsService(self.id, recorded)
        return await list_boards(info, self.id, window, of)

    async def share_links(self, window: Window) -> ListPage[ShareLinkRecord]:
        """A page of the user's share links. An administrator's reading is recorded in the audit."""
        recorded = window.recorded(self.id, "share links", AuditAction.READ_USER)
        of = self.whose if self.context.caller.role is Role.SERVICE else AsService(self.id, recorded)
        return await list_share_links(self.context, self.id, window, of)


async def find_user(context: Context, given_id: str) -> FoundUser | None:
    """
    The user of that id, None when nothing is known of them. An administrator's looking one up is recorded in the audit.
    """
    context.caller.check_may_read_users()
    [user_id] = read_ids("id", [given_id])

    def recorded(rows: list[KnownUserRow]) -> AuditNote | None:
        is_known = any(row.is_known for row in rows)
        return AuditNote(AuditAction.READ_USER, user_id, 0, "looked up") if is_known else None

    of = AsService(user_id, daily_work if context.caller.role is Role.SERVICE else recorded)
    [row] = await context.rows(KNOWN_USER.bind(user_id=user_id), of)
    return FoundUser(context, user_id, row.plan) if row.is_known else None
