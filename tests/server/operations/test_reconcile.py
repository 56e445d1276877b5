"""`./run reconcile` and `admin.integrity` report, and repair, what is missing, orphaned or miscounted."""

import asyncio
import io
import tracemalloc
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import httpx2
import pytest

from resolvers.administration.inspection import Inspection, IntegrityFindings
from server.settings.settings import Settings
from storage.objects import Storage
from tests.api import Client
from tests.bucket import own_bucket, put
from tests.models.connections import as_owner
from tests.pictures import data_url, picture
from tests.resolvers.images.direct_upload import uploaded
from tests.server.commands import run, variables
from tests.server.operations.repair import repair

pytestmark = pytest.mark.own_database

IMAGES = [{"dataUrl": data_url(picture(seed=n))} for n in range(3)]
INTEGRITY = """{ admin { integrity {
  checkedAt missingObjects damagedObjects orphanedObjects driftedStatistics driftedCredits unownedObjects
  overdueRemovals
} } }"""
AUDIT = "{ admin { audit { nodes { action actorId userId count detail } } } }"
CLEAN = dict.fromkeys(
    (
        *("missingObjects", "damagedObjects", "orphanedObjects"),
        *("driftedStatistics", "driftedCredits", "unownedObjects", "overdueRemovals"),
    ),
    0,
)
MISCOUNTED = """UPDATE user_task_statistics SET total_tasks = total_tasks + 3, images_size = 0
  WHERE user_id = $1 AND period_type IN ('day', 'all_time')"""
UNCOUNTED = "DELETE FROM user_task_statistics WHERE user_id = $1 AND period_type <> 'day'"
LOST_TASKS = """INSERT INTO user_task_history (user_id, prompt, aws_generated_key)
  SELECT gen_random_uuid(), '', 'task-history/' || n FROM generate_series(1, $1::integer) AS n"""
CLAIMED_TASKS = """WITH tasks AS (
    INSERT INTO user_task_history (user_id, prompt) SELECT gen_random_uuid(), ''
    FROM generate_series(1, $1::integer) RETURNING id, user_id
  )
  INSERT INTO task_record.image_uploads (id, user_id, task_id, key)
  SELECT gen_random_uuid(), user_id, id, format('task-history/%s/%s/original', user_id, id) FROM tasks"""
WRONG = "SELECT count(*) FROM task_record.drifted_statistics"


@pytest.fixture
async def settings(settings: Settings) -> AsyncIterator[Settings]:
    async with own_bucket(settings) as own:
        yield own


async def keys(storage: Storage) -> set[str]:
    return {item.key for prefix in ("task-history/", "uploads/", "else") async for item in storage.objects(prefix)}


async def report(administrator: Client) -> dict[str, Any]:
    found = dict((await administrator.data(INTEGRITY))["admin"]["integrity"])
    assert datetime.fromisoformat(found.pop("checkedAt")) > datetime.now(UTC) - timedelta(minutes=1)
    return found


@pytest.fixture
def administrator(new_client: Callable[..., Client]) -> Client:
    return new_client(role="admin")


async def whole_task(user: Client) -> dict[str, Any]:
    task = await user.task("createTask", prompt="a fox", originalImage=IMAGES[0])
    return await user.task("completeTask", id=task["id"], image=IMAGES[1], tokensUsed=5)


@pytest.mark.slow
async def test_only_faults_are_reported(
    settings: Settings, user: Client, administrator: Client, storage: Storage
) -> None:
    assert (await user.error(INTEGRITY))["extensions"]["code"] == "FORBIDDEN"
    task = await whole_task(user)
    await uploaded(user, task["id"], picture())
    await put(storage, "elsewhere/not-ours")
    await user.mutate("deleteTask", "deletedTaskId", id=(await whole_task(user))["id"])
    assert await report(administrator) == CLEAN
    done = await asyncio.to_thread(run, "reconcile", **variables(settings))
    assert done.returncode == 0, done.stderr
    assert done.stdout == (
        "0 missing objects, 0 damaged objects, 0 orphaned objects, 0 drifted statistics, 0 drifted credits, "
        "0 unowned objects, 0 overdue removals; 0 left.\n"
    )
    thumbnails = [key for key in sorted(await keys(storage)) if key.endswith("-thumbnail")]
    gone = next(key for key in thumbnails if task["id"] in key)
    await storage.remove([gone])
    orphans = {f"task-history/{uuid4()}/{uuid4()}/original-{uuid4()}", "task-history/a", "uploads/b/c/d"}
    for key in orphans:
        await put(storage, key)
    async with as_owner(settings) as owner:
        await owner.execute(MISCOUNTED, user.id)
        await owner.execute(
            "INSERT INTO task_record.pgqueuer (priority, entrypoint, status, created, execute_after)"
            " VALUES (0, 'remove_objects', 'queued', now() - interval '2 hours', now() + interval '1 hour')"
        )
    found = CLEAN | {"missingObjects": 1, "orphanedObjects": 3, "driftedStatistics": 2, "overdueRemovals": 1}
    assert await report(administrator) == found
    told = await asyncio.to_thread(run, "reconcile", **variables(settings))
    assert told.returncode == 1
    *lines, summary = told.stdout.splitlines()
    expected = {f"missing object: {gone}", f"drifted statistics: 2 of {user.id}"}
    assert set(lines) == expected | {f"orphaned object: {key}" for key in orphans}
    assert summary == (
        "1 missing objects, 0 damaged objects, 3 orphaned objects, 2 drifted statistics, 0 drifted credits, "
        "0 unowned objects, 1 overdue removals; 7 left."
    )
    # An orphan that may still be attached is left for the next run.
    repaired = await asyncio.to_thread(run, "reconcile", "--repair", **variables(settings))
    assert repaired.returncode == 1
    assert orphans <= await keys(storage)


@pytest.mark.slow
async def test_repair_repairs_what_it_can_and_reports_the_rest(
    settings: Settings, user: Client, administrator: Client, storage: Storage, inspection: Inspection
) -> None:
    await whole_task(user)
    before = await keys(storage)
    [thumbnail, _] = sorted(key for key in before if key.endswith("-thumbnail"))
    [lost] = {key.removesuffix("-thumbnail") for key in before} - {thumbnail.removesuffix("-thumbnail")}
    made = io.BytesIO()
    await storage.get(thumbnail, made, at_most=10_000)
    await storage.remove([thumbnail, lost])
    await put(storage, "task-history/orphan")
    async with as_owner(settings) as owner:
        await owner.execute(MISCOUNTED, user.id)
    left, told = await repair(inspection)
    assert left == 1
    assert set(told) == {
        f"missing object: {lost}",
        f"missing object: {thumbnail} (repaired)",
        "orphaned object: task-history/orphan (repaired)",
        f"drifted statistics: 2 of {user.id} (repaired)",
    }
    assert await keys(storage) == before - {lost}
    again = io.BytesIO()
    await storage.get(thumbnail, again, at_most=10_000)
    assert again.getvalue() == made.getvalue()
    assert await repair(inspection) == (1, [f"missing object: {lost}"])
    audit = (await administrator.data(AUDIT))["admin"]["audit"]["nodes"]
    assert {(entry["action"], entry["actorId"]) for entry in audit} == {("REPAIR", None)}
    assert {(entry["userId"], entry["count"], entry["detail"]) for entry in audit} == {
        (None, 1, "orphaned objects removed"),
        (str(user.id), 1, "thumbnail made again"),
        (str(user.id), 2, "statistics counted again"),
        (None, 2, "totals over all users counted again"),
    }
    async with as_owner(settings) as owner:
        assert await owner.fetchval("SELECT count(*) FROM task_record.image_uploads") == 0


@pytest.mark.slow
async def test_an_image_of_another_size_is_damaged(
    settings: Settings, user: Client, administrator: Client, storage: Storage, inspection: Inspection
) -> None:
    """Cut off, empty or grown; also one of several. That all images are whole costs no request but the listings."""
    task = await user.task("createTask", prompt="a fox", imageCount=3)
    await user.task("completeTask", id=task["id"], image=IMAGES[0], moreImages=IMAGES[1:])
    await whole_task(user)
    requests: list[str] = []
    storage._client.meta.events.register("before-send.s3.*", lambda event_name, **_: requests.append(event_name))
    assert [findings async for findings in inspection.objects()] == [[]]
    assert requests == ["before-send.s3.ListObjectsV2"] * 2
    images = sorted(key for key in await keys(storage) if not key.endswith("-thumbnail"))
    damaged, whole = images[:3], images[3:]
    for key, content in zip(damaged, (picture()[:99], b"", 2 * picture()), strict=True):
        await put(storage, key, content)
    assert len(whole) == 2
    assert await report(administrator) == CLEAN | {"damagedObjects": 3}
    lines = [f"damaged object: {key}" for key in damaged]
    assert await repair(inspection) == (3, lines)
    told = await asyncio.to_thread(run, "reconcile", **variables(settings))
    assert (told.returncode, told.stdout.splitlines()[:-1]) == (1, lines)


@pytest.mark.slow
async def test_users_can_work_while_it_repairs(
    settings: Settings, new_client: Callable[..., Client], storage: Storage, inspection: Inspection
) -> None:
    """Uploads and deletions of users meanwhile are neither reported nor changed."""
    users = [new_client() for _ in range(3)]
    stop = asyncio.Event()

    async def go_on(user: Client) -> list[str]:
        kept = []
        while not stop.is_set():
            kept.append((await whole_task(user))["id"])
            if len(kept) > 2:
                await user.mutate("deleteTask", "deletedTaskId", id=kept.pop(0))
        return kept

    async with asyncio.TaskGroup() as group:
        going = [group.create_task(go_on(user)) for user in users]
        for _ in range(4):
            async with as_owner(settings) as owner:
                await owner.execute(MISCOUNTED, users[0].id)
                await owner.execute(UNCOUNTED, users[1].id)
            left, told = await repair(inspection)
            assert (left, [line for line in told if not line.startswith("drifted statistics")]) == (0, [])
        stop.set()
    async with as_owner(settings) as owner:
        assert await owner.fetchval(WRONG) == 0
    for user, kept in zip(users, going, strict=True):
        for task_id in kept.result():
            data = await user.data("query ($id: ID!) { task(id: $id) { generatedImage { url } } }", id=task_id)
            async with httpx2.AsyncClient() as http:
                image = await http.get(data["task"]["generatedImage"]["url"])
            assert image.content == picture(seed=1)


async def test_more_objects_than_are_listed_compared_or_removed_at_once(
    storage: Storage, inspection: Inspection, monkeypatch: pytest.MonkeyPatch
) -> None:
    for limit in ("resolvers.administration.inspection.FINDINGS_BATCH", "storage.objects.REMOVE_AT_ONCE"):
        monkeypatch.setattr(limit, 10)
    events = storage._client.meta.events
    events.register("before-parameter-build.s3.ListObjectsV2", lambda params, **_: params.update(MaxKeys=10))
    names = [f"task-history/{number}/{uuid4()}/generated" for number in range(25)]
    for name in names:
        await put(storage, name)
    left, told = await repair(inspection)
    assert left == 0
    assert sorted(told) == sorted(f"orphaned object: {name} (repaired)" for name in names)
    assert await keys(storage) == set()


@pytest.mark.slow
async def test_memory_does_not_grow_with_the_number_of_findings(settings: Settings, inspection: Inspection) -> None:
    peaks = []
    for tasks, lost in ((1_000, 100), (3_000, 0)):
        async with as_owner(settings) as owner:
            await owner.execute(LOST_TASKS, lost)
            await owner.execute(CLAIMED_TASKS, tasks)
            await owner.execute("DELETE FROM user_task_statistics")
        found = IntegrityFindings()
        tracemalloc.start()
        async for findings in inspection.objects():
            for finding in findings:
                found.count(finding)
        async for drifted in inspection.statistics():
            found.count(drifted)
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert (found.numbers["missing_objects"], found.numbers["drifted_statistics"]) == (100, 4 * 4_100)
    assert peaks[1] < 1.5 * peaks[0]


@pytest.mark.slow
async def test_a_locked_user_is_repaired_the_next_time_and_others_now(
    settings: Settings, new_client: Callable[..., Client], inspection: Inspection
) -> None:
    users = [new_client() for _ in range(3)]
    for one in users:
        await whole_task(one)
    async with as_owner(settings) as owner, as_owner(settings) as other:
        await owner.execute("UPDATE user_task_statistics SET total_tasks = 7 WHERE period_type = 'day'")
        async with other.transaction():
            await other.execute("SELECT FROM user_task_statistics WHERE user_id = $1 FOR UPDATE", users[1].id)
            left, lines = await repair(inspection)
        whose = {line.partition(" of ")[2] for line in lines if "all users" not in line}
        assert whose == {str(users[1].id), *(f"{users[place].id} (repaired)" for place in (0, 2))}
        assert left == 1
        assert (await repair(inspection))[0] == 0


@pytest.mark.slow
async def test_totals_over_all_users_are_repaired_too(
    settings: Settings, user: Client, administrator: Client, inspection: Inspection
) -> None:
    """Totals are right and are repaired while changes wait to be counted."""
    overall = "{ admin { statistics { totalTasks imagesSize } users { nodes { userId totalTasks } } } }"
    await whole_task(user)
    async with as_owner(settings) as owner:
        await owner.execute("SELECT task_record.count_changes()")
        right = await administrator.data(overall)
        await whole_task(user)
        assert await repair(inspection) == (0, [])
        await owner.execute("UPDATE task_record.overall_statistics SET total_tasks = 7")
        await owner.execute("UPDATE task_record.user_ranking SET total_tasks = 7")
    assert await report(administrator) == CLEAN | {"driftedStatistics": 4}
    assert await repair(inspection) == (0, ["drifted statistics: 4 of all users together (repaired)"])
    assert await report(administrator) == CLEAN
    told = await administrator.data(overall)
    size = right["admin"]["statistics"]["imagesSize"]
    assert told == {
        "admin": {
            "statistics": {"totalTasks": 2, "imagesSize": 2 * size},
            "users": {"nodes": [{"userId": str(user.id), "totalTasks": 2}]},
        }
    }


@pytest.mark.slow
async def test_usage_is_repaired_too(settings: Settings, user: Client, inspection: Inspection) -> None:
    """Wrong rows are repaired, and lost names of models, without which their tasks would be counted as `other`."""
    task = await user.task("createTask", prompt="a fox", modelVersion="imagen-4")
    await user.task("completeTask", id=task["id"], image=IMAGES[0], generationTimeMs=3_000)
    kept = "SELECT * FROM task_record.user_task_usage WHERE user_id = $1 ORDER BY hour"
    async with as_owner(settings) as owner:
        before = await owner.fetch(kept, user.id)
        await owner.execute("UPDATE task_record.user_task_usage SET total_tasks = 7, durations = '{}' WHERE hour = -1")
        assert (await repair(inspection)) == (0, [f"drifted statistics: 1 of {user.id} (repaired)"])
        await owner.execute("DELETE FROM task_record.usage_models")
        assert (await repair(inspection)) == (0, [f"drifted statistics: 4 of {user.id} (repaired)"])
        assert await owner.fetch(kept, user.id) == before
        assert len(before) == 2


@pytest.mark.slow
async def test_two_that_repair_at_once_do_not_repair_twice_nor_a_user_who_is_deleted_meanwhile(
    settings: Settings, user: Client, inspection: Inspection
) -> None:
    await whole_task(user)
    async with as_owner(settings) as owner:
        await owner.execute(UNCOUNTED, user.id)
        await asyncio.gather(*[repair(inspection) for _ in range(4)])
        assert await owner.fetchval(WRONG) == 0
        assert await owner.fetchval("SELECT count(*) FROM user_task_statistics WHERE user_id = $1", user.id) == 4
        await owner.execute(MISCOUNTED, user.id)
        await owner.execute("DELETE FROM auth.users WHERE id = $1", user.id)
        await owner.execute("SELECT task_record.repair_statistics($1)", UUID(str(user.id)))
        assert await owner.fetchval("SELECT count(*) FROM user_task_statistics") == 0
