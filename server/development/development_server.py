"""The server of `./run dev`, which starts after PostgreSQL and object storage."""

import asyncio
import ipaddress
import logging
import os
import signal
import socket
import sys
from collections.abc import AsyncIterator, Coroutine
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from multiprocessing import forkserver, resource_tracker
from pathlib import Path
from types import FrameType
from typing import Any

import uvicorn
from pydantic import ValidationError

from models.background import background, begin
from server.app import create_app
from server.development.building.build import Build, build_documentation
from server.development.demo.demo_user import DEMO_PLAN, DEMO_USER, give_demo_credits
from server.development.demo.recording import record_demo
from server.development.embedded import EmbeddedServerError
from server.development.embedded.embedded_servers import EmbeddedServers
from server.development.embedded.seaweedfs import HOST
from server.development.migrated import migrate_embedded
from server.development.own_process import raise_again
from server.development.signed_token import sign_token
from server.development.sockets import forward, listen
from server.development.unfinished_page import PageState, with_unfinished_page
from server.observation.logs import set_up_logs
from server.operations.checking.built_pages import DOCUMENTATION
from server.serving import serving_options
from server.settings.settings import Settings, explain
from server.stores.connections import create_bucket

logger = logging.getLogger(__name__)

_THIRTY_DAYS = 30 * 24 * 3600
_ANY_HOST = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - compared with, not bound to
_ELSEWHERE = {socket.AF_INET: "192.0.2.1", socket.AF_INET6: "2001:db8::1"}
"""Addresses on other machines, of the ranges for documentation, to look up a route. Nothing is sent to them."""


class DevelopmentServer(uvicorn.Server):
    """
    A Uvicorn server that awaits `before` before it starts, and is in the context `beside` while it accepts
    connections.
    """

    def __init__(
        self, config: uvicorn.Config, before: Coroutine[Any, Any, None], beside: AbstractAsyncContextManager[None]
    ) -> None:
        super().__init__(config)
        self._before, self._beside = before, beside
        self._running = AsyncExitStack()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await self._before
        await super().startup(sockets)
        if self.started:
            await self._running.enter_async_context(self._beside)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        await self._running.aclose()
        await super().shutdown(sockets)

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Stop at the first signal, and ignore others: at a second, Uvicorn would skip the application's shutdown."""
        if not self.should_exit:
            super().handle_exit(sig, frame)


def serve(listener: socket.socket, host: str, servers: EmbeddedServers, build: Build, directory: Path) -> None:
    """
    Migrate the database, then serve on `listener`, which listens on `host`, until a signal. Meanwhile record the demo,
    and finish building the page and the documentation. `directory` has the data of `servers`.
    """
    set_up_logs("info", as_json=False)
    outside = outside_host(listener, host)
    settings = embedded_settings(servers, outside)
    _start_decoders()
    token = sign_token(servers.postgres.secrets.jwt_secret, DEMO_USER, plan=DEMO_PLAN, seconds=_THIRTY_DAYS)
    demo_recorded = directory / "demo-recorded"
    unrecorded = None if demo_recorded.exists() else demo_recorded
    page = PageState(ready=not unrecorded and not build.is_running)
    documentation = PageState(ready=(DOCUMENTATION.directory / "index.html").exists())
    config = uvicorn.Config(
        with_unfinished_page(create_app(settings), settings, page, documentation, token),
        timeout_graceful_shutdown=1,
        **serving_options(settings),
    )

    async def before() -> None:
        await migrate_embedded(servers.postgres)
        await create_bucket(settings)
        if unrecorded:
            await give_demo_credits(settings)

    async def finish() -> None:
        if unrecorded:
            await record_tasks(settings, unrecorded)
        if not page.ready:
            await show(page, build)
            if page.ready:
                logger.info("The page is ready.")
        with build_documentation(directory / "documentation.log") as documentation_build:
            await show(documentation, documentation_build)

    @asynccontextmanager
    async def beside() -> AsyncIterator[None]:
        async with (
            forwarded(outside, servers.object_storage.port),
            background(begin("demo, page and documentation", finish())),
        ):
            sys.stderr.write(f"Its database, as the owner: DATABASE_OWNER_URL='{servers.postgres.owner_url}'\n")
            print_addresses(host, outside, listener.getsockname()[1], token)
            yield

    raise_again()
    DevelopmentServer(config, before(), beside()).run(sockets=[listener])


@asynccontextmanager
async def forwarded(outside: str | None, port: int) -> AsyncIterator[None]:
    """Make the storage's port also reachable at the host `outside`, if there is one, while the context lasts."""
    if outside is None:
        yield
        return
    forwarding = await forward(listen(outside, port), HOST, port)
    yield
    forwarding.close()


def print_addresses(host: str, outside: str | None, port: int, token: str) -> None:
    """Print the page's address and, if the server listens on all addresses, log the one for other machines."""
    if outside and outside != host:
        logger.info("Other machines reach it at %s", page_address(outside, port, token))
    sys.stdout.write(f"Task Record is at {page_address(_ANY_HOST.get(host, host), port, token)}\n")
    sys.stdout.flush()


async def record_tasks(settings: Settings, unrecorded: Path) -> None:
    """Record the demo's tasks, and at the end create the file `unrecorded`, so that later starts do not."""
    logger.info("Recording the demo's tasks…")
    try:
        await record_demo(settings)
        await asyncio.to_thread(unrecorded.touch)
    except Exception:  # the page is useful without the demo
        logger.exception("The demo's tasks could not be recorded; the next start tries again.")


async def show(page: PageState, build: Build) -> None:
    """Wait for the build, then show the page, or the reason why it could not be built. The API answers anyway."""
    while build.is_running:  # noqa: ASYNC110 - its end is no event
        await asyncio.sleep(0.1)
    try:
        build.finish()
    except EmbeddedServerError as error:
        page.failure = str(error)
        logger.warning("%s", error)
    else:
        page.ready = True


def embedded_settings(servers: EmbeddedServers, outside: str | None = None) -> Settings:
    """
    Return the settings for embedded servers that are ready; browsers reach storage at the host `outside`, if given. Of
    the environment, only CORS_ORIGINS, MCP and WEBHOOK_NETWORKS count, for front ends, agents and receivers in
    development, and JWT_JWKS_URL and USER_ID_NAMESPACE. With these, an issuer's tokens are accepted in addition to the
    server's own. Raise EmbeddedServerError when one is invalid.
    """
    postgres, storage = servers.postgres, servers.object_storage
    secret, keys = postgres.secrets.jwt_secret, os.environ.get("JWT_JWKS_URL") or None
    try:
        return Settings(
            database_url=postgres.application_url,
            database_owner_url=postgres.owner_url,
            s3_bucket_name="images",
            aws_region=storage.region,
            aws_access_key_id=storage.access_key_id,
            aws_secret_access_key=storage.secret_access_key,
            aws_endpoint_url_s3=storage.endpoint_url,
            s3_public_endpoint_url=f"http://{in_url(outside or HOST)}:{storage.port}",
            # A secret of its own would take precedence over an issuer's keys.
            jwt_secret=None if keys else secret,
            jwt_secret_previous=secret if keys else None,
            jwt_jwks_url=keys,
            jwt_issuer=None,  # the server's own tokens have none
            user_id_namespace=os.environ.get("USER_ID_NAMESPACE") or None,
            plans_file=Path(__file__).with_name("plans.toml"),
            introspection="everyone",
            cors_origins=os.environ.get("CORS_ORIGINS", ""),
            webhook_networks=os.environ.get("WEBHOOK_NETWORKS", ""),
            mcp=os.environ.get("MCP") or "false",
            shutdown_delay=0,
        )
    except ValidationError as error:
        raise EmbeddedServerError("\n".join(explain(error))) from None


def outside_host(listener: socket.socket, host: str) -> str | None:
    """
    Return the name or address at which other machines reach the listener: `host` or, if it listens on all addresses,
    the address from which this machine reaches others. None if it listens on 127.0.0.1 only, or there is no network.
    """
    bound = listener.getsockname()[0]
    if bound == HOST:
        return None
    if not ipaddress.ip_address(bound).is_unspecified:
        return host
    with socket.socket(listener.family, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect((_ELSEWHERE[listener.family], 9))  # sends nothing
        except OSError:
            return None
        address: str = probe.getsockname()[0]
        return address


def page_address(host: str, port: int, token: str) -> str:
    return f"http://{in_url(host)}:{port}/#token={token}"


def in_url(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def _start_decoders() -> None:
    """
    Start the fork server of the image decoders with SIGINT blocked. A terminal sends Ctrl-C to all processes, but the
    decoders end with this one.
    """
    resource_tracker.ensure_running()  # first, since this unblocks the signal
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    forkserver.ensure_running()
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
