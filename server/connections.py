"""The database and the object storage that the settings name, and connections that are made anew when they are lost."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from math import inf

import asyncpg
from pydantic import SecretStr

from models.connection import place_of
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


def open_database(settings: Settings, statement_timeout: float | None = None, slow_after: float = inf) -> Database:
    """
    The database, its pool opened by `async with`. `statement_timeout`, in seconds, is PostgreSQL's own limit; after
    `slow_after` seconds the log tells of a statement.

    A pooler passes no parameter on: behind one no statement is limited, only the operation that runs it.
    """
    return open_at(settings.database_url, settings, statement_timeout, slow_after)


def open_replica(settings: Settings, slow_after: float = inf) -> Replica | None:
    """The replica, its database opened by `async with`; None where there is none."""
    url = settings.database_read_url
    return Replica(open_at(url, settings, settings.execution_timeout, slow_after)) if url else None


def open_at(address: SecretStr, settings: Settings, statement_timeout: float | None, slow_after: float) -> Database:
    url, route = address.get_secret_value(), settings.database_route
    behind_pooler = route is not None or settings.database_listen_url != settings.database_url
    direct = settings.listen_urls if route else []
    return Database(
        url,
        behind_pooler=behind_pooler,
        statement_timeout=None if behind_pooler else statement_timeout,
        slow_after=slow_after,
        route=route,
        behind=[Database(one, statement_timeout=statement_timeout, slow_after=slow_after) for one in direct],
    )


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
            logger.warning("the connection of the %s to PostgreSQL (%s) was lost: %r", name, place_of(url), error)
        await asyncio.sleep(RECONNECT_AFTER)
