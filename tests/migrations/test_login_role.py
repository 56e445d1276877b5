"""`migrate` creates the login role of the server, with the password of the URL."""

import secrets
from pathlib import Path
from urllib.parse import quote

import asyncpg
import pytest

from migrations.migrate import migrate_database
from server.settings.settings import Settings
from tests.models.connections import as_superuser, connected, database_name
from tests.services import PostgresService, with_database


async def migrate_for(postgres: PostgresService, settings: Settings, name: str, password: str) -> str:
    """Migrate for a login role of this name and password, and return its URL."""
    host = postgres.application_url.partition("@")[2]
    url = with_database(f"postgresql://{name}:{quote(password, safe='')}@{host}", database_name(settings))
    await migrate_database(settings.database_owner_url.get_secret_value(), url, "UTC")
    return url


@pytest.mark.slow
async def test_the_role_is_created_with_the_password_of_the_url(postgres: PostgresService, settings: Settings) -> None:
    for password in ("plain: /@%'\"", "påsswörd\u00a0½ ﬁ", "密码", "🦊", "1א", "a\u00ad"):
        name = f"app_{secrets.token_hex(4)}"
        url = await migrate_for(postgres, settings, name, password)
        async with connected(url) as connection:
            assert await connection.fetchval("SELECT session_user") == name
        with pytest.raises(asyncpg.InvalidPasswordError):
            await asyncpg.connect(url, password=password + "?")


@pytest.mark.slow
async def test_the_password_is_never_logged(postgres: PostgresService, settings: Settings) -> None:
    password = f"password-{secrets.token_hex(8)}"
    async with as_superuser(postgres, settings) as superuser:
        await superuser.execute(f"ALTER DATABASE \"{database_name(settings)}\" SET log_statement = 'all'")
        log = Path(await superuser.fetchval("SHOW data_directory")).with_suffix(".log")
    await migrate_for(postgres, settings, f"app_{secrets.token_hex(4)}", password)
    with pytest.raises(asyncpg.ReservedNameError):
        await migrate_for(postgres, settings, "pg_app", password)
    logged = log.read_text(encoding="utf-8")
    assert "CREATE ROLE pg_app LOGIN NOINHERIT PASSWORD 'SCRAM-SHA-256$4096:" in logged
    assert password not in logged
