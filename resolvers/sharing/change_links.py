"""Creates and ends share links: a user their own, a back end those of any user; administrators end anybody's."""

from asyncio import timeout
from contextlib import suppress
from datetime import UTC, datetime
from secrets import token_urlsafe
from uuid import UUID, uuid4

from models.administration.audit_record import AuditAction
from models.boards.board_tables import SECRET_BYTES
from models.database import Transaction
from models.sharing.link_record import (
    COUNT_OPEN,
    CREATE,
    FIND,
    LOCK,
    MOST_OPEN,
    REVOKE,
    REVOKE_OF_BOARD,
    ShareLinkRecord,
)
from models.tasks.task_row import TaskRow
from resolvers.access import Role
from resolvers.arguments import Input
from resolvers.boards.board_errors import BoardRoleTooLow
from resolvers.boards.find_boards import find_boards, is_owner
from resolvers.context import AuditedTransaction, Context, RefusingTransaction
from resolvers.exceptions import (
    PLAN_LIMIT,
    BoardNotFound,
    FieldRefusal,
    IdInTheWay,
    InputRefusal,
    NotFound,
    QuotaExceeded,
    TaskInTheWay,
    TaskNotFound,
)
from resolvers.exports.export_tasks import digest
from resolvers.find_tasks import required_task
from resolvers.images.image_copies import marked, medium
from resolvers.images.recorded_image import images_of
from resolvers.reading import AsService, ById, NewEntry, ThroughBoards, read_by_service, read_of_user


class SharingNotInPlan(InputRefusal):
    """The plan {plan} does not include share links."""

    code = PLAN_LIMIT


class NoTaskToShare(InputRefusal):
    """Give either `taskId` or `boardId`, whose pictures the link shows."""

    field = ("input", "taskId")


class NothingToShare(TaskInTheWay):
    """The task has no picture that a link could show, or is in the trash."""

    field = ("input", "taskId")


class ShareLinkExpired(InputRefusal):
    """Must be in the future, or be left out for a link that does not expire."""

    field = ("input", "expiresAt")


class ShareLinkIdTaken(IdInTheWay):
    """This id is taken: its link shows something else, or is another user's. Choose a new UUID."""

    named = "shareLinkId"
    field = ("input", "id")


class ShareLinkNotFound(NotFound):
    """There is no such link."""

    field = ("input", "id")


class TooManyShareLinks(QuotaExceeded):
    """A user may have {limit:,} open links, and has as many. End one first with `revokeShareLink`."""

    quota = "open_share_links"


class NewShareLink(Input):
    id: UUID | None
    task_id: UUID | None
    board_id: UUID | None
    shows_prompt: bool
    allows_download: bool
    expires_at: datetime | None


class ShareLinkReference(Input):
    id: UUID


MEDIUM_TAKES = 3.0
"""Seconds that the creation of a link waits for a smaller picture."""


async def create_share_link(context: Context, new: NewShareLink) -> dict[str, object]:
    """
    Create a link, and return it as `share_link`, with its address as `url`; without an address if it existed already.
    Raises SharingNotInPlan, TaskNotFound, NothingToShare, ShareLinkExpired, TooManyShareLinks, ShareLinkIdTaken.
    """
    user_id = await shareable_by(context, new)
    secret = token_urlsafe(SECRET_BYTES)
    link_id = new.id or uuid4()
    async with transaction_of(context, user_id) as transaction:
        await transaction.rows(LOCK.bind(whose=str(user_id)))
        link = await transaction.row(FIND.bind(ids=[link_id]))
        if is_new := link is None:
            await check_may_be_made(transaction, user_id, new)
            values = new.model_dump() | {"id": link_id, "user_id": user_id, "secret_sha256": digest(secret)}
            link = await transaction.row(CREATE.bind(**values))
        if link is None or not is_same(link, new, user_id):
            raise ShareLinkIdTaken(id=link_id)
        await record(transaction, link, "made" if is_new else "asked again for")
    return {"share_link": link, "url": f"{context.origin()}/s/{secret}" if is_new else None}


async def revoke_share_link(context: Context, reference: ShareLinkReference) -> ShareLinkRecord:
    """End a link now, and return it. Raises ShareLinkNotFound."""
    caller, owner = context.caller, context.caller.id
    if caller.role is not Role.USER:
        recorded = (
            read_by_service if caller.role is Role.SERVICE else read_of_user(AuditAction.READ_USER, "share links")
        )
        for link in await context.rows(FIND.bind(ids=[reference.id]), AsService(ById(1), recorded)):
            owner = link.user_id
    async with transaction_of(context, owner) as transaction:
        ended = await transaction.row(REVOKE.bind(id=reference.id, user_id=owner))
        if ended:
            await record(transaction, ended, "ended")
            return ended
        if not caller.owner or not (await transaction.rows(REVOKE_OF_BOARD.bind(id=reference.id)))[0].is_found:
            raise ShareLinkNotFound
    [ended] = await context.rows(FIND.bind(ids=[reference.id]), ThroughBoards())
    return ended


async def shareable_by(context: Context, new: NewShareLink) -> UUID:
    """The user who will own the link: that of the task, or one who may share the board; their plan must have links."""
    if (new.task_id is None) is (new.board_id is None):
        raise NoTaskToShare
    if new.task_id:
        return (await shareable_task(context, new.task_id)).user_id
    board = (await find_boards(context, [new.board_id])).get(new.board_id) if new.board_id else None
    if board is None:
        raise BoardNotFound(field=("input", "boardId"))
    if not is_owner(board):
        raise BoardRoleTooLow(field=("input", "boardId"), role=board.role.upper())
    user_id = context.caller.owner or board.owner_id
    await check_plan(context, user_id)
    return user_id


async def check_plan(context: Context, user_id: UUID) -> Context:
    """The context under the user's plan. Raises SharingNotInPlan."""
    acting = await context.under_plan_of(user_id)
    if not acting.caller.plan.can_share:
        raise SharingNotInPlan(plan=acting.caller.plan.name)
    return acting


async def shareable_task(context: Context, task_id: UUID) -> TaskRow:
    """
    The task, if its user's plan has links and it has pictures to show. Makes the copies with marks, if the plan has
    them, and the smaller copy of the first, so that the first visitor need not wait.
    """
    try:
        task = await required_task(context, task_id)
    except TaskNotFound as error:
        raise TaskNotFound(field=("input", "taskId")) from error
    acting = await check_plan(context, task.user_id)
    images = [image for image in images_of(task) if image.key]
    if task.trashed_at or not images:
        raise NothingToShare(task=task)
    if acting.caller.plan.mark_images:
        for image in images:
            await marked(acting, image)
    if images[0].has_medium:
        with suppress(FieldRefusal, TimeoutError):  # then the first visit makes it
            async with timeout(MEDIUM_TAKES):
                await medium(acting, images[0])
    return task


async def check_may_be_made(transaction: Transaction, user_id: UUID, new: NewShareLink) -> None:
    if new.expires_at and new.expires_at <= datetime.now(UTC):
        raise ShareLinkExpired
    [there] = await transaction.rows(COUNT_OPEN.bind(user_id=user_id))
    if there.number >= MOST_OPEN:
        raise TooManyShareLinks(limit=MOST_OPEN, used=there.number)


def is_same(link: ShareLinkRecord, new: NewShareLink, user_id: UUID) -> bool:
    """Whether the link is what the input asks for, for the user."""
    made = (link.user_id, link.task_id, link.board_id, link.shows_prompt, link.allows_download, link.expires_at)
    return made == (user_id, new.task_id, new.board_id, new.shows_prompt, new.allows_download, new.expires_at)


def transaction_of(context: Context, owner: UUID) -> RefusingTransaction:
    """A transaction on links of that user: as the user themselves, or for them."""
    is_own = context.caller.owner == owner
    return context.transaction() if is_own else context.audited_transaction(owner)


async def record(transaction: RefusingTransaction, link: ShareLinkRecord, done: str) -> None:
    """Record in the audit what is done for the link's owner. A trigger records what owners do themselves."""
    if isinstance(transaction, AuditedTransaction):
        await transaction.record(NewEntry(AuditAction.SHARE, link.user_id, 1, f"{done} {link.id}"))
