"""What an export wrote is imported into another server as it was."""

import json
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx2
import pytest

from server.settings.settings import Settings
from tests.api import Client
from tests.application import Application, in_process
from tests.models.statistics.drift import drift
from tests.pictures import data_url, picture
from tests.resolvers.boards.boards import new_board, put
from tests.server.exports.exporting import exported
from tests.server.operations.importing.elsewhere import Elsewhere, files_of, lines_of, saved

PICTURES = [picture((40 + n, 30), seed=n) for n in range(5)]
IMAGES = [{"dataUrl": data_url(one)} for one in PICTURES]
TOTALS = """{ statistics { totalTasks successfulTasks failedTasks canceledTasks totalTokensUsed totalCreditsDeducted
  totalCost imagesSize } usage(from: "2024-01-01", to: "2024-12-31", groupBy: [DAY, MODEL]) { totalTasks totalCost }
  viewer { storageUsed } }"""
BOARDS = """{ boards(first: 2) { nodes { id name description taskCount cover { sha256 } tasks(first: 3) { nodes { id } }
  members { userId role } statistics { total { completedTasks cost } } } }
  tasks(where: {isStarred: true}) { nodes { id } }
  savedViews { id name where orderBy { field direction } createdAt } }"""
THUMBNAILS = "{ tasks(first: 10) { nodes { images { url(variant: THUMBNAIL) } } } }"
WHOLE = {
    "prompt": "一只\t小狗 \U0001f436 \x7f",
    "aspectRatio": "1024x1024",
    "modelVersion": "owner/model:" + "a" * 64,
    "imageCount": 3,
    "parameters": {"seed": 2**64 - 1, "scale": 7.5, "negative": "模糊", "deep": [{"a": None}]},
    "metadata": {"job": "a\nb", "é": "x"},
    "externalId": "r8-1",
}


async def recorded(user: Client, service: Client) -> None:
    """Record tasks in each state and with each field."""
    past = {"userId": str(user.id), "createdAt": "2024-02-29T23:59:59.123456+00:00"}
    first = await service.task("createTask", **WHOLE, **past, originalImage=IMAGES[3])
    usage = {"inputTokens": 3, "outputTokens": 4, "tokensUsed": 9, "cost": "0.042500", "generationTimeMs": 1_234}
    more = {"parameters": {"seed": 1e22, "steps": 12345678901234567890.5}, "creditsDeducted": 7}
    await service.task("completeTask", id=first["id"], image=IMAGES[0], moreImages=IMAGES[1:3], **usage, **more)
    edit = {"taskId": first["id"], "relation": "EDIT", "imageIndex": 1}
    second = await user.task("createTask", prompt="再来", sources=[edit, {**edit, "relation": "REFERENCE"}])
    await user.task("failTask", id=second["id"], errorMessage="out of quota", failureCode="quota", tokensUsed=2)
    third = await user.task("createTask", prompt="x", sources=[{"taskId": second["id"], "relation": "RETRY"}])
    await user.task("cancelTask", id=third["id"], cost="1")
    await user.task("createTask", prompt="open")
    going = await service.task("createTask", prompt="going", userId=str(user.id))
    await service.task("startTask", id=going["id"])
    for name in ("Foxes", "Owls"):
        board = await new_board(user, name, description="At dawn")
        await put(user, board, third["id"], first["id"])
        await user.mutate("updateBoard", "board { id }", id=board, coverTaskId=first["id"])
    await user.mutate("starTasks", "tasks { id }", ids=[second["id"]])
    where = {"status": ["FAILED"], "createdAt": {"gte": "2024-01-01T00:00:00Z"}, "search": "再 \U0001f436"}
    for view in ({"name": "失败"}, {"name": "Dear", "orderBy": {"field": "COST"}, "position": 0}):
        assert (await user.mutate("saveView", "errors { code }", where=where, **view))["errors"] == []


async def boards_of(user: Client) -> dict[str, Any]:
    found = await user.data(BOARDS)
    return found | {"boards": sorted(found["boards"]["nodes"], key=lambda board: board["id"])}


def compared(content: bytes) -> list[dict[str, Any]]:
    """The lines, without what is about a place: addresses and when they were exported."""
    lines = [json.loads(line) for line in content.splitlines()]
    lines[-1]["summary"].pop("exportedAt")
    for line in lines[:-1]:
        for image in filter(None, [line["originalImage"], *line["images"]]):
            image.pop("url", None)
            image.pop("expiresAt", None)
    return lines


@pytest.fixture
async def recorder(user: Client, application: Application) -> Client:
    await recorded(user, application.new_client(role="service"))
    return user


async def test_a_zip_comes_back_as_it_was(recorder: Client, elsewhere: Elsewhere, tmp_path: Path) -> None:
    path = await saved(recorder, "ZIP", tmp_path / "tasks.zip")
    assert (await elsewhere.import_file(path, dry_run=True))[1:] == [
        "To import: 5 tasks, and 4 images.",
        "2 saved views are in the file.",
    ]
    assert await elsewhere.owner.fetchval("SELECT count(*) FROM auth.users") == 0
    told = await elsewhere.import_file(path)
    imported = "{} of 2 saved views were imported: those with a new id and name, up to 100 per user."
    counts = ["5 tasks, of which 0 are here already.", "Imported: 5 tasks, and 4 images."]
    assert told == [*counts, imported.format(2)]
    there = elsewhere.client_of(recorder)
    again = await saved(there, "ZIP", tmp_path / "again.zip")
    before, after = files_of(path), files_of(again)
    assert before.keys() == after.keys()
    for name in before.keys() - {"manifest.json", "tasks.ndjson"}:
        assert before[name] == after[name]
    summary_before, summary_after = (files["tasks.ndjson"].splitlines()[-1] for files in (before, after))
    assert before["tasks.ndjson"].replace(summary_before, summary_after) == after["tasks.ndjson"]
    found = (await there.data(THUMBNAILS))["tasks"]["nodes"]
    [thumbnail, *_] = [image["url"] for task in found for image in task["images"]]
    async with httpx2.AsyncClient() as http:
        assert (await http.get(thumbnail)).raise_for_status().headers["Content-Type"] == "image/webp"
    assert await elsewhere.owner.fetchval("SELECT count(*) FROM task_record.image_uploads") == 0
    assert await there.data(TOTALS) == await recorder.data(TOTALS)
    assert await boards_of(there) == await boards_of(recorder)
    assert compared((await exported(there, "NDJSON")).content) == compared((await exported(recorder, "NDJSON")).content)
    assert await drift(elsewhere.owner) == []
    counts = ["5 tasks, of which 5 are here already.", "Imported: 0 tasks, and 0 images."]
    assert await elsewhere.import_file(path) == [*counts, imported.format(0)]
    assert b"savedViews" not in (await exported(recorder, "NDJSON", where={"search": "x"})).content
    assert await there.data(TOTALS) == await recorder.data(TOTALS)


@pytest.mark.slow
async def test_lines_come_back_without_images(recorder: Client, elsewhere: Elsewhere, tmp_path: Path) -> None:
    path = await saved(recorder, "NDJSON", tmp_path / "tasks.ndjson")
    await elsewhere.import_file(path)
    expected = compared(path.read_bytes())
    expected[0] |= {"originalImage": None, "images": [], "resultCount": 0}
    assert compared((await exported(elsewhere.client_of(recorder), "NDJSON")).content) == expected


@pytest.mark.slow
async def test_tasks_are_imported_for_another_user(recorder: Client, elsewhere: Elsewhere, tmp_path: Path) -> None:
    path = await saved(recorder, "ZIP", tmp_path / "tasks.zip")
    other = elsewhere.application.new_client(uuid4())
    await elsewhere.import_file(path, other.id)
    expected = [line | {"userId": str(other.id)} for line in lines_of(files_of(path)["tasks.ndjson"])]
    again = await saved(other, "ZIP", tmp_path / "again.zip")
    assert lines_of(files_of(again)["tasks.ndjson"]) == expected


@pytest.mark.slow
async def test_labels_come_with_their_images(settings: Settings, elsewhere: Elsewhere, tmp_path: Path) -> None:
    """What a file says of its origin is read again; nothing is labelled once more."""
    said = "{ tasks { nodes { images { sha256 provenance { isSigned aigcLabel digitalSourceType } } } } }"
    async with in_process(settings, content_producer="ACME") as labelling:
        user = labelling.new_client()
        task = await user.task("createTask", prompt="a fox")
        await user.task("completeTask", id=task["id"], image=IMAGES[0], moreImages=IMAGES[1:2])
        path = await saved(user, "ZIP", tmp_path / "tasks.zip")
        before = await user.data(said)
    assert before["tasks"]["nodes"][0]["images"][0]["provenance"]["aigcLabel"]
    await elsewhere.import_file(path)
    assert await elsewhere.client_of(user).data(said) == before
