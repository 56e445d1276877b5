from collections.abc import AsyncIterator

import asyncpg
import pytest

from server.settings.settings import Settings
from tests.models.connections import as_application


@pytest.fixture
async def login(settings: Settings) -> AsyncIterator[asyncpg.Connection]:
    """A connection with the login role of the application."""
    async with as_application(settings) as connection:
        yield connection
