"""Keys of objects, in SQL: what the application's login role could do to others' images if its code were wrong."""

import json
from collections.abc import Callable
from uuid import UUID, uuid4

import asyncpg
import pytest

from tests.api import Client
from tests.models.connections import refusal
from tests.pictures import data_url, picture

CLAIM = "INSERT INTO task_record.image_uploads (id, user_id, task_id, key) VALUES ($1, $2, $3, $4)"
DIGEST = "0" * 64
IMAGE = {"content_type": "image/png", "width": 1, "height": 1, "size": 1, "sha256": DIGEST, "thumb_hash": None}
NAMES = {
    "aws_original_key": "$1::text",
    "aws_generated_key": "$1::text",
    "more_images": f"jsonb_build_array('{json.dumps(IMAGE)}' || jsonb_build_object('key', $1::text))",
}
"""By column of a task, SQL of a value that names the key $1."""
BORROWED = """
CREATE TEMP TABLE borrowed ON COMMIT DROP AS SELECT * FROM {table} WITH NO DATA;
CREATE TRIGGER borrowed AFTER {event} ON borrowed {rows} EXECUTE FUNCTION task_record.{function}()"""
"""A table of the user's own, where a function of the server's runs with rights of its owner."""


@pytest.fixture
async def thief(new_client: Callable[..., Client]) -> Client:
    return new_client()


async def keys_of_others(database: asyncpg.Connection, user: Client, thief: Client) -> list[str]:
    """
    The keys of an image and of an open upload of the user, and keys that lead out of the thief's place. Each could be
    another's.
    """
    task = await user.task("createTask", prompt="A fox", originalImage={"dataUrl": data_url(picture())})
    announced = {"taskId": task["id"], "contentType": "image/png", "size": 9, "sha256": DIGEST}
    assert (await user.mutate("createImageUpload", "upload { id }", **announced))["errors"] == []
    find = "SELECT key FROM task_record.recorded_objects WHERE task_id = $1 AND key NOT LIKE '%-thumbnail'"
    theirs = [row["key"] for row in await database.fetch(find, UUID(task["id"]))]
    assert len(theirs) == 2
    return [*theirs, f"task-history/{thief.id}/{uuid4()}/../../{theirs[0]}", "elsewhere", ""]


async def test_nobody_claims_an_object_that_is_not_theirs(
    user: Client, thief: Client, login: asyncpg.Connection, database: asyncpg.Connection
) -> None:
    """Giving up a claim removes its object."""
    await thief.task("createTask", prompt="A hen")
    mine = uuid4()
    for key in await keys_of_others(database, user, thief):
        for task_id in (mine, UUID(int=0)):
            assert await refusal(login, thief, CLAIM, uuid4(), thief.id, task_id, key), key
    for own in (f"uploads/{thief.id}/{mine}/{mine}", f"task-history/{thief.id}/{mine}/original-1"):
        assert await refusal(login, thief, CLAIM, mine, thief.id, mine, own) is None
        await database.execute("DELETE FROM task_record.image_uploads WHERE id = $1", mine)


async def test_no_task_names_an_object_that_is_not_its_own(
    user: Client, thief: Client, login: asyncpg.Connection, database: asyncpg.Connection
) -> None:
    """It would be signed for the user of the task, and remain when its own user deletes it."""
    mine = UUID((await thief.task("createTask", prompt="A hen"))["id"])
    own = f"task-history/{thief.id}/{mine}/original-1"
    theirs = await keys_of_others(database, user, thief)
    for column, value in NAMES.items():
        change = f"UPDATE user_task_history SET {column} = {value} WHERE id = $2"
        insert = f"INSERT INTO user_task_history (user_id, prompt, {column}) VALUES ($2, 'A hen', {value})"
        for key in theirs:
            assert await refusal(login, thief, change, key, mine), (column, key)
            assert await refusal(login, thief, insert, key, thief.id), (column, key)
        assert await refusal(login, thief, change, own, mine) is None
    await database.execute("UPDATE user_task_history SET aws_original_key = 'adopted' WHERE id = $1", mine)
    change = "UPDATE user_task_history SET prompt = 'A cock', more_images = $2 WHERE id = $1"
    assert await refusal(login, thief, change, mine, json.dumps([IMAGE | {"key": own}])) is None


async def test_functions_of_the_owner_cannot_run_on_a_users_own_table(
    thief: Client, login: asyncpg.Connection, database: asyncpg.Connection
) -> None:
    """A trigger believes what its table says, such as whose a task is and what objects it had."""
    executed = await database.fetch("""
      SELECT proname FROM pg_proc WHERE pronamespace IN ('task_record'::regnamespace, 'public'::regnamespace)
        AND prosecdef AND has_function_privilege('authenticated', oid, 'EXECUTE') ORDER BY proname""")
    # These only return where a user's rows are, how many changes are numbered, and what an open link shows.
    alone = {"assert_user_here", "lock_user_for_write", "told_so_far", "shared_by_link"}
    # These ask whether the token's user may: tests/models/boards/test_crossings.py.
    of_boards = {"create_board", "update_board", "delete_board", "add_to_board", "remove_from_board", "boards_of_task"}
    of_members = {"invite_to_board", "revoke_board_link", "join_board", "revoke_invitation", "set_board_member"}
    assert {row["proname"] for row in executed} == alone | of_boards | of_members
    functions = await database.fetch("""
      SELECT proname, CASE tgtype & 60 WHEN 4 THEN 'INSERT' WHEN 8 THEN 'DELETE' ELSE 'UPDATE' END AS event,
        tgrelid::regclass::text AS table,
        concat_ws(' ', CASE WHEN tgoldtable IS NOT NULL OR tgnewtable IS NOT NULL THEN 'REFERENCING' END,
          'OLD TABLE AS ' || tgoldtable, 'NEW TABLE AS ' || tgnewtable,
          CASE WHEN tgtype & 1 = 1 THEN 'FOR EACH ROW' END) AS rows
      FROM pg_trigger JOIN pg_proc ON pg_proc.oid = tgfoid
      WHERE pronamespace = 'task_record'::regnamespace AND prosecdef""")
    assert len(functions) >= 19
    for proname, event, table, rows in functions:
        borrow = BORROWED.format(table=table, event=event, rows=rows, function=proname)
        assert await refusal(login, thief, borrow), proname
