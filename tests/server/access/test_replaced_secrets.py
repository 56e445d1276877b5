"""Secrets are replaced as docs/production.md says, while clients send requests: none is refused."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

import pytest
from pydantic import SecretStr

from server.development.signed_token import Role
from server.settings.settings import Settings
from tests.api import JWT_SECRET, Client
from tests.application import Application, in_process
from tests.server.access.issuer import running_issuer
from tests.server.access.tokens import EC_KEY, jwk, signed_by

SIGNS: dict[Role, str] = {"user": "jwt_secret", "service": "jwt_service_secret"}
"""For each kind of client the setting with the secret that its tokens are signed with."""
FIRST = {"jwt_secret": JWT_SECRET, "jwt_service_secret": "the-first-secret-of-back-ends-in-these-tests"}
SECOND = {name: f"{name}-that-takes-the-place-of-the-first-one" for name in FIRST}
VIEWER = "{ viewer { id } }"


class Servers(AsyncExitStack):
    """Two servers, which are replaced one after the other, and the secrets that clients sign with."""

    def __init__(self, settings: Settings) -> None:
        super().__init__()
        self.settings = settings
        self.running: list[Application] = []
        self.signing = FIRST
        self.is_over = False
        self.sent = asyncio.Semaphore(0)

    async def replace(self, **secrets: str | None) -> None:
        """Replace each server by one with these secrets; its other settings stay as they were."""
        changes = {name: SecretStr(text) if text else None for name, text in secrets.items()}
        for place in (0, 1):
            started = await self.enter_async_context(in_process(self.settings, **changes))
            self.running[place : place + 1] = [started]
            async with asyncio.timeout(60):
                for _ in range(20):
                    await self.sent.acquire()

    async def send(self, role: Role) -> None:
        """Send requests to each server in turn until the end."""
        while not self.is_over:
            for server in self.running:
                client = Client(server.http, role=role, secret=self.signing[SIGNS[role]])
                assert await client.data(VIEWER) == {"viewer": {"id": str(client.id)}}
                self.sent.release()
                await asyncio.sleep(0.005)


@asynccontextmanager
async def in_use(settings: Settings) -> AsyncIterator[Servers]:
    async with Servers(settings) as servers, asyncio.TaskGroup() as clients:
        servers.running = [await servers.enter_async_context(in_process(settings)) for _ in (0, 1)]
        for role in SIGNS:
            clients.create_task(servers.send(role))
        yield servers
        servers.is_over = True


@pytest.mark.slow
async def test_no_request_is_refused_on_the_way(settings: Settings) -> None:
    first = settings.model_copy(update={name: SecretStr(text) for name, text in FIRST.items()})
    async with in_use(first) as servers:
        await servers.replace(**SECOND, **{f"{name}_previous": text for name, text in FIRST.items()})
        servers.signing = SECOND
        await servers.replace(**SECOND)
        for role, name in SIGNS.items():
            for server in servers.running:
                old = await Client(server.http, role=role, secret=FIRST[name]).error(VIEWER)
                assert old["extensions"] == {"code": "UNAUTHENTICATED"}


@pytest.mark.parametrize("with_previous", [True, False])
async def test_from_a_secret_to_the_issuers_keys(settings: Settings, with_previous: bool) -> None:
    with running_issuer() as issuer:
        issuer.keys = [jwk(EC_KEY, "a")]
        previous = SecretStr(JWT_SECRET) if with_previous else None
        by_keys = {"jwt_secret": None, "jwt_jwks_url": issuer.address, "jwt_secret_previous": previous}
        async with in_process(settings, **by_keys) as server:
            old = await server.new_client().post(VIEWER)
            assert ("errors" not in old) == with_previous
            headers = {"Authorization": f"Bearer {signed_by('ES256', 'a')}"}
            answer = await server.http.post("/graphql", json={"query": VIEWER}, headers=headers)
            assert answer.status_code == 200
