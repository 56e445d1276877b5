"""
Whatever shows an administrator another's data is in the audit. The fields are those of the schema: a new one that
records nothing in the audit fails here.
"""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import pytest
from graphql import GraphQLObjectType, get_named_type, is_leaf_type

from models.notifications import WRITING
from models.placement.databases import Databases
from resolvers.context import AuditedTransaction, UnrecordedAction
from server.settings.settings import Settings
from tests.api import Client, NewClient
from tests.application import Application
from tests.pictures import data_url, picture
from tests.resolvers.boards.boards import LISTED, invite, new_board, put
from tests.resolvers.credits.ledger import give
from tests.resolvers.sharing.links import completed, shared
from tests.resolvers.webhooks.hooks import ADDRESS, ALL_OF_TASKS, create, note, of_all_users
from tests.schema.field_paths import Path, paths, types
from tests.statements import recorded_statements

IMAGE = {"dataUrl": data_url(picture())}
TOTALS = {
    "statistics": "a sum over all users",
    "statisticsHistory": "sums over all users",
    **dict.fromkeys(("activity", "hours", "models", "failureHistory"), "sums over all users"),
    "storage": "a sum over all users",
    "integrity": "numbers of findings",
    "audit": "what administration has recorded itself",
    "erasure": "the receipt of an erasure",
    "erasures": "receipts of erasures",
}
"""The fields of `Admin` that show no user's data, and what they show."""
SHOWN = {
    "TaskConnection.totalCount": "of a list that was recorded, with its filter",
    "TaskConnection.totals": "of a list that was recorded, with its filter",
    "TaskPlace.before": "of the place that was recorded, with its filter",
    "TaskPlace.after": "of the place that was recorded, with its filter",
    "Credits.expiring": "of the credits that were recorded",
}
"""Fields that read more of what the entry of the field around them is about."""
LOOKED_UP = {"User.subject", "User.storageUsed", "User.tasksThisMonth", "User.statistics"}
"""Fields of a user that the entry of their look-up is about."""
OWN = {"TaskRecord.boards", "ShareLink.board"}
"""Fields that show an administrator's own boards; those of a user are at the user."""
REFUSED = {
    *("createTask", "startTask", "completeTask", "failTask", "cancelTask", "deleteTask", "deleteTasks"),
    *("createImageUpload", "uploadOriginalImage", "trashTasks", "restoreTasks", "emptyTrash", "recordTasks"),
    *("rateTask", "starTasks"),
}
"""Mutations that do nothing to another's task: tests/resolvers/test_access.py tries them as an administrator."""
THEIR_OWN = {
    *("createShareLink", "createBoard", "updateBoard", "addToBoard", "removeFromBoard"),
    *("inviteToBoard", "joinBoard", "revokeInvitation", "setBoardMember", "saveView", "deleteView"),
}
"""Mutations with which administrators do no more than other users: tests/resolvers/test_unknown_ids.py."""


@dataclass
class Audit:
    """Reads the entries of the audit about what one caller does."""

    database: asyncpg.Connection
    actor: Client
    seen: list[UUID] = field(default_factory=list)

    async def new(self) -> list[asyncpg.Record]:
        """The entries of the actor since the last call, oldest first."""
        query = "SELECT * FROM task_record.audit_entries WHERE actor_id = $1 AND id <> ALL ($2) ORDER BY created_at, id"
        found: list[asyncpg.Record] = await self.database.fetch(query, self.actor.id, self.seen)
        self.seen += [row["id"] for row in found]
        return found

    async def actions(self) -> list[str]:
        return [row["action"] for row in await self.new()]


@pytest.fixture
def application(labelling: Application) -> Application:
    return labelling


@pytest.fixture
def audit(database: asyncpg.Connection, administrator: Client) -> Audit:
    return Audit(database, administrator)


@pytest.fixture
async def victim(user: Client, new_client: NewClient, database: asyncpg.Connection) -> Client:
    """A user with tasks that have images, sources and failures, with credits, and counted by the worker."""
    await give(new_client(role="service"), user, 10)
    first = await user.new_task("a secret fox", originalImage=IMAGE)
    await user.task("completeTask", id=first, image=IMAGE)
    source = {"taskId": first, "relation": "EDIT", "imageIndex": 0}
    second = await user.new_task("a secret vixen, watercolor", originalImage=IMAGE, sources=[source])
    await user.task("completeTask", id=second, image=IMAGE)
    third = await user.new_task("a secret owl", sources=[source | {"taskId": second}])
    await user.task("failTask", id=third, errorMessage="No owl")
    await database.execute("SELECT task_record.count_changes()")
    board = await new_board(user, "secret")
    await put(user, board, first, third)
    await invite(user, board)
    assert (await user.mutate("createShareLink", "url", boardId=board))["errors"] == []
    await shared(user, first)
    return user


async def unrecorded(administrator: Client, audit: Audit, walked: list[Path]) -> set[str]:
    """The fields whose reading adds no entry to the audit to those of the fields around them."""
    found = set()
    entries: dict[Path | None, int] = {None: 0}
    statements: dict[Path | None, int] = {None: 0}
    for path in walked:
        for _ in range(2):  # with types that asyncpg knows from the second time on, and compiled
            await audit.new()
            async with recorded_statements("task_record.", "user_task_") as ran:
                data = await administrator.data(path.query)
        assert path.is_reached(data) or is_nullable(path.pair), (path, data)
        entries[path] = len(await audit.new())
        statements[path] = len([text for text in ran if "INSERT INTO task_record.audit_entries" not in text])
        if statements[path] > statements[path.parent] and entries[path] <= entries[path.parent]:
            found.add(path.pair)
    return found


def is_nullable(pair: str) -> bool:
    """Whether the field may be null or empty for the data that these tests have."""
    name, one = pair.split(".")
    kind = types().type_map[name]
    assert isinstance(kind, GraphQLObjectType)
    return is_leaf_type(get_named_type(kind.fields[one].type))


@pytest.mark.slow
async def test_each_field_of_anothers_data_is_audited(victim: Client, administrator: Client, audit: Audit) -> None:
    tasks = (await victim.data("{ tasks { nodes { id } } }"))["tasks"]["nodes"]
    task, user = tasks[1]["id"], victim.id
    walked = paths(
        "Admin",
        ("admin",),
        without={*TOTALS, *OWN, "User.plan", "User.credits"},  # this user's plan has no prices
        arguments={
            "Admin.user": f'(id: "{user}")',
            "User.boards": "(first: 2)",
            "Admin.tasks": f'(userId: "{user}", last: 2)',
            "Admin.task": f'(id: "{task}")',
            "Admin.taskPlace": f'(userId: "{user}", id: "{task}", where: {{search: "secret"}})',
            "Credits.expiring": '(before: "2999-01-01T00:00:00Z")',
        },
    )
    assert {path.pair for path in walked} >= {"Credits.entries", "TaskPlace.before", "TaskRecord.sources", "Image.url"}
    assert await unrecorded(administrator, audit, walked) == {*SHOWN, *LOOKED_UP}
    for one in types().type_map["Admin"].fields:  # type: ignore[attr-defined]
        [path] = [path for path in walked if path.pair == f"Admin.{one}"] if one not in TOTALS else [None]
        if path:
            await administrator.data(path.query)
            assert {row["user_id"] for row in await audit.new()} <= {user, None}, one


@pytest.mark.slow
async def test_looking_up_a_user_is_audited(victim: Client, administrator: Client, audit: Audit) -> None:
    """The lookup's entry covers the user's own data; each page of tasks has an entry of its own."""
    arguments = {"Query.user": f'(id: "{victim.id}")', "User.tasks": "(last: 2)", "User.boards": "(first: 2)"}
    arguments["Credits.expiring"] = '(before: "2999-01-01T00:00:00Z")'
    walked = paths("Query", (), arguments, only="user", without=OWN)
    walked = [path for path in walked if not {"plan", "credits"} & {*path.fields}]  # this user's plan has no prices
    assert {path.pair for path in walked} >= {"User.tasks", "TaskRecord.sources", "Statistics.taskCount"}
    of_lists = {"TaskConnection.totalCount", "TaskConnection.totals"}
    assert await unrecorded(administrator, audit, walked) == {*LOOKED_UP, *of_lists}
    for path in walked[:3]:
        await administrator.data(path.query)
        assert {row["user_id"] for row in await audit.new()} == {victim.id}, path


@pytest.fixture
async def webhook(administrator: Client, database: asyncpg.Connection) -> AsyncIterator[str]:
    """A webhook of all users, with a delivery."""
    async with of_all_users(administrator) as webhook_id:
        await note(database, webhook_id, "delivered")
        yield webhook_id


@pytest.mark.slow
@pytest.mark.parametrize("role", ["admin", "service"])
async def test_webhooks_are_audited(
    new_client: NewClient, database: asyncpg.Connection, webhook: str, role: str
) -> None:
    reader = new_client(role=role)
    audit = Audit(database, reader)
    walked = paths("Viewer", ("viewer",), {"Webhook.deliveries": "(first: 5)"}, only="webhooks", without=OWN)
    assert {path.pair for path in walked} >= {"Webhook.deliveries", "WebhookDelivery.attempts"}
    assert await unrecorded(reader, audit, walked) == set()
    list_deliveries = "{ viewer { webhooks { deliveries { nodes { id } } } } }"
    delivery = (await reader.data(list_deliveries))["viewer"]["webhooks"][0]["deliveries"]["nodes"][0]["id"]
    await audit.new()
    for one in (webhook, delivery):
        query = "query ($id: ID!) { node(id: $id) { id } }"
        assert (await reader.data(query, id=one))["node"] == {"id": one}
        assert await audit.actions() == ["read_webhooks"]


async def test_each_mutation_of_anothers_data_is_audited(victim: Client, administrator: Client, audit: Audit) -> None:
    """Also one that changes nothing, since its answer shows something; not a purge's dry run, and not own webhooks."""
    entries = "credits { available entries { nodes { id } } }"
    grant = {"id": str(uuid4()), "userId": str(victim.id), "amount": 5, "reason": "Sorry"}
    revoked = {name: grant[name] for name in ("id", "userId", "reason")}
    export = {"format": "CSV", "userId": str(victim.id), "where": {"search": "secret"}}
    erased = {"userId": str(victim.id)}
    purged = {"createdBefore": "2001-01-01T00:00:00Z", "dryRun": True}
    hook = {"url": ADDRESS, "events": ALL_OF_TASKS, "allUsers": True}
    board = (await victim.data(LISTED))["boards"]["nodes"][0]["id"]
    link, _ = await shared(victim, await completed(victim))
    tried: list[tuple[str, str, dict[str, Any], list[str]]] = [
        ("grantCredits", entries, grant, ["grant_credits", "read_user"]),
        ("grantCredits", entries, grant, ["read_user", "read_user"]),
        ("revokeCredits", entries, revoked, ["revoke_credits", "read_user"]),
        ("revokeCredits", "credits { held }", revoked, ["read_user"]),
        ("exportTasks", "export { taskCount }", export, ["export_tasks"]),
        ("createWebhook", "webhook { id }", hook, ["change_webhook"]),
        ("updateWebhook", "webhook { id }", {"events": ["TASK_FAILED"]}, ["change_webhook"]),
        ("rotateWebhookSecret", "secret", {}, ["change_webhook"]),
        ("testWebhook", "delivery { id }", {}, ["read_webhooks", "change_webhook"]),
        ("resendWebhook", "resentDeliveries", {}, ["read_webhooks", "change_webhook"]),
        ("deleteWebhook", "deletedWebhookId", {}, ["change_webhook"]),
        ("deleteBoard", "deletedBoardId", {"id": board}, ["read_user", "share"]),
        ("revokeShareLink", "shareLink { id }", {"id": link}, ["read_user", "share"]),
        ("purgeTasks", "purgedTasks", purged, []),
        ("eraseUser", "erasure { tasks }", erased | {"dryRun": True}, ["read_user"]),
        ("eraseUser", "erasure { tasks }", erased | {"dryRun": False}, ["erase_user"]),
    ]
    mutations = types().mutation_type
    assert mutations
    assert {name for name, *_ in tried} | REFUSED | THEIR_OWN | {"setPlan"} == {*mutations.fields}
    webhook = ""
    for name, result, given, actions in tried:
        if name == "resendWebhook":
            given = {"failed": {"webhookId": webhook, "since": "2001-01-01T00:00:00Z"}}
        elif "Webhook" in name and name != "createWebhook":
            given = given | {"id": webhook}
        payload = await administrator.mutate(name, result, **given)
        assert payload["errors"] == [], (name, payload)
        webhook = payload["webhook"]["id"] if name == "createWebhook" else webhook
        recorded = await audit.new()
        assert [row["action"] for row in recorded] == actions, name
        assert {row["user_id"] for row in recorded} <= {None if "Webhook" in name else victim.id}, name
    own = await create(administrator)
    query = "query ($id: ID!) { node(id: $id) { ... on Webhook { deliveries { nodes { id } } } } }"
    await administrator.data(query, id=own)
    await administrator.mutate("testWebhook", "delivery { id }", id=own)
    assert await audit.new() == []


async def test_a_reading_with_an_error_is_audited_once(victim: Client, administrator: Client, audit: Audit) -> None:
    """Executed by graphql-core the first time, then by compiled code."""
    query = """query ($id: ID!) {
      one: user(id: $id) { tasks(first: 2) { nodes { id sources { task { id } } } } }
      other: user(id: "nonsense") { id } }"""
    for _ in range(3):
        answer = await administrator.post(query, id=str(victim.id))
        assert ([error["path"] for error in answer["errors"]], answer["data"]["other"]) == ([["other"]], None)
        assert await audit.actions() == ["read_user", "read_tasks", "read_tasks", "read_tasks"]


@pytest.mark.slow
async def test_guessing_a_prompt_by_filters_is_audited(victim: Client, administrator: Client, audit: Audit) -> None:
    """The number of tasks that match reveals a prompt, letter by letter."""
    [task, *_] = (await victim.data("{ tasks { nodes { id } } }"))["tasks"]["nodes"]
    query = """query ($user: ID!, $id: ID!, $text: String) { admin {
      taskPlace(userId: $user, id: $id, where: {search: $text, modelVersion: ["a secret model"]}) {
        before { value } after { value } } } }"""
    for text in ("s", "se", "sec"):
        await administrator.data(query, user=str(victim.id), id=task["id"], text=text)
    recorded = await audit.new()
    assert [(row["action"], row["user_id"]) for row in recorded] == [("read_tasks", victim.id)] * 3
    assert {row["detail"] for row in recorded} == {f"place of task {task['id']}; search; model_version"}


@pytest.mark.slow
async def test_an_unaudited_transaction_is_rolled_back(settings: Settings, user: Client) -> None:
    """Its author has forgotten the entry."""
    task = await user.task("createTask", prompt="a fox")
    change = f"UPDATE user_task_history SET prompt = 'a hen' WHERE user_id = '{user.id}'"
    async with Databases(settings.database_url.get_secret_value()) as database:
        transaction = AuditedTransaction(database, user.id, "service_role", WRITING, user.id, None)
        with pytest.raises(UnrecordedAction):
            async with transaction:
                await transaction.execute(change)
    read = "query ($id: ID!) { task(id: $id) { prompt } }"
    assert (await user.data(read, id=task["id"]))["task"] == {"prompt": "a fox"}
