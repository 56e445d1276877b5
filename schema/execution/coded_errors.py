import logging
import re
from collections.abc import Iterable

from graphql import GraphQLError

from resolvers.context import OperationNotes
from resolvers.exceptions import BAD_USER_INPUT, INTERNAL_SERVER_ERROR, VALIDATION_FAILED, NoDiskLeft, Refusal
from schema.types.scalars import InvalidScalar

logger = logging.getLogger(__name__)

MAX_MESSAGE_CHARS = 1_000
"""Characters of a message. graphql-core would quote a wrong variable in full, even of many megabytes."""

AT_FAULT = re.compile(r"Variable '\$(\w+)' has invalid value(?: at ([.\w\[\]]+))?: ")
"""The beginning of a message of graphql-core about a variable: its name, and the path to the value at fault."""


def with_codes(errors: Iterable[GraphQLError], notes: OperationNotes, *, executed: bool = True) -> list[GraphQLError]:
    """
    Return the errors of an operation with their codes. Unexpected errors become INTERNAL_SERVER_ERROR with the request
    id; the first of them is logged under that id. An operation that was not `executed` has an invalid document.
    """
    coded: list[GraphQLError] = []
    logged = False
    for error in errors:
        original = error.original_error
        if isinstance(original, Refusal):
            coded.append(error)
        elif original is None or isinstance(original, (GraphQLError, InvalidScalar)):
            coded.append(with_code(error, BAD_USER_INPUT if executed or original else VALIDATION_FAILED))
        elif NoDiskLeft.is_why(original):
            logger.error("%s", original)
            coded.append(replaced(error, NoDiskLeft().message, NoDiskLeft().extensions))
        else:
            if not logged:
                logger.error("request %s failed at %s", notes.request_id, error.path, exc_info=original)
            logged = True
            message = "Something went wrong on the server. Report the request id to its operator."
            coded.append(replaced(error, message, {"code": INTERNAL_SERVER_ERROR, "requestId": notes.request_id}))
    return coded


def with_code(error: GraphQLError, code: str) -> GraphQLError:
    error.extensions = {"code": code, **(error.extensions or {})}
    if found := AT_FAULT.match(error.message):
        error.extensions["field"] = re.findall(r"\w+", " ".join(found.groups("")))
    if len(error.message) > MAX_MESSAGE_CHARS:
        error.message = f"{error.message[:MAX_MESSAGE_CHARS]}…"
    return error


def replaced(error: GraphQLError, message: str, extensions: dict[str, object]) -> GraphQLError:
    return GraphQLError(message, nodes=error.nodes, path=error.path, extensions=extensions)
