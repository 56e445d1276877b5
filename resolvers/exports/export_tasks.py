from datetime import datetime
from hashlib import sha256
from secrets import token_urlsafe
from typing import Literal, NamedTuple, Self
from uuid import UUID

from pydantic import model_validator

from models.administration.audit_record import AuditAction
from models.boards.board_statements import FIND
from models.database import Transaction
from models.exports.export_statements import (
    LOCK,
    MEASURE_BOARD,
    MOST_PREPARED,
    PREPARE,
    ExportFormat,
    ExportSize,
    measure,
)
from models.tasks.task_conditions import TaskConditions
from resolvers.access import Role
from resolvers.arguments import Input
from resolvers.context import Context
from resolvers.exceptions import PLAN_LIMIT, TOO_LARGE, BoardNotFound, InputRefusal, QuotaExceeded
from resolvers.finding.indexed_prompts import check_labels
from resolvers.reading import NewEntry, ThroughBoards


class ExportNotInPlan(InputRefusal):
    """The plan {plan} does not include exports."""

    code = PLAN_LIMIT


class TooManyExports(QuotaExceeded):
    """A user may have {limit} prepared exports, and has as many. Wait until they expire, after 10 minutes."""

    quota = "prepared_exports"


class TooManyImages(InputRefusal):
    """There are {images:,} images; a ZIP may hold {limit:,}. Export them in parts, by `createdAt`."""

    code = TOO_LARGE
    field = ("input", "where")


class LongFilter(InputRefusal):
    """The filter is too long: its lists may hold 16,384 bytes together."""

    field = ("input", "where")


MAX_FILTER_CHARS = 16_384
MAX_IMAGES = 200_000
"""The most images in a ZIP: its directory, some 600 bytes an image, is in memory until the ZIP is complete."""


class TasksToExport(Input):
    """Which tasks to export, and in which format; with `user_id` None the caller's."""

    format: ExportFormat
    where: TaskConditions | None = None
    user_id: UUID | None = None
    board_id: UUID | None = None
    """A board of the caller's, for a report of all members' tasks on it."""
    language: Literal["zh-CN", "en"] | None = None
    """The language of a report; None for the preferred language of the browser that downloads it."""

    @model_validator(mode="after")
    def board_alone(self) -> Self:
        filters = self.where.model_dump(exclude_none=True).keys() - {"created_at"} if self.where else None
        if self.board_id and (self.format is not ExportFormat.REPORT or filters or self.user_id):
            raise ValueError(
                "with `boardId` must have the format `REPORT`, no `userId`, and in `where` only `createdAt`"
            )
        return self


class PreparedExport(NamedTuple):
    """A download that may begin until `expires_at`, with the tasks and bytes of images that it would have now."""

    url: str
    expires_at: datetime
    task_count: int
    image_size: int


async def export_tasks(context: Context, asked: TasksToExport) -> PreparedExport:
    """Prepare a download. Its URL is enough to fetch it: any process finds the export by the random token in it."""
    caller, where = context.caller, asked.where or TaskConditions()
    user_id = asked.user_id or caller.id
    if user_id == caller.id and not caller.plan.can_export:
        raise ExportNotInPlan(plan=caller.plan.name)
    if user_id != caller.id:
        caller.check_may("Exporting someone else's tasks", Role.SERVICE, Role.ADMIN)
    check_labels(context, where)
    if asked.board_id:
        token, expires_at, found = await prepare_report(context, asked.board_id, where)
    elif user_id == caller.id:
        async with context.transaction() as transaction:
            token, expires_at = await prepare(transaction, user_id, caller.id, asked.format, where)
            [found] = await transaction.rows(measure(user_id, where))
            check_size(asked.format, found)
    else:
        token, expires_at, found = await prepare_others(context, user_id, asked.format, where)
    url = f"{context.origin()}/export/{token}"
    if asked.format is ExportFormat.REPORT and asked.language:
        url = f"{url}?language={asked.language}"
    return PreparedExport(url, expires_at, found.tasks, found.image_size)


async def prepare_report(context: Context, board_id: UUID, where: TaskConditions) -> tuple[str, datetime, ExportSize]:
    """Like `prepare`, for a board; also the size. Raises BoardNotFound if the caller is not a member of it."""
    user_id = context.caller.id
    if not await context.rows(FIND.bind(ids=[board_id], user_id=user_id), ThroughBoards()):
        raise BoardNotFound(field=["input", "boardId"])
    [found] = await context.rows(MEASURE_BOARD.bind(board_id=board_id, **where.created()), ThroughBoards())
    async with context.transaction() as transaction:
        token, expires_at = await prepare(transaction, user_id, user_id, ExportFormat.REPORT, where, board_id)
    return token, expires_at, found


async def prepare_others(
    context: Context, user_id: UUID, kind: ExportFormat, where: TaskConditions
) -> tuple[str, datetime, ExportSize]:
    """
    Like `prepare`, for a back end or an administrator; also the size. The audit records how many tasks match, even if
    refused.
    """
    fields = ", ".join(where.model_dump(exclude_none=True))
    detail = kind.upper() + (f" by {fields}" if fields else "")
    # A back end exports for many users. Its downloads count towards the limits of each.
    asked_by = user_id if context.caller.role is Role.SERVICE else context.caller.id
    entry: NewEntry
    try:
        async with context.audited_transaction(user_id) as transaction:
            token, expires_at = await prepare(transaction, user_id, asked_by, kind, where)
            [found] = await transaction.rows(measure(user_id, where))
            entry = NewEntry(AuditAction.EXPORT_TASKS, user_id, found.tasks, detail)
            await transaction.record(entry)
            check_size(kind, found)
    except TooManyImages:
        async with context.audited_transaction(user_id) as transaction:
            await transaction.record(entry)
        raise
    return token, expires_at, found


def check_size(kind: ExportFormat, found: ExportSize) -> None:
    """Raise TooManyImages if a ZIP would have more images than allowed."""
    if kind is ExportFormat.ZIP and found.images > MAX_IMAGES:
        raise TooManyImages(images=found.images, limit=MAX_IMAGES)


async def prepare(
    transaction: Transaction,
    user_id: UUID,
    asked_by: UUID,
    kind: ExportFormat,
    where: TaskConditions,
    board_id: UUID | None = None,
) -> tuple[str, datetime]:
    """
    Record that the user's tasks, or those on a board, may be downloaded; return the token for it, and when it expires.
    Raises LongFilter; TooManyExports if `asked_by` has MOST_PREPARED that have not expired.
    """
    conditions = where.model_dump_json(exclude_none=True)
    if len(conditions) > MAX_FILTER_CHARS:
        raise LongFilter
    token = token_urlsafe()
    values = {"user_id": user_id, "asked_by": asked_by, "format": kind, "conditions": conditions, "board_id": board_id}
    await transaction.rows(LOCK.bind(asked_by=str(asked_by)))
    prepared = await transaction.row(PREPARE.bind(token_sha256=digest(token), **values))
    if prepared is None:
        raise TooManyExports(limit=MOST_PREPARED, used=MOST_PREPARED)
    return token, prepared.expires_at


def digest(token: str) -> str:
    """The SHA-256 of a token, in hexadecimal; the token itself is not stored."""
    return sha256(token.encode()).hexdigest()
