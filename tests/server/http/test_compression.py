"""Answers are compressed for clients that accept it, if that saves much."""

import zlib

import httpx2
import pytest

from server.http.encoded_answer import LARGE_BYTES
from tests.api import Client

TASKS = "{ tasks(first: 100) { nodes { prompt } } }"


async def bytes_of(user: Client, accept_encoding: str) -> tuple[bytes, httpx2.Headers]:
    headers = user.headers | {"Accept-Encoding": accept_encoding}
    async with user.http.stream("POST", "/graphql", json={"query": TASKS}, headers=headers) as answer:
        return b"".join([bit async for bit in answer.aiter_raw()]), answer.headers


def data_of(body: bytes) -> bytes:
    """Return the answer without its extensions, whose remaining cost differs from answer to answer."""
    return body.partition(b',"extensions"')[0]


@pytest.mark.slow
@pytest.mark.parametrize("length", [100, 2000])
async def test_the_same_answer_in_fewer_bytes(user: Client, length: int) -> None:
    for number in range(50):
        await user.task("createTask", prompt=f"灯塔 {number} ".ljust(length, "灯"))
    plain, headers = await bytes_of(user, "identity")
    assert "Content-Encoding" not in headers
    assert (len(plain) >= LARGE_BYTES) is (length > 1000)  # large answers are sent in pieces
    for accepted in ("gzip", "br;q=1.0, gzip;q=0.5", "*"):
        body, headers = await bytes_of(user, accepted)
        assert headers["Content-Encoding"] == "gzip"
        assert headers["Vary"] == "Accept-Encoding"
        assert int(headers["Content-Length"]) == len(body) < len(plain) / 4
        assert data_of(zlib.decompress(body, wbits=31)) == data_of(plain)


@pytest.mark.slow
async def test_answers_are_not_compressed_for_clients_without_gzip(user: Client) -> None:
    """Nor are answers that are too small to gain by it."""
    body, headers = await bytes_of(user, "gzip")
    assert "Content-Encoding" not in headers
    assert body.startswith(b'{"data":{"tasks":{"nodes":[]}}')
    for number in range(20):
        await user.task("createTask", prompt=f"{number}".ljust(100, "."))
    for accepted in ("", "identity", "br", "gzip;q=0", "gzip;q=0, *", "gzip;q=nan"):
        body, headers = await bytes_of(user, accepted)
        assert "Content-Encoding" not in headers
        assert body.startswith(b'{"data"')
