"""Links of Apollo Client 4, in Node.js."""

import hashlib
from pathlib import Path
from typing import Any

import httpx2
import pytest

from server.settings.settings import Settings
from tests.api import Client
from tests.application import ServedApplication, on_port
from tests.clients.node import run_client
from tests.pictures import picture


async def used(link: str, server: ServedApplication, user: Client, argument: str = "") -> tuple[list[Any], list[Any]]:
    """Return the requests and the results."""
    arguments = (f"{server.url}/graphql", user.headers["Authorization"], argument)
    found = await run_client("apollo.mjs", link, *arguments)
    return found["requests"], found["results"]


@pytest.mark.slow
async def test_a_picture_is_uploaded(server: ServedApplication, tmp_path: Path) -> None:
    content = picture((64, 48))
    (tmp_path / "fox.png").write_bytes(content)
    _, [data] = await used("upload", server, server.new_client(), str(tmp_path / "fox.png"))
    payload = data["createTask"]
    assert (payload["errors"], payload["task"]["prompt"]) == ([], "一只狐狸")
    image = payload["task"]["originalImage"]
    assert (image["contentType"], image["width"], image["height"]) == ("image/png", 64, 48)
    assert image["sha256"] == hashlib.sha256(content).hexdigest()
    async with httpx2.AsyncClient() as http:
        assert (await http.get(image["url"])).content == content


@pytest.mark.slow
@pytest.mark.parametrize("methods", [["POST", "POST", "POST"], ["GET", "POST", "GET"]])
async def test_a_persisted_query_is_sent_whole_only_once(settings: Settings, methods: list[str]) -> None:
    async with on_port(settings) as server:  # a server that stores no document yet
        user = server.new_client()
        requests, results = await used("persisted", server, user, methods[0])
    assert results == [{"viewer": {"__typename": "Viewer", "id": str(user.id)}}] * 2
    named, whole, again = requests
    assert [named["query"], again["query"]] == [None, None]
    assert named["hash"] == again["hash"] == hashlib.sha256(whole["query"].encode()).hexdigest()
    assert [one["method"] for one in requests] == methods


@pytest.mark.slow
async def test_operations_are_sent_together(server: ServedApplication) -> None:
    user = server.new_client()
    requests, [created, viewer, wrong] = await used("batch", server, user)
    assert len(requests) == 1
    assert created["createTask"]["task"]["prompt"] == "a fox"
    assert (viewer["viewer"]["id"], wrong) == (str(user.id), "BAD_USER_INPUT")
