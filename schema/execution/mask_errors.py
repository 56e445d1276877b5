import logging

from graphql import GraphQLError, GraphQLSyntaxError
from strawberry.extensions import MaskErrors as StrawberryMaskErrors
from strawberry.types.execution import PreExecutionError

from resolvers.exceptions import (
    BAD_USER_INPUT,
    INTERNAL_SERVER_ERROR,
    PARSE_FAILED,
    VALIDATION_FAILED,
    NoDiskLeft,
    Refusal,
)
from schema.types.scalars import InvalidScalar

logger = logging.getLogger(__name__)

MAX_MESSAGE_CHARS = 1_000
"""Characters of a message. graphql-core would quote a wrong variable in full, however many megabytes it has."""


class MaskErrors(StrawberryMaskErrors):
    """
    Gives each error its code. An unexpected error is replaced by INTERNAL_SERVER_ERROR with the request id, and logged
    under that id: once per request, however many fields failed.
    """

    logged = False

    def anonymise_error(self, error: GraphQLError) -> GraphQLError:
        original = error.original_error
        if isinstance(original, Refusal):
            return error
        if original is None or isinstance(original, (GraphQLError, InvalidScalar)):
            error.extensions = {"code": self.code_of(error), **(error.extensions or {})}
            if len(error.message) > MAX_MESSAGE_CHARS:
                error.message = f"{error.message[:MAX_MESSAGE_CHARS]}…"
            return error
        if NoDiskLeft.is_why(original):
            logger.error("%s", original)
            full = NoDiskLeft()
            return GraphQLError(full.message, nodes=error.nodes, path=error.path, extensions=full.extensions)
        request_id = self.execution_context.context.notes.request_id
        if not self.logged:
            self.logged = True
            logger.error("request %s failed at %s", request_id, error.path, exc_info=original)
        return GraphQLError(
            "Something went wrong here. Tell its operator the request id.",
            nodes=error.nodes,
            path=error.path,
            extensions={"code": INTERNAL_SERVER_ERROR, "requestId": request_id},
        )

    def code_of(self, error: GraphQLError) -> str:
        if isinstance(error, GraphQLSyntaxError):
            return PARSE_FAILED
        if error.original_error is None and isinstance(self.execution_context.result, PreExecutionError):
            return VALIDATION_FAILED
        return BAD_USER_INPUT
