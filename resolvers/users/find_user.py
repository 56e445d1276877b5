from collections.abc import Sequence
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
from models.users.known_user import KNOWN_USER, KNOWN_USERS, USER_SUBJECT, KnownUserRow
from resolvers.access import Caller, PlanLimits, Role, default_plan
from resolvers.administration.audited_readings import described
from resolvers.arguments import read_ids
from resolvers.boards.find_boards import list_boards
from resolvers.context import Context, Info
from resolvers.credits.credit_balance import CreditBalance, credit_balance
from resolvers.finding.indexed_prompts import check_labels
from resolvers.paging import ListPage, Window, list_page
from resolvers.reading import AsService, NewEntry, Recorded, read_by_service, read_of_user
from resolvers.sharing.find_links import list_share_links
from resolvers.statistics.read_statistics import read_statistics
from resolvers.users.user_id import user_id_of


@dataclass(frozen=True, slots=True)
class FoundUser:
    """A user, for a back end or an administrator, whose right to see them has been checked."""

    context: Context
    id: UUID
    stored_plan: str | None

    @property
    def plan(self) -> PlanLimits:
        """The stored plan; the default plan if none is stored, or it no longer exists."""
        plans = self.context.plans
        return plans.get(self.stored_plan or "") or default_plan(plans)

    @property
    def whose(self) -> AsService:
        """Reads the user's rows; the audit already has the administrator's look-up of the user."""
        of = AsService(self.id, read_by_service)
        return of if self.context.caller.role is Role.SERVICE else of.further

    def reading(self, recorded: Recorded) -> AsService:
        """Reads a list of the user's rows, which for an administrator is recorded in the audit."""
        return self.whose if self.context.caller.role is Role.SERVICE else AsService(self.id, recorded)

    async def subject(self) -> str | None:
        """The `sub` of the user's tokens, if the id is made from it; None if it is the id, or none was seen."""
        found = await self.context.rows(USER_SUBJECT.bind(user_id=self.id), self.whose)
        return found[0].subject if found else None

    async def storage_used(self) -> int:
        """Bytes of the user's stored images, without thumbnails, and of those that open uploads announced."""
        [use] = await self.context.rows(STORAGE_USE.bind(user_id=self.id), self.whose)
        return use.total

    async def tasks_this_month(self) -> int:
        """How many tasks were created for the user this calendar month, including deleted ones."""
        totals = await self.totals(StatisticsPeriod.MONTH, None, frozenset({"total_tasks"}))
        return totals.total_tasks

    async def totals(self, period: StatisticsPeriod, day: date | None, columns: frozenset[str] | None) -> TotalsRow:
        """The user's totals, with these columns, in the period that has `day`, or today."""
        return await read_statistics(self.context, self.id, period, day, columns, self.whose)

    async def credits(self) -> CreditBalance | None:
        """The user's credits; None if their plan has none."""
        return await credit_balance(self.context, self.id, self.whose) if self.plan.credits else None

    async def tasks(self, info: Info, where: TaskConditions, order: TaskOrdering, window: Window) -> ListPage[TaskRow]:
        """A page of the user's tasks."""
        check_labels(self.context, where)
        of = self.reading(window.recorded(self.id, described(where)))
        return await list_page(self.context, task_list(self.id, where, order), window, info.columns, of)

    async def boards(self, info: Info, window: Window) -> ListPage[BoardRow]:
        """A page of the user's boards."""
        of = self.reading(window.recorded(self.id, "boards", AuditAction.READ_USER))
        return await list_boards(info, self.id, window, of)

    async def share_links(self, window: Window) -> ListPage[ShareLinkRecord]:
        """A page of the user's share links."""
        of = self.reading(window.recorded(self.id, "share links", AuditAction.READ_USER))
        return await list_share_links(self.context, self.id, window, of)


async def find_user(context: Context, given_id: str) -> FoundUser | None:
    """
    The user with that id or subject, None if nothing is known of them. An administrator's look-up is recorded in the
    audit.
    """
    context.caller.check_may("Looking up a user", Role.SERVICE, Role.ADMIN)
    user_id = user_id_of(given_id, context.user_id_namespace) or read_ids("id", [given_id])[0]

    def recorded(rows: list[KnownUserRow]) -> NewEntry | None:
        is_known = any(row.is_known for row in rows)
        return NewEntry(AuditAction.READ_USER, user_id, 0, "looked up") if is_known else None

    of = AsService(user_id, read_by_service if context.caller.role is Role.SERVICE else recorded)
    [row] = await context.rows(KNOWN_USER.bind(user_id=user_id), of)
    return FoundUser(context, user_id, row.plan) if row.is_known else None


async def find_users(context: Context, ids: Sequence[UUID], of: AsService) -> list[FoundUser | None]:
    """The users with these ids; None for an unknown one. One statement."""
    plans = {row.user_id: row.plan for row in await context.rows(KNOWN_USERS.bind(ids=list({*ids})), of)}
    return [FoundUser(context, user_id, plans[user_id]) if user_id in plans else None for user_id in ids]


SCOPES = {
    Role.SERVICE: AsService(None, read_by_service, now=True),
    Role.ADMIN: AsService(None, read_of_user(AuditAction.READ_USER, "looked up"), now=True),
}
"""The scopes in which users of rows are looked up, by the caller's role."""


async def user_of(context: Context, user_id: UUID) -> FoundUser | None:
    """The user of a row, for a back end or an administrator; None for another caller. One statement for a page."""
    if context.caller.role is Role.USER:
        return None
    return await context.load(find_users, user_id, SCOPES[context.caller.role])


async def find_accounts(context: Context, ids: Sequence[UUID]) -> dict[UUID, Caller | FoundUser]:
    """The users with these ids, by id, as the caller may see them: a user only themselves, as `viewer` does."""
    caller = context.caller
    if caller.role is Role.USER:
        return {caller.id: caller} if caller.id in ids else {}
    found = await find_users(context, ids, SCOPES[caller.role])
    return {user.id: user for user in found if user}
