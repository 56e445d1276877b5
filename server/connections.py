"""The database and the object storage that the settings name, and connections that are made anew when they are lost."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from math import inf

import asyncpg

from models.connection import address_of
from models.database import Database
from models.database_measures import LISTENERS_LOST
from resolvers.replica import Replica
from server.settings.settings import Settings
from storage.images.virus_scan import Antivirus
from storage.objects import Storage

logger = logging.getLogger(__name__)

COMMAND_TIMEOUT = 5.0
"""Seconds. A connection whose other end went silently is told by the next statement that is not answered."""
RECONNECT_AFTER = 1.0
LASTING = {
    "statement_timeout": "0",
    "idle_in_transaction_session_timeout": "0",
    "idle_session_timeout": "0",
    "lock_timeout": "0",
    "tcp_keepalives_idle": "60",
}
"""Settings of a connection for an operation that takes as long as it takes."""


def open_database(settings: Settings, statement_timeout: float | None = None, slow_after: float = inf) -> Database:
    """
    The database, its pool opened by `async with`. `statement_timeout`, in seconds, is PostgreSQL's own limit; after
    `slow_after` seconds the log tells of a statement.

    A pooler passes no parameter on: behind one no statement is limited, only the operation that runs it.
    """
    url, route = settings.database_url.get_secret_value(), settings.database_route
    behind_pooler = route is not None or settings.listen_urls != [url]
    direct = settings.listen_urls if route else []
    return Database(
        url,
        behind_pooler=behind_pooler,
        statement_timeout=None if behind_pooler else statement_timeout,
        slow_after=slow_after,
        route=route,
        behind=[Database(one, statement_timeout=statement_timeout, slow_after=slow_after) for one in direct],
    )


def replicas_of(settings: Settings, slow_after: float = inf) -> list[Replica]:
    """The replica, or that of each of several databases in their order; none where there are none."""
    behind_pooler = not settings.database_route and settings.listen_urls != [settings.database_url.get_secret_value()]
    limit = None if behind_pooler else settings.execution_timeout
    return [
        Replica(Database(url, behind_pooler=behind_pooler, statement_timeout=limit, slow_after=slow_after))
        for url in settings.read_urls
    ]


@asynccontextmanager
async def opened(replicas: Sequence[Replica]) -> AsyncIterator[None]:
    async with AsyncExitStack() as stack:
        for replica in replicas:
            await stack.enter_async_context(replica.database)
        yield


def open_storage(settings: Settings) -> Storage:
    """The bucket for images, its client opened by `async with`."""
    secret, session_token = settings.aws_secret_access_key, settings.aws_session_token
    return Storage(
        bucket=settings.s3_bucket_name,
        region=settings.aws_region,
        endpoint_url=settings.aws_endpoint_url_s3,
        public_endpoint_url=settings.s3_public_endpoint_url,
        access_key_id=settings.aws_access_key_id,
        secret_access_key=secret.get_secret_value() if secret else None,
        session_token=session_token.get_secret_value() if session_token else None,
        image_urls=settings.image_urls,
        cdn_base_url=settings.cdn_base_url,
        antivirus=Antivirus(settings.clamav_url) if settings.clamav_url else None,
    )


async def check_credentials(settings: Settings) -> None:
    """Raise StorageUnavailable unless there are credentials for storage: in the settings, or given by AWS."""
    async with open_storage(settings):
        pass


async def create_bucket(settings: Settings) -> None:
    """Make the bucket, with its CORS rules, unless it is there."""
    async with open_storage(settings) as storage:
        await storage.create_bucket()


async def keep_connected(url: str, name: str, use: Callable[[asyncpg.Connection], Awaitable[None]]) -> None:
    """
    Run `use` for as long as the process does, on a connection that has this name in PostgreSQL, and is made anew
    whenever it is lost.
    """
    options = {"command_timeout": COMMAND_TIMEOUT, "server_settings": {"application_name": name}}
    while True:
        try:
            connection = await asyncpg.connect(url, **options)
            try:
                await use(connection)
            finally:
                connection.terminate()
        except Exception as error:
            LISTENERS_LOST.inc()
            logger.warning("the connection of the %s to PostgreSQL (%s) was lost: %r", name, address_of(url), error)
        await asyncio.sleep(RECONNECT_AFTER)
