from collections.abc import Iterable, Mapping

from graphql import GraphQLError

from resolvers.exceptions import (
    FORBIDDEN,
    INTERNAL_SERVER_ERROR,
    PARSE_FAILED,
    QUERY_TOO_COSTLY,
    RETRY_AFTER_SECONDS,
    UNAUTHENTICATED,
    UNAVAILABLE,
    ErrorCode,
    FieldRefusal,
    Refusal,
)


class HttpRefusal(Refusal):
    """
    The reason why a request is not executed. It is the only error of the answer.

    `status` is None for a well-formed request that cannot be executed: the media type of the answer then decides
    between 200 and 400. `headers` belong to the response; `extensions` to the error, in addition to its code.
    """

    code = ErrorCode("BAD_REQUEST", "This is not a GraphQL request.")
    status: int | None = None

    def __init__(
        self,
        message: str,
        status: int | None = None,
        headers: Mapping[str, str] | None = None,
        *,
        limit: str | None = None,
        **extensions: object,
    ) -> None:
        super().__init__(message)
        self.status = status or self.status
        self.headers = dict(headers or {})
        self.limit = limit
        self._extensions = extensions

    @property
    def extensions(self) -> dict[str, object]:
        return {"code": self.code, **self._extensions}


class BadRequest(HttpRefusal):
    """The request is malformed, or asks for something that this server does not have."""

    status = 400


class Unauthenticated(HttpRefusal):
    """The request has no valid token. The message says why, without any part of the token."""

    code = UNAUTHENTICATED

    def __init__(self, message: str) -> None:
        super().__init__(message, 401, {"WWW-Authenticate": "Bearer"})


class PlanNotKnown(HttpRefusal):
    """The token is valid, and names an unknown plan: a new token of the same plan would be refused as well."""

    code = ErrorCode("UNKNOWN_PLAN", "The token names an unknown plan.")

    def __init__(self, known: Iterable[str]) -> None:
        plans = ", ".join(known)
        message = f"The token's plan is unknown. Known plans: {plans}. Another token of the same plan does not help."
        super().__init__(message, 403)


class RateLimited(HttpRefusal):
    """A user has reached a limit. `retry_after` is in seconds; `limit` is the limit's name, by which it is counted."""

    code = ErrorCode(
        "RATE_LIMITED", "Too much in a short time, or too many subscriptions or requests at once.", is_temporary=True
    )

    def __init__(self, message: str, retry_after: int, *, limit: str) -> None:
        super().__init__(message, 429, {"Retry-After": str(retry_after)}, limit=limit, retryAfter=retry_after)


class TooManyAtOnce(RateLimited):
    """
    A user already has the most of something that they may have at once. `what` names it, in the plural; `setting` is
    the setting that limits it, if there is one.
    """

    def __init__(self, at_most: int, what: str, setting: str | None = None) -> None:
        named = f" ({setting})" if setting else ""
        message = f"A user may have {at_most} {what} at once{named}; end one first."
        super().__init__(message, retry_after=10, limit=setting or f"{what.upper()}_AT_ONCE")


class Overloaded(HttpRefusal):
    """
    Something that the request needs, such as memory, was not free for 5 seconds. Nothing was executed. `limit` is its
    name, by which it is counted.
    """

    code = UNAVAILABLE

    def __init__(self, what: str, limit: str) -> None:
        message = (
            f"The server is busy: no {what} was free for 5 seconds. Nothing was done: send it again in "
            f"{RETRY_AFTER_SECONDS} seconds."
        )
        headers = {"Retry-After": str(RETRY_AFTER_SECONDS)}
        super().__init__(message, 503, headers, limit=limit, retryAfter=RETRY_AFTER_SECONDS)


class Unavailable(HttpRefusal):
    """A service that the request needs does not answer. Nothing was done; `cause` names the service."""

    code = UNAVAILABLE

    def __init__(self, cause: FieldRefusal) -> None:
        headers = {"Retry-After": str(RETRY_AFTER_SECONDS)}
        super().__init__(cause.message, 503, headers, limit=cause.limit, retryAfter=RETRY_AFTER_SECONDS)


class ExecutionTimeout(HttpRefusal):
    """The operation took longer than `seconds` and was cancelled."""

    code = QUERY_TOO_COSTLY

    def __init__(self, seconds: float) -> None:
        message = f"The operation took longer than {seconds:g} seconds (EXECUTION_TIMEOUT) and was cancelled."
        super().__init__(message, limit="EXECUTION_TIMEOUT")


class AnswerTooLarge(HttpRefusal):
    """The answer would have more than `most` bytes. A mutation has taken effect nevertheless."""

    code = QUERY_TOO_COSTLY

    def __init__(self, most: int) -> None:
        super().__init__(
            f"The answer has more than {most:,} bytes (MAX_ANSWER_SIZE). Ask for smaller pages, or for less in them.",
            limit="MAX_ANSWER_SIZE",
        )


class DocumentNotTrusted(HttpRefusal):
    """The document is not one of TRUSTED_DOCUMENTS, and only those are executed here."""

    code = FORBIDDEN
    status = 403


class SchemaHidden(HttpRefusal):
    """The caller may not see the schema."""

    code = FORBIDDEN

    def __init__(self) -> None:
        super().__init__(
            "This server does not show you its schema (INTROSPECTION). The documentation contains it.", 403
        )


class PersistedQueryNotFound(HttpRefusal):
    """The request names a document that this server does not know. Apollo Client checks the code, urql the message."""

    code = ErrorCode("PERSISTED_QUERY_NOT_FOUND", "The server knows no document by this id. Send its text, too.")

    def __init__(self) -> None:
        super().__init__("PersistedQueryNotFound")


class InternalServerError(HttpRefusal):
    """An unexpected exception, which is logged under the request id."""

    code = INTERNAL_SERVER_ERROR

    def __init__(self, request_id: str) -> None:
        message = "Something went wrong on the server. Report the request id to its operator."
        super().__init__(message, 500, requestId=request_id)


class CutOff(HttpRefusal):
    """The process is stopping, and the request did not finish in the time that it waits for requests."""

    code = INTERNAL_SERVER_ERROR

    def __init__(self, request_id: str) -> None:
        message = (
            "The server stopped before it could answer. Check whether this was done, or repeat it with the same id."
        )
        super().__init__(message, 503, {"Retry-After": "1"}, requestId=request_id)


class DocumentRefused(HttpRefusal):
    """The document is not valid GraphQL, or exceeds a limit. The error has the locations in it that `cause` names."""

    def __init__(self, cause: GraphQLError | Refusal) -> None:
        super().__init__(cause.message, limit=cause.limit if isinstance(cause, Refusal) else None)
        self.cause = cause

    @property
    def extensions(self) -> dict[str, object]:
        return {"code": PARSE_FAILED, **(self.cause.extensions or {})}

    @property
    def error(self) -> dict[str, object]:
        formatted = dict(self.cause.formatted) if isinstance(self.cause, GraphQLError) else {}
        return {**formatted, **super().error}
