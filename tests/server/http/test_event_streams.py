"""Heartbeats and the end of a stream of results, as server-sent events and as parts of a multipart answer."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx2
import pytest

from models.tasks import task_changes
from server.http.event_stream import FORMATS
from server.limits.connection import closing_transport
from server.requests.media_types import EVENT_STREAM, MULTIPART
from server.settings.settings import Settings
from tests.application import ServedApplication, on_port
from tests.server.http.raw import opened, posted
from tests.server.http.subscriber import PATIENCE, SUBSCRIPTION

HEARTBEAT = {EVENT_STREAM: ":\n\n:\n\n", MULTIPART: "Content-Type: application/json\r\n\r\n{}\r\n--graphql"}

both = pytest.mark.parametrize("kind", [EVENT_STREAM, MULTIPART])


@asynccontextmanager
async def following(server: ServedApplication, token: str, kind: str) -> AsyncIterator[httpx2.Response]:
    headers = {"Authorization": f"Bearer {token}", "Accept": kind}
    async with (
        asyncio.timeout(PATIENCE),
        server.http.stream("POST", "/graphql", json={"query": SUBSCRIPTION}, headers=headers) as stream,
    ):
        assert stream.status_code == 200
        yield stream


async def text_until(stream: httpx2.Response, what: str) -> str:
    """Read the stream until `what` has come, and return all that was read."""
    text = ""
    async for piece in stream.aiter_text():
        text += piece
        if what in text:
            return text
    raise AssertionError(f"ended without {what}: {text}")


def payloads(text: str, kind: str) -> list[dict[str, Any]]:
    if kind == EVENT_STREAM:
        return [json.loads(line[5:]) for line in text.split("\n") if line.startswith("data: ")]
    parts = [part.partition("\r\n\r\n")[2] for part in text.split("--graphql")]
    return [json.loads(part)["payload"] for part in parts if '"payload"' in part]


@both
async def test_a_silent_stream_sends_heartbeats(settings: Settings, monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    monkeypatch.setitem(FORMATS, kind, FORMATS[kind]._replace(interval=0.05))
    async with on_port(settings) as server, following(server, server.new_client().token, kind) as stream:
        text = await text_until(stream, HEARTBEAT[kind])
        assert payloads(text, kind) == []


PROMPTS = " ".join(f"p{number}: prompt" for number in range(25))
LONG_EVENTS = json.dumps({"query": f"subscription {{ taskEvents {{ task {{ {PROMPTS} }} }} }}"}).encode()
UNLIMITED: dict[str, Any] = {"max_subscriptions_per_user": 1, "cost_per_user": None, "max_cost": 100_000}


@pytest.mark.slow
@both
async def test_a_stream_that_is_not_read_is_disconnected(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    monkeypatch.setattr(closing_transport, "UNREAD", 0.5)
    async with on_port(settings, **UNLIMITED) as server:
        user = server.new_client()
        headers = user.headers | {"Accept": kind, "Content-Type": "application/json"}
        async with opened(server, posted(user, LONG_EVENTS, f"Accept: {kind}\r\n")), asyncio.timeout(PATIENCE):
            answer = await server.http.post("/graphql", content=LONG_EVENTS, headers=headers)
            assert answer.status_code == 429
            while answer.status_code == 429:
                await user.task("createTask", prompt="x" * 10_000)
                async with server.http.stream("POST", "/graphql", content=LONG_EVENTS, headers=headers) as answer:
                    pass
            assert answer.status_code == 200


@pytest.mark.slow
async def test_a_slow_subscriber_receives_an_error_that_it_fell_behind(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(task_changes, "MAX_WAITING", 10)
    async with on_port(settings, **UNLIMITED) as server:
        user = server.new_client()
        follow = posted(user, LONG_EVENTS, f"Accept: {EVENT_STREAM}\r\n")
        async with opened(server, follow) as (reader, _), asyncio.timeout(PATIENCE):
            await reader.readuntil(b"\r\n\r\n")
            for _ in range(50):
                await user.task("createTask", prompt="x" * 10_000)
            text = ""
            while not text.endswith("\r\n0\r\n\r\n"):
                more = await reader.read(1_000_000)
                assert more
                text += more.decode()
    assert text.count("SUBSCRIBER_FELL_BEHIND") == 1
    assert text.index("SUBSCRIBER_FELL_BEHIND") > len(text) - 1000
    assert text.count("x" * 10_000) < 50 * 25
