"""Opens the databases and the object storage that the settings name."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from functools import partial
from math import inf
from typing import Any

import asyncpg

from models.administration.overall_statements import RECORD_CURRENCY
from models.background import Complaints
from models.claims import NOBODY, DatabaseRole
from models.connection import ANSWER_SECONDS, CONNECT_TIMEOUT, UNUSABLE, NoConnectionFree, address_of
from models.database import Database
from models.observation.database_measures import LISTENERS_LOST
from models.placement.databases import Databases
from models.placement.replica import Replica
from models.placement.routed_databases import RoutedDatabases
from models.pool import MAX_CONNECTIONS
from resolvers.limits.fair_share import FairShare
from server.settings.settings import Settings
from server.stores.other_currency import OtherCurrency
from storage.objects import Storage
from storage.virus_scan import Antivirus

logger = logging.getLogger(__name__)

COMMAND_TIMEOUT = 5.0
"""Seconds to wait for a statement. Nothing else detects that the other end vanished without closing the connection."""
STATEMENT_GRACE = 1.0
"""Seconds after EXECUTION_TIMEOUT until PostgreSQL itself ends a statement, if the process is stuck or gone."""
STORAGE_ANSWER_SECONDS = 8.0
"""Seconds for which a request waits for storage."""
NOTIFIER = "task-record notifier"
"""The name of the notifier's connection in PostgreSQL. Each process has one for each database."""
RECONNECT_AFTER = 1.0
"""Seconds."""
MAX_SERVICE_CONNECTIONS, MAX_CONNECTIONS_OF_A_SERVICE = 16, 12
"""How many all callers with `service_role` may use at a time, and how many one of them may."""
MAX_LOGIN_CONNECTIONS = 2
"""How many statements of the login role may use at a time."""
NOTED_WITHIN = 10
"""Seconds that a starting server waits for a database; if it does not answer, the worker records the currency."""
LASTING = {
    "statement_timeout": "0",
    "idle_in_transaction_session_timeout": "0",
    "idle_session_timeout": "0",
    "lock_timeout": "0",
    "tcp_keepalives_idle": "60",
}
"""PostgreSQL settings of a connection whose statements or transactions may take hours."""


def connection_shares() -> dict[DatabaseRole, FairShare]:
    """Return the shares of one pool's connections; callers with `service_role` act for many users."""
    refusal = partial(NoConnectionFree, "no connection was free for 5 seconds")
    users = FairShare(MAX_CONNECTIONS, refusal)
    return {
        "authenticated": users,
        "board_reader": users,
        "service_role": FairShare(MAX_SERVICE_CONNECTIONS, refusal, each=MAX_CONNECTIONS_OF_A_SERVICE),
        "none": FairShare(MAX_LOGIN_CONNECTIONS, refusal, each=MAX_LOGIN_CONNECTIONS),
    }


def open_database(
    settings: Settings,
    statement_timeout: float | None = None,
    slow_after: float = inf,
    replicas: Sequence[Replica] = (),
    shares: Callable[[], dict[DatabaseRole, FairShare] | None] = connection_shares,
) -> Databases:
    """
    Return the database, whose pool `async with` opens. PostgreSQL ends a statement after `statement_timeout` seconds;
    one that takes longer than `slow_after` seconds is logged. The caller opens the `replicas`. `shares` makes the
    shares of a pool's connections, or None if other limits apply.

    Behind a pooler `statement_timeout` has no effect, since poolers do not pass it on to PostgreSQL: only the operation
    is limited.
    """
    url, route, urls = settings.database_url.get_secret_value(), settings.database_route, settings.listen_urls
    common: dict[str, Any] = {"slow_after": slow_after, "patience": patience(settings)}
    options = common | {"replicas": replicas, "shares": shares()}
    if route:
        common["statement_timeout"] = statement_timeout
        parts = [Database(one, shares=shares(), **common) for one in urls]
        return RoutedDatabases(url, route=route, parts=parts, behind_pooler=True, behind=urls, **options)
    if urls != [url]:
        return Databases(url, behind_pooler=True, behind=urls, **options)
    return Databases(url, statement_timeout=statement_timeout, **options)


def patience(settings: Settings, most: float = ANSWER_SECONDS) -> float:
    """
    Return the seconds to wait for an answer: `most`, or fewer, so that an operation notices a silent dependency well
    before EXECUTION_TIMEOUT.
    """
    return min(most, settings.execution_timeout / 5)


def statement_timeout(settings: Settings) -> float:
    """Return after how many seconds PostgreSQL ends a statement, later than the server ends its operation."""
    return settings.execution_timeout + STATEMENT_GRACE


def replicas_of(settings: Settings, slow_after: float = inf) -> list[Replica]:
    """Return the replicas in DATABASE_READ_URL, one for each database, in order; an empty list without it."""
    behind_pooler = not settings.database_route and settings.listen_urls != [settings.database_url.get_secret_value()]
    options: dict[str, Any] = {"slow_after": slow_after, "patience": patience(settings), "behind_pooler": behind_pooler}
    options["statement_timeout"] = None if behind_pooler else statement_timeout(settings)
    return [Replica(Database(url, shares=connection_shares(), **options)) for url in settings.read_urls]


@asynccontextmanager
async def opened(replicas: Sequence[Replica]) -> AsyncIterator[None]:
    """Open the pools of the replicas within the context."""
    async with AsyncExitStack() as stack:
        for replica in replicas:
            await stack.enter_async_context(replica.database)
        yield


def open_storage(settings: Settings, patience: float | None = None) -> Storage:
    """Return the bucket for images, whose client `async with` opens; `patience` is that of `Storage`."""
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
        patience=patience,
    )


async def check_credentials(settings: Settings) -> None:
    """Raise StorageUnavailable unless there are credentials for storage, in the settings or from AWS."""
    await open_storage(settings).find_credentials()


async def check_currency(settings: Settings) -> None:
    """Record the currency in each reachable database. Raise OtherCurrency if it has costs in another."""
    for one in settings.per_database:
        with suppress(TimeoutError, *UNUSABLE):
            async with asyncio.timeout(NOTED_WITHIN), Database(one.listen_urls[0]) as database:
                async with database.transaction(NOBODY, "service_role") as transaction:
                    [noted] = await transaction.rows(RECORD_CURRENCY.bind(currency=settings.currency))
                if noted.currency != settings.currency:
                    raise OtherCurrency(
                        f"CURRENCY: {settings.currency}, but the costs in {one.database_name} are in {noted.currency}; "
                        f"expected {noted.currency}, until those costs are gone"
                    )


async def create_bucket(settings: Settings) -> bool:
    """
    Create the bucket, with its CORS rules, if it does not exist, and return whether it was created. StorageUnavailable
    if that fails.
    """
    async with open_storage(settings) as storage:
        return await storage.create_bucket()


async def keep_connected(url: str, name: str, use: Callable[[asyncpg.Connection], Awaitable[None]]) -> None:
    """
    Run `use` on a connection that is called `name` in PostgreSQL, and again on a new connection whenever it is lost. It
    ends when it is cancelled, or `use` raises anything else.
    """
    options = {"command_timeout": COMMAND_TIMEOUT, "server_settings": {"application_name": name}}
    complaints = Complaints()
    while True:
        try:
            connection = await asyncpg.connect(url, timeout=CONNECT_TIMEOUT, **options)
            try:
                await use(connection)
            finally:
                connection.terminate()
        except (TimeoutError, *UNUSABLE) as error:
            LISTENERS_LOST.inc()
            if complaints.is_new(error):
                logger.warning("the connection of the %s to PostgreSQL (%s) was lost: %r", name, address_of(url), error)
        await asyncio.sleep(RECONNECT_AFTER)
