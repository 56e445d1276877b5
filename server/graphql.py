import json
from datetime import timedelta
from http import HTTPStatus

import orjson
from cross_web import AsyncHTTPRequestAdapter, HTTPException
from starlette.exceptions import HTTPException as StarletteHTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.types import Receive, Scope, Send
from starlette.websockets import WebSocket
from strawberry.asgi import GraphQL as StrawberryGraphQL
from strawberry.http import GraphQLRequestData
from strawberry.subscriptions import GRAPHQL_SSE_PROTOCOL, GRAPHQL_TRANSPORT_WS_PROTOCOL
from strawberry.subscriptions.protocols.graphql_transport_ws.handlers import BaseGraphQLTransportWSHandler
from strawberry.subscriptions.protocols.graphql_transport_ws.types import ConnectionInitMessage

from models.database import Database
from resolvers.context import Context
from schema.schema import schema
from server.auth import Authenticator, Unauthenticated
from storage.storage import Storage


class WebSocketHandler(BaseGraphQLTransportWSHandler[Context | None, None]):
    """A connection's token comes in its first message; until then it has no context, and can do nothing."""

    view: "GraphQL"

    async def handle_connection_init(self, message: ConnectionInitMessage) -> None:
        payload = message.get("payload")
        authorization = payload.get("Authorization") if isinstance(payload, dict) else None
        try:
            self.context = await self.view.context(authorization)
        except Unauthenticated as error:
            # 4403 rather than 4401: graphql-ws takes that one for final and would not come again with a new token.
            await self.websocket.close(code=4403, reason=str(error))
        else:
            await super().handle_connection_init(message)


class GraphQL(StrawberryGraphQL[Context | None, None]):
    """`/graphql`. The token is verified before anything else of a request is read."""

    graphql_transport_ws_handler_class = WebSocketHandler

    def __init__(
        self,
        authenticator: Authenticator,
        database: Database,
        storage: Storage,
        allowed_origins: tuple[str, ...] = (),
    ) -> None:
        super().__init__(
            schema,
            graphql_ide=None,
            subscription_protocols=(GRAPHQL_TRANSPORT_WS_PROTOCOL, GRAPHQL_SSE_PROTOCOL),
            connection_init_wait_timeout=timedelta(seconds=10),
            multipart_uploads_enabled=True,
            allowed_origins=allowed_origins,
        )
        self.authenticator = authenticator
        self.database = database
        self.storage = storage

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            request = Request(scope, receive)
            try:
                response = await self.respond(request)
                await response(scope, receive, send)
            finally:
                await request.close()
        else:
            await super().__call__(scope, receive, send)

    async def respond(self, request: Request) -> Response:
        try:
            return await self.run(request)
        except Unauthenticated as error:
            return refusal(401, str(error), "UNAUTHENTICATED", {"WWW-Authenticate": "Bearer"})
        except HTTPException as error:
            allow = {"Allow": "GET, POST"} if error.status_code == HTTPStatus.METHOD_NOT_ALLOWED else None
            return refusal(error.status_code, error.reason, "BAD_REQUEST", allow)
        except StarletteHTTPException as error:
            return refusal(error.status_code, error.detail, "BAD_REQUEST")

    async def parse_http_body(self, request: AsyncHTTPRequestAdapter) -> GraphQLRequestData | list[GraphQLRequestData]:
        try:
            return await super().parse_http_body(request)
        except (AttributeError, LookupError, RecursionError, TypeError, ValueError) as error:
            # Strawberry takes the shape of what it parses for granted.
            raise HTTPException(
                400, "The body must be a JSON object with a `query`, or a multipart request."
            ) from error

    def create_response(self, response_data: object, sub_response: Response) -> Response:
        return Response(encoded(response_data), media_type="application/json")

    async def get_context(self, request: Request | WebSocket, response: Response | WebSocket) -> Context | None:
        if isinstance(request, WebSocket):
            return None
        return await self.context(request.headers.get("Authorization"))

    async def context(self, authorization: object) -> Context:
        viewer = await self.authenticator.authenticate(authorization)
        return Context(viewer, self.database, self.storage)


def encoded(answer: object) -> bytes | str:
    try:
        return orjson.dumps(answer)
    except TypeError:  # it may echo half of a surrogate pair, which is no UTF-8: that has to be escaped
        return json.dumps(answer, separators=(",", ":"))


def refusal(status: int, message: str, code: str, headers: dict[str, str] | None = None) -> JSONResponse:
    error = {"message": message, "extensions": {"code": code}}
    return JSONResponse({"errors": [error]}, status, headers)
