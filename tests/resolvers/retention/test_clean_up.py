"""The clean-up removes what is past the retention of its user's plan; statistics stay as they are."""

import asyncio
import os
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from asyncpg import Connection

from models.claims import NOBODY
from models.database import Database
from models.retention.aged_tasks import Part
from resolvers.retention.clean_up import CleanUp
from server.jobs import purge
from server.settings.settings import Settings
from tests.api import Client
from tests.application import Application
from tests.bucket import Bucket
from tests.models.statistics.drift import drift
from tests.pictures import data_url, picture
from tests.resolvers.boards.stars import found, star
from tests.resolvers.retention.ages import PLANS, age, with_plans
from tests.resolvers.waiting import until
from tests.server.commands import environment, forked, run, variables
from tests.server.worker_tables import NO_SCHEDULE, PATIENCE

pytestmark = pytest.mark.own_database

IMAGES = [{"dataUrl": data_url(picture(seed=n))} for n in range(3)]
SEEN = """query ($id: ID!) { task(id: $id) { prompt errorMessage tokensUsed imagesRemovedAt promptRemovedAt
  originalImage { sha256 } images { sha256 } sources { taskId } lineage { taskCount tokensUsed } } }"""
USED = """{ statistics { totalTasks successfulTasks failedTasks totalTokensUsed totalGenerationTimeMs }
  usage(from: "2026-01-01", to: "2026-12-31", groupBy: MODEL) { totalTasks tokensUsed } }"""
STORED = "{ viewer { storageUsed } }"
SOURCES = "query ($id: ID!) { task(id: $id) { sources { task { prompt } image { sha256 } } } }"
ENTRIES = "SELECT actor_id, action, user_id, count, detail FROM task_record.audit_entries ORDER BY created_at"
STORED_PLAN = "SELECT plan FROM task_record.user_plans WHERE user_id = $1"
IS_STORED = f"{STORED_PLAN} AND plan = $2"
MANY = """INSERT INTO user_task_history (user_id, prompt, status, completed_at, tokens_used, created_at)
  SELECT $1, 'A fox', 'completed', now(), 1, now() - interval '40 days' FROM generate_series(1, $2::integer)"""


@pytest.fixture
def settings(settings: Settings, tmp_path: Path) -> Settings:
    return with_plans(settings, tmp_path)


@pytest.fixture
async def brief(application: Application) -> Client:
    """A user whose plan keeps tasks for 30 days, prompts for 20 and images for 10."""
    return application.new_client(plan="brief")


def run_purge(settings: Settings, *options: str) -> list[str]:
    """Run `./run purge`, which must succeed, and return the lines of its output."""
    ran = run("purge", *options, **variables(settings, PLANS_FILE=str(settings.plans_file)))
    assert (ran.returncode, ran.stderr) == (0, "")
    return ran.stdout.splitlines()


async def completed(user: Client, prompt: str, *sources: str) -> str:
    """Create and complete a task with three images, and return its id."""
    made_from = [{"taskId": source, "relation": "EDIT"} for source in sources]
    task = await user.task("createTask", prompt=prompt, originalImage=IMAGES[0], sources=made_from)
    await user.task("completeTask", id=task["id"], image=IMAGES[1], moreImages=IMAGES[2:], tokensUsed=10)
    return str(task["id"])


async def seen(user: Client, task_id: str) -> Any:
    """The task; None if it is removed."""
    return (await user.data(SEEN, id=task_id))["task"]


async def clean_up(settings: Settings) -> list[int]:
    """Run the clean-up, and return from how many tasks it has removed each `Part`."""
    async with Database(settings.database_url.get_secret_value()) as database:
        done = {part: number async for part, number in CleanUp(database, settings.plans.values(), NOBODY).run()}
    return [done.get(part, 0) for part in Part]


@pytest.mark.slow
async def test_the_trash_expires_as_the_plan_says(settings: Settings, brief: Client, database: Connection) -> None:
    tasks = [await completed(brief, prompt) for prompt in ("A fox", "An owl", "A bear")]
    await brief.mutate("trashTasks", "trashedTaskIds", ids=tasks[:2])
    # `brief` keeps what is in the trash for 3 days, however old it is.
    for task_id, days in ((tasks[0], 4), (tasks[1], 2)):
        put = "UPDATE user_task_history SET trashed_at = trashed_at - $2 * interval '1 day' WHERE id = $1"
        await database.execute(put, UUID(task_id), days)
    before = await brief.data(USED)
    assert await clean_up(settings) == [0, 1, 0, 0]
    assert [bool(await seen(brief, task_id)) for task_id in tasks] == [False, True, True]
    assert await brief.data(USED) == before
    details = [(entry["action"], entry["count"], entry["detail"]) for entry in await database.fetch(ENTRIES)]
    assert details == [("purge", 1, "tasks in the trash for longer than their plan keeps them there")]


@pytest.mark.slow
async def test_each_part_expires_in_time(
    settings: Settings, brief: Client, database: Connection, bucket: Bucket
) -> None:
    ids = [await completed(brief, "A fox")]
    for prompt in ("An owl", "A wolf", "A bear"):
        ids.append(await completed(brief, prompt, ids[-1]))
    failed = await brief.new_task("A crow")
    await brief.task("failTask", id=failed, errorMessage="Too dark", tokensUsed=3)
    for task_id, days in zip([*ids, failed], [31, 21, 11, 9, 21], strict=True):
        await age(database, task_id, days)
    before, stored = [await brief.data(query) for query in (USED, STORED)]
    assert len(await bucket.keys_of(brief)) == 4 * 3 * 2

    said = "1 tasks, 0 in the trash, the images of 2 and the prompts of 2"
    assert run_purge(settings, "--dry-run") == [f"Due: {said}. Nothing was removed."]
    assert await seen(brief, ids[0])
    assert await database.fetch(ENTRIES) == []
    assert run_purge(settings) == [f"Removed: {said}."]

    assert await seen(brief, ids[0]) is None
    without_prompt, without_images, whole, without_error = [await seen(brief, task) for task in [*ids[1:], failed]]
    contents = [(task["prompt"], len(task["images"])) for task in (without_prompt, without_images, whole)]
    assert contents == [("", 0), ("A wolf", 0), ("A bear", 2)]
    assert [task["originalImage"] for task in (without_prompt, without_images)] == [None, None]
    assert whole["originalImage"]
    removed = [
        (bool(task["imagesRemovedAt"]), bool(task["promptRemovedAt"]))
        for task in (without_prompt, without_images, whole, without_error)
    ]
    assert removed == [(True, True), (True, False), (False, False), (False, True)]
    assert (without_error["prompt"], without_error["errorMessage"], without_error["tokensUsed"]) == ("", None, 3)

    await bucket.until_left(f"task-history/{brief.id}/", 3 * 2)  # the images of the youngest task, with thumbnails
    assert await brief.data(USED) == before
    assert (await brief.data(STORED))["viewer"]["storageUsed"] * 4 == stored["viewer"]["storageUsed"]
    assert whole["lineage"] == {"taskCount": 4, "tokensUsed": 40}
    assert await drift(database) == []
    entries = [tuple(entry)[:4] for entry in await database.fetch(ENTRIES)]
    assert entries == [(None, "purge", None, count) for count in (1, 2, 2)]
    assert run_purge(settings) == ["Removed: 0 tasks, 0 in the trash, the images of 0 and the prompts of 0."]


@pytest.mark.slow
async def test_sources_and_late_results_expire(settings: Settings, brief: Client, database: Connection) -> None:
    """A task is completed after its prompt and its images were due."""
    source = await completed(brief, "A fox")
    made_from = [{"taskId": source, "relation": "EDIT", "imageIndex": 1}]
    edit = await brief.new_task("An owl", sources=made_from)
    await age(database, source, 15)
    assert await clean_up(settings) == [0, 0, 1, 0]
    assert (await brief.data(SOURCES, id=edit))["task"]["sources"] == [{"task": {"prompt": "A fox"}, "image": None}]
    task = await brief.new_task(originalImage=IMAGES[0])
    await age(database, task, 19)
    assert await clean_up(settings) == [0, 0, 1, 0]
    await age(database, task, 6)
    assert await clean_up(settings) == [0, 0, 0, 1]
    await brief.task("completeTask", id=task, image=IMAGES[1])
    late = await seen(brief, task)
    assert (late["imagesRemovedAt"], len(late["images"])) == (None, 1)
    assert await clean_up(settings) == [0, 0, 1, 0]


async def test_the_last_seen_plan_applies(settings: Settings, application: Application, database: Connection) -> None:
    """A back end's token that names a plan sets that of the task's user; one without leaves it unknown."""
    service = {plan: application.new_client(role="service", plan=plan) for plan in ("brief", None)}
    moved_up, moved_down, unknown, named = [application.new_client(plan=plan) for plan in ("pro", "brief", None, None)]
    tasks = {}
    for user, old_plan in ((moved_up, "brief"), (moved_down, "pro")):
        before = application.new_client(user.id, plan=old_plan)
        tasks[user.id] = await before.new_task()
        await user.task("createTask", prompt="An owl")
    for user, plan in ((unknown, None), (named, "brief")):
        given = {"userId": str(user.id), "prompt": "A fox"}
        tasks[user.id] = await service[plan].new_task(**given)
    for task in tasks.values():
        await age(database, task, 31)
    assert await clean_up(settings) == [2, 0, 0, 0]
    assert {user.id: await seen(user, tasks[user.id]) is None for user in (moved_up, moved_down, unknown, named)} == {
        moved_up.id: False,
        moved_down.id: True,
        unknown.id: False,
        named.id: True,
    }


@pytest.mark.slow
async def test_a_longer_retention_applies_once_its_plan_is_seen(
    settings: Settings, application: Application, brief: Client, database: Connection
) -> None:
    """
    Reading is enough. An older token with the previous plan changes nothing. Nor does a token that names no plan, or a
    back end's, which names the plan of the users for whom it writes.
    """
    another, unknown = application.new_client(plan="brief"), application.new_client(plan="brief")
    tasks = [await user.new_task() for user in (brief, another)]
    for task in tasks:
        await age(database, task, 31)
    await application.new_client(brief.id, plan="pro").data(STORED)
    await until(partial(database.fetchval, IS_STORED, brief.id, "pro"))
    await brief.data(STORED)
    await application.new_client(brief.id, plan=None).data(STORED)
    await application.new_client(another.id, role="service", plan="pro").data(STORED)
    await unknown.data(STORED)
    last = application.new_client(plan="brief")
    await last.task("createTask", prompt="A fox")
    await application.new_client(last.id, plan="pro").data(STORED)
    await until(partial(database.fetchval, IS_STORED, last.id, "pro"))
    plans = [await database.fetchval(STORED_PLAN, user.id) for user in (brief, another, unknown)]
    assert plans == ["pro", "brief", None]
    assert await clean_up(settings) == [1, 0, 0, 0]
    assert [await seen(user, task) is None for user, task in zip((brief, another), tasks, strict=True)] == [False, True]


@pytest.mark.slow
async def test_nothing_of_a_removed_plan_expires(
    settings: Settings, brief: Client, database: Connection, tmp_path: Path
) -> None:
    await age(database, await brief.new_task(), 31)
    other = with_plans(settings, tmp_path, PLANS.replace("[brief]", "[short]"))
    assert run_purge(other, "--dry-run") == [
        "There is no plan brief: nothing is removed of the 1 users last seen with it.",
        "Due: 0 tasks, 0 in the trash, the images of 0 and the prompts of 0. Nothing was removed.",
    ]


@pytest.mark.slow
async def test_starred_tasks_are_spared_and_counted(
    settings: Settings, brief: Client, database: Connection, tmp_path: Path
) -> None:
    old, starred, young = [await brief.new_task(f"Fox {n}") for n in range(3)]
    for task_id, days in ((old, 40), (starred, 40), (young, 25)):
        await age(database, task_id, days)
    await star(brief, starred, young)
    spared = "Spared, as they are starred: 1 tasks, the images of 0 and the prompts of 1."
    said = "1 tasks, 0 in the trash, the images of 0 and the prompts of 0."
    assert run_purge(settings, "--dry-run") == [f"Due: {said} Nothing was removed. {spared}"]
    assert run_purge(settings) == [f"Removed: {said} {spared}"]
    assert await found(brief, True) == {starred, young}
    prompts = "SELECT array_agg(prompt ORDER BY prompt) FROM user_task_history WHERE id = ANY ($1)"
    assert await database.fetchval(prompts, [UUID(starred), UUID(young)]) == ["Fox 1", "Fox 2"]
    strict = with_plans(settings, tmp_path, PLANS + "retention_spares_starred = false\n")
    assert run_purge(strict) == ["Removed: 1 tasks, 0 in the trash, the images of 0 and the prompts of 1."]
    assert await found(brief, True) == {young}


@pytest.mark.slow
async def test_a_dry_run_reports_users_without_a_plan(
    settings: Settings, application: Application, database: Connection, tmp_path: Path
) -> None:
    """As after an upgrade: no plan is stored for the users of an older table."""
    user = application.new_client()
    service = application.new_client(role="service", plan=None)
    for days in (5, 15, 25, 40):
        task = await service.new_task(userId=str(user.id), prompt="A fox", originalImage=IMAGES[0])
        await age(database, task, days)
    free = with_plans(settings, tmp_path, PLANS.replace("[brief]", "[free]"))
    assert run_purge(free, "--dry-run") == [
        "Due: 0 tasks, 0 in the trash, the images of 0 and the prompts of 0. Nothing was removed.",
        "Nothing is removed of users whose plan is not known yet. With the plan free, that of a token without a plan, "
        "this becomes due: 1 tasks, 0 in the trash, the images of 2 and the prompts of 1.",
    ]
    assert run_purge(free) == ["Removed: 0 tasks, 0 in the trash, the images of 0 and the prompts of 0."]


@pytest.mark.slow
async def test_a_locked_task_is_removed_the_next_time(settings: Settings, brief: Client, database: Connection) -> None:
    """The clean-up does not wait for its lock."""
    ids = [await brief.new_task() for _ in range(2)]
    for task in ids:
        await age(database, task, 31)
    async with database.transaction():
        await database.execute("SELECT FROM user_task_history WHERE id = $1 FOR UPDATE", UUID(ids[0]))
        assert await clean_up(settings) == [1, 0, 0, 0]
        assert [await seen(brief, task) is None for task in ids] == [False, True]
    assert await clean_up(settings) == [1, 0, 0, 0]


@pytest.mark.slow
async def test_a_killed_clean_up_is_resumed(settings: Settings, brief: Client, database: Connection) -> None:
    await brief.task("createTask", prompt="A fox")
    await database.execute(MANY, brief.id, 6_000)
    used = await brief.data(USED)
    left = "SELECT count(*) FROM user_task_history WHERE deleted_at IS NULL AND created_at < now() - interval '30 days'"
    nowhere = os.open(os.devnull, os.O_WRONLY)
    environ = environment(**variables(settings, PLANS_FILE=str(settings.plans_file)))
    process = forked(["purge"], environ, nowhere, nowhere)
    os.close(nowhere)
    await until(lambda: database.fetchval(left.replace("count(*)", "count(*) < 6000")))
    process.kill()
    await asyncio.to_thread(process.wait, PATIENCE)
    at_the_kill = await database.fetchval(left)
    assert 0 < at_the_kill < 6_000
    assert await drift(database) == []
    async with Database(settings.database_url.get_secret_value()) as pool:
        await purge(CleanUp(pool, settings.plans.values(), NOBODY), NO_SCHEDULE)  # as the worker does
    assert await database.fetchval(left) == 0
    assert await drift(database) == []
    assert await brief.data(USED) == used
    counted = await database.fetchval("SELECT sum(count) FROM task_record.audit_entries WHERE action = 'purge'")
    assert counted == 6_000
