"""Two databases of a test's own, which it may also stop, with a user in each."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import asyncpg

from server.settings.settings import Settings
from tests.api import Client
from tests.application import Application, ServedApplication, on_port
from tests.databases.engine import running_engine
from tests.databases.servers import DatabaseServers, NumberedPostgres, copies
from tests.models.connections import connected
from tests.services import ObjectStorageService, service_directory, settings_of


@dataclass
class Pair:
    settings: Settings
    application: ServedApplication
    servers: tuple[NumberedPostgres, NumberedPostgres]
    here: Client
    """A user in the first database."""
    there: Client
    """A user in the second database."""


@asynccontextmanager
async def running_pair(
    servers: DatabaseServers, object_storage: ObjectStorageService, bucket: str, **values: Any
) -> AsyncIterator[Pair]:
    with service_directory() as directory, copies(NumberedPostgres(servers.template, 0), directory, 2) as (one, other):
        urls = [server.application_url for server in (one, other)]
        async with running_engine(urls) as engine:
            values |= {
                "database_listen_url": f"{one.direct_url} {other.direct_url}",
                "database_route": engine.route,
            }
            settings = settings_of(object_storage, f"{one.owner_url} {other.owner_url}", engine.url, **values)
            settings = settings.model_copy(update={"s3_bucket_name": bucket})
            async with (
                on_port(settings) as application,
                connected(one.owner_url) as first,
                connected(other.owner_url) as second,
            ):
                here, there = await user_in_each(application, [first, second])
                yield Pair(settings, application, (one, other), here, there)


async def user_in_each(application: Application, owners: Sequence[asyncpg.Connection]) -> list[Client]:
    """Create users until each database has one, and return these, with one task each, in the databases' order."""
    found: dict[int, Client] = {}
    has_task = "SELECT EXISTS (SELECT FROM user_task_history WHERE user_id = $1)"
    while len(found) < len(owners):
        user = application.new_client()
        await user.task("createTask", prompt="a fox")
        [place] = [place for place, owner in enumerate(owners) if await owner.fetchval(has_task, user.id)]
        found.setdefault(place, user)
    return [found[place] for place in range(len(owners))]
