"""Reads all rows and objects of a server, destroys them, and compares what was restored."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from server.settings.settings import Settings
from server.stores.connections import open_storage
from tests.models.connections import as_owner
from tests.storage.conftest import drop_bucket

# Without the tables whose rows the worker removes, sends at once or computes again, which `reconcile` compares, and
# without the table in which a backup is recorded.
TABLES = """
SELECT oid::regclass::text FROM pg_class WHERE relkind = 'r' AND relname <> 'alembic_version' AND (
  relnamespace = 'task_record'::regnamespace
    AND relname NOT LIKE ALL ('{pgqueuer%,overall%,user_ranking,active_users,notifications,deliveries,task_changes,
      told_changes,integrity_findings}')
  OR oid IN ('auth.users'::regclass, 'user_task_history'::regclass, 'user_task_statistics'::regclass))"""

NOTED_LATER = {f"task_record.{name}" for name in ("index_progress", "prompts", "prompt_tasks", "label_tasks")}
"""Tables that the worker writes seconds after the tasks, and writes again after a restore."""


@dataclass
class World:
    rows: dict[str, set[str]]
    """The rows as text, by table."""
    objects: dict[str, bytes]
    """The contents, by key."""


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
    """Remove the bucket with all objects, and all schemas and tables."""
    async with open_storage(settings) as storage:
        await drop_bucket(storage)
    async with as_owner(settings) as owner:
        await owner.execute("DROP SCHEMA board_reader, task_record CASCADE")
        await owner.execute("DROP TABLE user_task_history, user_task_statistics")
        await owner.execute("DROP SCHEMA auth CASCADE")


def missing_in(world: World, restored: World) -> dict[str, Any]:
    """Return the rows of `world` by table, and the keys of its objects, that `restored` lacks or has otherwise."""
    tables = world.rows.keys() - NOTED_LATER
    rows = {table: world.rows[table] - restored.rows[table] for table in tables}
    objects = {key for key, content in world.objects.items() if restored.objects.get(key) != content}
    return {name: lost for name, lost in {**rows, "objects": objects}.items() if lost}


def tables_with(user_id: UUID, world: World) -> set[str]:
    """Return the tables with rows that name the user, and "objects" if there is an object of theirs."""
    found = {table for table, rows in world.rows.items() if any(str(user_id) in row for row in rows)}
    return found | {"objects" for key in world.objects if str(user_id) in key}
