from collections.abc import Mapping

from graphql import GraphQLError

from resolvers.exceptions import ErrorCode, Refusal


class HttpRefusal(Refusal):
    """
    A request that is answered with one error, and of which nothing is done.

    Without a `status` it is a well-formed request for something that cannot be had: what status that is depends on
    the media type of the answer. `headers` are the answer's, `extensions` the error's, beside its code.
    """

    code = ErrorCode.BAD_REQUEST
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
    """The request is malformed, or not for this server to answer."""

    status = 400


class Unauthenticated(HttpRefusal):
    """There is no valid token. The message is for the caller to read and holds nothing of the token."""

    code = ErrorCode.UNAUTHENTICATED

    def __init__(self, message: str) -> None:
        super().__init__(message, 401, {"WWW-Authenticate": "Bearer"})


class RateLimited(HttpRefusal):
    """A user asks for more than their share. `retry_after` is in seconds."""

    code = ErrorCode.RATE_LIMITED

    def __init__(self, message: str, retry_after: int, *, limit: str) -> None:
        super().__init__(message, 429, {"Retry-After": str(retry_after)}, limit=limit, retryAfter=retry_after)


class TooManyAtOnce(RateLimited):
    """A user has as many of `what`, in the plural, as they may have at once; `setting` says so, where there is one."""

    def __init__(self, at_most: int, what: str, setting: str | None = None) -> None:
        named = f" ({setting})" if setting else ""
        message = f"A user may have {at_most} {what} at once{named}; end one first."
        super().__init__(message, retry_after=10, limit=setting or f"{what.upper()}_AT_ONCE")


class ExecutionTimeout(HttpRefusal):
    """What was asked for took too long and was ended."""

    code = ErrorCode.QUERY_TOO_COSTLY

    def __init__(self, seconds: float) -> None:
        message = f"This took longer than {seconds:g} seconds (EXECUTION_TIMEOUT) and was ended."
        super().__init__(message, limit="EXECUTION_TIMEOUT")


class AnswerTooLarge(HttpRefusal):
    """The answer would have more bytes than one may. A mutation is done all the same."""

    code = ErrorCode.QUERY_TOO_COSTLY

    def __init__(self, most: int) -> None:
        super().__init__(
            f"The answer has more than {most:,} bytes (MAX_ANSWER_SIZE). Ask for smaller pages, or for less in them.",
            limit="MAX_ANSWER_SIZE",
        )


class DocumentNotTrusted(HttpRefusal):
    """The document is not one of those that this server runs."""

    code = ErrorCode.FORBIDDEN
    status = 403


class PersistedQueryNotFound(HttpRefusal):
    """The id names no document that this server knows. Apollo Client goes by the code, urql by the message."""

    code = ErrorCode.PERSISTED_QUERY_NOT_FOUND

    def __init__(self) -> None:
        super().__init__("PersistedQueryNotFound")


class InternalServerError(HttpRefusal):
    """Something failed that nobody expected; the log has it under the request id."""

    code = ErrorCode.INTERNAL_SERVER_ERROR

    def __init__(self, request_id: str) -> None:
        message = "Something went wrong here. Tell its operator the request id."
        super().__init__(message, 500, requestId=request_id)


class CutOff(HttpRefusal):
    """The process stops, and has waited for the request for as long as it does."""

    code = ErrorCode.INTERNAL_SERVER_ERROR

    def __init__(self, request_id: str) -> None:
        message = "The server stopped before it could answer. Look whether this was done, or repeat it by the same id."
        super().__init__(message, 503, {"Retry-After": "1"}, requestId=request_id)


class DocumentRefused(HttpRefusal):
    """A document that is no GraphQL, or that asks for too much, with the places of `cause` in it."""

    def __init__(self, cause: GraphQLError | Refusal) -> None:
        super().__init__(cause.message, limit=cause.limit if isinstance(cause, Refusal) else None)
        self.cause = cause

    @property
    def extensions(self) -> dict[str, object]:
        return {"code": ErrorCode.GRAPHQL_PARSE_FAILED, **(self.cause.extensions or {})}

    @property
    def error(self) -> dict[str, object]:
        places = dict(self.cause.formatted) if isinstance(self.cause, GraphQLError) else {}
        return {**places, **super().error}
