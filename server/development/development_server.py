"""`./run dev`: everything in one process and its two children."""

import asyncio
import logging
import os
import signal
import socket
import sys
from contextlib import closing, suppress
from pathlib import Path

import uvicorn

from server.app import create_app
from server.connections import create_bucket
from server.development.demo import DEMO_USER, record_demo
from server.development.embedded.directories import data_directory, make_data_directory
from server.development.embedded.embedded_servers import EmbeddedServers
from server.development.embedded.errors import EmbeddedServerError
from server.development.migrated import migrate_embedded
from server.development.page_build import PageBuild
from server.development.signed_token import sign_token
from server.serving import serving_options
from server.settings.settings import Settings

logger = logging.getLogger(__name__)

_THIRTY_DAYS = 30 * 24 * 3600
_ANY_HOST = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}  # noqa: S104 - compared with, not bound to


class DevelopmentServer(uvicorn.Server):
    """Tells its address once it accepts connections."""

    def __init__(self, config: uvicorn.Config, address: str) -> None:
        super().__init__(config)
        self._address = address

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            sys.stdout.write(f"Task Record is at {self._address}\n")
            sys.stdout.flush()


def run_development_server(host: str, port: int, wanted_data: Path) -> None:
    # Both end it in an orderly way; SIGINT even where a shell that runs it in the background has it ignored.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.default_int_handler)
    directory = data_directory(wanted_data)
    if directory != wanted_data.absolute():
        logger.warning("The servers' account cannot reach %s: the data are in %s.", wanted_data, directory)
    make_data_directory(directory)
    # Interrupted: asked for, no failure.
    with (
        suppress(KeyboardInterrupt),
        closing(_listen(host, port)) as listener,
        PageBuild(directory / "page.log") as build,
        EmbeddedServers(directory) as servers,
    ):
        settings = _prepare(servers, directory)
        _finish(build)
        secret = servers.postgres.credentials.jwt_secret
        token = sign_token(secret, DEMO_USER, plan="pro", seconds=_THIRTY_DAYS)
        _serve(listener, settings, f"{_address(listener, host)}/#token={token}")


def _listen(host: str, port: int) -> socket.socket:
    """First of all: whether the port is free is known at once, and early callers wait instead of failing."""
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        return socket.create_server((host, port), family=family, backlog=2048)
    except OSError as error:
        # Python words some of them anew, at length.
        reason = os.strerror(error.errno) if error.errno and error.errno > 0 else error.strerror
        raise EmbeddedServerError(f"Cannot listen on {host}:{port}: {reason}.") from None


def embedded_settings(servers: EmbeddedServers) -> Settings:
    postgres, storage = servers.postgres, servers.object_storage
    return Settings(
        database_url=postgres.application_url,
        database_owner_url=postgres.owner_url,
        s3_bucket_name="images",
        aws_region=storage.region,
        aws_access_key_id=storage.access_key_id,
        aws_secret_access_key=storage.secret_access_key,
        aws_endpoint_url_s3=storage.endpoint_url,
        jwt_secret=postgres.credentials.jwt_secret,
        introspection="everyone",
        shutdown_delay=0,
    )


def _prepare(servers: EmbeddedServers, directory: Path) -> Settings:
    settings = embedded_settings(servers)
    migrate_embedded(servers.postgres)
    asyncio.run(create_bucket(settings))
    demo_recorded = directory / "demo-recorded"
    if not demo_recorded.exists():
        asyncio.run(record_demo(settings))
        demo_recorded.touch()
    return settings


def _finish(build: PageBuild) -> None:
    if build.is_running:
        logger.warning("Building the page, once…")
    try:
        build.finish()
    except EmbeddedServerError as error:
        # The API is of use without it.
        logger.warning("%s", error)


def _address(listener: socket.socket, host: str) -> str:
    shown_host = _ANY_HOST.get(host, f"[{host}]" if ":" in host else host)
    return f"http://{shown_host}:{listener.getsockname()[1]}"


def _serve(listener: socket.socket, settings: Settings, address: str) -> None:
    config = uvicorn.Config(
        create_app(settings),
        timeout_graceful_shutdown=1,
        **serving_options(settings),
    )
    DevelopmentServer(config, address).run(sockets=[listener])
