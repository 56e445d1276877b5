"""PostgreSQL fails over to a replica: servers whose DATABASE_URL names both hosts continue with it."""

import asyncio
from urllib.parse import urlsplit

import asyncpg
import pytest
from pydantic import SecretStr

from migrations.migrate import migrate_database
from server.development.embedded.postgres import EmbeddedPostgres
from tests.application import in_process
from tests.server.operations.readiness import READY, answer
from tests.server.standby import EmbeddedStandby
from tests.services import ObjectStorageService, service_directory, settings_of

PATIENCE = 30.0

pytestmark = pytest.mark.slow


def on_both(url: str, standby: EmbeddedStandby) -> str:
    """Return the URL with the hosts of the primary and of the standby: whichever may be written to is meant."""
    parts = urlsplit(url)
    other = urlsplit(standby.address(url)).query.removeprefix("host=")
    return parts._replace(query=f"{parts.query},{other}&target_session_attrs=read-write").geturl()


async def test_servers_go_on_with_the_replica(object_storage: ObjectStorageService) -> None:
    with service_directory() as one, service_directory() as other, EmbeddedPostgres(one, durable=False) as primary:
        await migrate_database(primary.owner_url, primary.application_url, "UTC")
        with EmbeddedStandby(other, primary.superuser_url) as standby:
            owner, application = (on_both(url, standby) for url in (primary.owner_url, primary.application_url))
            settings = settings_of(object_storage, owner, application)
            async with in_process(settings, database_listen_url=SecretStr(application)) as server:
                user = server.new_client()
                before = await user.task("createTask", prompt="A fox")
                superuser = await asyncpg.connect(standby.address(primary.superuser_url))
                async with asyncio.timeout(PATIENCE):
                    while not await superuser.fetchval("SELECT count(*) FROM user_task_history"):  # noqa: ASYNC110
                        await asyncio.sleep(0.05)
                primary.stop()
                assert await superuser.fetchval("SELECT pg_promote()")
                await superuser.close()
                async with asyncio.timeout(PATIENCE):
                    while await answer(server.http) != READY:  # noqa: ASYNC110
                        await asyncio.sleep(0.2)
                after = await user.task("createTask", prompt="Another")
                found = (await user.data("{ tasks { nodes { id } } }"))["tasks"]["nodes"]
                assert [task["id"] for task in found] == [after["id"], before["id"]]
