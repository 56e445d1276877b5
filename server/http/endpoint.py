import json
import logging
from datetime import timedelta
from operator import methodcaller
from typing import Any
from uuid import uuid4

import orjson
from graphql import OperationType
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send
from starlette.websockets import WebSocket
from strawberry.asgi import GraphQL as StrawberryGraphQL
from strawberry.subscriptions import GRAPHQL_TRANSPORT_WS_PROTOCOL
from strawberry.types import ExecutionResult

from models.database import Database
from resolvers.access import Viewer
from resolvers.context import Context
from schema.schema import schema
from server.access.authenticator import Authenticator, Unauthenticated
from server.http.body import BodyLimits, read_form, read_json, with_files
from server.http.event_stream import TRANSPORT, EventStream, Subscriptions
from server.http.media_types import EVENT_STREAM, GRAPHQL_RESPONSE, JSON, Accepted, accepted, is_json
from server.http.refusals import Refused, bad_request
from server.http.request import GraphQLRequest, graphql_request, graphql_request_of_address
from server.http.websocket import WebSocketHandler
from server.limits.admission import REFUSED_COST, Admission, Admitted
from server.limits.attendance import ClientGone, attended
from server.limits.large_bodies import LargeBodies, is_large
from server.settings.settings import Settings
from storage.objects import Storage

logger = logging.getLogger(__name__)

BY_GET = frozenset({OperationType.QUERY})
BY_POST = frozenset(OperationType)


class GraphQL(StrawberryGraphQL[Context | None, None]):
    """`/graphql`. The token is verified before anything else of a request is read."""

    graphql_transport_ws_handler_class = WebSocketHandler

    def __init__(self, settings: Settings, authenticator: Authenticator, database: Database, storage: Storage) -> None:
        super().__init__(
            schema,
            graphql_ide=None,
            subscription_protocols=(GRAPHQL_TRANSPORT_WS_PROTOCOL,),
            connection_init_wait_timeout=timedelta(seconds=10),
            allowed_origins=settings.cors_origins,
        )
        self.authenticator, self.database, self.storage = authenticator, database, storage
        self.admission = Admission(settings, schema._schema)
        self.subscriptions = Subscriptions(settings.max_subscriptions_per_user)
        self.execution_timeout = settings.execution_timeout
        self.body_limits = BodyLimits(settings.max_body_size, settings.body_timeout, "MAX_BODY_SIZE")
        self.large_bodies = LargeBodies(self.body_limits)
        self.upload_limits = BodyLimits(settings.upload_size, settings.upload_timeout, "MAX_UPLOAD_SIZE")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await super().__call__(scope, receive, send)
        elif response := await self.respond(Request(scope, receive)):
            await response(scope, receive, send)

    async def respond(self, request: Request) -> Response | None:
        """None when nobody waits for an answer any more."""
        media_type = JSON
        try:
            viewer = await self.authenticator.authenticate(request.headers.get("Authorization"))
            await self.admission.rate_limits.count_request(viewer)
            check_method(request)
            wanted = accepted(request.headers.get("Accept"))
            media_type = wanted.media_type
            return await self.answer(request, viewer, wanted)
        except Unauthenticated as error:
            return refusal(Refused("UNAUTHENTICATED", str(error), 401, {"WWW-Authenticate": "Bearer"}), media_type)
        except Refused as refused:
            return refusal(refused, media_type)
        except (ClientDisconnect, ClientGone):
            return None
        except Exception as error:
            return internal_error(error)

    async def answer(self, request: Request, viewer: Viewer, wanted: Accepted) -> Response:
        content_type = request.headers.get("Content-Type", "")
        if request.method == "GET":
            asked = graphql_request_of_address(request.query_params)
            return await self.execute(request, viewer, asked, wanted)
        if is_json(content_type) and is_large(request):
            async with self.large_bodies.json(request, viewer.id) as sent:
                return await self.execute(request, viewer, graphql_request(sent), wanted)
        if is_json(content_type):
            asked = graphql_request(await read_json(request, self.body_limits))
            return await self.execute(request, viewer, asked, wanted)
        if not content_type.lower().startswith("multipart/form-data"):
            raise bad_request(f"The body must be {JSON} in UTF-8, or multipart/form-data with files.", 415)
        form = await read_form(request, self.upload_limits)
        try:
            return await self.execute(request, viewer, graphql_request(with_files(form)), wanted)
        finally:
            await form.close()

    async def execute(self, request: Request, viewer: Viewer, asked: GraphQLRequest, wanted: Accepted) -> Response:
        admitted = await self.admission.admit(viewer, asked, BY_GET if request.method == "GET" else BY_POST)
        context = Context(viewer, self.database, self.storage)
        if admitted.type is OperationType.SUBSCRIPTION:
            return await self.follow(context, asked, admitted, wanted)
        result = await attended(
            self.schema.execute(
                admitted.query,
                variable_values=asked.variables,
                context_value=context,
                operation_name=asked.operation_name,
            ),
            request.receive,
            self.execution_timeout,
        )
        told = self.told(result, viewer)
        if "data" not in told:
            await self.admission.rate_limits.count_cost(viewer, REFUSED_COST)
        told["extensions"] = {"cost": admitted.cost}
        return response(told, wanted.media_type)

    async def follow(
        self, context: Context, asked: GraphQLRequest, admitted: Admitted, wanted: Accepted
    ) -> EventStream:
        if not wanted.events:
            raise bad_request(f"A subscription needs `Accept: {EVENT_STREAM}`, or a WebSocket.", 406)
        results = await self.schema.stream(
            admitted.query,
            variable_values=asked.variables,
            context_value=context,
            operation_name=asked.operation_name,
        )
        self.subscriptions.enter(context.viewer)
        events = (next_event(self.told(result, context.viewer)) async for result in results)
        return EventStream(events, self.subscriptions, context.viewer)

    def told(self, result: Any, viewer: Viewer) -> dict[str, Any]:
        """What a result tells. What could not be executed at all has no `data`."""
        answer: dict[str, Any] = {}
        if not is_request_error(result):
            answer["data"] = result.data
        if result.errors:
            answer["errors"] = [self.admission.told(dict(error.formatted), viewer) for error in result.errors]
        return answer

    def encode_json(self, data: object) -> str:
        text = encoded(data)
        return text if isinstance(text, str) else text.decode()

    def decode_json(self, data: str | bytes) -> object:
        return orjson.loads(data)

    async def get_context(self, request: Request | WebSocket, response: Response | WebSocket) -> Context | None:
        return None

    async def context(self, authorization: object) -> Context:
        viewer = await self.authenticator.authenticate(authorization)
        return Context(viewer, self.database, self.storage)


def check_method(request: Request) -> None:
    if request.method not in {"GET", "POST"}:
        raise bad_request("GraphQL is asked by GET or POST.", 405, {"Allow": "GET, POST"})


def is_request_error(result: ExecutionResult) -> bool:
    """Whether nothing was executed: the document is invalid, or a variable is."""
    return result.data is None and bool(result.errors) and not any(error.path for error in result.errors or ())


def next_event(told: dict[str, Any]) -> str:
    text = encoded(told)
    return TRANSPORT.encode_event("next", text if isinstance(text, str) else text.decode())


def response(told: dict[str, Any], media_type: str) -> Response:
    """Told as JSON, a request error has status 200 all the same, as the specification wants it."""
    if media_type == EVENT_STREAM:
        return Response(next_event(told) + TRANSPORT.encode_complete(), headers=TRANSPORT.headers)
    status = 400 if media_type == GRAPHQL_RESPONSE and "data" not in told else 200
    return Response(encoded(told), status, media_type=media_type)


def refusal(refused: Refused, media_type: str) -> Response:
    told = {"errors": [refused.error]}
    status = refused.status or (200 if media_type == JSON else 400)
    media_type = JSON if media_type == EVENT_STREAM else media_type
    return Response(encoded(told), status, refused.headers, media_type=media_type)


def internal_error(error: Exception) -> Response:
    request_id = uuid4().hex
    logger.error("request %s failed", request_id, exc_info=error)
    message = "Something went wrong here. Tell its operator the request id."
    return refusal(Refused("INTERNAL_SERVER_ERROR", message, 500, requestId=request_id), JSON)


def encoded(answer: object) -> bytes | str:
    try:
        return orjson.dumps(answer)
    except TypeError:  # it may echo half of a surrogate pair, which is no UTF-8: that has to be escaped
        return json.dumps(answer, separators=(",", ":"), default=methodcaller("isoformat"))
