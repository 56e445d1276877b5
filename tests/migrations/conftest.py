import subprocess
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import Connection

from migrations.migrate import create_engine, migrate_database
from migrations.upgrading import config
from server.settings.settings import Settings
from tests.models.connections import as_owner
from tests.server.commands import TOP
from tests.services import ObjectStorageService, PostgresService, settings_of, with_database

LANDED, *LANDED_BEFORE = (TOP / ".ci" / "landed").read_text(encoding="utf-8").split()
"""The commit that landed last, and those before it whose databases are upgraded directly."""
ORIGINAL_DESIGN = (Path(__file__).parent / "original_design.sql").read_text(encoding="utf-8")


def git(*arguments: str) -> str:
    return subprocess.run(["git", *arguments], cwd=TOP, check=True, capture_output=True, text=True).stdout


async def migrate(settings: Settings) -> None:
    await migrate_database(
        settings.database_owner_url.get_secret_value(),
        settings.database_url.get_secret_value(),
        str(settings.statistics_time_zone),
    )


async def assert_models_match(settings: Settings) -> None:
    """Assert that Alembic finds no difference between the database and the models."""

    def compare(connection: Connection) -> None:
        checking = config()
        checking.attributes["connection"] = connection
        command.check(checking)

    engine = create_engine(settings.database_owner_url.get_secret_value())
    async with engine.connect() as connection:
        await connection.run_sync(compare)
    await engine.dispose()


async def with_empty_database(postgres: PostgresService, object_storage: ObjectStorageService) -> Settings:
    name = await postgres.new_database(template="template0")
    return settings_of(
        object_storage, with_database(postgres.owner_url, name), with_database(postgres.application_url, name)
    )


async def install_original_design(settings: Settings) -> None:
    async with as_owner(settings) as owner:
        await owner.execute("""
            CREATE SCHEMA auth;
            CREATE TABLE auth.users (id uuid PRIMARY KEY, email text);
            CREATE FUNCTION auth.uid() RETURNS uuid LANGUAGE sql STABLE
              AS $$ SELECT (nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'sub')::uuid $$;
            GRANT USAGE ON SCHEMA auth TO authenticated, service_role;""")
        await owner.execute(ORIGINAL_DESIGN)


@pytest.fixture
async def settings(postgres: PostgresService, object_storage: ObjectStorageService) -> Settings:
    """The settings of a server with an empty database of the test's own, which is not migrated yet."""
    return await with_empty_database(postgres, object_storage)


@pytest.fixture
async def original_design(settings: Settings) -> Settings:
    """The settings with a database that has the empty tables of the original design."""
    await install_original_design(settings)
    return settings
