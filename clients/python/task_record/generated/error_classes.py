from task_record.error_bases import Refused, TaskRecordError, Temporary


class AddressNotPublic(Refused):
    """The host of a webhook's URL is an IP address to which the server does not send: private, of its own machine or network, or of a cloud's metadata."""

    code = "ADDRESS_NOT_PUBLIC"


class BadRequest(TaskRecordError):
    """This is not a GraphQL request."""

    code = "BAD_REQUEST"


class BadUserInput(TaskRecordError):
    """An argument or a variable is not acceptable."""

    code = "BAD_USER_INPUT"


class Conflict(Refused):
    """The id is taken, or the object's state does not allow the change: a failed task cannot be completed."""

    code = "CONFLICT"


class CursorTooOld(TaskRecordError):
    """Deletions since this cursor are no longer known. Read from the beginning."""

    code = "CURSOR_TOO_OLD"


class Forbidden(Refused):
    """The caller may not do this, for example end a task that a back end recorded, or change a board as a viewer."""

    code = "FORBIDDEN"


class ParseFailed(TaskRecordError):
    """The document is not GraphQL."""

    code = "GRAPHQL_PARSE_FAILED"


class ValidationFailed(TaskRecordError):
    """The document does not fit the schema of this server."""

    code = "GRAPHQL_VALIDATION_FAILED"


class InsufficientCredits(Refused):
    """The task may cost more credits than are available; the message gives both."""

    code = "INSUFFICIENT_CREDITS"


class InternalServerError(TaskRecordError):
    """A fault of the server, whose log has the request id."""

    code = "INTERNAL_SERVER_ERROR"


class Invalid(Refused):
    """The value is not acceptable; the message says what is."""

    code = "INVALID"


class InvalidImage(Refused):
    """The file is not a valid JPEG, PNG, WebP, GIF or AVIF, was refused by the malware scan, or is not the one that was announced."""

    code = "INVALID_IMAGE"


class NotFound(Refused):
    """The object does not exist, or is not the caller's."""

    code = "NOT_FOUND"


class PersistedQueryNotFound(TaskRecordError):
    """The server knows no document by this id. Send its text, too."""

    code = "PERSISTED_QUERY_NOT_FOUND"


class PlanLimit(Refused):
    """The caller's plan does not include this."""

    code = "PLAN_LIMIT"


class QueryTooCostly(TaskRecordError):
    """The document, what it asks for, or the time it takes exceeds a limit; the message says which."""

    code = "QUERY_TOO_COSTLY"


class QuotaExceeded(Refused):
    """A limit is reached: of the plan's monthly tasks or storage, or of the user's open uploads, prepared exports, webhooks, share links or boards. A board also limits members, invitations and tasks."""

    code = "QUOTA_EXCEEDED"


class RateLimited(Temporary):
    """Too much in a short time, or too many subscriptions or requests at once."""

    code = "RATE_LIMITED"


class ScannerUnavailable(Temporary):
    """Images are scanned for viruses here, and cannot be now. Nothing has changed."""

    code = "SCANNER_UNAVAILABLE"


class SubscriberFellBehind(TaskRecordError):
    """The subscription did not take its events. Subscribe again, and read what was missed."""

    code = "SUBSCRIBER_FELL_BEHIND"


class SwitchedOff(TaskRecordError):
    """The operator has switched this off; the message names the setting."""

    code = "SWITCHED_OFF"


class TooLarge(Refused):
    """The image is larger than the plan allows, or there are too many images for a ZIP."""

    code = "TOO_LARGE"


class Unauthenticated(TaskRecordError):
    """There is no valid token."""

    code = "UNAUTHENTICATED"


class Unavailable(Temporary):
    """The database or storage does not answer, or the server is busy. The message says whether anything was done."""

    code = "UNAVAILABLE"


class UnknownPlan(TaskRecordError):
    """The token names an unknown plan."""

    code = "UNKNOWN_PLAN"
