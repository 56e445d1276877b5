"""Stars are a user's own; retention spares what has one, where the plan says so."""

import json
from collections.abc import Callable
from pathlib import Path
from uuid import UUID, uuid4

import asyncpg
import pytest

from server.settings.settings import Settings
from tests.api import Client
from tests.resolvers.retention.ages import PLANS, age, with_plans
from tests.server.commands import run, variables
from tests.server.exports.exporting import exported

STARRED = "query ($is: Boolean) { tasks(where: {isStarred: $is}) { nodes { id isStarred } totalCount { value } } }"
CHANGED = "query ($id: ID!) { task(id: $id) { updatedAt isStarred } }"


async def star(user: Client, *ids: str, starred: bool = True) -> list[bool]:
    payload = await user.mutate("starTasks", "tasks { id isStarred }", ids=list(ids), starred=starred)
    assert payload["errors"] == []
    assert [task["id"] for task in payload["tasks"]] == list(dict.fromkeys(ids))
    return [task["isStarred"] for task in payload["tasks"]]


async def found(user: Client, starred: bool) -> set[str]:
    tasks = (await user.data(STARRED, **{"is": starred}))["tasks"]
    assert {task["isStarred"] for task in tasks["nodes"]} <= {starred}
    assert tasks["totalCount"]["value"] == len(tasks["nodes"])
    return {task["id"] for task in tasks["nodes"]}


async def test_a_star_is_set_found_exported_and_taken_away(user: Client, new_client: Callable[..., Client]) -> None:
    fox, owl = [(await user.task("createTask", prompt=prompt))["id"] for prompt in ("A fox", "An owl")]
    assert await star(user, fox, fox) == [True]
    before = await user.data(CHANGED, id=fox)
    assert await star(user, fox) == [True]
    assert await user.data(CHANGED, id=fox) == before  # nothing has changed, and nobody is notified
    assert (await found(user, True), await found(user, False)) == ({fox}, {owl})
    where = {"where": {"isStarred": True}}
    [task, _] = map(json.loads, (await exported(user, "NDJSON", **where)).text.splitlines())
    assert (task["id"], task["isStarred"]) == (fox, True)
    stranger, service = new_client(), new_client(role="service")
    for other in (str(uuid4()), (await stranger.task("createTask", prompt="Theirs"))["id"]):
        error = await user.refused("starTasks", "tasks { id }", ids=[owl, other])
        assert (error["code"], error["field"]) == ("NOT_FOUND", ["input", "ids"])
    assert await found(user, True) == {fox}
    assert await star(service, owl, fox) == [True, True]  # for its user
    assert await star(user, fox, owl, starred=False) == [False, False]
    assert await found(user, True) == set()
    await user.mutate("deleteTask", "deletedTaskId", id=fox)
    assert (await user.refused("starTasks", "tasks { id }", ids=[fox]))["code"] == "NOT_FOUND"


@pytest.mark.own_database
@pytest.mark.slow
async def test_retention_spares_what_is_starred_and_says_how_much(
    settings: Settings, new_client: Callable[..., Client], database: asyncpg.Connection, tmp_path: Path
) -> None:
    user = new_client(plan="brief")
    old, starred, young = [(await user.task("createTask", prompt=f"Fox {n}"))["id"] for n in range(3)]
    for task_id, days in ((old, 40), (starred, 40), (young, 25)):
        await age(database, task_id, days)
    await star(user, starred, young)

    def purge(plans: str, *options: str) -> list[str]:
        settled = with_plans(settings, tmp_path, plans)
        ran = run("purge", *options, **variables(settled, PLANS_FILE=str(settled.plans_file)))
        assert (ran.returncode, ran.stderr) == (0, "")
        return ran.stdout.splitlines()

    spared = "Spared, as they are starred: 1 tasks, the images of 0 and the prompts of 1."
    said = "1 tasks, 0 in the trash, the images of 0 and the prompts of 0."
    assert purge(PLANS, "--dry-run") == [f"Due: {said} Nothing was removed. {spared}"]
    assert purge(PLANS) == [f"Removed: {said} {spared}"]
    assert await found(user, True) == {starred, young}
    prompts = "SELECT prompt FROM user_task_history WHERE id = ANY ($1) ORDER BY prompt"
    kept = [row["prompt"] for row in await database.fetch(prompts, [UUID(starred), UUID(young)])]
    assert kept == ["Fox 1", "Fox 2"]
    strict = PLANS + "retention_spares_starred = false\n"
    assert purge(strict) == ["Removed: 1 tasks, 0 in the trash, the images of 0 and the prompts of 1."]
    assert await found(user, True) == {young}
