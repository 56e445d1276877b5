"""How a stream of results begins, goes on and ends, as events and as parts of a multipart answer."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx2
import pytest

from server.access.authenticator import LEEWAY
from server.development.signed_token import sign_token
from server.http.event_stream import FORMATS
from server.http.media_types import EVENT_STREAM, MULTIPART
from server.settings.settings import Settings
from tests.api import JWT_SECRET, Client
from tests.application import ServedApplication, on_port
from tests.server.http.subscriber import PATIENCE, SUBSCRIPTION

CLOSING = {EVENT_STREAM: "event: complete\ndata:\n\n", MULTIPART: "--graphql--\r\n"}
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
    """What comes, until `what` has come."""
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
async def test_one_that_is_silent_says_that_it_lasts(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    monkeypatch.setitem(FORMATS, kind, FORMATS[kind]._replace(interval=0.05))
    async with on_port(settings) as server, following(server, server.new_client().token, kind) as stream:
        text = await text_until(stream, HEARTBEAT[kind])
        assert payloads(text, kind) == []


@both
async def test_one_that_ends_says_why_and_that_it_is_all(server: ServedApplication, kind: str) -> None:
    token = sign_token(JWT_SECRET, Client(server.http).id, seconds=-LEEWAY // 2)
    async with following(server, token, kind) as stream:
        text = "".join([piece async for piece in stream.aiter_text()])
    [told] = payloads(text, kind)
    assert told["errors"][0]["extensions"]["code"] == "UNAUTHENTICATED"
    assert text.endswith(CLOSING[kind])
