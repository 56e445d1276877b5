"""Connections to PostgreSQL in addition to the server's own."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from urllib.parse import urlsplit
from uuid import UUID

import asyncpg

from server.settings.settings import Settings
from tests.api import Client
from tests.services import PostgresService, with_database


@asynccontextmanager
async def connected(url: str) -> AsyncIterator[asyncpg.Connection]:
    connection = await asyncpg.connect(url)
    try:
        yield connection
    finally:
        await connection.close()


@asynccontextmanager
async def as_owner(settings: Settings) -> AsyncIterator[asyncpg.Connection]:
    async with connected(settings.database_owner_url.get_secret_value()) as connection:
        yield connection


@asynccontextmanager
async def as_application(settings: Settings) -> AsyncIterator[asyncpg.Connection]:
    async with connected(settings.database_url.get_secret_value()) as connection:
        yield connection


@asynccontextmanager
async def as_superuser(postgres: PostgresService, settings: Settings) -> AsyncIterator[asyncpg.Connection]:
    async with connected(with_database(postgres.superuser_url, database_name(settings))) as connection:
        yield connection


def database_name(settings: Settings) -> str:
    return urlsplit(settings.database_owner_url.get_secret_value()).path.removeprefix("/")


@asynccontextmanager
async def acting(connection: asyncpg.Connection, role: str, user_id: UUID | None = None) -> AsyncIterator[None]:
    """A transaction that takes a role and claims, as the server's do."""
    claims = json.dumps({"sub": str(user_id), "role": role}) if user_id else ""
    async with connection.transaction():
        await connection.execute("SELECT set_config('role', $1, true)", role)
        await connection.execute("SELECT set_config('request.jwt.claims', $1, true)", claims)
        yield


async def refusal(login: asyncpg.Connection, user: Client, statement: str, *values: object) -> str | None:
    """Return why PostgreSQL refuses the statement as `authenticated`, who is the user; None when it does not."""
    try:
        async with acting(login, "authenticated", user.id):
            await login.execute(statement, *values)
    except (asyncpg.CheckViolationError, asyncpg.InsufficientPrivilegeError) as error:
        return str(error)
    return None
