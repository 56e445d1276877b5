from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager
from typing import TYPE_CHECKING

import pytest

from server.settings.settings import Settings
from tests.application import ServedApplication, on_port

if TYPE_CHECKING:
    from tests.fixtures import SharedApplications


def serving_agents(settings: Settings) -> AbstractAsyncContextManager[ServedApplication]:
    return on_port(settings, mcp=True)


@pytest.fixture
async def application(
    settings: Settings, shares: bool, shared_applications: "SharedApplications"
) -> AsyncIterator[ServedApplication]:
    """An application that serves agents on a port."""
    running = shared_applications.running(serving_agents, settings) if shares else serving_agents(settings)
    async with running as application:
        yield application
