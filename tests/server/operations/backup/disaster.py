"""What is there before everything is lost, and a place to restore it to."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from server.connections import open_storage
from server.settings.settings import Settings
from tests.models.connections import as_owner
from tests.storage.conftest import drop_bucket

# Not those whose rows the worker takes away or counts again, which `reconcile` compares; nor what is sent at once.
TABLES = """
SELECT oid::regclass::text FROM pg_class WHERE relkind = 'r' AND relname <> 'alembic_version' AND (
  relnamespace = 'task_record'::regnamespace
    AND relname NOT LIKE ALL ('{pgqueuer%,overall%,user_ranking,notifications,deliveries}')
  OR oid IN ('auth.users'::regclass, 'user_task_history'::regclass, 'user_task_statistics'::regclass))"""


@dataclass
class World:
    rows: dict[str, set[str]]
    """By table."""
    objects: dict[str, bytes]
    """By key."""


async def rows_of(settings: Settings) -> dict[str, set[str]]:
    async with as_owner(settings) as owner:
        tables = [name for (name,) in await owner.fetch(TABLES)]
        return {name: {row for (row,) in await owner.fetch(f"SELECT t::text FROM {name} AS t")} for name in tables}


async def objects_of(settings: Settings, prefix: str = "task-history/") -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    async with open_storage(settings) as storage:
        async for item in storage.objects(prefix):
            response = await storage._client.get_object(Bucket=storage.bucket, Key=item.key)
            found[item.key] = await response["Body"].read()
    return found


async def world_of(settings: Settings) -> World:
    return World(await rows_of(settings), await objects_of(settings))


async def destroy(settings: Settings) -> None:
    """The bucket and all in it, and every row."""
    async with open_storage(settings) as storage:
        await drop_bucket(storage)
    async with as_owner(settings) as owner:
        await owner.execute("DROP SCHEMA task_record CASCADE; DROP TABLE user_task_history, user_task_statistics")
        await owner.execute("DROP SCHEMA auth CASCADE")


def missing_in(world: World, restored: World) -> dict[str, Any]:
    """What of the one is not in the other, or is something else there."""
    rows = {table: rows - restored.rows[table] for table, rows in world.rows.items()}
    objects = {key for key, content in world.objects.items() if restored.objects.get(key) != content}
    return {name: lost for name, lost in {**rows, "objects": objects}.items() if lost}


def tables_with(user_id: UUID, world: World) -> set[str]:
    """Which tables have something of the user's, and whether the bucket has."""
    found = {table for table, rows in world.rows.items() if any(str(user_id) in row for row in rows)}
    return found | {"objects" for key in world.objects if str(user_id) in key}
