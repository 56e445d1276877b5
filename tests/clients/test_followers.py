"""Clients subscribe over WebSocket and HTTP, and subscribe again after the server has restarted."""

import asyncio
from pathlib import Path

import httpx2
import pytest

from server.development.embedded.ports import choose_ports
from server.settings.settings import Settings
from tests.api import Client
from tests.application import ServedApplication, on_port
from tests.clients.node import PATIENCE, following


@pytest.mark.slow
@pytest.mark.parametrize(("client", "scheme"), [("apollo-ws", "ws"), ("sse", "http"), ("sse-single", "http")])
async def test_a_client_subscribes_again_after_a_restart(
    settings: Settings, tmp_path: Path, client: str, scheme: str
) -> None:
    port = choose_ports("127.0.0.1", ["server"], tmp_path / "ports")["server"]
    async with httpx2.AsyncClient(base_url=f"http://127.0.0.1:{port}") as http:
        user = Client(http)
        async with following(client, f"{scheme}://127.0.0.1:{port}/graphql", user) as follower:
            for prompt in ("before", "after a restart", "after another"):
                async with on_port(settings, port):
                    await follower.creation(user, prompt)


@pytest.mark.slow
@pytest.mark.parametrize("client", ["urql", "apollo-multipart"])
async def test_changes_are_followed_over_http(server: ServedApplication, client: str) -> None:
    user = server.new_client()
    async with following(client, f"{server.url}/graphql", user) as follower:
        await follower.creation(user, "a fox")
        await user.task("createTask", prompt="another")
        async with asyncio.timeout(PATIENCE):
            assert await follower.next_event() == ("CREATED", "another")
