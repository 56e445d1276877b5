from collections.abc import AsyncIterator

import pytest

from server.settings.settings import Settings
from tests.server.operations.importing.elsewhere import Elsewhere, another_server


@pytest.fixture
async def elsewhere(own_settings: Settings) -> AsyncIterator[Elsewhere]:
    async with another_server(own_settings) as server:
        yield server
