"""Moving a user to another database changes nothing that the API shows, and loses nothing."""

import asyncio
import json
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import pytest

from models.administration.isolation import READ_BY_MEMBERS, TABLES_OF_USERS
from tests.api import Client
from tests.application import on_port
from tests.databases.moving.moves import COUNT, OVERALL, moved, owners_of
from tests.databases.pair import Pair
from tests.databases.reconciled import CLEAN, reconcile_report
from tests.models.connections import connected
from tests.resolvers.boards.boards import invite, new_board, put
from tests.resolvers.credits.ledger import IMAGE, give
from tests.resolvers.sharing.links import shared
from tests.resolvers.webhooks.hooks import LIST, create, note, noted, of_all_users
from tests.server.exports.exporting import exported, prepared
from tests.server.http.subscriber import subscribed
from tests.server.operations.backup.disaster import objects_of

READ = """{
  tasks(first: 20) { totalCount { value } nodes {
    id prompt status tokensUsed creditsDeducted createdAt updatedAt completedAt imageCount sources { taskId relation }
    originalImage { sha256 } images { sha256 width } derivedTasks { nodes { id } }
  } }
  statistics { totalTasks successfulTasks failedTasks totalTokensUsed totalCreditsDeducted imagesSize }
  viewer { storageUsed tasksThisMonth credits { available held entries { nodes { id kind available held } } } }
}"""
# Reports of changes are made from the tasks that arrive: test_copies_of_moved_users.py.
MADE_OF_TASKS = {f"task_record.{name}" for name in ("task_changes", "prompts", "prompt_tasks", "label_tasks")}
TABLES = {*TABLES_OF_USERS, *READ_BY_MEMBERS, "task_record.user_ranking", "task_record.user_subjects"} - MADE_OF_TASKS


async def everything(user: Client, service: Client) -> None:
    """Give the user one of each thing that users can have and that does not expire."""
    user.plan = "priced"
    await give(service, user, 100)
    first = await user.task("createTask", prompt="a hare", originalImage=IMAGE, modelVersion="v1", imageCount=2)
    await user.task("completeTask", id=first["id"], image=IMAGE, moreImages=[IMAGE], tokensUsed=3, creditsDeducted=4)
    edit = [{"taskId": first["id"], "relation": "EDIT"}]
    await user.task("createTask", prompt="a lynx", sources=edit, modelVersion="v2")
    failed = await user.task("createTask", prompt="an owl")
    await user.task("failTask", id=failed["id"], errorMessage="No.")
    deleted = await user.task("createTask", prompt="a wolf", originalImage=IMAGE)
    await user.mutate("deleteTask", "deletedTaskId", id=deleted["id"])
    announced = {"contentType": "image/png", "size": 100, "sha256": "0" * 64}
    await user.mutate("createImageUpload", "upload { id }", taskId=failed["id"], **announced)
    await prepared(user, "NDJSON")
    await shared(user, first["id"])
    board = await new_board(user)
    await put(user, board, first["id"], failed["id"])
    await invite(user, board)
    await user.mutate("saveView", "errors { code }", name="Foxes", where={"search": "fox"})


async def rows_of(owner: asyncpg.Connection, user: Client) -> dict[str, list[str]]:
    """Return the user's rows in a database by table, without ids and times of rows that the move counts again."""
    found = {}
    for table in TABLES:
        row = "to_jsonb(t) - '{created_at,updated_at,id}'::text[]" if table.endswith("statistics") else "to_jsonb(t)"
        rows = await owner.fetch(f"SELECT ({row})::text FROM {table} AS t WHERE user_id = $1 ORDER BY 1", user.id)
        found[table] = [row[0] for row in rows]
    return found


@pytest.mark.slow
async def test_all_that_a_user_has_is_moved_and_moved_back(pair: Pair) -> None:
    user, settings = pair.here, pair.settings
    service = pair.application.new_client(role="service", plan=None)
    administrator = pair.application.new_client(role="admin")
    await everything(user, service)
    async with owners_of(pair) as owners:
        webhook = await create(user, "CREDITS_LOW")
        await note(owners[0], webhook, "delivered", 2)
        await note(owners[0], webhook, "waiting")
        await owners[0].execute("INSERT INTO task_record.user_subjects VALUES ($1, 'user_1')", user.id)

        async def overall() -> dict[str, Any]:
            for owner in owners:
                await owner.execute(COUNT)
            return await administrator.data(OVERALL)

        before, all_before, objects = await user.data(READ), await overall(), await objects_of(settings)
        rows = await rows_of(owners[0], user)
        assert all(rows.values()), rows
        for to in (2, 1):
            assert (await moved(settings, user, to)).startswith(f"{user.id} was moved from database {3 - to} to {to} (")
            assert await user.data(READ) == before
            assert await overall() == all_before
            assert await rows_of(owners[to - 1], user) == rows
            assert not any((await rows_of(owners[2 - to], user)).values())
        assert await objects_of(settings) == objects
        assert (await moved(settings, user, 1)).startswith(f"{user.id} is in database 1 (")
        assert await owners[0].fetchval("SELECT count(*) FROM task_record.pgqueuer WHERE status = 'exception'") == 0
    assert await reconcile_report(settings) == [CLEAN]


@pytest.mark.slow
async def test_nobody_is_sent_an_event_because_of_a_move(pair: Pair) -> None:
    """A webhook of all users, even one that the user has made, stays in each database."""
    user, settings = pair.here, pair.settings
    service = pair.application.new_client(role="service", plan=None)
    own = await create(user)
    async with owners_of(pair) as owners, of_all_users(Client(user.http, user.id, "service", None)) as of_all:
        await service.mutate("updateWebhook", "webhook { id }", id=of_all)  # else it ended with the user's role
        task = await user.task("createTask", prompt="a hare")
        await user.task("failTask", id=task["id"], errorMessage="No.")
        had = [await noted(owners[0], webhook) for webhook in (own, of_all)]
        assert [kind for kind, _ in had[0]] == ["task.created", "task.failed"]
        assert had[0] == had[1]
        for to in (2, 1):
            await moved(settings, user, to)
            assert await noted(owners[to - 1], own) == had[0]
            assert await noted(owners[2 - to], own) == []
            assert [await noted(owner, of_all) for owner in owners] == [had[1], []]
            for owner in owners:
                assert await owner.fetchval("SELECT all_users FROM task_record.webhooks WHERE id = $1", UUID(of_all))
        await moved(settings, user, 2)
        listed = (await user.data(LIST))["viewer"]["webhooks"]
        assert [one["id"] for one in listed] == [own]
        await user.mutate("deleteTask", "deletedTaskId", id=task["id"])
        deleted = ("task.deleted", {"id": task["id"], "userId": str(user.id)})
        assert await noted(owners[1], own) == [*had[0], deleted]
        assert [await noted(owner, of_all) for owner in owners] == [had[1], [deleted]]


@pytest.mark.slow
async def test_a_moved_user_continues_to_work(pair: Pair) -> None:
    """The user works on through either server, subscriptions go on, and back ends find the tasks by id."""
    user, service = pair.here, pair.application.new_client(role="service", plan=None)
    async with on_port(pair.settings) as other, subscribed(pair.application.address, user) as subscriber:
        elsewhere = Client(other.http, user.id, plan=user.plan)
        kept = await elsewhere.task("createTask", prompt="a hare")
        assert (await subscriber.event())["taskId"] == kept["id"]
        await moved(pair.settings, user, 2)
        export = await prepared(user, "NDJSON")
        for download in (await elsewhere.http.get(export["url"]), await exported(elsewhere, "NDJSON")):
            lines = [json.loads(line) for line in download.text.splitlines()]
            assert [line["prompt"] for line in lines[:-1] if line["prompt"] != "a probe"] == ["a fox", "a hare"]
        new = await elsewhere.task("createTask", prompt="a lynx", originalImage=IMAGE)
        event = await subscriber.event()  # the move itself is not an event
        assert (event["kind"], event["taskId"]) == ("CREATED", new["id"])
        for client in (user, elsewhere):
            found = (await client.data("{ tasks { nodes { prompt } } }"))["tasks"]["nodes"]
            assert [node["prompt"] for node in found if node["prompt"] != "a probe"] == ["a lynx", "a hare", "a fox"]
        await service.task("startTask", id=kept["id"])
        await moved(pair.settings, user, 1)
        await service.task("completeTask", id=kept["id"], image=IMAGE)
        assert (await elsewhere.data("query ($id: ID!) { task(id: $id) { status } }", id=kept["id"])) == {
            "task": {"status": "COMPLETED"}
        }
        assert (await pair.there.data("{ tasks { nodes { prompt } } }"))["tasks"]["nodes"] == [{"prompt": "a fox"}]
    assert await reconcile_report(pair.settings) == [CLEAN]


async def test_a_new_user_is_moved_before_they_come(pair: Pair) -> None:
    user = pair.application.new_client()
    places = {await moved(pair.settings, user, to) for to in (1, 2)}
    assert any("was moved" in place and "0 tasks" in place for place in places)
    await user.task("createTask", prompt="a hare")
    async with owners_of(pair) as owners:
        assert await owners[1].fetchval("SELECT prompt FROM user_task_history WHERE user_id = $1", user.id) == "a hare"


async def test_plain_sql_that_arrives_too_late_is_refused(pair: Pair) -> None:
    await moved(pair.settings, pair.here, 2)
    async with owners_of(pair) as owners:
        with pytest.raises(asyncpg.PostgresError, match="the user has been moved to another database") as error:
            await owners[0].execute("INSERT INTO user_task_history (user_id, prompt) VALUES ($1, 'a')", pair.here.id)
    assert (error.value.sqlstate, error.value.detail) == ("TR006", "2")


@pytest.mark.slow
async def test_plain_sql_for_a_new_user_waits_for_their_move(pair: Pair) -> None:
    """Otherwise it would insert rows of the user into the database that they are leaving."""
    user_id = uuid4()
    record = "INSERT INTO user_task_history (user_id, prompt) VALUES ($1, 'a')"
    async with owners_of(pair) as owners, connected(pair.settings.owner_urls[0]) as writer:
        async with owners[0].transaction():
            await owners[0].execute("SELECT pg_advisory_xact_lock(task_record.user_lock_key($1))", user_id)
            writing = asyncio.create_task(writer.execute(record, user_id))
            await owners[0].execute("INSERT INTO task_record.moved_users (user_id, database) VALUES ($1, 2)", user_id)
            await asyncio.wait([writing], timeout=0.5)
            assert not writing.done()
        with pytest.raises(asyncpg.PostgresError, match="the user has been moved to another database"):
            await writing
