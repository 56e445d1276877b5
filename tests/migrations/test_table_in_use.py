"""Migrations of tables in use, and migrations that are killed."""

import asyncio
import time
from uuid import UUID
from zoneinfo import ZoneInfo

import asyncpg
import pytest
from sqlalchemy.dialects.postgresql.asyncpg import AsyncAdapt_asyncpg_dbapi
from sqlalchemy.exc import SQLAlchemyError

from models.connection import LOST
from server.operations.checking.check import check
from server.operations.checking.problem import Problem, Severity
from server.settings.settings import Settings
from tests.migrations.conftest import install_original_design, migrate, with_empty_database
from tests.migrations.state import state
from tests.migrations.writers import writing
from tests.models.connections import as_owner, as_superuser, database_name
from tests.models.statistics.drift import drift
from tests.services import ObjectStorageService, PostgresService

KILL = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE datname = $1 AND application_name = 'task_record migrate'"""
LONGEST_WAIT = 1_000
"""Milliseconds that a writer may wait for a lock while the migration waits for one."""
WAITS = "Another transaction holds what is needed next."


async def fill(settings: Settings, rows: int, users: int) -> None:
    """Insert tasks of the original design, some without columns that are required now."""
    async with as_owner(settings) as owner:
        await owner.execute("ALTER TABLE user_task_history DISABLE TRIGGER USER")
        await owner.execute(
            "INSERT INTO auth.users SELECT ('00000000-0000-4000-8000-' || lpad(n::text, 12, '0'))::uuid"
            f" FROM generate_series(1, {users}) AS n"
        )
        await owner.execute(f"""
            INSERT INTO user_task_history (user_id, prompt, tokens_used, credits_deducted, status, generation_time_ms,
              created_at, updated_at, completed_at)
            SELECT ('00000000-0000-4000-8000-' || lpad((1 + n % {users})::text, 12, '0'))::uuid,
              repeat('a fox in the snow ', 6), CASE WHEN n % 3 > 0 THEN n % 500 END, 1,
              CASE WHEN n % 10 = 0 THEN 'failed' ELSE 'completed' END, n % 9000,
              CASE WHEN n % 11 > 0 THEN time END, time, CASE WHEN n % 7 > 0 THEN time END
            FROM generate_series(1, {rows}) AS n,
              LATERAL (SELECT now() - n % 700 * interval '25 hours') AS at (time)""")
        await owner.execute("ALTER TABLE user_task_history ENABLE TRIGGER USER")
        await owner.execute("ANALYZE user_task_history")


async def killed(settings: Settings, superuser: asyncpg.Connection, after: float) -> bool:
    """Migrate, and terminate its connections after so many seconds; return whether it was still running."""
    migrating = asyncio.create_task(migrate(settings))
    await asyncio.wait({migrating}, timeout=after)
    while not migrating.done():
        await superuser.fetch(KILL, database_name(settings))
        await asyncio.wait({migrating}, timeout=0.01)
    try:
        await migrating
    except (asyncpg.PostgresError, SQLAlchemyError, AsyncAdapt_asyncpg_dbapi.Error, *LOST):
        return True
    return False


async def user_ids(owner: asyncpg.Connection) -> list[UUID]:
    return [user for (user,) in await owner.fetch("SELECT id FROM auth.users ORDER BY id LIMIT 2")]


@pytest.mark.slow
@pytest.mark.parametrize("what", ["the first migration", "another time zone"])
async def test_nobody_waits_behind_a_migration_that_waits(
    original_design: Settings, what: str, caplog: pytest.LogCaptureFixture
) -> None:
    await fill(original_design, rows=10, users=2)
    settings = original_design
    if what == "another time zone":
        await migrate(settings)
        settings = settings.model_copy(update={"statistics_time_zone": ZoneInfo("Asia/Shanghai")})
    async with as_owner(settings) as owner:
        one, another = await user_ids(owner)
        async with writing(settings, one) as [writer]:
            async with owner.transaction():
                await owner.execute("UPDATE user_task_history SET prompt = 'a wolf' WHERE user_id = $1", another)
                writer.lock_timeout = LONGEST_WAIT
                migrating = asyncio.create_task(migrate(settings))
                while caplog.text.count(WAITS) < 3:
                    assert not migrating.done()
                    await writer.until_recorded(1)
                writer.lock_timeout = 0  # it may wait while the migration is at work
                await writer.until_recorded(2)
            await migrating
        assert await drift(owner) == []
    assert await check(settings) == []


@pytest.mark.slow
@pytest.mark.parametrize(
    ("rows", "users"), [(12_000, 50), pytest.param(1_000_000, 1_000, marks=pytest.mark.faults)], ids=str
)
async def test_writers_go_on_and_every_task_is_counted(
    original_design: Settings, postgres: PostgresService, object_storage: ObjectStorageService, rows: int, users: int
) -> None:
    """A writer waits no longer than the migration of an empty table takes."""
    empty = await with_empty_database(postgres, object_storage)
    await install_original_design(empty)
    began = time.monotonic()
    await migrate(empty)
    longest_wait = time.monotonic() - began
    settings = original_design
    await fill(settings, rows, users)
    async with as_owner(settings) as owner:
        for zone in ("UTC", "Asia/Shanghai"):
            settings = settings.model_copy(update={"statistics_time_zone": ZoneInfo(zone)})
            began = time.monotonic()
            async with writing(settings, *await user_ids(owner)) as writers:
                await migrate(settings)
            took, waited = time.monotonic() - began, max(writer.longest_wait for writer in writers)
            print(f"{rows} rows, days of {zone}: {took:.1f} s; writers waited {waited:.3f} s at most")  # noqa: T201
            rows += sum(writer.recorded for writer in writers)
            assert waited < longest_wait
            assert await owner.fetchval("SELECT count(*) FROM user_task_history") == rows
            assert await drift(owner) == []
    assert await check(settings) == []


@pytest.mark.slow
async def test_repeatedly_killed_it_ends_in_the_same_state(
    original_design: Settings, postgres: PostgresService, object_storage: ObjectStorageService
) -> None:
    undisturbed = await with_empty_database(postgres, object_storage)
    await install_original_design(undisturbed)
    await migrate(undisturbed)
    settings = original_design
    await fill(settings, rows=12_000, users=50)
    async with as_owner(settings) as owner, as_superuser(postgres, settings) as superuser:
        async with writing(settings, *await user_ids(owner)) as writers:
            kills = 0
            while await killed(settings, superuser, after=0.05 * 1.25**kills):
                kills += 1
        assert kills > 5
        assert await owner.fetchval("SELECT count(*) FROM user_task_history") == 12_000 + sum(
            writer.recorded for writer in writers
        )
        assert await drift(owner) == []
    assert await state(settings) == await state(undisturbed)
    assert await check(settings) == []


@pytest.mark.slow
async def test_an_unfinished_index_is_built_again(original_design: Settings, postgres: PostgresService) -> None:
    await fill(original_design, rows=10, users=2)
    unfinished = "SELECT indexrelid::regclass::text FROM pg_index WHERE NOT indisvalid"
    async with as_owner(original_design) as owner, as_superuser(postgres, original_design) as superuser:
        async with owner.transaction(isolation="repeatable_read"):
            await owner.execute("SELECT FROM auth.users")  # holds a snapshot, for whose end the build of an index waits
            assert await killed(original_design, superuser, after=1.5)
        assert await owner.fetchval(unfinished) == "user_task_history_user_id_created_at_id_idx"
        await migrate(original_design)
        assert await owner.fetch(unfinished) == []
    assert await check(original_design) == []


@pytest.mark.slow
async def test_unfinished_counting_is_reported_and_continued(
    original_design: Settings, postgres: PostgresService
) -> None:
    await fill(original_design, rows=100, users=2)
    await migrate(original_design)
    settings = original_design.model_copy(update={"statistics_time_zone": ZoneInfo("Asia/Shanghai")})
    async with as_owner(settings) as owner, as_superuser(postgres, settings) as superuser:
        _, second = await user_ids(owner)
        async with owner.transaction():
            await owner.execute("SELECT FROM user_task_statistics WHERE user_id = $1 FOR UPDATE", second)
            assert await killed(settings, superuser, after=1.5)
        what, remedy = "Statistics are being recounted.", "./run migrate, which continues it"
        assert await check(settings) == [Problem(what, remedy, Severity.WARNING)]
        await migrate(settings)
        assert await drift(owner) == []
    assert await check(settings) == []
