"""The record for agents: the Model Context Protocol at `/mcp` (docs/mcp.md)."""

import logging
from collections.abc import Iterator

from mcp.server import Server
from mcp.server.streamable_http_manager import StreamableHTTPSessionManager
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import Message, Receive, Scope, Send

from resolvers.access import Caller
from server.http.encoded_answer import LARGE_BYTES, EncodedAnswer, LargeAnswer
from server.http.endpoint import GraphQL
from server.http.response import refusal_of
from server.mcp.document_tool import CONTENT_OF_USERS
from server.mcp.tool_calls import AGENT, AgentRequest, ToolCalls
from server.observation.build_info import build_info
from server.requests.http_request import HttpRequest
from server.requests.json_weight import VALUE
from server.requests.refusals import BadRequest, HttpRefusal, Unauthenticated
from server.settings.settings import Settings
from storage.objects import Storage

# It would log a line for each message, and clients' mistakes with their texts.
logging.getLogger("mcp").setLevel(logging.ERROR)

PATH = "/mcp"
METADATA_PATH = f"/.well-known/oauth-protected-resource{PATH}"
"""The address at which clients look for the issuer of tokens (RFC 9728)."""
MESSAGE_COST = 20
"""The cost of each message, in addition to that of a tool's operation: the SDK validates it and its result."""
COPIES = 5
"""Times its size that a message takes in memory: the SDK has it as bytes, text, values and models at once."""
MAX_VALUES = 10_000
"""Values in a message, which are parsed while other requests wait."""
REFUSED = -32000
"""JSON-RPC's code for an error that the protocol does not define; `data.code` has ours."""
INSTRUCTIONS = (
    "Task Record keeps how the pictures of a user were generated with AI, and what they cost. `search_pictures` finds "
    "pictures and their ids, `get_picture` shows one. Times are ISO 8601 with an offset, dates are days. Costs are "
    f"exact decimals, in the `currency` of `get_spending`. {CONTENT_OF_USERS}"
)


class McpEndpoint:
    """
    The route `/mcp`, under the limits of `/graphql`. Nothing is stored between requests: each is answered by one JSON
    response, without a session or a stream.
    """

    def __init__(self, settings: Settings, graphql: GraphQL, storage: Storage) -> None:
        self.graphql = graphql
        calls = ToolCalls(graphql.executor, storage)
        server = Server(
            "task-record",
            version=build_info().version,
            title="Task Record",
            instructions=INSTRUCTIONS,
            on_list_tools=calls.listed,
            on_call_tool=calls.call,
            get_tool_input_schema=lambda _: None,  # no argument is also a header
        )
        server.middleware.clear()  # operations have spans of ours
        self.manager = StreamableHTTPSessionManager(
            server, json_response=True, stateless=True, max_request_body_size=settings.max_body_size
        )
        issuer, public_url = settings.jwt_issuer or "", settings.public_url
        self.metadata: dict[str, object] | None = None
        self.challenge = "Bearer"
        if public_url and issuer.startswith("https://"):
            self.metadata = {"resource": public_url + PATH, "authorization_servers": [issuer]}
            self.challenge = f'Bearer resource_metadata="{public_url}{METADATA_PATH}"'

    def routes(self) -> Iterator[Route]:
        yield Route(PATH, self)
        if self.metadata:
            yield Route(METADATA_PATH, self.describe)

    async def describe(self, _: Request) -> Response:
        """Name the issuer of tokens. PUBLIC_URL and JWT_ISSUER must be set, since clients compare the addresses."""
        return JSONResponse(self.metadata)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = HttpRequest(scope, receive)
        try:
            response = await self.respond(request)
        except ClientDisconnect:
            return
        except Exception as error:
            refusal = refusal_of(error)
            if isinstance(refusal, Unauthenticated):
                refusal.headers["WWW-Authenticate"] = self.challenge
            response = refusal_answer(refusal)
        await response(scope, receive, send)

    async def respond(self, request: HttpRequest) -> EncodedAnswer | Response:
        """Return the response to a message. HttpRefusal in the order of `/graphql`: token, number, form, size."""
        graphql = self.graphql
        caller = await graphql.caller_of(request)
        if request.method != "POST":
            raise BadRequest("Send messages by POST. There are no sessions or streams.", 405, {"Allow": "POST"})
        if not graphql.may_connect(request.headers):
            raise BadRequest("CORS_ORIGINS does not contain the origin of this page.", 403)
        if caller.owner:
            graphql.requests.take_now(caller.owner)
        try:
            with graphql.memory.claim(caller.id) as memory:
                body, weight = await graphql.large_bodies.read(request, caller, memory)
                if weight - len(body) > VALUE * MAX_VALUES:
                    raise BadRequest(f"The message holds more than {MAX_VALUES:,} values.", 413, limit="VALUES")
                await memory.grow_to(weight + COPIES * len(body))
                await graphql.rate_limits.count_cost(caller, MESSAGE_COST)
                answer = await self.handle(request, caller, body)
            large = len(answer.body) >= LARGE_BYTES
            return LargeAnswer(answer, graphql.answers, caller.id) if large else answer
        finally:
            if caller.owner:
                graphql.requests.give_back(caller.owner)

    async def handle(self, request: HttpRequest, caller: Caller, body: bytes) -> EncodedAnswer:
        """Give the message to the SDK, and return its response."""
        arriving: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]
        answered: list[Message] = []

        async def receive() -> Message:
            return arriving.pop() if arriving else await request.receive()

        async def send(message: Message) -> None:
            answered.append(message)

        scope = {**request.scope, AGENT: AgentRequest(caller, request)}
        await self.manager.handle_request(scope, receive, send)
        if not answered:
            raise ClientDisconnect
        start, *parts = answered
        headers = {name: value for name, value in start["headers"] if name != b"content-length"}
        headers[b"cache-control"] = b"no-store"
        return EncodedAnswer(b"".join(part["body"] for part in parts), start["status"], headers)


def refusal_answer(refusal: HttpRefusal) -> Response:
    """Return the refusal as an error of JSON-RPC. It has no id, because the message may not have been read."""
    message = f"{refusal.code}: {refusal.message}"
    error = {"code": REFUSED, "message": message, "data": refusal.extensions}
    headers = {"Cache-Control": "no-store", **refusal.headers}
    return JSONResponse({"jsonrpc": "2.0", "id": None, "error": error}, refusal.status or 400, headers)
