"""Back ends name tasks and entries by id alone; the server finds the user, and with that the database."""

import asyncio
from uuid import uuid4

import pytest

from models.placement import routed_databases
from server.settings.settings import Settings
from tests.api import Client
from tests.application import Application, ServedApplication, in_process
from tests.pictures import data_url, picture
from tests.statements import recorded_statements

IMAGE = {"dataUrl": data_url(picture())}
NODES = """query ($ids: [ID!]!, $id: ID!) {
  nodes(ids: $ids) { id ... on TaskRecord { userId sources { taskId } lineage { taskCount } } }
  node(id: $id) { id } }"""


def service_of(application: Application) -> Client:
    return application.new_client(role="service", plan=None)


@pytest.mark.slow
async def test_it_starts_and_ends_tasks_of_anyone(application: ServedApplication, users: list[Client]) -> None:
    service = service_of(application)
    for user in users:
        made = [await service.task("createTask", userId=str(user.id), prompt="a hare") for _ in range(2)]
        by_user = await user.task("createTask", prompt="a lynx")
        await service.task("startTask", id=by_user["id"])
        completed = await service.task("completeTask", id=by_user["id"], image=IMAGE, tokensUsed=1)
        assert (completed["userId"], completed["status"]) == (str(user.id), "COMPLETED")
        failed = await service.task("failTask", id=made[0]["id"], errorMessage="No.")
        assert (failed["userId"], failed["status"]) == (str(user.id), "FAILED")
        with_image = await service.task("uploadOriginalImage", id=made[1]["id"], image=IMAGE)
        assert with_image["originalImage"]["width"] == 64
        found = await user.data("{ statistics { totalTasks successfulTasks failedTasks } }")
        assert found["statistics"] == {"totalTasks": 4, "successfulTasks": 1, "failedTasks": 1}


@pytest.mark.slow
async def test_the_owner_of_a_task_is_looked_up_once(settings: Settings, users: list[Client]) -> None:
    [task] = (await users[0].data("{ tasks { nodes { id } } }"))["tasks"]["nodes"]
    async with in_process(settings) as application:
        service = application.new_client(role="service", plan=None)
        for name, more, asked in (("startTask", {}, len(users)), ("failTask", {"errorMessage": "No."}, 0)):
            async with recorded_statements() as statements:
                await service.task(name, id=task["id"], **more)
            lookups = [text for text in statements if text.startswith("SELECT") and "UPDATE" not in text]
            assert (len(lookups), len(statements)) == (asked, asked + 1)


@pytest.mark.slow
async def test_an_owner_that_the_cache_drops_meanwhile_is_known(
    settings: Settings, users: list[Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A process remembers whose a number of tasks are; other requests make it forget some at any time."""
    monkeypatch.setattr(routed_databases, "MAX_CACHED", 1)
    user, *others = users
    made = [[(await one.task("createTask", prompt="a fox"))["id"] for _ in range(6)] for one in others]
    mine = [(await user.task("createTask", prompt="a fox"))["id"] for _ in range(12)]
    async with in_process(settings) as application:
        service = service_of(application)
        for number in range(6):
            known, unknown = mine[2 * number : 2 * number + 2]
            await service.task("startTask", id=known)
            deleting = service.mutate("deleteTasks", "deletedTaskIds", ids=[known, unknown])
            starting = [service.task("startTask", id=of_one[number]) for of_one in made]
            deleted, *_ = await asyncio.gather(deleting, *starting)
            assert deleted == {"deletedTaskIds": [known, unknown], "errors": []}


@pytest.mark.slow
async def test_it_reads_tasks_of_several_databases(application: ServedApplication, users: list[Client]) -> None:
    service = service_of(application)
    made = []
    for user in users:
        first = await user.task("createTask", prompt="a fox")
        sources = [{"taskId": first["id"], "relation": "EDIT"}]
        made.append((await user.task("createTask", prompt="a fox in snow", sources=sources), first))
    ids = [task["id"] for task, _ in made]
    found = await service.data(NODES, ids=[*ids, str(uuid4())], id=ids[-1])
    assert found["node"] == {"id": ids[-1]}
    *tasks, nothing = found["nodes"]
    assert nothing is None
    for task, (expected, first), user in zip(tasks, made, users, strict=True):
        assert (task["id"], task["userId"]) == (expected["id"], str(user.id))
        assert (task["sources"], task["lineage"]) == ([{"taskId": first["id"]}], {"taskCount": 2})


@pytest.mark.slow
async def test_it_deletes_tasks_of_several_users_or_none(
    application: ServedApplication, users: list[Client], settings: Settings
) -> None:
    service = service_of(application)
    ids = [(await user.task("createTask", prompt="a fox"))["id"] for user in users]
    refused = await service.refused("deleteTasks", "deletedTaskIds", ids=[*ids, str(uuid4())])
    assert refused["code"] == "NOT_FOUND"
    for user, task_id in zip(users, ids, strict=True):
        assert (await user.data("query ($id: ID!) { task(id: $id) { id } }", id=task_id))["task"] == {"id": task_id}
    done = await service.mutate("deleteTasks", "deletedTaskIds", ids=ids)
    assert done == {"deletedTaskIds": ids, "errors": []}
    async with in_process(settings) as another:  # a process that has not seen the tasks before
        assert await service_of(another).mutate("deleteTasks", "deletedTaskIds", ids=ids) == done
    for user, task_id in zip(users, ids, strict=True):
        assert (await user.data("query ($id: ID!) { task(id: $id) { id } }", id=task_id))["task"] is None


@pytest.mark.slow
async def test_an_id_that_two_users_have_is_the_older_ones(application: ServedApplication, users: list[Client]) -> None:
    """Otherwise a user who knows the id of another's task could receive its result."""
    one, other, *_ = users
    task_id = str(uuid4())
    await one.task("createTask", id=task_id, prompt="a fox")
    await other.task("createTask", id=task_id, prompt="mine")
    ended = await service_of(application).task("failTask", id=task_id, errorMessage="No.")
    assert (ended["userId"], ended["prompt"]) == (str(one.id), "a fox")


@pytest.mark.slow
async def test_credits_are_given_where_the_user_lies(application: ServedApplication, users: list[Client]) -> None:
    service = service_of(application)
    for user in users:
        given = {"id": str(uuid4()), "userId": str(user.id), "amount": 5, "reason": "a gift"}
        for _ in range(2):  # repeated, it is given once
            granted = await service.mutate("grantCredits", "credits { available entries { nodes { id } } }", **given)
            assert granted["credits"]["available"] == 5
        [entry] = granted["credits"]["entries"]["nodes"]
        assert (await service.data("query ($id: ID!) { node(id: $id) { id } }", id=entry["id"]))["node"] == entry


@pytest.mark.slow
async def test_an_administrator_erases_a_user_wherever_they_lie(
    application: ServedApplication, users: list[Client], settings: Settings
) -> None:
    administrator = application.new_client(role="admin")
    for user in users:
        erased = await administrator.mutate("eraseUser", "erasure { id tasks }", userId=str(user.id), dryRun=False)
        assert erased["erasure"]["tasks"] == 1
        asked = "query ($id: ID!) { admin { erasure(id: $id) { id } } }"
        found = await administrator.data(asked, id=erased["erasure"]["id"])
        assert found["admin"]["erasure"] == {"id": erased["erasure"]["id"]}
        assert (await user.data("{ tasks { totalCount { value } } }"))["tasks"]["totalCount"]["value"] == 0


@pytest.mark.slow
async def test_it_reads_and_changes_a_users_data_in_any_database(
    application: ServedApplication, users: list[Client]
) -> None:
    service = service_of(application)
    for user in users:
        for plan in ("pro", "free"):
            done = await service.mutate("setPlan", "user { plan { name } }", userId=str(user.id), plan=plan)
            assert done == {"user": {"plan": {"name": plan}}, "errors": []}
        asked = "query ($id: ID!) { user(id: $id) { id plan { name } tasksThisMonth tasks { nodes { userId } } } }"
        assert (await service.data(asked, id=str(user.id)))["user"] == {
            "id": str(user.id),
            "plan": {"name": "free"},
            "tasksThisMonth": 1,
            "tasks": {"nodes": [{"userId": str(user.id)}]},
        }


@pytest.mark.slow
async def test_it_finds_unfinished_tasks_in_all_databases(application: ServedApplication, users: list[Client]) -> None:
    service = service_of(application)
    latest = [str((await user.task("createTask", prompt="a lynx"))["id"]) for user in [*users, *users]]
    asked = """query ($after: String) {
      unfinishedTasks(createdBefore: "2100-01-01T00:00:00Z", first: 3, after: $after) {
      nodes { id createdAt } pageInfo { hasNextPage endCursor } } }"""
    found, page, after = [], {"hasNextPage": True}, None
    while page["hasNextPage"]:
        answer = (await service.data(asked, after=after))["unfinishedTasks"]
        page, after = answer["pageInfo"], answer["pageInfo"]["endCursor"]
        found += answer["nodes"]
    assert [node["createdAt"] for node in found] == sorted(node["createdAt"] for node in found)
    assert [node["id"] for node in found if node["id"] in latest] == latest
