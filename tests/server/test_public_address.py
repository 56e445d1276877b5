"""The address of the server and of callers: PUBLIC_URL, and trusted proxies."""

from collections.abc import AsyncIterator
from ipaddress import ip_network

import httpx2
import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus
from websockets.typing import Origin, Subprotocol

from server.settings.settings import Settings
from tests.api import Client
from tests.application import ServedApplication, on_port
from tests.server.exports.exporting import prepared

PUBLIC_URL = "https://tasks.example.com"
FORWARDED = {"X-Forwarded-Proto": "https", "Host": "elsewhere.example.com"}


@pytest.fixture
async def public(settings: Settings) -> AsyncIterator[ServedApplication]:
    async with on_port(settings, public_url=PUBLIC_URL) as server:
        yield server


async def address_of_export(server: ServedApplication) -> str:
    async with httpx2.AsyncClient(base_url=server.url, headers=FORWARDED) as http:
        return str((await prepared(Client(http), "NDJSON"))["url"]).partition("/export/")[0]


async def test_addresses_begin_with_the_public_one(public: ServedApplication) -> None:
    assert await address_of_export(public) == PUBLIC_URL


async def test_without_a_public_address_they_begin_with_that_of_the_request(settings: Settings) -> None:
    """The scheme is that of a trusted proxy, by default one on this machine."""
    async with on_port(settings) as server:
        assert await address_of_export(server) == "https://elsewhere.example.com"
    async with on_port(settings, trusted_proxies=(ip_network("10.0.0.0/8"),)) as server:
        assert await address_of_export(server) == "http://elsewhere.example.com"


async def test_a_page_at_the_public_address_opens_websockets(public: ServedApplication) -> None:
    address = f"{public.url.replace('http', 'ws')}/graphql"
    protocols = [Subprotocol("graphql-transport-ws")]
    async with connect(address, subprotocols=protocols, origin=Origin(PUBLIC_URL)) as connection:
        assert connection.subprotocol == protocols[0]
    with pytest.raises(InvalidStatus):
        async with connect(address, subprotocols=protocols, origin=Origin("https://elsewhere.example.com")):
            pass
