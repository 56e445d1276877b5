from collections.abc import Mapping
from typing import Any

from graphql import GraphQLError


class Refused(Exception):
    """
    A request that is answered with one error, nothing of it done.

    Without a `status` it is a well-formed request for something that cannot be had: what status that is depends on
    the media type of the answer.
    """

    def __init__(
        self,
        code: str,
        message: str,
        status: int | None = None,
        headers: Mapping[str, str] | None = None,
        **extensions: Any,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.headers = dict(headers or {})
        self.error: dict[str, Any] = {"message": message, "extensions": {"code": code, **extensions}}


def bad_request(message: str, status: int = 400, headers: Mapping[str, str] | None = None) -> Refused:
    return Refused("BAD_REQUEST", message, status, headers)


def rate_limited(message: str, retry_after: int) -> Refused:
    return Refused("RATE_LIMITED", message, 429, {"Retry-After": str(retry_after)}, retryAfter=retry_after)


def refused_document(error: GraphQLError) -> Refused:
    """Of a document that is no GraphQL, or is too much of it."""
    extensions = dict(error.extensions or {})
    refused = Refused(extensions.pop("code", "GRAPHQL_PARSE_FAILED"), error.message, **extensions)
    refused.error = {**dict(error.formatted), **refused.error}
    return refused
