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
    """An agent with the token of a user or a back end, which connects for each call."""

    user: Client
    application: ServedApplication

    @asynccontextmanager
    async def connected(self, mode: str = "auto") -> AsyncIterator[SdkClient]:
        """The SDK's client; `mode` is `legacy` for the versions of the protocol with a handshake."""
        async with httpx2.AsyncClient(headers=self.user.headers, timeout=PATIENCE) as http:
            transport = streamable_http_client(f"{self.application.url}/mcp", http_client=http)
            async with SdkClient(transport, mode=mode) as sdk:
                yield sdk

    async def call(self, tool: str, **arguments: Any) -> CallToolResult:
        note_prompts(arguments)
        async with self.connected() as sdk:
            return await sdk.call_tool(tool, arguments)

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
