"""Users may name any host. They do not learn which names exist in the servers' network."""

import asyncio
from collections.abc import AsyncIterator
from ipaddress import ip_address, ip_network
from time import monotonic
from typing import cast

import pytest

from server.settings.settings import Settings
from server.webhooks import guarded_connector
from server.webhooks.guarded_connector import PublicNames
from tests.application import in_process
from tests.server.webhooks.attempted import DELIVERIES, sent

LOOKUP = 1.0
"""Seconds that every lookup takes which finds nothing to send to."""
KNOWN = {
    "inside.test": ["10.0.0.7"],
    "metadata.test": ["169.254.169.254"],
    "own.test": ["10.20.0.1"],
    "outside.test": ["8.8.8.8"],
    "both.test": ["10.0.0.7", "8.8.8.8"],
}
SILENT = "silent.test"


class Names(asyncio.DatagramProtocol):
    """A server of DNS that knows the IPv4 addresses in KNOWN, and says nothing when asked for SILENT."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast("asyncio.DatagramTransport", transport)

    def datagram_received(self, query: bytes, address: tuple[str, int]) -> None:
        name, labels = [], query[12:]
        while size := labels[0]:
            name.append(labels[1 : size + 1].decode())
            labels = labels[size + 1 :]
        question, kind = query[12 : 12 + len(query[12:]) - len(labels) + 5], labels[1:3]
        found = KNOWN.get(".".join(name), []) if kind == b"\0\1" else []
        there = b"\x85\x80" if ".".join(name) in KNOWN else b"\x85\x83"  # without an error, or NXDOMAIN
        answers = [b"\xc0\x0c\0\1\0\1\0\0\0\0\0\4" + ip_address(one).packed for one in found]
        head = query[:2] + there + b"\0\1" + len(answers).to_bytes(2, "big") + bytes(4)
        if ".".join(name) != SILENT:
            self.transport.sendto(head + question + b"".join(answers), address)


@pytest.fixture
async def names(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[PublicNames]:
    monkeypatch.setattr(guarded_connector, "RESOLVE_WITHIN", LOOKUP)
    transport, _ = await asyncio.get_running_loop().create_datagram_endpoint(Names, ("127.0.0.1", 0))
    port = transport.get_extra_info("sockname")[1]
    resolver = PublicNames([ip_network("10.20.0.0/16")], nameservers=["127.0.0.1"], udp_port=port, flags=0)
    yield resolver
    await resolver.close()
    transport.close()


@pytest.mark.slow
@pytest.mark.parametrize("name", ["unknown.test", "inside.test", "metadata.test", SILENT])
async def test_a_name_without_a_public_address_is_not_found(names: PublicNames, name: str) -> None:
    began = monotonic()
    with pytest.raises(OSError, match="The host was not found, or has no public address") as failed:
        await names.resolve(name, 443)
    assert failed.value.args == ("The host was not found, or has no public address",)
    assert 0 <= monotonic() - began - LOOKUP < 0.3


@pytest.mark.parametrize(("name", "address"), [("outside", "8.8.8.8"), ("own", "10.20.0.1"), ("both", "8.8.8.8")])
async def test_public_addresses_and_own_networks_are_found(names: PublicNames, name: str, address: str) -> None:
    assert [one["host"] for one in await names.resolve(f"{name}.test", 443)] == [address]


@pytest.mark.slow
async def test_an_unknown_host_and_an_internal_one_have_the_same_outcome(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guarded_connector, "RESOLVE_WITHIN", LOOKUP)
    seen = []
    async with in_process(settings, webhook_networks=()) as application:
        for host in ("nowhere.invalid", "localhost"):
            user = application.new_client()
            made = await user.mutate(
                "createWebhook", "webhook { id } errors { code }", url=f"https://{host}/", events=["TASK_CREATED"]
            )
            assert made["errors"] == []
            webhook = made["webhook"]["id"]
            await user.mutate("testWebhook", "delivery { id }", id=webhook)
            [delivery] = await sent(user, webhook)
            [attempt] = delivery["attempts"]
            assert 1_000 * LOOKUP <= attempt.pop("durationMs") < 1_000 * (LOOKUP + 0.3)
            attempt.pop("startedAt")
            found = (await user.data(DELIVERIES, id=webhook))["node"]
            seen.append((attempt, delivery["state"], found["failingSince"] is None, found["disabledReason"]))
    assert seen[0] == seen[1]
    assert seen[0][0] == {
        "status": None,
        "error": "The host was not found, or has no public address.",
        "errorCode": "HOST_NOT_FOUND",
    }
