"""A task arrives once, even if the client, the server or the connection dies."""

import asyncio
from pathlib import Path

import asyncpg
import pytest

from server.settings.settings import Settings
from tests.api import Client
from tests.clients.losing import JOBS, prompts_after_kills
from tests.clients.node import started
from tests.clients.python.animals import FOX
from tests.clients.typescript.conftest import SOURCES


@pytest.mark.slow
async def test_nothing_is_lost_or_recorded_twice(
    settings: Settings, tmp_path: Path, database: asyncpg.Connection
) -> None:
    (tmp_path / "fox.png").write_bytes(FOX)
    (tmp_path / "done").write_text("")
    script = str(Path(__file__).parent / "product.mjs")

    async def start(url: str, service: Client, user: Client) -> asyncio.subprocess.Process:
        arguments = (str(SOURCES / "index.ts"), url, service.token, str(tmp_path), str(user.id), str(JOBS))
        return await started(script, *arguments)

    prompts = await prompts_after_kills(settings, tmp_path, database, start)
    assert prompts == sorted(f"fox {job}" for job in range(JOBS))
