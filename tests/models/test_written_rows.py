"""What users could write into rows of their own, in SQL, to be in the way of others if the server's code were wrong."""

import json
from collections.abc import Callable
from uuid import UUID, uuid4

import asyncpg
import pytest

from server.settings.settings import Settings
from tests.api import Client
from tests.models.connections import as_application, refusal
from tests.resolvers.webhooks.hooks import create

FAR = ("'20000-01-01'", "'4713-01-02 BC'", "now() - interval '40 days'", "now() + interval '1 day'")
IMAGE = {"content_type": "image/png", "width": 1, "height": 1, "size": 1, "sha256": "0" * 64, "thumb_hash": None}
COSTS = {
    "created_at": FAR,
    "credits_reserved": ["0"],
    "credits_held_until": ["now()"],
    "(credits_reserved, credits_held_until)": ["(NULL, NULL)"],
    "updated_at": FAR,
    "completed_at": FAR,
    "images_removed_at": ["now()"],
    "prompt_removed_at": ["now()"],
    "only_service_ends": ["true"],
    "started_at": FAR,
    "deadline": ["now() + interval '32 days'", "'infinity'"],
}
"""By column of a task, values that its user may not give it, whatever its status."""
OF_ENDED = {"status": "'pending'", "task_type": "'image_edit'", "tokens_used": "9", "credits_deducted": "1"}
OF_ENDED |= {"cost": "1", "input_tokens": "1", "output_tokens": "1"}
"""By column of a task, a value that its user may not give it once it has ended."""


@pytest.mark.slow
async def test_users_cannot_change_the_time_or_cost_of_a_task(
    settings: Settings, user: Client, database: asyncpg.Connection
) -> None:
    """Administrators could not read times of other years; a task that has ended is what a user is charged for."""
    pending, ended = [UUID((await user.task("createTask", prompt="A fox"))["id"]) for _ in range(2)]
    await user.task("failTask", id=str(ended), errorMessage="No fox", tokensUsed=5)
    change = "UPDATE user_task_history SET {} = {} WHERE id = $1"
    cost = "what a task cost, and when it was, is not changed"
    async with as_application(settings) as login:
        for column, value in OF_ENDED.items():
            assert await refusal(login, user, change.format(column, value), ended) == cost, column
            assert await refusal(login, user, change.format(column, value), pending) is None, column
        held = "UPDATE user_task_history SET credits_reserved = 3, credits_held_until = 'tomorrow' WHERE user_id = $1"
        await database.execute(held, user.id)
        for column, values in COSTS.items():
            insert = f"INSERT INTO user_task_history (user_id, prompt, {column}) VALUES ($1, 'A hen', {{}})"
            for value in values:
                for task_id in (pending, ended):
                    assert await refusal(login, user, change.format(column, value), task_id) == cost, column
                if "credits" not in column and column != "only_service_ends":
                    assert await refusal(login, user, insert.format(value), user.id) == "a task is recorded now", column
        gone = "INSERT INTO user_task_history (user_id, prompt, deleted_at) VALUES ($1, '', now())"
        assert await refusal(login, user, gone, user.id) == "a task is recorded now"
        assert await refusal(login, user, change.format("prompt", "'A hen'"), ended) is None


def levels(depth: int) -> str:
    return '{"a":' * depth + "1" + "}" * depth


BROKEN = {
    "cost": ["'NaN'", "-1"],
    "parameters": ["'[]'", "'1'", f"'{levels(11)}'", "('{\"a\":\"' || repeat('x', 16400) || '\"}')::json"],
    "metadata": ["'[]'", "'null'", f"'{levels(11)}'", "('{\"a\":\"' || repeat('x', 4100) || '\"}')::json"],
    "input_tokens": ["-1", "6"],
    "output_tokens": ["-1", "6"],
    "external_id": ["''"],
    "failure_code": ["'A'", "''", "'deadline'"],
    "status": ["'x'"],
}
"""By column of a task, values that no task may have."""
UNREADABLE = ['\'{"a": "\\u0000"}\'', "'{\"a\": 1e999999}'", "'{'"]
"""JSON that `jsonb` cannot hold, so that no statement could compare it."""


async def test_values_that_others_could_not_read_are_rejected(settings: Settings, user: Client) -> None:
    task = await user.task("createTask", prompt="A fox")
    await user.task("failTask", id=task["id"], errorMessage="No fox", tokensUsed=5)
    change = "UPDATE user_task_history SET {} = {} WHERE id = $1"
    async with as_application(settings) as login:
        for column, values in BROKEN.items():
            for value in values:
                assert await refusal(login, user, change.format(column, value), UUID(task["id"])), (column, value)
        for column in ("parameters", "metadata"):
            for value in UNREADABLE:
                with pytest.raises(asyncpg.DataError):
                    await refusal(login, user, change.format(column, value), UUID(task["id"]))
            right = change.format(column, f"'{levels(10)}'")
            assert await refusal(login, user, right, UUID(task["id"])) is None


async def test_images_are_described_as_the_server_describes_them(settings: Settings, user: Client) -> None:
    """Nobody could read a page with others, and addresses would lead administrators wherever the user likes."""
    task_id = UUID((await user.task("createTask", prompt="A fox"))["id"])
    change, named = "UPDATE user_task_history SET {} = $2 WHERE id = $1", "a task names no object but its own"
    image = IMAGE | {"key": f"task-history/{user.id}/{task_id}/generated"}
    wrong = [image | {"more": 1}, image | {"size": "1"}, image | {"size": -1}, {"key": image["key"], "size": 1}]
    async with as_application(settings) as login:
        for kind in ("original", "generated"):
            url = "https://example.com/"
            assert await refusal(login, user, change.format(f"{kind}_image_url"), task_id, url) == named
            insert = f"INSERT INTO user_task_history (user_id, prompt, {kind}_image_url) VALUES ($1, '', $2)"
            assert await refusal(login, user, insert, user.id, url) == named
        for images in wrong:
            assert (
                await refusal(login, user, change.format("more_images"), task_id, json.dumps([image, images])) == named
            )
        assert await refusal(login, user, change.format("more_images"), task_id, json.dumps([image, image])) is None


async def test_rows_about_others_are_refused(
    settings: Settings, user: Client, new_client: Callable[..., Client]
) -> None:
    """A lineage with another's tasks, exports that count as another's, events that wait before another's webhook."""
    victim = new_client()
    theirs, mine, source = [UUID((await who.task("createTask", prompt="A fox"))["id"]) for who in (victim, user, user)]
    hooks = [UUID(await create(who)) for who in (victim, user)]
    made = """INSERT INTO task_record.task_sources (task_id, position, user_id, source_id, relation, depth, created_at)
      VALUES ($2, 9, $1, $3, 'edit', 1, now())"""
    export = """INSERT INTO task_record.exports
      VALUES ('0', $1, $2, 'csv', '{}', now() + make_interval(mins => $3))"""
    event = """INSERT INTO task_record.webhook_deliveries (webhook_id, user_id, subject_id, type, data)
      VALUES ($2, $1, $1, 'test', '{}')"""
    upload = """INSERT INTO task_record.image_uploads (id, user_id, task_id, key, created_at, size)
      SELECT task, $1, task, format('uploads/%s/%s/%s', $1::uuid, task, task), now() + make_interval(days => $3), $4
      FROM (VALUES ($2::uuid)) AS announced (task)"""
    async with as_application(settings) as login:
        for statement, refused, accepted in (
            (made, [(mine, theirs), (theirs, mine)], (mine, source)),
            (export, [(victim.id, 9), (user.id, 11)], (user.id, 9)),
            (event, [(hooks[0],), (uuid4(),)], (hooks[1],)),
            (upload, [(mine, 1, 9), (mine, 0, 0), (mine, 0, -9)], (mine, 0, 9)),
        ):
            for values in refused:
                assert await refusal(login, user, statement, user.id, *values), (statement, values)
            assert await refusal(login, user, statement, user.id, *accepted) is None
