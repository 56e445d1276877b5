"""
Every query of every caller changes only the audit. The fields are those of the schema. A read may also write what the
clock or a commit has already decided, as the worker does: expired credits, numbers of changes, copies of images.
"""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from asyncpg import Connection

from server.settings.settings import Settings
from tests.api import Client, NewClient
from tests.bucket import own_bucket
from tests.pictures import data_url, picture
from tests.resolvers.boards.boards import invite, new_board, put
from tests.resolvers.credits.ledger import give
from tests.resolvers.finding.indexing import note
from tests.resolvers.sharing.links import shared
from tests.schema.field_paths import Path, paths

IMAGE = {"dataUrl": data_url(picture())}
TABLES = """
SELECT format('%I.%I', schemaname, tablename) FROM pg_tables
WHERE schemaname IN ('auth', 'public', 'task_record') AND tablename <> ALL ('{audit_entries,overall_count}')
  AND tablename NOT LIKE 'pgqueuer%'
"""
"""All but the audit, and what the worker writes every few seconds by itself."""


@pytest.fixture
async def settings(settings: Settings) -> AsyncIterator[Settings]:
    """With a bucket of its own: reports on integrity list all objects, and other tests store thousands."""
    async with own_bucket(settings) as own:
        yield own


async def contents(database: Connection) -> dict[str, str]:
    """A digest of the rows of each table."""
    read = "SELECT md5(string_agg(row::text, '' ORDER BY row::text)) FROM {} AS row"
    return {table: await database.fetchval(read.format(table)) for (table,) in await database.fetch(TABLES)}


async def at_rest(database: Connection, settings: Settings) -> dict[str, str]:
    """What `contents` returns when the worker has done what was left."""
    for _ in range(2):
        await note(settings)
        await database.execute("SELECT task_record.count_changes(); SELECT task_record.recount_usage()")
    return await contents(database)


async def filled(user: Client, service: Client) -> str:
    """Record a bit of everything for the user, and return a task."""
    await give(service, user, 10)
    first = await user.new_task("a secret fox", originalImage=IMAGE, externalId="one")
    await user.task("completeTask", id=first, image=IMAGE)
    second = await user.new_task("a secret owl", sources=[{"taskId": first, "relation": "EDIT"}])
    await user.task("failTask", id=second, errorMessage="No owl")
    await user.task("createTask", prompt="a secret fox, waiting")
    board = await new_board(user, "secret")
    await put(user, board, first)
    await invite(user, board)
    await shared(user, first)
    await user.mutate("saveView", "errors { code }", name="foxes", where={"labels": ["fox"]})
    await user.mutate("trashTasks", "trashedTaskIds", ids=[second])
    return str(first)


def queries(user_id: str, task: str) -> list[Path]:
    """A query of each field, with filters wherever there is one."""
    today = datetime.now(UTC).date()
    span = f'from: "{today - timedelta(days=30)}", to: "{today + timedelta(days=1)}"'
    history, listed = f"(period: DAY, {span})", '(where: {labels: ["fox"], search: "secret"})'
    place = f'(id: "{task}", where: {{labels: ["fox"]}}'
    return paths(
        "Query",
        (),
        {
            **dict.fromkeys(("Query.node", "Query.task", "Admin.task"), f'(id: "{task}")'),
            **dict.fromkeys(("Query.tasks", "User.tasks"), listed),
            **dict.fromkeys(("Query.statisticsHistory", "Admin.statisticsHistory"), history),
            **dict.fromkeys(("Query.user", "Admin.user"), f'(id: "{user_id}")'),
            **dict.fromkeys(
                ("Query.insights", "Admin.activity", "Admin.hours", "Admin.models", "Admin.failureHistory"), f"({span})"
            ),
            "Query.nodes": f'(ids: ["{task}"])',
            "Query.taskByExternalId": '(externalId: "one")',
            "Query.unfinishedTasks": f'(createdBefore: "{today + timedelta(days=1)}T00:00:00Z")',
            "Query.taskPlace": f"{place})",
            "Query.board": f'(id: "{uuid4()}")',
            "Query.usage": f"({span}, groupBy: [MODEL])",
            "Query.similarTasks": '(to: {prompt: "a secret fox"})',
            "Query.prompts": '(search: "fox")',
            "Query.verifyImage": f'(image: {{dataUrl: "{IMAGE["dataUrl"]}"}})',
            "Query.compareModels": f'(models: ["one", "other"], {span})',
            "Admin.tasks": '(where: {labels: ["fox"]})',
            "Admin.taskPlace": f'{place}, userId: "{user_id}")',
            "Admin.erasure": f'(id: "{uuid4()}")',
            "Webhook.deliveries": "(first: 1)",
            "Credits.expiring": '(before: "2999-01-01T00:00:00Z")',
        },
    )


def together(ways: list[Path]) -> list[str]:
    """Queries of all these: those of one object are together, but that objects near the root are alone."""
    groups: dict[tuple[tuple[str, ...], str], list[str]] = {}
    for one in ways:
        before, last = one.fields[:-1], f"{one.fields[-1]} {one.leaf}"
        is_alone = len(before) < 2 and (one.leaf or not before)
        groups.setdefault((before, last if is_alone else ""), []).append(last)
    return [Path("", before, leaf=f"{{ {' '.join(group)} }}").query for (before, _), group in groups.items()]


@pytest.mark.slow
@pytest.mark.own_database
async def test_no_query_changes_a_row(new_client: NewClient, settings: Settings, database: Connection) -> None:
    user, administrator, service = new_client(), new_client(role="admin"), new_client(role="service")
    task = await filled(user, service)
    before = await at_rest(database, settings)
    for client in (user, administrator, service):
        for query in together(queries(str(user.id), task)):
            answer = await client.post(query)
            assert "data" in answer, (query, answer)
    assert await at_rest(database, settings) == before
