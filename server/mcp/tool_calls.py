"""Executes the tools of agents as `/graphql` executes operations."""

import base64
import json
from collections.abc import Iterable
from functools import partial
from io import BytesIO
from itertools import islice
from typing import Any, NamedTuple
from uuid import UUID

from graphql import OperationType
from mcp import MCPError
from mcp.server import ServerRequestContext
from mcp.types import (
    INVALID_PARAMS,
    CallToolRequestParams,
    CallToolResult,
    ImageContent,
    ListToolsResult,
    PaginatedRequestParams,
)
from starlette.requests import Request

from resolvers.access import Caller
from resolvers.exceptions import FieldRefusal
from resolvers.images.answering_storage import storage_turn
from server.execution.executor import Executor
from server.http.response import refusal_of
from server.limits.client_watch import ClientGone
from server.mcp.document_tool import DocumentTool, read_tools
from server.mcp.tool_result import Address, Data, errors_in, refused, result_of, take_addresses
from server.requests.encoding import encode
from server.requests.http_request import HttpRequest, origin_of
from server.requests.refusals import BadRequest
from server.requests.request import GraphQLRequest
from storage.failures import ObjectNotFound, ObjectTooLarge
from storage.images.keys import task_id_in
from storage.objects import Storage

AGENT = "task_record.agent"
"""The key of an ASGI scope for its AgentRequest."""
THUMBNAIL, MAX_THUMBNAILS = "thumbnail", 4
"""The field whose address becomes an image, and how many images a result may have."""
MAX_THUMBNAIL_SIZE = 256 * 1024
"""Bytes. An image without a thumbnail may have more, and is only linked."""
THUMBNAIL_COST = 20
"""The cost of each thumbnail, which is a request to storage."""


class AgentRequest(NamedTuple):
    """A request of an agent, whose token has been verified."""

    caller: Caller
    http: HttpRequest


class ToolCalls:
    """The tools of agents. Each call is admitted, executed, charged and logged like an operation of a client."""

    def __init__(self, executor: Executor, storage: Storage) -> None:
        self.executor, self.storage = executor, storage
        self.tools = read_tools()

    async def listed(
        self, context: ServerRequestContext[Any, Request], _: PaginatedRequestParams | None
    ) -> ListToolsResult:
        """Return the tools that the caller may use."""
        role = agent_of(context).caller.role
        return ListToolsResult(tools=[tool.listed for tool in self.tools.values() if tool.is_for(role)])

    async def call(self, context: ServerRequestContext[Any, Request], params: CallToolRequestParams) -> CallToolResult:
        """Return the result of a tool, or the errors that it was refused with. MCPError for an unknown tool."""
        agent = agent_of(context)
        tool = self.tools.get(params.name)
        if tool is None or not tool.is_for(agent.caller.role):
            raise MCPError(INVALID_PARAMS, "There is no such tool, or it is not for this role: `tools/list` has all.")
        try:
            return await self.execute(tool, params.arguments or {}, agent)
        except ClientGone:
            return refused([])  # nobody reads it
        except Exception as error:
            return refused([refusal_of(error).error])

    async def execute(self, tool: DocumentTool, arguments: Data, agent: AgentRequest) -> CallToolResult:
        known = tool.listed.input_schema["properties"]
        if unknown := arguments.keys() - known.keys():
            raise BadRequest(f"{tool.listed.name} has no argument {min(unknown)[:100]!r}; it has {', '.join(known)}.")
        operation = self.executor.observed(agent.caller)
        request = GraphQLRequest(tool.text, arguments, None, None, is_own=True)
        await self.executor.admit(operation, request, frozenset({tool.kind}), enter)
        executed = await self.executor.answer(operation, partial(origin_of, agent.http), agent.http.receive)
        answer = json.loads(encode(executed))
        if errors := errors_in(answer):
            return refused(errors)
        addresses = take_addresses(answer["data"], tool.addresses)
        images = await self.thumbnails(agent.caller, (one for one in addresses if one.field == THUMBNAIL))
        return result_of(answer["data"], (one.link() for one in addresses if one.field != THUMBNAIL), images)

    async def thumbnails(self, caller: Caller, addresses: Iterable[Address]) -> list[ImageContent]:
        """Return the first thumbnails, as far as storage has them, and charge the caller for them."""
        images = []
        for address in islice(addresses, MAX_THUMBNAILS):
            key = self.storage.key_of(address.url)
            # A recorded URL of the original design may name any key.
            if key and task_id_in(key) == UUID(address.picture_id):
                await self.executor.admission.rate_limits.count_cost(caller, THUMBNAIL_COST)
                images += await self.thumbnail(caller, key)
        return images

    async def thumbnail(self, caller: Caller, key: str) -> list[ImageContent]:
        """Return the image at the key; nothing if there is none, it is too large, or storage does not answer."""
        file = BytesIO()
        try:
            async with storage_turn(caller.id):
                kind = await self.storage.get(key, file, at_most=MAX_THUMBNAIL_SIZE)
        except (ObjectNotFound, ObjectTooLarge, FieldRefusal):
            return []
        return [ImageContent(data=base64.b64encode(file.getbuffer()).decode(), mime_type=kind)]


def agent_of(context: ServerRequestContext[Any, Request]) -> AgentRequest:
    if context.request is None:
        raise RuntimeError("tools are called over HTTP alone")
    agent: AgentRequest = context.request.scope[AGENT]
    return agent


async def enter(_: OperationType) -> None:
    """Nothing is counted, since no tool is a subscription."""
