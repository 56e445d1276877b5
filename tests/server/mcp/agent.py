"""An agent, which calls the tools by the SDK's own client."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import httpx2
from mcp.client.client import Client as SdkClient
from mcp.client.streamable_http import streamable_http_client
from mcp.types import CallToolResult, TextContent

from tests.api import Client
from tests.application import PATIENCE, ServedApplication
from tests.logged import note_prompts


@dataclass
class Agent:
    client: SdkClient

    async def call(self, tool: str, **arguments: Any) -> CallToolResult:
        note_prompts(arguments)
        return await self.client.call_tool(tool, arguments)

    async def data(self, tool: str, **arguments: Any) -> dict[str, Any]:
        """Return the structured result, which the client has compared with the tool's schema; the text equals it."""
        result = await self.call(tool, **arguments)
        [text] = texts_of(result)
        assert not result.is_error, text
        assert json.loads(text) == result.structured_content
        return dict(result.structured_content)

    async def refusal(self, tool: str, **arguments: Any) -> dict[str, Any]:
        """Return the only error with which a call is refused."""
        result = await self.call(tool, **arguments)
        [text] = texts_of(result)
        assert result.is_error, text
        [error] = json.loads(text)["errors"]
        return dict(error)


def texts_of(result: CallToolResult) -> list[str]:
    return [one.text for one in result.content if isinstance(one, TextContent)]


@asynccontextmanager
async def agent_of(client: Client, application: ServedApplication, mode: str = "auto") -> AsyncIterator[Agent]:
    """An agent with the client's token. `mode` is `legacy` for a client of the protocol's versions with a handshake."""
    async with httpx2.AsyncClient(headers=client.headers, timeout=PATIENCE) as http:
        transport = streamable_http_client(f"{application.url}/mcp", http_client=http)
        async with SdkClient(transport, mode=mode) as sdk:
            yield Agent(sdk)
