"""Where a request ends: whatever its headers say, the next request of the connection gets its own answer."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import NamedTuple

import pytest

from server.settings.settings import Settings
from tests.api import Client
from tests.application import ServedApplication, on_port
from tests.server.http.raw import PATIENCE, converse, head, message, opened

H2C = "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAEAAEAAAAIAAAAA\r\n"
WEBSOCKET = (
    "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
    "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Protocol: graphql-transport-ws\r\n"
)
OFFERS = {
    "h2c": H2C,
    "TLS": "Upgrade: TLS/1.0\r\nConnection: keep-alive, upgrade\r\n",
    "in two fields": "Connection: keep-alive\r\nUpgrade: h2c\r\nConnection: UPGRADE\r\n",
    "two upgrades": "Connection: Upgrade\r\nUpgrade: websocket\r\nUpgrade: h2c\r\n",
    "a list": "Connection: Upgrade\r\nUpgrade: websocket, h2c\r\n",
    "without a key": "Connection: Upgrade\r\nUpgrade: websocket\r\n",
    "a WebSocket": WEBSOCKET,
}
BODY = json.dumps({"query": "{ viewer { id } }"}).encode()


class Answer(NamedTuple):
    status: int
    body: bytes

    @property
    def viewer(self) -> str:
        """The id of the user for whom it is."""
        assert self.status == 200, self
        return str(json.loads(self.body)["data"]["viewer"]["id"])


@pytest.fixture(scope="module")
async def server(shared_settings: Settings) -> AsyncIterator[ServedApplication]:
    async with on_port(shared_settings, header_timeout=0.3) as server:
        yield server


async def answers(server: ServedApplication, *segments: bytes) -> list[Answer]:
    """Send the segments one by one, and return what the server answers until it closes the connection."""
    return parsed(await converse(server, *segments))


def parsed(received: bytes) -> list[Answer]:
    """Return the answers that were received, except those of status 100. Each must have a Content-Length."""
    found = []
    while received:
        head, _, received = received.partition(b"\r\n\r\n")
        status, *lines = head.decode().lower().split("\r\n")
        if (number := int(status.split()[1])) != 100:
            length = int(dict(line.split(": ", 1) for line in lines)["content-length"])
            found.append(Answer(number, received[:length]))
            received = received[length:]
    return found


def get(user: Client, more: str = "", version: str = "1.1") -> bytes:
    return head(user, f"GraphQL-Preflight: x\r\n{more}", f"GET /graphql?query=%7Bviewer%7Bid%7D%7D HTTP/{version}")


def last(user: Client) -> bytes:
    return get(user, "Connection: close\r\n")


def post(user: Client, more: str, version: str = "1.1") -> bytes:
    return head(user, f"Content-Type: application/json\r\n{more}", f"POST /graphql HTTP/{version}")


def chunked(content: bytes) -> bytes:
    return b"".join(b"%x\r\n%b\r\n" % (len(part), part) for part in (content[:7], content[7:])) + b"0\r\n\r\n"


@pytest.mark.parametrize("offer", OFFERS.values(), ids=OFFERS)
@pytest.mark.parametrize("expects", ["", "Expect: 100-continue\r\n"], ids=["", "100-continue"])
@pytest.mark.parametrize("is_chunked", [False, True], ids=["", "chunked"])
async def test_a_body_is_read_whatever_upgrade_is_offered(
    server: ServedApplication, offer: str, expects: str, is_chunked: bool
) -> None:
    """
    In whichever segments it comes, and whether or not it looks like a request, it is not taken for one, and the next
    request is answered as its own user's.
    """
    attacker, victim = server.new_client(), server.new_client()
    for content in (BODY, get(attacker)):
        framing, sent = f"Content-Length: {len(content)}\r\n", content
        if is_chunked:
            framing, sent = "Transfer-Encoding: chunked\r\n", chunked(content)
        begin, after = post(attacker, offer + expects + framing), last(victim)
        for segments in (
            [begin + sent + after],
            [begin, sent, after],
            [begin + sent[:9], sent[9:] + after],
            [begin[:-1], begin[-1:], *(sent[at : at + 20] for at in range(0, len(sent), 20)), after],
        ):
            first, second = await answers(server, *segments)
            if content is BODY:
                assert first.viewer == str(attacker.id)
            else:
                assert (first.status, b"must be JSON" in first.body) == (400, True)
            assert second.viewer == str(victim.id)


@pytest.mark.parametrize("offer", OFFERS.values(), ids=OFFERS)
async def test_without_a_body(server: ServedApplication, offer: str) -> None:
    """Such a request is answered as if it offered no upgrade; one for a WebSocket ends the connection."""
    attacker, victim = server.new_client(), server.new_client()
    expected = await answers(server, get(attacker, offer) + last(victim))
    if "Upgrade: websocket\r\n" in offer and "h2c" not in offer:
        assert [answer.status for answer in expected if answer.status != 101][:1] in ([], [426], [400])
        assert len(expected) <= 1
    else:
        assert [answer.viewer for answer in expected] == [str(attacker.id), str(victim.id)]
    asks_twice = get(attacker) + get(attacker, offer) + last(victim)
    viewers = [answer.viewer for answer in await answers(server, asks_twice)]
    assert viewers == [str(attacker.id), str(attacker.id), str(victim.id)]


@pytest.mark.parametrize("offer", ["", *OFFERS.values()], ids=["none", *OFFERS])
async def test_the_last_request_of_a_connection(server: ServedApplication, offer: str) -> None:
    """A client that announces its last request, or speaks HTTP/1.0, gets one answer."""
    user = server.new_client()
    for version, more in (("1.0", ""), ("1.1", "Connection: close\r\n")):
        posted = post(user, f"{offer}{more}Content-Length: {len(BODY)}\r\n", version)
        for segments in ([posted, BODY + last(user)], [posted + BODY + last(user)]):
            assert [one.viewer for one in await answers(server, *segments)] == [str(user.id)]
    assert [one.viewer for one in await answers(server, get(user, offer, "1.0") + last(user))] == [str(user.id)]


LENGTH = f"Content-Length: {len(BODY)}\r\n"
CHUNKED = "Transfer-Encoding: chunked\r\n"
MALFORMED = {
    "both lengths": (LENGTH + CHUNKED, BODY),
    "both lengths, the other way round": (CHUNKED + LENGTH, chunked(BODY)),
    "two lengths": (LENGTH + "Content-Length: 0\r\n", BODY),
    "the same length twice": (LENGTH + LENGTH, BODY),
    "a list of lengths": (f"Content-Length: {len(BODY)}, {len(BODY)}\r\n", BODY),
    "a negative length": ("Content-Length: -1\r\n", BODY),
    "a length with a sign": (f"Content-Length: +{len(BODY)}\r\n", BODY),
    "a length that overflows": (f"Content-Length: {2**64 + len(BODY)}\r\n", BODY),
    "a hexadecimal length": ("Content-Length: 0x1c\r\n", BODY),
    "an empty length": ("Content-Length:\r\n", BODY),
    "a space before the colon": (f"Content-Length : {len(BODY)}\r\n", BODY),
    "chunked twice over": ("Transfer-Encoding: chunked, identity\r\n", chunked(BODY)),
    "another coding": ("Transfer-Encoding: xchunked\r\n", chunked(BODY)),
    "identity": ("Transfer-Encoding: identity\r\n", BODY),
    "two codings": (CHUNKED + "Transfer-Encoding: gzip\r\n", chunked(BODY)),
    "a folded coding": ("Transfer-Encoding:\r\n chunked\r\n" + LENGTH, BODY),
    "a length in the trailer": (CHUNKED, chunked(BODY)[:-2] + b"Content-Length: 9\r\n\r\n"),
    "a chunk whose size is none": (CHUNKED, b"0x1c\r\n" + BODY + b"\r\n0\r\n\r\n"),
    "a chunk size that overflows": (CHUNKED, b"1000000000000001c\r\n" + BODY + b"\r\n0\r\n\r\n"),
    "a chunk longer than its size": (CHUNKED, b"1\r\n" + BODY + b"\r\n0\r\n\r\n"),
    "chunks that end in LF": (CHUNKED, chunked(BODY).replace(b"\r\n", b"\n")),
    "headers that end in LF": ("X: y\n" + LENGTH, BODY),
    "headers that end in CR": ("X: y\rZ: y\r\n" + LENGTH, BODY),
    "a NUL": ("X: \0\r\n" + LENGTH, BODY),
    "a line that is no header": ("X\r\n" + LENGTH, BODY),
}


@pytest.mark.parametrize(("fields", "content"), MALFORMED.values(), ids=MALFORMED)
@pytest.mark.parametrize("offer", ["", H2C], ids=["", "h2c"])
async def test_a_request_that_may_end_in_two_places_ends_the_connection(
    server: ServedApplication, fields: str, content: bytes, offer: str
) -> None:
    """A request whose end is not certain is refused, and nothing after it is read as a request."""
    attacker, victim = server.new_client(), server.new_client()
    begin = post(attacker, offer + fields)
    for segments in ([begin + content + last(victim)], [begin, content, last(victim)]):
        first, refusal = await answers(server, get(victim), *segments)
        assert first.viewer == str(victim.id)
        assert refusal.status == 400, refusal


@pytest.mark.parametrize(
    ("refused", "status"),
    [
        (b"\0\r\n\r\n", 400),
        (b"GET /graphql HTTP/1.9\r\n\r\n", 400),
        (b"GET http://x HTTP/1.1\r\n\r\n", 400),
        (b"GET /graphql HTTP/1.1\r\nX: " + b"x" * 70_000 + b"\r\n\r\n", 431),
        (b"G", 408),
        (b"GET /graphql HTTP/1.1\r\nHost: x\r\n", 408),
        (b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n{\r\nx", 400),
        (b"CONNECT x:80 HTTP/1.1\r\nHost: x:80\r\n\r\n", 501),
        (b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 400),
    ],
    ids=[
        "bytes",
        "a version",
        "no path",
        "long headers",
        "a letter",
        "half a head",
        "a broken body",
        "CONNECT",
        "HTTP/2",
    ],
)
async def test_a_refusal_waits_for_earlier_answers(server: ServedApplication, refused: bytes, status: int) -> None:
    """Each answer is that of its own request, in their order, however early a later request is refused."""
    user, other = server.new_client(), server.new_client()
    more = b"" if status == 408 else last(user)
    first, second, refusal = await answers(server, get(user) + get(other) + refused + more)
    assert (first.viewer, second.viewer, refusal.status) == (str(user.id), str(other.id), status)
    assert [answer.status for answer in await answers(server, refused + more)] == [status]


async def test_frames_sent_with_the_handshake_are_the_sockets(server: ServedApplication) -> None:
    """A client need not wait for the server's greeting, and none of its frames is taken for a request."""
    user = server.new_client()
    frames = [
        message("connection_init", payload=user.headers),
        message("subscribe", id="1", payload={"query": "{ viewer { id } }"}),
    ]
    for segments in ([get(user, WEBSOCKET) + b"".join(frames)], [get(user, WEBSOCKET), *frames]):
        async with opened(server, *segments) as (reader, _), asyncio.timeout(PATIENCE):
            assert (await reader.readuntil(b"\r\n\r\n")).startswith(b"HTTP/1.1 101 ")
            await reader.readuntil(b'"connection_ack"')
            await reader.readuntil(f'{{"viewer":{{"id":"{user.id}"}}}}'.encode())
