"""Imported tasks are counted, nobody is notified of them, and existing tasks do not change."""

import json
import tracemalloc
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest

from server.operations.reconcile import reconcile
from tests.api import Client
from tests.models.connections import acting, as_application
from tests.models.statistics.drift import drift
from tests.pictures import data_url, picture
from tests.resolvers.changes.changes import Copy, truth
from tests.server.operations.importing.archives import with_line, with_manifest
from tests.server.operations.importing.elsewhere import Elsewhere, files_of, packed, saved
from tests.server.operations.importing.own_files import OWNER, filled, line, text_of, written

ALL_EVENTS = ["TASK_CREATED", "TASK_COMPLETED", "TASK_FAILED", "TASK_CANCELED", "TASK_DELETED"]
WAITING = "SELECT count(*) FROM task_record.webhook_deliveries"
NOTIFIED = "SELECT count(*) FROM task_record.notifications WHERE channel = 'task_events'"
DEPTHS = "SELECT task_id::text, array_agg(depth ORDER BY position) FROM task_record.task_sources GROUP BY task_id"
PICTURE = picture(seed=7)
REMOVE_IMAGES = """UPDATE user_task_history
  SET images_removed_at = now(), aws_generated_key = NULL, more_images = NULL, generated_size = NULL"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "tasks"


@pytest.fixture
def owner(elsewhere: Elsewhere) -> Client:
    """The user of the lines."""
    return elsewhere.application.new_client(UUID(OWNER))


@pytest.mark.slow
async def test_only_back_ends_that_copy_all_changes_are_notified(elsewhere: Elsewhere, path: Path) -> None:
    """Not of tasks that were just created, either."""
    service = elsewhere.application.new_client(role="service")
    hook = {"url": "https://app.example.com/hook", "allUsers": True, "events": ALL_EVENTS}
    assert (await service.mutate("createWebhook", "errors { code }", **hook))["errors"] == []
    copy = Copy(service)
    await copy.follow()
    now = datetime.now(UTC).isoformat()
    lines = [line(), line(createdAt=now, completedAt=now), line(status="PROCESSING", createdAt=now, completedAt=None)]
    trashed = line(trashedAt=now)
    await elsewhere.import_file(written(path, *lines, trashed))
    assert await elsewhere.owner.fetchval(WAITING) == await elsewhere.owner.fetchval(NOTIFIED) == 0
    told = [("CREATED", one["id"]) for one in lines] + [("DELETED", trashed["id"])]
    assert sorted(await copy.follow()) == sorted(told)
    assert copy.contents == await truth(elsewhere.owner)


@pytest.mark.slow
async def test_plans_do_not_limit_it_and_totals_count_it(elsewhere: Elsewhere, path: Path) -> None:
    free = elsewhere.application.new_client(UUID(OWNER), plan="free")
    lines = [line(createdAt=f"2025-03-{1 + n % 28:02}T00:00:00Z", tokensUsed=1, cost="0.5") for n in range(699)]
    rated = line(status="COMPLETED", createdAt="2025-04-01T00:00:00Z", rating=4)
    assert (await elsewhere.import_file(written(path, *lines, rated)))[-1] == "Imported: 700 tasks, and 0 images."
    assert (await free.data("{ tasks(where: {ratedAtLeast: 4}) { nodes { id } } }"))["tasks"]["nodes"] == [
        {"id": rated["id"]}
    ]
    query = '{ statistics(period: DAY, date: "2025-03-01") { failedTasks totalTokensUsed totalCost } }'
    found = (await free.data(query))["statistics"]
    assert found == {"failedTasks": 25, "totalTokensUsed": 25, "totalCost": "12.5"}
    assert await drift(elsewhere.owner) == []


@pytest.mark.slow
async def test_existing_tasks_do_not_change(elsewhere: Elsewhere, owner: Client, path: Path) -> None:
    kept, deleted, new = line(externalId="r8"), line(), line()
    await elsewhere.import_file(written(path, kept, deleted))
    assert (await owner.refused("createTask", id=kept["id"], prompt="a fox"))["code"] == "CONFLICT"
    await owner.mutate("deleteTask", "deletedTaskId", id=deleted["id"])
    told = await elsewhere.import_file(written(path, kept | {"prompt": "another"}, deleted, new))
    assert told == ["3 tasks, of which 2 are here already.", "Imported: 1 tasks, and 0 images."]
    tasks = (await owner.data("{ tasks { nodes { id prompt } } }"))["tasks"]["nodes"]
    assert sorted(task["id"] for task in tasks) == sorted([kept["id"], new["id"]])
    assert {task["prompt"] for task in tasks} == {"a fox"}


@pytest.mark.slow
async def test_lineages_are_imported_in_any_order_of_tasks(elsewhere: Elsewhere, path: Path) -> None:
    here, first, second, third, last = (str(uuid4()) for _ in range(5))

    def made_from(*ids: str) -> list[dict[str, Any]]:
        return [{"taskId": one, "relation": "VARIATION"} for one in ids]

    await elsewhere.import_file(written(path, line(id=first), line(id=here, sources=made_from(first))))
    told = await elsewhere.import_file(
        written(
            path,
            line(id=last, sources=made_from(third, str(uuid4()), second)),
            line(id=third, sources=made_from(second)),
            line(id=second, sources=made_from(here)),
        )
    )
    assert told[-1] == "1 sources are omitted from lineages: those tasks are neither in the file nor here."
    depths = dict(await elsewhere.owner.fetch(DEPTHS))
    assert depths == {here: [1], second: [2], third: [3], last: [4, 3]}


async def test_credits_do_not_move(elsewhere: Elsewhere, owner: Client, path: Path) -> None:
    task = line(status="PROCESSING", completedAt=None, creditsHeld=5)
    await elsewhere.import_file(written(path, task, line(status="COMPLETED", creditsDeducted=7)))
    done = await owner.task("completeTask", id=task["id"], image={"dataUrl": data_url(PICTURE)}, creditsDeducted=2)
    assert done["creditsDeducted"] == 2
    found = await owner.data("{ statistics { totalCreditsDeducted } viewer { credits { available } } }")
    assert found["statistics"]["totalCreditsDeducted"] == 9
    assert await elsewhere.owner.fetchval("SELECT count(*) FROM task_record.credit_entries") == 0


@pytest.fixture
async def files(user: Client, tmp_path: Path) -> dict[str, bytes]:
    """The archive of a task with three images."""
    images = [{"dataUrl": data_url(picture(seed=seed))} for seed in range(3)]
    task = await user.task("createTask", prompt="a fox")
    await user.task("completeTask", id=task["id"], image=images[0], moreImages=images[1:])
    return files_of(await saved(user, "ZIP", tmp_path / "whole.zip"))


@pytest.mark.slow
async def test_missing_images_remain_missing(
    elsewhere: Elsewhere, user: Client, files: dict[str, bytes], path: Path
) -> None:
    """So do images that were damaged when they were exported, unless they can be decoded."""
    first, second, third = sorted(name for name in files if name.startswith("images/"))
    recorded = {name: sha256(files[name]).hexdigest() for name in (first, second, third)}
    there = {name: content for name, content in files.items() if name != first}
    changed = with_manifest(there, {second: b"broken", third: PICTURE}, recorded)
    told = await elsewhere.import_file(packed(path, changed))
    assert told[1:] == [
        "Imported: 1 tasks, and 1 images.",
        "2 images were missing or broken when they were exported: reconcile reports them as missing.",
    ]
    [task] = (await elsewhere.client_of(user).data("{ tasks { nodes { images { sha256 } } } }"))["tasks"]["nodes"]
    digests = [recorded[first], recorded[second], sha256(PICTURE).hexdigest()]
    assert [image["sha256"] for image in task["images"]] == digests
    found: list[str] = []
    await reconcile(elsewhere.settings, found.append, repair=False)
    assert len([one for one in found if one.startswith("missing object")]) == 4  # with their thumbnails


@pytest.mark.slow
async def test_images_are_added_to_tasks_that_were_imported_without(
    elsewhere: Elsewhere, user: Client, files: dict[str, bytes], path: Path
) -> None:
    """An archive may be imported after its lines."""
    there, read = elsewhere.client_of(user), "{ tasks { nodes { images { sha256 } } } viewer { storageUsed } }"
    told = await elsewhere.import_file(await saved(user, "NDJSON", path))
    assert told[-1] == "3 images are not imported: this file has only their addresses. A ZIP has images."
    assert (await there.data(read))["tasks"]["nodes"] == [{"images": []}]
    told = await elsewhere.import_file(packed(path, files))
    assert told == [
        "1 tasks, of which 1 are here already.",
        "Imported: 0 tasks, and 3 images.",
        "1 tasks that were here without images get their images.",
    ]
    assert await there.data(read) == await user.data(read)
    assert await drift(elsewhere.owner) == []
    assert await elsewhere.owner.fetchval("SELECT count(*) FROM task_record.image_uploads") == 0
    assert (await elsewhere.import_file(path))[1:] == ["Imported: 0 tasks, and 0 images."]
    await elsewhere.owner.execute(REMOVE_IMAGES)
    assert (await elsewhere.import_file(path))[1:] == ["Imported: 0 tasks, and 0 images."]


@pytest.mark.slow
async def test_an_image_at_an_address_retains_it(
    elsewhere: Elsewhere, user: Client, files: dict[str, bytes], path: Path
) -> None:
    """As the original design has them."""
    first = min(name for name in files if name.startswith("images/"))
    line = json.loads(files["tasks.ndjson"].splitlines()[0])
    images = [{"url": "https://images.example.com/fox.png"}, *line["images"][1:]]
    kept = {name: content for name, content in files.items() if name != first}
    told = await elsewhere.import_file(packed(path, with_line(kept, images=images)))
    assert told[1] == "Imported: 1 tasks, and 2 images."
    query = "{ tasks { nodes { images { url } originalImage { url } } } }"
    [task] = (await elsewhere.client_of(user).data(query))["tasks"]["nodes"]
    assert task["images"][0]["url"] == "https://images.example.com/fox.png"
    assert len(task["images"]) == 3


@pytest.mark.slow
async def test_the_audit_records_how_many_tasks_each_user_got(elsewhere: Elsewhere, path: Path) -> None:
    other = str(uuid4())
    await elsewhere.import_file(written(path, line(), line()))
    await elsewhere.import_file(written(path, line(), line(userId=other)))
    administrator = elsewhere.application.new_client(role="admin")
    audit = await administrator.data("{ admin { audit { nodes { action actorId userId count detail } } } }")
    entries = audit["admin"]["audit"]["nodes"]
    assert sorted((entry["userId"], entry["count"]) for entry in entries) == sorted(
        [(OWNER, 2), (OWNER, 1), (other, 1)]
    )
    assert {(entry["action"], entry["actorId"], entry["detail"]) for entry in entries} == {
        ("IMPORT_TASKS", None, "tasks exported at 2026-01-02T00:00:00+00:00")
    }


@pytest.mark.slow
async def test_a_file_is_not_read_into_memory_at_once(elsewhere: Elsewhere, path: Path) -> None:
    """One that is three times as large takes no more memory, except for a batch of tasks."""
    sizes, peaks = [], []
    for count in (600, 1_800):
        lines = [line(prompt=f"{'a fox' * 600} {n}") for n in range(count)]
        lines[-1]["sources"] = [{"taskId": one["id"], "relation": "EDIT"} for one in lines[:16]]
        content = text_of(*lines)
        sizes.append(len(content))
        filled(path, content)
        del lines, content
        tracemalloc.start()
        await elsewhere.import_file(path)
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] - peaks[0] < (sizes[1] - sizes[0]) / 2


async def test_the_command_of_the_version_before_still_imports(elsewhere: Elsewhere) -> None:
    """It calls `bring_tasks` without columns that were added later: these get their defaults."""
    now = datetime.now(UTC).isoformat()
    task = {"id": str(uuid4()), "status": "pending", "prompt": "A fox", "created_at": now, "updated_at": now}
    tasks = json.dumps([task | {"parameters": '{"seed": 1e400}', "boards": []}])
    async with as_application(elsewhere.settings) as login, acting(login, "service_role"):
        assert await login.fetchval("SELECT task_record.bring_tasks($1, $2, '[]')", UUID(OWNER), tasks) == 1
    columns = "task_type, status, tokens_used, image_count, only_service_ends, parameters"
    row = await elsewhere.owner.fetchrow(f"SELECT {columns} FROM user_task_history WHERE id = $1", UUID(task["id"]))
    assert tuple(row) == ("image_generation", "pending", 0, 1, False, '{"seed": 1e400}')
