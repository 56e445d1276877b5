"""Which statements ran, as PostgreSQL noted them: each of a user's path names the user, or runs with their claims."""

import re
from urllib.parse import urlsplit

import asyncpg
import pytest

from migrations.login_role import grant_login_role
from server.settings.settings import Settings
from tests.application import on_port
from tests.databases.servers import DatabaseServers
from tests.models.connections import connected
from tests.pictures import data_url, picture
from tests.server.exports.exporting import exported

DIRECT = "task_record_direct"
IMAGE = {"dataUrl": data_url(picture())}
NOTED = """
SELECT rolname, query FROM pg_stat_statements JOIN pg_roles ON pg_roles.oid = userid
WHERE rolname IN ('authenticated', 'service_role')"""
NAMES_USER = re.compile(r"user_id|task_record\.(grant|revoke)_credits\(")
"""The functions take the user as an argument."""
OURS = re.compile(r"\b(user_task_\w+|task_record\.\w+)")
READ = """{
  tasks(first: 5, where: {search: "a"}) {
    nodes { id sources { taskId } lineage { taskCount } derivedTasks(first: 5) { nodes { id } } }
    totalCount { value } }
  statistics { totalTasks }
  viewer { storageUsed tasksThisMonth }
}"""


@pytest.fixture
async def listened(settings: Settings, servers: DatabaseServers) -> Settings:
    """Settings by which what the server asks for all users, past the router, is not noted."""
    urls = []
    for superuser_url, owner_url, url in zip(
        servers.superuser_urls, servers.owner_urls, servers.application_urls, strict=True
    ):
        urls.append(urlsplit(url)._replace(netloc=f"{DIRECT}:a@{url.partition('@')[2].partition('/')[0]}").geturl())
        async with connected(owner_url) as owner, connected(superuser_url) as superuser:
            await grant_login_role(owner, urls[-1])
            await superuser.execute(f"ALTER ROLE {DIRECT} SET pg_stat_statements.track = 'none'")
            await superuser.execute("CREATE EXTENSION IF NOT EXISTS pg_stat_statements")
            await superuser.execute("SELECT pg_stat_statements_reset()")
    return Settings.model_validate(settings.model_dump() | {"database_listen_url": " ".join(urls)})


async def noted(servers: DatabaseServers) -> list[asyncpg.Record]:
    rows = []
    for url in servers.superuser_urls:
        async with connected(url) as superuser:
            rows += await superuser.fetch(NOTED)
    return rows


async def test_each_statement_names_the_user_or_runs_with_their_claims(
    listened: Settings, servers: DatabaseServers
) -> None:
    async with on_port(listened) as application:
        user, service = application.new_client(), application.new_client(role="service", plan=None)
        first = await user.task("createTask", prompt="a", originalImage=IMAGE)
        await exported(user, "NDJSON")
        await user.data(READ)
        given = {"userId": str(user.id), "amount": 5, "reason": "a gift"}
        await service.mutate("grantCredits", "credits { available }", id=first["id"], **given)
        second = await service.task(
            "createTask", userId=str(user.id), prompt="b", sources=[{"taskId": first["id"], "relation": "EDIT"}]
        )
        await service.task("startTask", id=second["id"])
        await service.task("uploadOriginalImage", id=second["id"], image=IMAGE)
        await service.task("completeTask", id=second["id"], image=IMAGE, tokensUsed=1)
        await service.task("failTask", id=first["id"], errorMessage="No.")
        announced = {"contentType": "image/png", "size": 100, "sha256": "0" * 64}
        await service.mutate("createImageUpload", "upload { id }", taskId=second["id"], **announced)
        await service.mutate("deleteTasks", "deletedTaskIds", ids=[first["id"], second["id"]])
    statements = await noted(servers)
    assert {row["rolname"] for row in statements if "INSERT INTO user_task_history" in row["query"]} == {
        "authenticated",
        "service_role",
    }
    unbound = {
        row["query"]
        for row in statements
        if row["rolname"] == "service_role" and OURS.search(row["query"]) and not NAMES_USER.search(row["query"])
    }
    assert unbound == set()
