import asyncio
import io
from collections.abc import Callable
from uuid import UUID

import pytest
from alembic.script import ScriptDirectory

from migrations.migrate import CannotMigrate
from migrations.revisions import REVISIONS, head
from migrations.upgrading import config
from server.operations.checking.check import check
from server.operations.checking.problem import Problem
from server.settings.settings import Settings
from server.stores.connections import open_storage
from storage.failures import ObjectNotFound
from storage.images.keys import thumbnail_key
from storage.objects import Storage
from tests.api import Client
from tests.application import Application
from tests.migrations.conftest import assert_models_match, migrate
from tests.migrations.state import state
from tests.models.connections import as_owner
from tests.pictures import data_url, picture


@pytest.mark.slow
async def test_from_nothing_to_a_server_that_is_ready(settings: Settings) -> None:
    """Repeated, also several times at once, it changes nothing."""
    assert await check(settings) == [Problem("The database has no tables yet.", "./run migrate")]
    await migrate(settings)
    assert await check(settings) == []
    await assert_models_match(settings)
    once = await state(settings)
    assert {row["what"] for row in once} == {
        *("column", "table", "policy", "trigger", "function", "constraint", "index", "view"),
    }
    await asyncio.gather(*(migrate(settings) for _ in range(4)))
    assert await state(settings) == once


def test_the_revisions_are_those_of_alembic() -> None:
    script = ScriptDirectory.from_config(config())
    assert [revision.revision for revision in script.walk_revisions()] == REVISIONS[::-1]
    assert script.get_current_head() == head()


async def test_without_tasks_no_progress_is_logged(settings: Settings, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO", "migrations")
    await migrate(settings)
    assert caplog.messages == []


@pytest.mark.slow
async def test_several_at_once_migrate_one_after_the_other(settings: Settings) -> None:
    await asyncio.gather(*(migrate(settings) for _ in range(4)))
    assert await check(settings) == []


TOO_OLD = r"It is at version 00\d\d: run migrate of the commit e16aa5c first\."
VERSION = "UPDATE task_record.alembic_version SET version_num ="


@pytest.mark.slow
@pytest.mark.parametrize(
    ("as_if", "reason"),
    [
        (f"{VERSION} '0017'", TOO_OLD),
        (f"{VERSION} '0001'; DROP TABLE task_record.webhooks CASCADE", TOO_OLD),
        (f"{VERSION} '9999'", rf"It is at version 9999, which is later than {head()}\. Nothing was changed"),
    ],
    ids=["at 0017", "on the way to 0002", "later"],
)
async def test_a_database_that_is_too_old_or_later_is_refused_unchanged(
    settings: Settings, as_if: str, reason: str
) -> None:
    await migrate(settings)
    async with as_owner(settings) as owner:
        await owner.execute(as_if)
    before = await state(settings)
    with pytest.raises(CannotMigrate, match=reason):
        await migrate(settings)
    assert await state(settings) == before


async def gone(storage: Storage, key: str) -> bool:
    try:
        await storage.get(key, io.BytesIO(), at_most=1_000_000)
    except ObjectNotFound:
        return True
    return False


@pytest.mark.slow
async def test_deleting_a_user_deletes_their_rows_and_objects(
    settings: Settings, application: Application, new_client: Callable[..., Client]
) -> None:
    await migrate(settings)
    leaving, staying = new_client(), new_client()
    keys = [await record_images(settings, someone) for someone in (leaving, staying)]
    async with open_storage(settings) as storage:
        assert not any([await gone(storage, key) for key in keys[0] + keys[1]])
        async with as_owner(settings) as owner:
            await owner.execute("DELETE FROM auth.users WHERE id = $1", leaving.id)
            for table in ("user_task_history", "user_task_statistics"):
                left = await owner.fetch(f"SELECT DISTINCT user_id FROM {table}")
                assert [row["user_id"] for row in left] == [staying.id]
        async with asyncio.timeout(20):
            while not all([await gone(storage, key) for key in keys[0]]):  # noqa: ASYNC110
                await asyncio.sleep(0.1)
        assert not any([await gone(storage, key) for key in keys[1]])


async def record_images(settings: Settings, user: Client) -> list[str]:
    """Create a task with both images, and return the keys of its objects."""
    image = [{"dataUrl": data_url(picture(seed=n))} for n in (1, 2)]
    task = await user.task("createTask", prompt="a fox", originalImage=image[0])
    await user.task("completeTask", id=task["id"], image=image[1])
    async with as_owner(settings) as owner:
        row = await owner.fetchrow(
            "SELECT aws_original_key, aws_generated_key FROM user_task_history WHERE id = $1", UUID(task["id"])
        )
    return [name for key in row for name in (key, thumbnail_key(key))]
