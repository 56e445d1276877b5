"""Apollo Client 4 and its links, in Node.js."""

import hashlib
from pathlib import Path

import httpx2
import pytest

from server.settings.settings import Settings
from tests.application import ServedApplication, on_port
from tests.clients.node import run_client
from tests.pictures import picture


@pytest.mark.slow
async def test_a_picture_is_uploaded(server: ServedApplication, tmp_path: Path) -> None:
    user = server.new_client()
    content = picture((64, 48))
    (tmp_path / "fox.png").write_bytes(content)
    payload = await run_client(
        "apollo_upload.mjs",
        f"{server.url}/graphql",
        user.headers["Authorization"],
        str(tmp_path / "fox.png"),
    )
    assert payload["errors"] == []
    assert payload["task"]["prompt"] == "一只狐狸"
    image = payload["task"]["originalImage"]
    assert (image["contentType"], image["width"], image["height"]) == ("image/png", 64, 48)
    assert image["sha256"] == hashlib.sha256(content).hexdigest()
    async with httpx2.AsyncClient() as http:
        assert (await http.get(image["url"])).content == content


@pytest.mark.slow
@pytest.mark.parametrize("by_get", [False, True])
async def test_a_persisted_query_is_sent_whole_only_once(settings: Settings, by_get: bool) -> None:
    async with on_port(settings) as server:  # a server that stores no document yet
        user = server.new_client()
        url = f"{server.url}/graphql"
        done = await run_client("apollo_persisted.mjs", url, user.headers["Authorization"], str(by_get).lower())
    assert done["found"] == [str(user.id)] * 2
    named, whole, again = done["sent"]
    assert [named["query"], again["query"]] == [None, None]
    assert named["hash"] == again["hash"] == hashlib.sha256(whole["query"].encode()).hexdigest()
    assert [one["method"] for one in done["sent"]] == (["GET", "POST", "GET"] if by_get else ["POST"] * 3)


@pytest.mark.slow
async def test_operations_are_sent_together(server: ServedApplication) -> None:
    user = server.new_client()
    found = await run_client("apollo_batch.mjs", f"{server.url}/graphql", user.headers["Authorization"])
    assert found == {"requests": 1, "prompt": "a fox", "viewer": str(user.id), "wrong": "BAD_USER_INPUT"}
