import hashlib
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

import schema
from server.http.encoded_answer import accepts_gzip, gzip
from server.http.endpoint import GraphQL
from server.http.response import refusal_of, refusal_response
from server.requests.media_types import JSON
from server.requests.refusals import SchemaHidden

TEXT = Path(schema.__path__[0], "schema.graphql").read_bytes()
"""The SDL, which `./run schema` prints."""
COMPRESSED = gzip(TEXT)
TAG = f'W/"{hashlib.sha256(TEXT).hexdigest()[:32]}"'
"""The ETag: weak, since it is the same for the text and its compressed form."""


def schema_route(graphql: GraphQL) -> Route:
    """Return `/schema.graphql`, which returns the SDL to callers who may see the schema."""
    admission, authenticate = graphql.executor.admission, graphql.authenticator.authenticate

    async def answer(request: Request) -> Response:
        cached = "no-cache"
        if not admission.shows_schema_to_all:
            caller = await authenticate(request.headers.get("Authorization"))
            await graphql.rate_limits.count_request(caller)
            if not admission.shows_schema(caller):
                raise SchemaHidden
            cached = "private, no-cache"
        headers = {"ETag": TAG, "Cache-Control": cached, "Vary": "Accept-Encoding"}
        if is_known(request.headers.get("If-None-Match", "")):
            return Response(status_code=304, headers=headers)
        if accepts_gzip(request.headers.get("Accept-Encoding", "")):
            return Response(COMPRESSED, headers=headers | {"Content-Encoding": "gzip"}, media_type="text/plain")
        return Response(TEXT, headers=headers, media_type="text/plain")

    async def answer_or_refuse(request: Request) -> Response:
        try:
            return await answer(request)
        except Exception as error:
            return refusal_response(refusal_of(error), JSON)

    return Route("/schema.graphql", answer_or_refuse)


def is_known(tags: str) -> bool:
    """Whether `If-None-Match` names the current text."""
    named = {tag.strip().removeprefix("W/") for tag in tags.split(",")}
    return bool(named & {"*", TAG.removeprefix("W/")})
