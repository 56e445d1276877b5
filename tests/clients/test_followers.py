"""Clients that follow changes: those that were there before the server, and stay when it is another."""

from pathlib import Path

import httpx2
import pytest

from server.development.embedded.ports import choose_ports
from server.settings.settings import Settings
from tests.api import Client
from tests.application import on_port
from tests.clients.node import following


@pytest.mark.parametrize(("script", "scheme"), [("apollo_follow.mjs", "ws"), ("sse_follow.mjs", "http")])
async def test_a_client_comes_again_after_a_restart(
    settings: Settings, tmp_path: Path, script: str, scheme: str
) -> None:
    port = choose_ports("127.0.0.1", ["server"], tmp_path / "ports")["server"]
    async with httpx2.AsyncClient(base_url=f"http://127.0.0.1:{port}") as http:
        user = Client(http)
        async with following(script, f"{scheme}://127.0.0.1:{port}/graphql", user) as follower:
            for prompt in ("before", "after a restart", "after another"):
                async with on_port(settings, port):
                    await follower.creation(user, prompt)
