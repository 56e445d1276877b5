"""Migrating a database of Supabase, which already has users, roles and default privileges that are not ours."""

import re
import shutil
from collections.abc import Callable, Iterator

import pytest

from migrations.derived.tables import grants
from models.table_rules import ruled_tables
from server.development.embedded.directories import temporary_directory
from server.development.embedded.postgres import EmbeddedPostgres
from server.operations.checking.check import check
from server.settings.settings import Settings
from server.stores.connections import create_bucket
from tests.api import Client
from tests.application import Application
from tests.migrations.conftest import ORIGINAL_DESIGN, migrate
from tests.models.connections import as_owner, connected, database_name
from tests.services import ObjectStorageService, settings_of, with_database

ROLES = """
CREATE ROLE supabase_auth_admin NOINHERIT CREATEROLE LOGIN PASSWORD 'auth';
CREATE ROLE anon NOLOGIN NOINHERIT;
CREATE ROLE authenticated NOLOGIN NOINHERIT;
CREATE ROLE service_role NOLOGIN NOINHERIT BYPASSRLS;
CREATE ROLE authenticator NOINHERIT LOGIN PASSWORD 'authenticator';
GRANT anon, authenticated, service_role TO authenticator;
-- Supabase's `postgres`, which owns the project's tables and is no superuser.
GRANT anon, authenticated, service_role TO task_record_owner WITH ADMIN OPTION;
ALTER ROLE task_record_owner BYPASSRLS"""
PROJECT = """
CREATE SCHEMA auth AUTHORIZATION supabase_auth_admin;
GRANT USAGE ON SCHEMA auth TO task_record_owner, anon, authenticated, service_role;
SET ROLE supabase_auth_admin;
CREATE TABLE auth.users (instance_id uuid, id uuid PRIMARY KEY, aud varchar(255), email varchar(255) NOT NULL,
  raw_app_meta_data jsonb, created_at timestamptz, is_anonymous boolean NOT NULL DEFAULT false);
ALTER TABLE auth.users ENABLE ROW LEVEL SECURITY;
CREATE FUNCTION auth.uid() RETURNS uuid LANGUAGE sql STABLE AS $$
  select coalesce(
    nullif(current_setting('request.jwt.claim.sub', true), ''),
    (nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'sub')
  )::uuid $$;
RESET ROLE;
GRANT ALL ON auth.users TO task_record_owner;
ALTER DEFAULT PRIVILEGES FOR ROLE task_record_owner IN SCHEMA public
  GRANT ALL ON TABLES TO anon, authenticated, service_role;
ALTER DEFAULT PRIVILEGES FOR ROLE task_record_owner IN SCHEMA public
  GRANT ALL ON FUNCTIONS TO anon, authenticated, service_role;
GRANT USAGE ON SCHEMA public TO anon, authenticated, service_role;
ALTER SCHEMA public OWNER TO task_record_owner"""
PRIVILEGES = """
SELECT grantee || ' ' || table_name AS whose, string_agg(privilege_type, ' ' ORDER BY privilege_type) AS what
FROM information_schema.role_table_grants
WHERE table_schema IN ('public', 'task_record') AND grantee IN ('PUBLIC', 'anon', 'authenticated', 'service_role')
GROUP BY 1"""
GRANTED = {
    f"{role} {table.name}": " ".join(sorted(rights))
    for table, rules in ruled_tables()
    for role, granted in grants(table, rules).items()
    if role != "board_reader" and (rights := re.findall(r"([A-Z]+)(?:,|$)", granted))
} | {
    f"service_role {view}": "SELECT"
    for view in (
        *("recorded_objects", "unowned_objects"),
        *(f"drifted_{what}" for what in ("statistics", "usage", "credits", "boards", "overall", "activity")),
    )
}
"""The rights on whole tables that their rules declare, and those on views."""
MADE_BY_SUPABASE = """
SELECT (SELECT string_agg(attname, ' ' ORDER BY attnum) FROM pg_attribute
    WHERE attrelid = 'auth.users'::regclass AND attnum > 0),
  pg_get_functiondef('auth.uid()'::regprocedure),
  (SELECT string_agg(concat(rolname, rolcanlogin, rolinherit, rolbypassrls), ' ' ORDER BY rolname)
    FROM pg_roles WHERE rolname IN ('anon', 'authenticated', 'service_role'))"""


@pytest.fixture(scope="module")
def supabase() -> Iterator[EmbeddedPostgres]:
    """A PostgreSQL of the module's own, because its roles would interfere with other tests."""
    directory = temporary_directory()
    directory.chmod(0o711)
    try:
        with EmbeddedPostgres(directory, durable=False) as postgres:
            yield postgres
    finally:
        shutil.rmtree(directory)


@pytest.fixture
async def settings(
    object_storage: ObjectStorageService, supabase: EmbeddedPostgres, request: pytest.FixtureRequest
) -> Settings:
    """The settings of a server with a new project of Supabase, whose database is named after the test."""
    name = request.node.name
    async with connected(supabase.superuser_url) as superuser:
        if not await superuser.fetchval("SELECT to_regrole('anon')"):
            await superuser.execute(ROLES)
        await superuser.execute(f'CREATE DATABASE "{name}" OWNER task_record_owner')
    async with connected(with_database(supabase.superuser_url, name)) as superuser:
        await superuser.execute(PROJECT)
    urls = [with_database(url, name) for url in (supabase.owner_url, supabase.application_url)]
    settings = settings_of(object_storage, *urls)
    await create_bucket(settings)
    return settings


@pytest.fixture
async def user(settings: Settings, new_client: Callable[..., Client]) -> Client:
    """A user whom Supabase has registered."""
    user = new_client()
    async with as_owner(settings) as owner:
        await owner.execute("INSERT INTO auth.users (id, email) VALUES ($1, 'someone@example.com')", user.id)
    return user


@pytest.mark.slow
async def test_existing_users_and_roles_are_unchanged_and_default_privileges_revoked(settings: Settings) -> None:
    async with as_owner(settings) as owner:
        await owner.execute(ORIGINAL_DESIGN)
        before = await owner.fetchrow(MADE_BY_SUPABASE)
        await migrate(settings)
        assert await owner.fetchrow(MADE_BY_SUPABASE) == before
        assert {row["whose"]: row["what"] for row in await owner.fetch(PRIVILEGES)} == GRANTED
    assert await check(settings) == []


@pytest.mark.slow
async def test_supabase_registers_and_deletes_users(
    settings: Settings,
    supabase: EmbeddedPostgres,
    application: Application,
    user: Client,
    new_client: Callable[..., Client],
) -> None:
    """An erased user stays registered. The tasks of a user whom Supabase deletes are deleted."""
    await migrate(settings)
    tasks = "SELECT count(*) FROM user_task_history"
    async with as_owner(settings) as owner:
        assert await owner.fetchval("SELECT to_regprocedure('task_record.register_user()')") is None
        await user.task("createTask", prompt="a fox")
        assert (await user.data("{ statistics { totalTasks } }"))["statistics"]["totalTasks"] == 1
        assert "user" in (await new_client().refused("createTask", prompt="a fox"))["message"]
        given = {"userId": str(user.id), "dryRun": False}
        erased = await application.new_client(role="admin").mutate("eraseUser", "erasure { tasks }", **given)
        assert erased == {"erasure": {"tasks": 1}, "errors": []}
        assert await owner.fetchval(tasks) == 0
        assert [row["id"] for row in await owner.fetch("SELECT id FROM auth.users")] == [user.id]
        await user.task("createTask", prompt="a fox")
        assert await owner.fetchval(tasks) == 1
        async with connected(supabase.url("supabase_auth_admin", "auth", database_name(settings))) as auth:
            await auth.execute("DELETE FROM auth.users WHERE id = $1", user.id)
        assert await owner.fetchval(tasks) == 0
        assert await owner.fetchval("SELECT count(*) FROM user_task_statistics") == 0


async def test_the_data_api_reads_own_rows_and_writes_nothing(
    settings: Settings, supabase: EmbeddedPostgres, user: Client
) -> None:
    await migrate(settings)
    await user.task("createTask", prompt="a fox")
    name = database_name(settings)
    async with connected(supabase.url("authenticator", "authenticator", name)) as session:
        async with session.transaction():
            await session.execute(f"SET LOCAL ROLE authenticated; SET LOCAL \"request.jwt.claim.sub\" = '{user.id}'")
            assert await session.fetchval("SELECT prompt FROM user_task_history") == "a fox"
            assert await session.execute("UPDATE user_task_history SET credits_deducted = 0") == "UPDATE 0"
        async with session.transaction():
            await session.execute("SET LOCAL ROLE anon")
            assert await session.fetchval("SELECT has_table_privilege('user_task_history', 'SELECT')") is False
