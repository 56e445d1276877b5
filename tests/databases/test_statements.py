"""In PostgreSQL's notes, each statement of a user's request names the user, or runs with their claims."""

import re
from collections.abc import Sequence

import asyncpg

from tests.databases.pair import Pair
from tests.databases.servers import NumberedPostgres
from tests.models.connections import connected
from tests.pictures import data_url, picture
from tests.server.exports.exporting import exported
from tests.services import with_database

IMAGE = {"dataUrl": data_url(picture())}
NOTED = """
SELECT rolname, query FROM pg_stat_statements JOIN pg_roles ON pg_roles.oid = userid
  JOIN pg_database ON pg_database.oid = dbid
WHERE rolname IN ('authenticated', 'service_role') AND datname = 'task_record' AND query NOT LIKE 'SET %'"""
NAMES_USER = re.compile(r"user_id|task_record\.(grant_credits|revoke_credits|lock_user_for_write)\(")
"""Matches statements that name the user, also as an argument of these functions."""
OURS = re.compile(r"\b(user_task_\w+|task_record\.\w+)")
READ = """{
  tasks(first: 5, where: {search: "a"}) {
    nodes { id sources { taskId } lineage { taskCount } derivedTasks(first: 5) { nodes { id } } }
    totalCount { value } }
  statistics { totalTasks }
  viewer { storageUsed tasksThisMonth }
}"""


async def fetch_from_each(servers: Sequence[NumberedPostgres], query: str) -> list[asyncpg.Record]:
    rows = []
    for server in servers:
        async with connected(with_database(server.superuser_url, "postgres")) as superuser:
            rows += await superuser.fetch(query)
    return rows


async def test_each_statement_names_the_user_or_runs_with_their_claims(pair: Pair) -> None:
    """Statements about all users do not go through the router, and are not recorded."""
    user, service = pair.here, pair.application.new_client(role="service", plan=None)
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
    statements = await fetch_from_each(pair.servers, NOTED)
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
