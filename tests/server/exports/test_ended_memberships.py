"""The download of a board's report ends when its reader is no longer a member."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx2
import pytest

from server.limits.downloads import access_watch
from server.settings.settings import Settings
from tests.application import on_port
from tests.models.connections import as_superuser
from tests.models.locked_table import locked, until_waiting
from tests.resolvers.boards.boards import ended, join, new_board, put, set_member
from tests.server.exports.exporting import prepared
from tests.services import PostgresService

PATIENCE = 20.0


@asynccontextmanager
async def reading(
    postgres: PostgresService, settings: Settings, address: str
) -> AsyncIterator[asyncio.Task[httpx2.Response]]:
    """The download of a report, for which PostgreSQL finds no tasks until the context ends."""
    async with httpx2.AsyncClient(timeout=None) as http, as_superuser(postgres, settings) as superuser:
        async with locked(settings):
            download = asyncio.create_task(http.get(address))
            await until_waiting(superuser, settings, 1)
            yield download
        await asyncio.wait([download])


@pytest.mark.own_database
@pytest.mark.parametrize("ended_by", ["removal", "leaving", "deletion"])
async def test_a_report_ends_with_the_membership_and_not_with_another_role(
    settings: Settings, postgres: PostgresService, monkeypatch: pytest.MonkeyPatch, ended_by: str
) -> None:
    monkeypatch.setattr(access_watch, "CHECK_SECONDS", 0.1)
    async with on_port(settings) as server:
        user, member = server.new_client(), server.new_client()
        board = await new_board(user)
        await put(user, board, await ended(user, "A fox"))
        await join(user, board, member, "CONTRIBUTOR")
        report = await prepared(member, "REPORT", boardId=board)
        async with reading(postgres, settings, report["url"]) as download:
            await set_member(user, board, member, "VIEWER")
            await asyncio.sleep(0.3)
            assert not download.done()
            if ended_by == "deletion":
                await user.mutate("deleteBoard", "deletedBoardId", id=board)
            else:
                await set_member(user if ended_by == "removal" else member, board, member, None)
            await asyncio.wait([download], timeout=PATIENCE)
            assert isinstance(download.exception(), httpx2.TransportError)
        assert (await member.http.get(report["url"])).status_code == 404
