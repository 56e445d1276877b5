"""The expected failures, whose messages callers read; all others are masked and logged. A docstring is the message.

Refusal             the base: a message and a code
  InputRefusal      of a mutation: one of the `errors` in its payload
  FieldRefusal      of a field: one of the answer's `errors`
  QueryTooCostly    of a document, before anything of it is executed
  HttpRefusal       of a request (server/requests/refusals.py)
"""

from collections.abc import Sequence
from enum import StrEnum
from errno import EDQUOT, ENOSPC
from inspect import cleandoc
from typing import Any, ClassVar
from uuid import UUID


class ErrorCode(StrEnum):
    """Every code that an error may have. The first group are those of mutations (`UserErrorCode` in the API)."""

    INVALID = "INVALID"
    NOT_FOUND = "NOT_FOUND"
    CONFLICT = "CONFLICT"
    INVALID_IMAGE = "INVALID_IMAGE"
    TOO_LARGE = "TOO_LARGE"
    PLAN_LIMIT = "PLAN_LIMIT"
    QUOTA_EXCEEDED = "QUOTA_EXCEEDED"
    INSUFFICIENT_CREDITS = "INSUFFICIENT_CREDITS"
    ADDRESS_NOT_PUBLIC = "ADDRESS_NOT_PUBLIC"
    FORBIDDEN = "FORBIDDEN"

    UNAUTHENTICATED = "UNAUTHENTICATED"
    BAD_REQUEST = "BAD_REQUEST"
    GRAPHQL_PARSE_FAILED = "GRAPHQL_PARSE_FAILED"
    GRAPHQL_VALIDATION_FAILED = "GRAPHQL_VALIDATION_FAILED"
    BAD_USER_INPUT = "BAD_USER_INPUT"
    QUERY_TOO_COSTLY = "QUERY_TOO_COSTLY"
    RATE_LIMITED = "RATE_LIMITED"
    PERSISTED_QUERY_NOT_FOUND = "PERSISTED_QUERY_NOT_FOUND"
    UNKNOWN_PLAN = "UNKNOWN_PLAN"
    CURSOR_TOO_OLD = "CURSOR_TOO_OLD"
    SCANNER_UNAVAILABLE = "SCANNER_UNAVAILABLE"
    SUBSCRIBER_FELL_BEHIND = "SUBSCRIBER_FELL_BEHIND"
    SWITCHED_OFF = "SWITCHED_OFF"
    UNAVAILABLE = "UNAVAILABLE"
    INTERNAL_SERVER_ERROR = "INTERNAL_SERVER_ERROR"


RETRY_AFTER_SECONDS = 5
"""Seconds after which what a busy server has refused may be sent again."""


class Refusal(Exception):
    """An expected failure. The message is `message` or else the docstring, with `values` in place of `{names}`."""

    code: ClassVar[ErrorCode]
    limit: str | None = None
    """The limit that was exceeded, for the metrics: the name of a setting, or of a limit without a setting."""

    def __init__(self, message: str | None = None, **values: object) -> None:
        self.message = message or cleandoc(self.__doc__ or "").format(**values)
        super().__init__(self.message)

    @property
    def extensions(self) -> dict[str, object]:
        """The error's `extensions` in an answer. graphql-core reads this attribute when a resolver raises the error."""
        return {"code": self.code}

    @property
    def error(self) -> dict[str, object]:
        """The refusal as a GraphQL error, for the answer's `errors`."""
        return {"message": self.message, "extensions": self.extensions}


class InputRefusal(Refusal):
    """A mutation is refused, and nothing has changed. `field` is the path to the input field at fault."""

    code = ErrorCode.INVALID
    field: Sequence[str] | None = None

    def __init__(self, *, field: Sequence[str] | None = None, **values: object) -> None:
        super().__init__(None, **values)
        self.field = field or self.field
        self.values: dict[str, Any] = values

    @property
    def details(self) -> dict[str, Any] | None:
        """What a program needs to act on it, as JSON; None when there is nothing to add."""
        return None


class QuotaExceeded(InputRefusal):
    """`used` of the `limit` that a user may have of something are used, so that one more is refused."""

    code = ErrorCode.QUOTA_EXCEEDED
    quota: str
    """The quota's name: that of a limit of plans, or of what is counted."""

    @property
    def details(self) -> dict[str, Any]:
        return {"limit": self.quota, "maximum": self.values["limit"], "used": self.values["used"]}


class IdInTheWay(InputRefusal):
    """What has this `id` does not allow the change."""

    code = ErrorCode.CONFLICT
    named: str
    """What the id is of, as `details` name it."""

    @property
    def details(self) -> dict[str, Any]:
        return {self.named: str(self.values["id"])}


class TaskInTheWay(InputRefusal):
    """The state of `task`, or what it was recorded with, does not allow the change."""

    code = ErrorCode.CONFLICT
    field = ("input", "id")

    @property
    def details(self) -> dict[str, Any] | None:
        task = self.values.get("task")
        return {"taskId": str(task.id), "status": task.status.upper()} if task else None


class InvalidInput(InputRefusal):
    """{reason}"""


class InvalidInputs(Refusal):
    """Several inputs are at fault."""

    code = ErrorCode.INVALID

    def __init__(self, refusals: Sequence[InputRefusal]) -> None:
        super().__init__()
        self.refusals = refusals


class NotFound(InputRefusal):
    """There is no such thing."""

    code = ErrorCode.NOT_FOUND


class TaskNotFound(NotFound):
    """There is no such task."""

    field = ("input", "id")


class TasksNotFound(NotFound):
    """There is no such task as {named}. Nothing was changed."""

    field = ("input", "ids")

    def __init__(self, ids: Sequence[UUID]) -> None:
        self.ids = list(map(str, ids))
        super().__init__(named=", ".join(self.ids))

    @property
    def details(self) -> dict[str, Any]:
        return {"taskIds": self.ids}


class UserNotFound(InputRefusal):
    """There is no such user."""

    field = ("input", "userId")


class NoSuchPlan(InputRefusal):
    """There is no plan {plan}; the plans are: {known}."""

    field = ("input", "plan")


class UploadNotFound(NotFound):
    """There is no such upload, or it has expired. Ask for one with `createImageUpload`."""


class ImageNotFound(NotFound):
    """There is no such image. Give the id of one of your tasks, and the index, from 0, of one of its `images`."""


class SourceNotFound(NotFound):
    """There is no such task, or it has no such image; a deleted task has none."""


class TaskIdTaken(TaskInTheWay):
    """This id has been used before, for something else. Choose a new UUID."""


class ExternalIdTaken(TaskInTheWay):
    """Another task of the user has this id, or the task was recorded with another input. Choose another, or none."""

    field = ("input", "externalId")


class DeadlineNotSoon(InputRefusal):
    """Must lie in the future, within 30 days."""

    field = ("input", "deadline")


class CreatedAtNotPast(InputRefusal):
    """Must lie in the past{within}; leave it out for a task that is created now."""

    field = ("input", "createdAt")


class DeadlineIsReserved(InputRefusal):
    """`deadline` is what the server itself says of a task whose deadline has passed. Choose another code."""

    field = ("input", "failureCode")


class TooMuchNoted(InputRefusal):
    """With what the task has already, this would be more than {limit:,} bytes of JSON."""


class TaskEnded(TaskInTheWay):
    """The task has {task.status} already, and that is final."""


class TaskNotEnded(TaskInTheWay):
    """The task {task.id} has not ended: complete, fail or cancel it first, or delete it at once by `deleteTask`."""

    field = ("input", "ids")


class TaskNotCompleted(TaskInTheWay):
    """Only the result of a completed task is rated; this one is {task.status}."""


class StartedOtherwise(TaskInTheWay):
    """The task was recorded with another time, or none. Start it by `startTask`, or end it."""

    field = ("input", "startedAt")


class NeedsService(InputRefusal):
    """This needs the `SERVICE` role."""

    code = ErrorCode.FORBIDDEN


class OnlyServiceEnds(InputRefusal):
    """Only a back end may start and end the task {task_id}; it can be deleted once it has ended."""

    code = ErrorCode.FORBIDDEN
    field = ("input", "id")

    @property
    def details(self) -> dict[str, Any]:
        return {"taskId": str(self.values["task_id"])}


class ImageRefused(InputRefusal):
    """{reason}"""

    code = ErrorCode.INVALID_IMAGE


class ImageTooLarge(InputRefusal):
    """The image has {size:,} bytes; the plan {plan} allows {limit:,} bytes an image."""

    code = ErrorCode.TOO_LARGE

    @property
    def details(self) -> dict[str, Any]:
        return {"limit": "max_image_size", "maximum": self.values["limit"], "size": self.values["size"]}


class TaskTypeNotInPlan(InputRefusal):
    """The plan {plan} does not include {task_type} tasks; it includes {included}."""

    code = ErrorCode.PLAN_LIMIT
    field = ("input", "taskType")


class TasksUsedUp(QuotaExceeded):
    """The plan {plan} allows {limit:,} tasks a month, and all of them are used."""

    quota = "max_tasks_per_month"


class StorageUsedUp(QuotaExceeded):
    """The plan {plan} allows {limit:,} bytes of images, and {used:,} are used; this would add {added:,}."""

    quota = "max_storage"

    @property
    def details(self) -> dict[str, Any]:
        return {**super().details, "added": self.values["added"]}


class TooManyUploads(QuotaExceeded):
    """{limit:,} uploads are open, and no user may have more: attach them, or wait until they end, after 24 hours."""

    quota = "open_uploads"


class TooManyAnnounced(QuotaExceeded):
    """{limit:,} uploads were asked for and may still be sent, those of deleted tasks included: wait for an hour."""

    quota = "announced_uploads"


class InsufficientCredits(InputRefusal):
    """{available:,} credits are available; the task may cost {reserved:,}."""

    code = ErrorCode.INSUFFICIENT_CREDITS

    @property
    def details(self) -> dict[str, Any]:
        return self.values


class CreditsNotInPlan(InputRefusal):
    """The plan {plan} has no prices in credits, so none can be set aside. Leave `creditsReserved` out."""

    code = ErrorCode.PLAN_LIMIT
    field = ("input", "creditsReserved")


class FailureCostsCredits(InputRefusal):
    """What failed costs no credits: must be 0, or left out, where the plan has prices."""

    field = ("input", "creditsDeducted")


class GrantIdTaken(IdInTheWay):
    """This id is taken: its grant has another user, amount, expiry or reason. Choose a new UUID."""

    named = "grantId"
    field = ("input", "id")


class GrantExpired(InputRefusal):
    """Must lie in the future, or be left out for credits that never expire."""

    field = ("input", "expiresAt")


class TooManyCredits(InputRefusal):
    """With this grant, the user would have more than 9,007,199,254,740,991 credits."""

    field = ("input", "amount")


class GrantNotFound(NotFound):
    """There is no such grant to this user."""

    field = ("input", "id")


class PurgeNotPast(InputRefusal):
    """Must lie in the past."""

    field = ("input", "createdBefore")


class ExportNotInPlan(InputRefusal):
    """The plan {plan} does not include exports."""

    code = ErrorCode.PLAN_LIMIT


class TooManyExports(QuotaExceeded):
    """{limit} exports are prepared, and no user may have more: wait until they expire, in 10 minutes."""

    quota = "prepared_exports"


class TooManyImages(InputRefusal):
    """There are {images:,} images; a ZIP may hold {limit:,}. Export them in parts, by `createdAt`."""

    code = ErrorCode.TOO_LARGE
    field = ("input", "where")


class SharingNotInPlan(InputRefusal):
    """The plan {plan} does not include share links."""

    code = ErrorCode.PLAN_LIMIT


class NoTaskToShare(InputRefusal):
    """Name either a task or a board whose pictures to show."""

    field = ("input", "taskId")


class NothingToShare(TaskInTheWay):
    """The task has no picture here that a link could show, or is in the trash."""

    field = ("input", "taskId")


class ShareLinkExpired(InputRefusal):
    """Must lie in the future, or be left out for a link that stays until it is ended."""

    field = ("input", "expiresAt")


class ShareLinkIdTaken(IdInTheWay):
    """This id is taken: its link shows something else, or is another user's. Choose a new UUID."""

    named = "shareLinkId"
    field = ("input", "id")


class ShareLinkNotFound(NotFound):
    """There is no such link."""

    field = ("input", "id")


class TooManyShareLinks(QuotaExceeded):
    """{limit:,} links are open, and no user may have more: end one first, by `revokeShareLink`."""

    quota = "open_share_links"


class ViewNotFound(NotFound):
    """There is no such view."""

    field = ("input", "id")


class ViewNameTaken(IdInTheWay):
    """Another of your views has this name. Choose another, or change that view."""

    named = "savedViewId"
    field = ("input", "name")


class TooManyViews(QuotaExceeded):
    """There are {limit} saved views, and no user may have more. Delete or change one."""

    quota = "saved_views"


class WebhookNotFound(NotFound):
    """There is no such webhook."""

    field = ("input", "id")


class DeliveryNotFound(NotFound):
    """There is no such delivery, or it is older than 30 days."""

    field = ("input", "deliveryId")


class WebhookDisabled(InputRefusal):
    """The webhook is switched off, so nothing is sent. Switch it on with `updateWebhook`."""

    code = ErrorCode.CONFLICT

    @property
    def details(self) -> dict[str, Any]:
        return {"webhookId": str(self.values["id"]), "disabledReason": self.values["reason"]}


class AddressNotPublic(InputRefusal):
    """This is not a public address, so nothing would be sent to it. Name a host that the internet reaches."""

    code = ErrorCode.ADDRESS_NOT_PUBLIC
    field = ("input", "url")


class TooManyWebhooks(QuotaExceeded):
    """There are {limit} webhooks of {whose}, and there may be no more. Delete or change one."""

    quota = "webhooks"


class BoardNotFound(NotFound):
    """There is no such board, or you are no member of it."""


class BoardRoleTooLow(InputRefusal):
    """Your role on the board, {role}, is too low for this. An owner can give you a higher one by `setBoardMember`."""

    code = ErrorCode.FORBIDDEN

    @property
    def details(self) -> dict[str, Any]:
        return {"role": self.values["role"]}


class BoardInTheWay(IdInTheWay):
    """The state of the board `id` does not allow the change."""

    named = "boardId"


class BoardIdTaken(BoardInTheWay):
    """This id is taken: its board has another owner, name or description. Choose a new UUID."""

    field = ("input", "id")


class BoardTasksNotFound(TasksNotFound):
    """Of your tasks there is no {named}, or it is in the trash. Nothing was changed."""

    field = ("input", "taskIds")


class CoverNotOnBoard(NotFound):
    """There is no such task on the board."""

    field = ("input", "coverTaskId")


class MemberNotFound(NotFound):
    """The board has no such member. Invite them by `inviteToBoard`; only the SERVICE role adds users itself."""

    field = ("input", "userId")


class LastOwner(BoardInTheWay):
    """The board has no other owner. Make another member an owner first, or delete the board."""

    field = ("input", "userId")


class InvitationNotFound(NotFound):
    """There is no such invitation."""

    field = ("input", "id")


class InvitationIdTaken(IdInTheWay):
    """This id is taken: its invitation is to another board, or as another role. Choose a new UUID."""

    named = "invitationId"
    field = ("input", "id")


class ExpiryNotSoon(InputRefusal):
    """Must lie in the future, within 30 days."""

    field = ("input", "expiresAt")


class SecretNotFound(NotFound):
    """There is no such invitation, or it has ended: each is for one user. Ask for another one."""

    field = ("input", "secret")


class BoardApart(BoardInTheWay):
    """The board and the user's tasks are stored apart, so the user cannot become a member. Operators can move users."""


class TooManyBoards(QuotaExceeded):
    """A user may be a member of {limit:,} boards, and is of as many. Leave or delete one."""

    quota = "boards"


class TooManyMembers(QuotaExceeded):
    """A board may have {limit} members, and has as many."""

    quota = "board_members"


class TooManyInvitations(QuotaExceeded):
    """{limit} invitations to the board are open, and there may be no more. Revoke one, or wait until one ends."""

    quota = "board_invitations"


class TooManyOnBoard(QuotaExceeded):
    """A board may hold {limit:,} tasks. Nothing was added."""

    quota = "board_tasks"
    field = ("input", "taskIds")


class LongFilter(InputRefusal):
    """The filter is too long: its lists may hold 16,384 bytes together."""

    field = ("input", "where")


class FieldRefusal(Refusal):
    """A field is refused: it is null, and the answer's `errors` say why."""


class Forbidden(FieldRefusal):
    """This needs a role that the token does not give."""

    code = ErrorCode.FORBIDDEN


class CursorTooOld(FieldRefusal):
    """What was deleted since this cursor is not told any more. Make the copy again: read without `after`."""

    code = ErrorCode.CURSOR_TOO_OLD


class BadUserInput(FieldRefusal):
    """An argument of a query is not acceptable."""

    code = ErrorCode.BAD_USER_INPUT


class PromptsNotIndexed(FieldRefusal):
    """Prompts, and labels to select tasks by, are switched off here; the operator sets INDEX_PROMPTS to have them."""

    code = ErrorCode.SWITCHED_OFF


class NoImagesNow(FieldRefusal):
    """Images cannot be scanned for viruses at the moment, so none is taken. Nothing has changed: try again later."""

    code = ErrorCode.SCANNER_UNAVAILABLE


class ImagesUnavailable(FieldRefusal):
    """Images can be neither stored nor read at the moment. Nothing has changed: send it again a little later."""

    code = ErrorCode.UNAVAILABLE


class NoDiskLeft(FieldRefusal):
    """The server has no disk left for what was sent. Nothing has changed: send it again a little later."""

    code = ErrorCode.UNAVAILABLE

    @staticmethod
    def is_why(error: BaseException | None) -> bool:
        """Whether an error says that what clients send, which waits in TMPDIR, has no room there."""
        return isinstance(error, OSError) and error.errno in (ENOSPC, EDQUOT)


class ImageNotMarked(FieldRefusal):
    """There is no copy of this image with a visible mark, and none can be made: {reason}."""

    code = ErrorCode.BAD_USER_INPUT


class DatabaseUnavailable(FieldRefusal):
    """Your data cannot be reached now; whether this was done is not known. Send it again a little later."""

    code = ErrorCode.UNAVAILABLE


class Busy(FieldRefusal):
    """The server is busy: no {what} was free for 5 seconds. Send it again in {retry_after} seconds."""

    code = ErrorCode.UNAVAILABLE

    def __init__(self, what: str) -> None:
        super().__init__(what=what, retry_after=RETRY_AFTER_SECONDS)

    @property
    def extensions(self) -> dict[str, object]:
        return {**super().extensions, "retryAfter": RETRY_AFTER_SECONDS}


class PartUnavailable(DatabaseUnavailable):
    """Users in databases that cannot be reached now are left out: {names}. Ask again later."""

    def __init__(self, databases: Sequence[str]) -> None:
        super().__init__(names=", ".join(databases))
        self.databases = databases

    @property
    def extensions(self) -> dict[str, object]:
        return {**super().extensions, "databases": self.databases}


class Undone(FieldRefusal):
    """Others were changing the same data at this moment, so PostgreSQL has rolled this back. Send it again."""

    code = ErrorCode.UNAVAILABLE


class StatementTooSlow(FieldRefusal):
    """PostgreSQL has ended this, since it took too long (statement_timeout). Ask for less at once."""

    code = ErrorCode.QUERY_TOO_COSTLY
    limit = "STATEMENT_TIMEOUT"


class SubscriberFellBehind(FieldRefusal):
    """More changes came than this subscription took. Subscribe again, and read what was missed."""

    code = ErrorCode.SUBSCRIBER_FELL_BEHIND


class TokenExpired(FieldRefusal):
    """The token has expired. Subscribe again with a new one."""

    code = ErrorCode.UNAUTHENTICATED


class QueryTooCostly(Refusal):
    """A document or operation asks for too much. The message names the limit."""

    code = ErrorCode.QUERY_TOO_COSTLY

    def __init__(self, message: str, *, limit: str) -> None:
        super().__init__(message)
        self.limit = limit
