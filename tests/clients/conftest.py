from collections.abc import AsyncIterator

import pytest

from server.settings.settings import Settings
from tests.server.running import RunningServer, running


@pytest.fixture
async def server(settings: Settings) -> AsyncIterator[RunningServer]:
    async with running(settings) as server:
        yield server
