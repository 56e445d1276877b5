import asyncio
import io
from collections.abc import Callable
from uuid import UUID

import pytest
from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from migrations.migrate import CannotMigrate, create_engine
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
from tests.migrations.conftest import migrate
from tests.migrations.state import state
from tests.models.connections import as_owner
from tests.pictures import data_url, picture


@pytest.mark.slow
async def test_from_nothing_to_a_server_that_is_ready(settings: Settings) -> None:
    assert await check(settings) == [Problem("The database has no tables yet.", "./run migrate")]
    await migrate(settings)
    assert await check(settings) == []


def test_the_revisions_are_those_of_alembic() -> None:
    script = ScriptDirectory.from_config(config())
    assert [revision.revision for revision in script.walk_revisions()] == REVISIONS[::-1]
    assert script.get_current_head() == head()


async def test_with_no_tasks_there_is_no_progress_to_tell(settings: Settings, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO", "migrations")
    await migrate(settings)
    assert caplog.messages == []


@pytest.mark.slow
async def test_repeated_it_changes_nothing(settings: Settings) -> None:
    await migrate(settings)
    once = await state(settings)
    assert {row["what"] for row in once} == {
        *("column", "table", "policy", "trigger", "function", "constraint", "index", "view"),
    }
    await migrate(settings)
    assert await state(settings) == once


@pytest.mark.slow
async def test_several_at_once_migrate_one_after_the_other(settings: Settings) -> None:
    await asyncio.gather(*(migrate(settings) for _ in range(4)))
    assert await check(settings) == []


@pytest.mark.slow
async def test_several_at_once_on_a_migrated_database(settings: Settings) -> None:
    await migrate(settings)
    await asyncio.gather(*(migrate(settings) for _ in range(4)))
    assert await check(settings) == []


def find_differences(connection: Connection) -> None:
    checking = config()
    checking.attributes["connection"] = connection
    command.check(checking)


@pytest.mark.slow
async def test_models_and_database_do_not_differ(settings: Settings) -> None:
    await migrate(settings)
    engine = create_engine(settings.database_owner_url.get_secret_value())
    async with engine.connect() as connection:
        await connection.run_sync(find_differences)
    await engine.dispose()


@pytest.mark.slow
@pytest.mark.parametrize(
    "as_if",
    [
        "UPDATE task_record.alembic_version SET version_num = '0017'",
        "UPDATE task_record.alembic_version SET version_num = '0001'; DROP TABLE task_record.webhooks CASCADE",
    ],
    ids=["at 0017", "on the way to 0002"],
)
async def test_a_database_of_a_version_before_the_baseline_is_refused(settings: Settings, as_if: str) -> None:
    await migrate(settings)
    async with as_owner(settings) as owner:
        await owner.execute(as_if)
        before = await state(settings)
        with pytest.raises(CannotMigrate, match=r"It is at version 00\d\d: run migrate of the commit e16aa5c first\."):
            await migrate(settings)
        assert await state(settings) == before


@pytest.mark.slow
async def test_a_database_of_a_later_version_is_left_as_it_is(settings: Settings) -> None:
    await migrate(settings)
    async with as_owner(settings) as owner:
        await owner.execute("UPDATE task_record.alembic_version SET version_num = '9999'")
        before = await state(settings)
        with pytest.raises(CannotMigrate, match=rf"It is at version 9999, which is later than {head()}\. Nothing was"):
            await migrate(settings)
        assert await state(settings) == before


async def gone(storage: Storage, key: str) -> bool:
    try:
        await storage.get(key, io.BytesIO(), at_most=1_000_000)
    except ObjectNotFound:
        return True
    return False


@pytest.mark.slow
async def test_a_deleted_user_takes_everything_along(
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
