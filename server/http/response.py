"""Makes responses from the result of an execution, a refusal or an unexpected exception."""

import logging
from collections.abc import Iterable

from starlette.responses import Response

from resolvers.exceptions import NoDiskLeft
from server.execution.executor import Answer
from server.http.encoded_answer import EncodedAnswer
from server.http.event_stream import FORMATS
from server.observation.operation_measures import count_refusal
from server.observation.request_id import current_request_id
from server.requests.encoding import encode
from server.requests.media_types import GRAPHQL_RESPONSE, JSON
from server.requests.refusals import HttpRefusal, InternalServerError, Unavailable

logger = logging.getLogger(__name__)


def batch_response(answers: Iterable[bytes]) -> EncodedAnswer:
    """Return the encoded answers of a batch as one response."""
    return EncodedAnswer(b"[%b]" % b",".join(answers), 200, {b"content-type": JSON.encode()})


def answer_response(answer: Answer, media_type: str) -> EncodedAnswer:
    """
    Return the answer as a response. Its status is 200, except for an answer without `data` as
    `application/graphql-response+json`, for which the specification wants 400.
    """
    if written := FORMATS.get(media_type):
        headers = {name.lower().encode(): value.encode() for name, value in written.headers.items()}
        return EncodedAnswer(written.only(answer), 200, headers)
    status = 400 if media_type == GRAPHQL_RESPONSE and "data" not in answer else 200
    return EncodedAnswer(encode(answer), status, {b"content-type": media_type.encode()})


def refusal_response(refusal: HttpRefusal, media_type: str) -> Response:
    """Return a response whose only error is the refusal: plain JSON for a client that accepts a stream, too."""
    status = refusal.status or (200 if media_type == JSON else 400)
    media_type = JSON if media_type in FORMATS else media_type
    headers = {"Cache-Control": "no-store", **refusal.headers}
    return Response(encode({"errors": [refusal.error]}), status, headers, media_type=media_type)


def refusal_of(error: Exception) -> HttpRefusal:
    """
    Return the refusal that answers a request ended by an exception, and count it. A refusal is returned as it is. Any
    other exception is logged under the request id, which is all that the client receives.
    """
    if isinstance(error, HttpRefusal):
        refusal = error
    elif NoDiskLeft.is_why(error):
        logger.error("%s", error)
        refusal = Unavailable(NoDiskLeft())
    else:
        request_id = current_request_id()
        logger.error("request %s failed", request_id, exc_info=error)
        refusal = InternalServerError(request_id)
    count_refusal(refusal)
    return refusal
