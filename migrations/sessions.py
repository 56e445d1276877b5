"""Sessions of servers that run while the schema changes."""

from typing import Any
from urllib.parse import unquote, urlsplit

import asyncpg

from migrations.lock_timeouts import LOG

COLUMN_TYPES = """
SELECT attrelid, attnum, atttypid, atttypmod FROM pg_attribute JOIN pg_class AS c ON c.oid = attrelid
WHERE relkind = 'r' AND relnamespace IN ('public'::regnamespace, 'task_record'::regnamespace)
  AND attnum > 0 AND NOT attisdropped"""
ARE_THERE = """
SELECT EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database() AND usename = $1 AND pid <> $2)"""
END = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE usename = session_user AND datname = current_database() AND pid NOT IN (pg_backend_pid(), $1)"""
CONNECT_TIMEOUT = 2.0
"""Seconds for which servers may wait for locks while a connection is made."""


class Sessions:
    """The sessions of the servers' login role, seen from a transaction of the owner that changes tables."""

    def __init__(self, owner: asyncpg.Connection, application_url: str) -> None:
        self.owner, self.application_url, self.pid = owner, application_url, owner.get_server_pid()

    async def column_types(self) -> set[tuple[Any, ...]]:
        return {tuple(column) for column in await self.owner.fetch(COLUMN_TYPES)}

    async def end_if_changed(self, before: set[tuple[Any, ...]]) -> None:
        """
        End all sessions of servers if a column has another type than `before`, or no longer exists. In a transaction,
        PostgreSQL rejects a statement that was prepared for results of the earlier type. Servers replace closed
        connections, and clients repeat interrupted requests. Call it while locks prevent everyone from preparing
        statements.
        """
        login = unquote(urlsplit(self.application_url).username or "")
        if before <= await self.column_types() or not await self.owner.fetchval(ARE_THERE, login, self.pid):
            return
        try:
            application = await asyncpg.connect(self.application_url, timeout=CONNECT_TIMEOUT, statement_cache_size=0)
        except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
            LOG.warning("Sessions of servers were not ended, and may fail once: %r", error)
            return
        try:
            await application.execute("SET statement_timeout = '2s'")
            await application.fetch(END, self.pid)
        finally:
            await application.close()
