from urllib.parse import unquote, urlsplit

import asyncpg

from migrations.scram_verifier import scram_verifier
from migrations.steps import text_of


async def grant_login_role(connection: asyncpg.Connection, application_url: str) -> str | None:
    """
    Create the role of `application_url`, with its password, unless it exists, and grant it what the server needs.
    Return its name if it was created. The password itself is not sent: PostgreSQL logs failed statements and, if
    configured, all.
    """
    address = urlsplit(application_url)
    password = unquote(address.password or "")
    login = unquote(address.username or "")
    was_there = await connection.fetchval("SELECT to_regrole(quote_ident($1)) IS NOT NULL", login)
    async with connection.transaction():
        for name, value in {
            "login": login,
            "verifier": scram_verifier(password) if password else "",
        }.items():
            await connection.execute("SELECT set_config($1, $2, true)", f"task_record.{name}", value)
        await connection.execute(text_of("login_role.sql"))
    return None if was_there else login
