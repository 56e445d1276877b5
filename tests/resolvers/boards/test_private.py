"""Members see the results of others' tasks, and nothing of their sources, by any path through the schema."""

import io
from typing import Any
from uuid import UUID

import httpx2
import pytest
from asyncpg import Connection
from PIL import ExifTags, Image

from server.settings.settings import Settings
from tests.api import Client, NewClient
from tests.application import in_process
from tests.pictures import data_url, picture
from tests.resolvers.boards.boards import invite, join, new_board, put, set_member
from tests.resolvers.boards.walked import Read, walked
from tests.resolvers.sharing.links import shared
from tests.server.exports.exporting import prepared

SHOWN = (
    *("id", "user_id", "task_type", "prompt", "generated_image_url", "aws_generated_key"),
    *("tokens_used", "credits_deducted", "status", "error_message", "aspect_ratio", "model_version"),
    *("generation_time_ms", "created_at", "updated_at", "completed_at", "generated_content_type"),
    *("generated_width", "generated_height", "generated_size", "generated_sha256"),
    *("generated_thumb_hash", "deleted_at", "image_count", "more_images", "credits_reserved"),
    *("credits_held_until", "images_removed_at", "prompt_removed_at", "only_service_ends"),
    *("parameters", "input_tokens", "output_tokens", "cost", "failure_code", "started_at", "deadline"),
    "trashed_at",
)
"""The columns of a task that members of a board see; any other one is its user's alone."""
FILLED = """UPDATE user_task_history SET original_image_url = 'https://private.example/original', rating = 5,
  starred_at = '2026-02-03 04:05:06.789+00' WHERE id = $1 RETURNING *"""
"""Fills the columns that `record_all` leaves empty; one that is added later, too."""
UNBOUNDED = {"max_cost": 10**9, "cost_per_user": None, "requests_per_user": None}
PLACE = "private place"
ADDRESS = "https://private.example/original.png?X-Amz-Signature=private"
GIVEN = {"seed": 1, "image": ADDRESS, "masks": [{"text": f"see {ADDRESS} or data:image/png;base64,private", "size": 3}]}
MESSAGE = f"Could not fetch <{ADDRESS}> of an owl"
MASKED = {"seed": 1, "image": "…", "masks": [{"text": "…", "size": 3}]}
READ = """query ($id: ID!) { board(id: $id) { tasks {
  nodes { parameters errorMessage originalImage { url sha256 } } failures { errorMessage taskCount }
} } }"""
BY_ID = "query ($id: ID!) { node(id: $id) { id } nodes(ids: [$id]) { id } task(id: $id) { id } }"


def photograph() -> dict[str, str]:
    """A picture of an unusual size that says where it was taken."""
    exif = Image.Exif()
    exif[ExifTags.Base.Make] = PLACE
    exif.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSAreaInformation] = PLACE.encode()
    file = io.BytesIO()
    Image.effect_noise((617, 401), 50).convert("RGB").save(file, "JPEG", exif=exif)
    return {"dataUrl": data_url(file.getvalue(), "image/jpeg")}


def result(seed: int) -> dict[str, str]:
    return {"dataUrl": data_url(picture(seed=seed))}


async def record_all(user: Client, board: str, database: Connection) -> dict[str, Any]:
    """Put a task on the board that has a value in each field; return its row."""
    source = await user.new_task("private source", originalImage=photograph())
    await user.task("completeTask", id=source, image=result(1))
    made_from = [{"taskId": source, "relation": "EDIT", "imageIndex": 0}]
    given = {"externalId": f"private-{user.id}", "metadata": {"private name": "private value"}, "parameters": GIVEN}
    task = await user.task("createTask", prompt="A fox", sources=made_from, originalImage=photograph(), **given)
    await user.task("completeTask", id=task["id"], image=result(2))
    made = await user.new_task("private copy", sources=[{"taskId": task["id"], "relation": "EDIT"}])
    failed = await user.new_task("An owl", originalImage=photograph())
    await user.task("failTask", id=failed, errorMessage=MESSAGE)
    await put(user, board, failed, task["id"])
    await put(user, await new_board(user, "private board"), task["id"], source, made)
    await shared(user, task["id"])
    await shared(user, None, boardId=board)
    await invite(user, board)
    return dict(await database.fetchrow(FILLED, UUID(task["id"])) or {})


def addresses(found: set[Read]) -> list[str]:
    """The addresses of pictures, without the invented one."""
    return [str(one.value) for one in found if one.field == "url" and "private.example" not in str(one.value)]


async def has_place(web: httpx2.AsyncClient, address: str) -> bool:
    return PLACE.encode() in (await web.get(address)).raise_for_status().content


async def test_no_field_leads_to_a_tasks_sources(settings: Settings, database: Connection) -> None:
    """A new column of tasks is among SHOWN, or FILLED gives it a value, and no path leads to that value."""
    async with in_process(settings, **UNBOUNDED) as application, httpx2.AsyncClient() as web:
        user, viewer = application.new_client(), application.new_client()
        board = await new_board(user)
        row = await record_all(user, board, database)
        private = {name: value for name, value in row.items() if name not in SHOWN}
        assert [name for name, value in private.items() if value is None] == []
        await join(user, board, viewer)
        own = await walked(user, 1, "board(id: $id) { * }", "Board", id=board)
        seen = await walked(viewer, 2, "board(id: $id) { * }", "Board", id=board)
        assert {one for one in seen if one.value in private.values() or "rivate" in str(one.value)} == set()
        assert [one for one in addresses(seen) if "/original-" in one or await has_place(web, one)] == []
        assert {one.value for one in own} > {private["original_sha256"], private["external_id"], ADDRESS}
        assert [one for one in addresses(own) if "/original-" in one and await has_place(web, one)] != []
        assert (await viewer.data(BY_ID, id=str(row["id"]))) == {"node": None, "nodes": [None], "task": None}


async def test_members_see_masked_parameters_and_errors(
    user: Client, new_client: NewClient, database: Connection
) -> None:
    board, viewer = await new_board(user), new_client()
    await record_all(user, board, database)
    await join(user, board, viewer)
    whole, masked = [(await one.data(READ, id=board))["board"]["tasks"] for one in (user, viewer)]
    assert [task["parameters"] for task in masked["nodes"]] == [MASKED, None]
    assert [task["parameters"] for task in whole["nodes"]] == [GIVEN, None]
    assert masked["nodes"][1]["errorMessage"] == "Could not fetch … of an owl"
    assert [reason["errorMessage"] for reason in masked["failures"]] == ["Could not fetch … of an owl"]
    assert whole["nodes"][1]["errorMessage"] == whole["failures"][0]["errorMessage"] == MESSAGE
    assert [task["originalImage"] is None for task in masked["nodes"]] == [True, True]
    assert [task["originalImage"] is None for task in whole["nodes"]] == [False, False]
    back_end = (await new_client(role="service").data(READ, id=board))["board"]["tasks"]
    assert back_end == whole


@pytest.mark.parametrize("role", ["admin", "user"])
async def test_reports_and_links_hide_it(user: Client, new_client: NewClient, database: Connection, role: str) -> None:
    board, member = await new_board(user), new_client(role=role)
    row = await record_all(user, board, database)
    await join(user, board, member, "CONTRIBUTOR")
    await set_member(user, board, member, "OWNER")
    export = await prepared(member, "REPORT", boardId=board)
    results = await database.fetchval("SELECT sum(generated_size) FROM user_task_history WHERE id = $1", row["id"])
    assert export["imageSize"] == results
    links = await shared(user, str(row["id"])), await shared(member, None, boardId=board)
    pages = [f"{path}{more}" for _, path in links for more in ("", "/1", "/1/preview", "/1/download")]
    for page in [export["url"], *pages]:
        answer = await member.http.get(page)
        assert b"rivate" not in answer.content, page
