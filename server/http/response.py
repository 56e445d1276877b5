"""Answers as bytes: what an execution came to, a refusal, an error that nobody expected."""

import logging
from collections.abc import Iterable
from typing import Any

from starlette.responses import Response
from strawberry.types import ExecutionResult
from strawberry.types.execution import PreExecutionError

from resolvers.exceptions import PartUnavailable
from server.http.encoding import encode
from server.http.event_stream import FORMATS, Answer
from server.http.media_types import GRAPHQL_RESPONSE, JSON
from server.http.refusals import HttpRefusal, InternalServerError
from server.limits.admission import Admission
from server.observation.observed_operation import ObservedOperation
from server.observation.operation_measures import count_refusal
from server.observation.request_id import current_request_id

logger = logging.getLogger(__name__)


def answer_of(
    result: ExecutionResult | PreExecutionError, operation: ObservedOperation, admission: Admission
) -> dict[str, object]:
    """
    The answer to a client: `data`, and `errors` as they may read them, whose codes are noted of the operation; when
    nothing could be executed, the first error alone.
    """
    nothing_executed = is_request_error(result)
    answer: dict[str, object] = {} if nothing_executed else {"data": result.data}
    errors = (result.errors or [])[: 1 if nothing_executed else None]
    shown: list[Any] = [admission.shown(error.formatted, operation.caller) for error in errors]
    if operation.unreached:
        shown.append(PartUnavailable(sorted(operation.unreached)).error)
    if shown:
        answer["errors"] = shown
        operation.codes.update(str(error["extensions"]["code"]) for error in shown)
    return answer


def is_request_error(result: ExecutionResult | PreExecutionError) -> bool:
    """Whether nothing was executed: the document is invalid, or a variable is."""
    return result.data is None and bool(result.errors) and not any(error.path for error in result.errors or ())


def batch_response(answers: Iterable[bytes]) -> Response:
    """The answers to the operations of a batch, each with its own errors."""
    return Response(b"[%b]" % b",".join(answers), media_type=JSON)


def answer_response(answer: Answer, media_type: str) -> Response:
    """An answer without `data` has status 400, except as plain JSON, where the specification wants 200."""
    if written := FORMATS.get(media_type):
        return Response(written.only(answer), headers=written.headers)
    status = 400 if media_type == GRAPHQL_RESPONSE and "data" not in answer else 200
    return Response(encode(answer), status, media_type=media_type)


def refusal_response(refusal: HttpRefusal, media_type: str) -> Response:
    """The refusal as the only error, never as an event or a part: no stream has begun."""
    status = refusal.status or (200 if media_type == JSON else 400)
    media_type = JSON if media_type in FORMATS else media_type
    return Response(encode({"errors": [refusal.error]}), status, refusal.headers, media_type=media_type)


def refusal_of(error: Exception) -> HttpRefusal:
    """
    What a caller is told of an error, which is counted: a refusal as it is, of any other a request id, under which the
    log has it.
    """
    if isinstance(error, HttpRefusal):
        refusal = error
    else:
        request_id = current_request_id()
        logger.error("request %s failed", request_id, exc_info=error)
        refusal = InternalServerError(request_id)
    count_refusal(refusal)
    return refusal
